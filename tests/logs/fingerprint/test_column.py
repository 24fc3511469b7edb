"""The vectorised path and the exact one give the same family for any text."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable

import polars as pl
import pytest

from aurorascope.logs.fingerprint import column, fingerprint, fingerprint_column, redact, redacted_column

# What a lexer can trip over, in any order.
# fmt: off
PIECES = (
    "#", "`", "``", "`a b`", "`a 5`", "-- ", "--\n", "\\N", "@", "@a", "@5", "_utf8mb4", '\\"', "0X1f", "0b1", "2024_x",
    ".5b", "$5", "x5", "/*!", "/*+", "M!", "&&", "<=>",
    "'", "''", '"', '""', "$", "$$", "$a$", "$1", "$12", "--", "/*", "*/", "\n", " ", " ", "\t", "\r\n",
    "e", "E", "e'", "E'", "\\", "\\'", "x'", "n'", "N'", "u&'", 'U&"', "uescape", "b'1'", "1", "12",
    ".", "..", "5.5", "1e5", "1e+5", "1e", "e+3x", "0x1F", "_", "1_000", "1_", "a", "abc", "in",
    " in (", "IN(", " values ", "VALUES(", "(", ")", ",", ", ", "[", "]", "array[", "::", ":=", ":",
    "=", "-", "+", "*", "/", "<", ">", "!", "?", "|", "@", "~", "#", "&", "%", ";", "\xe9", "\xa0",
    " .5", "(.5e3", "$b$", "$a$ x $a$", "/**/", "/* it's */", "-- it's\n", '"a--b"', '"a/*b*/c"', "x'a'", "u&",
    "\u2003", "select", "from", "NULL", " null ", " is not ", "true", "date", "'x'", "'a b'", "-5",
    "- 5", "(1,2)", "('a','b')", "/* c */", "-- c\n", '"Q"', '"q"', '"a\'b"', '"a 5"', "$$x$$",
    "$t$x$t$", "set ", "to", "row(", "\x00", "\x0c", "\x0b", "\x85", "`", "^", "\U0001f600",
)
# fmt: on


def hostile(source: random.Random) -> str:
    return "".join(source.choice(PIECES) for _ in range(source.choice((3, 5, 8, 13, 20))))


def assert_paths_agree(texts: list[str], engine: str) -> None:
    series = pl.Series("sql", texts)
    ids, families = fingerprint_column(series, engine)
    rows = {row[0]: row for row in families.iter_rows()}
    for text, found, redacted in zip(texts, ids, redacted_column(series, engine), strict=True):
        exact = fingerprint(text, engine)
        assert found == exact.id, text
        assert redacted == exact.normalized_sql, text
        assert rows[found] == (exact.id, exact.normalized_sql, exact.statement_kind, list(exact.relations))


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_both_paths_agree_on_hostile_texts(engine: str) -> None:
    source = random.Random(20261119)
    assert_paths_agree([hostile(source) for _ in range(3_000)], engine)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_both_paths_agree_on_a_million_hostile_texts(proved: Callable[[str], None]) -> None:
    for engine in ("postgresql", "mysql"):
        for seed in range(52):
            source = random.Random(seed)
            assert_paths_agree([hostile(source) for _ in range(20_000)], engine)
        proved(f"{engine}: 1,040,000 hostile texts: the column path and the exact one agree on every one")


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_both_paths_agree_on_texts_of_a_few_pieces(engine: str) -> None:
    source = random.Random(20261120)
    for _ in range(20):
        few = source.sample(PIECES, 12)
        assert_paths_agree(["".join(source.choices(few, k=8)) for _ in range(200)], engine)


def test_null_stays_null_and_rows_keep_their_order() -> None:
    ids, families = fingerprint_column(pl.Series(["select 1", None, "select 'x'", "select a", "SELECT  2"]))
    assert ids[1] is None
    assert ids[0] == ids[2] == ids[4] != ids[3]
    assert families["normalized_sql"].sort().to_list() == ["SELECT ?", "SELECT a"]
    assert redacted_column(pl.Series(["select 1", None])).to_list() == [redact("select 1"), None]


def test_an_empty_column_has_no_families() -> None:
    for empty in (pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.String)):
        ids, families = fingerprint_column(empty)
        assert ids.to_list() == empty.to_list()
        assert families.is_empty()


def test_the_exact_path_loads_no_engine() -> None:
    code = "import sys; from aurorascope.logs.fingerprint import redact; redact('x'); assert 'polars' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_engine_without_a_lexer_is_named() -> None:
    with pytest.raises(
        ValueError, match="no SQL lexer for engine 'oracle'; the engines are postgresql, mysql"
    ):
        fingerprint("select 1", "oracle")
    with pytest.raises(ValueError, match="oracle"):
        fingerprint_column(pl.Series(["select 1"]), "oracle")


def test_equal_texts_have_one_number_in_order_of_appearance() -> None:
    source = random.Random(20261119)
    texts = [
        source.choice((None, "", "a", "a" * 12, "a" * 13, "b", "\x00", hostile(source))) for _ in range(500)
    ]
    order = {
        text: number for number, text in enumerate(dict.fromkeys(text for text in texts if text is not None))
    }
    for series in (
        pl.Series(texts),
        pl.concat([pl.Series(texts[:200]), pl.Series(texts[200:])], rechunk=False),
    ):
        codes, found = column.distinct(series)
        assert codes.to_list() == [None if text is None else order[text] for text in texts]
        assert found.to_list() == list(order)


def test_the_memory_of_families_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column, "_REMEMBERED", 10)
    monkeypatch.setattr(column, "_LONGEST_REMEMBERED", 60)
    texts = [f"select c{number}_{'x' * number} from t" for number in range(50)]
    assert_paths_agree(texts, "postgresql")
    for memory in (column._families, column._families_of_short):
        assert len(memory) <= 10
        assert max(len(key[2]) for key in memory) <= 60


def test_a_remainder_is_not_taken_for_one_that_was_cut_short() -> None:
    # cut short, the comment of one is what the other has: a comment before a literal
    pairs = (("select a --[x", "select a /**/'x'"), ("=--[\x0cdate", "=/**/5"))
    for pair in pairs:
        for texts in (pair, pair[::-1]):
            column._families.clear()
            column._families_of_short.clear()
            for text in texts:
                assert_paths_agree([text], "postgresql")


def test_a_log_of_one_engine_compiles_no_pattern_of_another() -> None:
    code = (
        "import sys; import polars as pl; from aurorascope.logs.fingerprint import fingerprint_column;"
        "fingerprint_column(pl.Series(['select 1']));"
        "assert not {'aurorascope.logs.fingerprint.mysql_cut', 'aurorascope.logs.fingerprint.mysql_lexer',"
        " 'pyarrow.compute', 'pandas'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
