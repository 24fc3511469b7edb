"""What holds for every statement: nothing of a literal survives, and the rest decides alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statements import ALL_LITERALS, ALL_SKELETONS, CANARIES, ENGINES, statement

from aurorascope.logs.fingerprint import Fingerprint, fingerprint, fingerprint_column

dice = st.integers(0, 2**48).map(random.Random)
SHORT = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(deadline=None, suppress_health_check=list(HealthCheck))


def any_statement(dice: random.Random, engine: str) -> str:
    return statement(dice.choice(ALL_SKELETONS[engine]), dice, engine)


def assert_no_canary(found: Fingerprint) -> None:
    shown = found.normalized_sql.lower() + " ".join(found.relations).lower()
    assert not CANARIES.intersection(shown), shown


def no_byte_of_a_literal_survives(dice: random.Random, engine: str) -> None:
    found = fingerprint(any_statement(dice, engine), engine)
    assert_no_canary(found)
    assert len(found.id) == 16
    assert set(found.id) <= set("0123456789abcdef")


def a_cut_statement_leaks_nothing(dice: random.Random, engine: str) -> None:
    sql = any_statement(dice, engine)
    assert_no_canary(fingerprint(sql[: dice.randrange(len(sql))], engine))


def literals_comments_spacing_and_lengths_do_not_count(dice: random.Random, engine: str) -> None:
    skeleton = dice.choice(ALL_SKELETONS[engine])
    one, other = statement(skeleton, dice, engine), statement(skeleton, dice, engine)
    assert fingerprint(one, engine) == fingerprint(other, engine), (one, other)


def the_text_of_a_family_is_of_that_family(dice: random.Random, engine: str) -> None:
    found = fingerprint(any_statement(dice, engine), engine)
    assert fingerprint(found.normalized_sql, engine) == found


def the_column_agrees(dice: random.Random, engine: str) -> None:
    sqls = [any_statement(dice, engine) for _ in range(20)]
    ids, families = fingerprint_column(pl.Series(sqls), engine)
    assert ids.to_list() == [fingerprint(sql, engine).id for sql in sqls]
    assert set(families["fingerprint"]) == set(ids)


FACTS = (
    no_byte_of_a_literal_survives,
    a_cut_statement_leaks_nothing,
    literals_comments_spacing_and_lengths_do_not_count,
    the_text_of_a_family_is_of_that_family,
    the_column_agrees,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_fact(fact: Callable[[random.Random, str], None], engine: str) -> None:
    SHORT(given(dice, st.just(engine))(fact))()


@pytest.mark.parametrize(("engine", "notation"), [(of, name) for of in ENGINES for name in ALL_LITERALS[of]])
def test_a_literal_of_every_notation_is_one_mark(engine: str, notation: str) -> None:
    for seed in range(50):
        literal = ALL_LITERALS[engine][notation](random.Random(seed))
        assert fingerprint(f"SELECT {literal}", engine).normalized_sql == "SELECT ?", literal


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_the_properties_of_fingerprints(proved: Callable[[str], None]) -> None:
    for engine in ENGINES:
        for fact in FACTS:
            draws = 2_000 if fact is the_column_agrees else 20_000
            settings(LONG, max_examples=draws)(given(dice, st.just(engine))(fact))()
            proved(f"{engine}: {fact.__name__.replace('_', ' ')}: {draws:,} draws")
