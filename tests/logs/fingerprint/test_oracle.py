"""pglast's fingerprint, made from PostgreSQL's own parse tree, is the oracle: never one where it sees two.

Valid statements are made by changing, adding, dropping, swapping and doubling tokens of the golden ones.
Two things are settled before the oracle is asked, because a fingerprint is defined otherwise here:
* a sign goes with its literal, so signs before a literal are taken out (pglast keeps `+ 5` and `- $1`);
* in a statement that is not about rows every literal folds, and pglast keeps some (`FETCH 5`, `COPY ... TO
  'file'`, `PASSWORD 'x'`), so those literals are made equal.
A lone `?` is read as a placeholder, which PostgreSQL does not have: statements with jsonb's operator are left out.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pglast.parser import ParseError, scan
from pglast.parser import fingerprint as oracle

from aurorascope.logs.fingerprint import fingerprint
from aurorascope.logs.fingerprint.words import OPENS_OPERAND

pytestmark = pytest.mark.uncounted

CHANGED_INTO = """
5 - + * / 1.5 'x' 'y' $1 $2 NULL TRUE FALSE a b c t u f ( ) , . ; AND OR NOT IS IN = <> < >= LIKE BETWEEN SELECT
FROM WHERE GROUP BY ORDER LIMIT OFFSET DISTINCT ALL ANY AS JOIN LEFT ON USING UNION VALUES ARRAY [ ] :: int text
date interval CASE WHEN THEN ELSE END WITH SET DEFAULT E'a' X'1F' B'01' N'x' U&'a' $$x$$ "a" "A" "name" name
"date" ONLY LATERAL EXISTS COALESCE count sum OVER PARTITION ROW CAST EXTRACT day COLLATE "C" AT TIME ZONE
RETURNING INTO ASC DESC NULLS FIRST LAST FOR UPDATE SHARE || -> ->> @> 1 2 10 0x1F FETCH ROWS SAVEPOINT TO OF
CURRENT next year local session "local" "year" "user" user json varchar numeric timestamp "int" "char" char
""".split()
LITERALS = {
    "ICONST": "1",
    "FCONST": "1.5",
    "SCONST": "'x'",
    "USCONST": "'x'",
    "BCONST": "b'1'",
    "XCONST": "b'1'",
}
NOT_KEPT = (*LITERALS, "PARAM")
LITERAL_WORDS = {"PARAM", "NULL_P", "TRUE_P", "FALSE_P"}
ABOUT_ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TABLE", "("}


class NotAskedError(Exception):
    """The statement holds what the two fingerprints define differently."""


def golden_tokens() -> list[list[str]]:
    text = (Path(__file__).parent / "golden.toml").read_text(encoding="utf-8")
    found = []
    for family in tomllib.loads(text)["family"]:
        for sql in family["sql"]:
            try:
                oracle(sql)
            except ParseError:
                continue
            found.append([text for text, _ in tokens_of(sql)])
    return [tokens for tokens in found if tokens]


def tokens_of(sql: str) -> list[tuple[str, str]]:
    return [
        (sql[token.start : token.end + 1], token.name)
        for token in scan(sql)
        if token.name not in {"SQL_COMMENT", "C_COMMENT"}
    ]


def changed(tokens: list[str], dice: random.Random) -> list[str]:
    tokens = list(tokens)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        at = dice.randrange(len(tokens))
        how = dice.random()
        if how < 0.4:
            tokens[at] = dice.choice(CHANGED_INTO)
        elif how < 0.6:
            tokens.insert(at, dice.choice(CHANGED_INTO))
        elif how < 0.75 and len(tokens) > 1:
            del tokens[at]
        elif how < 0.85:
            other = dice.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        else:
            end = min(len(tokens), at + dice.randint(1, 4))
            tokens[end:end] = tokens[at:end]
    return tokens


def oracle_of(sql: str) -> str:
    tokens = tokens_of(sql)
    if any(text == "?" for text, _ in tokens):
        raise NotAskedError
    first = next((text for text, _ in tokens if text != ";"), "")
    if first.upper() in ABOUT_ROWS:
        return oracle(without_signs(tokens))
    for literals in (dict.fromkeys(NOT_KEPT, "'x'"), dict.fromkeys(NOT_KEPT, "1"), LITERALS):
        with suppress(ParseError):
            return oracle(without_signs(tokens, literals))
    raise NotAskedError


def without_signs(tokens: list[tuple[str, str]], literals: dict[str, str] | None = None) -> str:
    kept: list[str] = []
    for text, name in tokens:
        if name in LITERALS or name in LITERAL_WORDS:
            while kept and kept[-1] in {"-", "+"} and opens_operand(kept[:-1]):
                kept.pop()
        kept.append((literals or {}).get(name, text))
    return " ".join(kept)


def opens_operand(before: list[str]) -> bool:
    if not before:
        return True
    return before[-1].upper() in OPENS_OPERAND | {"BY"} or before[-1][-1] in "(,[=<>+-*/%^|&~!@#;:?"


def statements(draws: int, seed: int) -> Iterator[tuple[str, str]]:
    """Valid statements with the oracle's fingerprint."""
    dice = random.Random(seed)
    golden = golden_tokens()
    pool = list(golden)
    for _ in range(draws):
        tokens = changed(dice.choice(pool), dice)
        sql = " ".join(tokens)
        try:
            theirs = oracle_of(sql)
        except (ParseError, NotAskedError):
            continue
        yield sql, theirs
        if len(tokens) < 60 and dice.random() < 0.2:
            pool.append(tokens)
        if len(pool) > 3_000:
            pool = golden + dice.sample(pool, 1_500)


def compare(draws: int, seed: int) -> tuple[int, int, Counter[str]]:
    """Assert that no family of ours holds two of theirs; return how many each sees, and ours in each of theirs."""
    ours: dict[str, tuple[str, str]] = {}
    theirs: dict[str, set[str]] = {}
    number = 0
    for sql, oracles in statements(draws, seed):
        number += 1
        found = fingerprint(sql)
        first = ours.setdefault(found.id, (oracles, sql))
        assert first[0] == oracles, f"{found.normalized_sql}\n  {first[1]}\n  {sql}"
        theirs.setdefault(oracles, set()).add(found.id)
    return number, len(ours), Counter({key: len(ids) for key, ids in theirs.items()})


def test_never_one_family_where_the_oracle_sees_two() -> None:
    number, ours, theirs = compare(6_000, seed=1)
    assert number > 500
    assert ours >= len(theirs)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_fingerprints_against_the_oracle(proved: Callable[[str], None]) -> None:
    number, ours, theirs = compare(400_000, seed=2)
    joined = sum(1 for ids in theirs.values() if ids > 1)
    proved(f"{number:,} valid statements: {ours:,} families here, {len(theirs):,} of pglast")
    proved("statements of one family here that pglast keeps apart: 0")
    proved(f"pglast families that are several here: {joined:,} ({joined / len(theirs):.1%})")
