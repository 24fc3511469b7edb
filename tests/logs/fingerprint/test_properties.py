"""What holds for every statement: nothing of a literal survives, and the rest decides alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statements import CANARIES, LITERALS, SKELETONS, statement

from aurorascope.logs.fingerprint import Fingerprint, fingerprint, fingerprint_column

dice = st.integers(0, 2**48).map(random.Random)
SHORT = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=50_000, deadline=None, suppress_health_check=list(HealthCheck))


def any_statement(dice: random.Random) -> str:
    return statement(dice.choice(SKELETONS), dice)


def assert_no_canary(found: Fingerprint) -> None:
    shown = found.normalized_sql.lower() + " ".join(found.relations).lower()
    assert not CANARIES.intersection(shown), shown


def no_byte_of_a_literal_survives(dice: random.Random) -> None:
    found = fingerprint(any_statement(dice))
    assert_no_canary(found)
    assert len(found.id) == 16
    assert set(found.id) <= set("0123456789abcdef")


def a_cut_statement_leaks_nothing(dice: random.Random) -> None:
    sql = any_statement(dice)
    assert_no_canary(fingerprint(sql[: dice.randrange(len(sql))]))


def literals_comments_spacing_and_lengths_do_not_count(dice: random.Random) -> None:
    skeleton = dice.choice(SKELETONS)
    one, other = statement(skeleton, dice), statement(skeleton, dice)
    assert fingerprint(one) == fingerprint(other), (one, other)


def the_text_of_a_family_is_of_that_family(dice: random.Random) -> None:
    found = fingerprint(any_statement(dice))
    assert fingerprint(found.normalized_sql) == found


def the_column_agrees(dice: random.Random) -> None:
    sqls = [any_statement(dice) for _ in range(20)]
    ids, families = fingerprint_column(pl.Series(sqls))
    assert ids.to_list() == [fingerprint(sql).id for sql in sqls]
    assert set(families["fingerprint"]) == set(ids)


FACTS = (
    no_byte_of_a_literal_survives,
    a_cut_statement_leaks_nothing,
    literals_comments_spacing_and_lengths_do_not_count,
    the_text_of_a_family_is_of_that_family,
    the_column_agrees,
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_fact(fact: Callable[[random.Random], None]) -> None:
    SHORT(given(dice)(fact))()


@pytest.mark.parametrize("notation", LITERALS)
def test_a_literal_of_every_notation_is_one_mark(notation: str) -> None:
    for seed in range(50):
        literal = LITERALS[notation](random.Random(seed))
        assert fingerprint(f"SELECT {literal}").normalized_sql == "SELECT ?", literal


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_the_properties_of_fingerprints(proved: Callable[[str], None]) -> None:
    for fact in FACTS:
        LONG(given(dice)(fact))()
        proved(f"{fact.__name__.replace('_', ' ')}: {LONG.max_examples:,} draws")
