"""Server messages lose their values and keep their words."""

from __future__ import annotations

import random
import time

import polars as pl
import pytest

from aurorascope.logs.fingerprint import fold_message

FOLDED = {
    'relation "orders" does not exist': 'relation "?" does not exist',
    'duplicate key value violates unique constraint "users_email_key"': (
        'duplicate key value violates unique constraint "?"'
    ),
    'column "a" of relation "b" does not exist': 'column "?" of relation "?" does not exist',
    'insert or update on table "a" violates foreign key constraint "b"': (
        'insert or update on table "?" violates foreign key constraint "?"'
    ),
    'invalid input syntax for type integer: "bob"': 'invalid input syntax for type integer: "?"',
    'invalid input syntax for type integer: "he said "secret" to"': 'invalid input syntax for type integer: "?"',
    'invalid input syntax for type integer: "cut': 'invalid input syntax for type integer: "?"',
    'no pg_hba.conf entry for host "10.1.1.1", user "bob", database "shop", no encryption': (
        'no pg_hba.conf entry for host "?", user "?", database "?", no encryption'
    ),
    "process 123 still waiting for ShareLock on transaction 77 after 1000.119 ms": (
        "process ? still waiting for ShareLock on transaction ? after ? ms"
    ),
    "value too long for type character varying(20)": "value too long for type character varying(?)",
    "canceling statement due to statement timeout": "canceling statement due to statement timeout",
    "Key (email)=(bob x, bob@example.com) already exists.": "Key (email)=?",
    "could not connect: host=db.example.com password=secret": "could not connect: host=? password=?",
    "Duplicate entry 'O'Hara-5' for key 'users.email'": "Duplicate entry '?' for key '?'",
    "Access denied for user 'bob'@'10.0.0.1' (using password: YES)": (
        "Access denied for user '?'@'?' (using password: YES)"
    ),
    "Table 'shop.t' doesn't exist": "Table '?' doesn't exist",
    'syntax error at or near "\'secret"': 'syntax error at or near "?"',
    "la relation \u00ab clients \u00bb n'existe pas": 'la relation "?" n\'existe pas',
    "": "",
}


@pytest.mark.parametrize("message", FOLDED)
def test_a_message_folds_to_its_words(message: str) -> None:
    ids, texts = fold_message(pl.Series([message]))
    assert texts.to_list() == [FOLDED[message]]
    assert len(ids[0]) == 16


def test_equal_errors_with_other_values_are_one() -> None:
    ids, _ = fold_message(pl.Series(['column "a1" does not exist', None, 'column "b" does not exist', "x 5"]))
    assert ids[0] == ids[2] != ids[3]
    assert ids[1] is None


def test_a_folded_message_is_its_own_fold() -> None:
    texts = fold_message(pl.Series(list(FOLDED)))[1]
    assert fold_message(texts)[1].to_list() == texts.to_list()


@pytest.mark.parametrize(
    "unit", ["a", "1", '"', "'", "= ", "=(", "..", ":1.", "a'", '"a" x ', "@", "/", "\u00ab"]
)
def test_a_long_message_is_folded_in_proportion(unit: str) -> None:
    start = time.process_time()
    fold_message(pl.Series([unit * 100_000]))
    assert time.process_time() - start < 3


def test_no_canary_between_quotes_survives() -> None:
    dice = random.Random(20261119)
    for _ in range(2_000):
        value = "".join(dice.choices("qzj7 '\"-=(@", k=dice.randrange(1, 12)))
        for message in (
            f'invalid input syntax for type integer: "{value}"',
            f'column "{value}" of relation "{value}" does not exist',
            f"Duplicate entry '{value.replace(chr(39), '')}' for key '{value.replace(chr(39), '')}'",
        ):
            folded = fold_message(pl.Series([message]))[1][0]
            assert not set("qzj7").intersection(folded), (message, folded)
