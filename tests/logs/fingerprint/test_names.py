"""What may stand in a name: sets that are written by what they leave out hold what they should."""

from __future__ import annotations

import re

import pytest

from aurorascope.logs.fingerprint import postgres_cut, postgres_lexer

CHARACTERS = [chr(code) for code in (*range(0x400), 0xD800, 0xFFFF, 0x10000, 0x10FFFF)]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        (postgres_lexer.NAME_START, r"[A-Za-z_\u0080-\U0010ffff]"),
        (postgres_lexer.IN_NAME, r"[A-Za-z0-9_$\u0080-\U0010ffff]"),
        (postgres_cut._NO_END, r"[.$0-9\u0080-\U0010ffff]"),
    ],
)
def test_a_set_holds_what_it_should(found: str, meant: str) -> None:
    one, other = re.compile(found), re.compile(meant)
    assert [bool(one.match(text)) for text in CHARACTERS] == [bool(other.match(text)) for text in CHARACTERS]


def test_a_name_without_capitals_needs_no_quotes() -> None:
    meant = re.compile(r"[a-z_\u0080-\U0010ffff][a-z0-9_$\u0080-\U0010ffff]*\Z")
    for text in [*CHARACTERS, *("a" + one for one in CHARACTERS)]:
        assert bool(postgres_lexer._BARE.match(text)) == bool(meant.match(text)), ascii(text)
