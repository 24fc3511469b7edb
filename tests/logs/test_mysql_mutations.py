"""Whatever bytes come, MySQL's parsers answer with rows and counts: nothing raises, nothing vanishes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from aurorascope.ingest.sources import source_id
from aurorascope.logs.kinds import Kinds
from aurorascope.logs.mysql_detect import detect_mysql
from aurorascope.logs.mysql_parse import MysqlParser
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

pytestmark = pytest.mark.uncounted

FOLDER = Path(__file__).parent / "mysql"
LOGS = {
    f"mysql-{kind}": [
        line
        for path in sorted(FOLDER.glob(f"*-{kind}.log"))
        for line in path.read_bytes().splitlines(keepends=True)
    ]
    for kind in ("slow", "general", "error", "audit")
}
MAIN = ("entries", "statements", "audit", "connections")  # each entry is a row of one of these at least
SPLICES = (
    *(
        b"\n",
        b"\r\n",
        b"\t",
        b"\0",
        b"\xff\xfe",
        b"'",
        b'"',
        b"`",
        b"\\",
        b"/*",
        b"*/",
        b",",
        b";\n",
        b"#\n",
        b" ",
    ),
    *(
        b"# Time: 2026-13-99T99:99:99.999999Z\n",
        b"# Time: 5\n",
        b"# User@Host: a[b] @ c [d]\n",
        b"# Query_time: ",
        b"\nuse x;\n",
    ),
    *(
        b"# Query_time: 99999999999999999999.9  Lock_time: -1 Rows_sent: x\n",
        b"SET timestamp=99999999999;\n",
        b"Schema: ",
        b"Id: ",
    ),
    *(
        b"*** (1) TRANSACTION:\n",
        b"*** WE ROLL BACK TRANSACTION (9)\n",
        b"MySQL thread id 99999999999999999999, x\n",
        b"[Note] InnoDB: ",
    ),
    *(
        b"1795057201123456,h,u,1.2.3.4,1,2,QUERY,d,'",
        b"99999999 99:99:99,",
        b"\t\t     4 Query\t",
        b"261399 99:99:99\t 5 Quit\t",
    ),
    *(
        b'# explain: \x01\\"\n',
        b"mysqld, Version: x. started with:\nTcp port: 1\nTime Id Command Argument\n",
        "naïve ☕ \u202e".encode(),
    ),
)


def mutated(chance: random.Random, lines: list[bytes]) -> bytes:
    begin = chance.randrange(len(lines))
    data = bytearray(b"".join(lines[begin : begin + chance.randint(1, 25)]))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at:at] = chance.choice(SPLICES)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                data[at:at] = data[: chance.randint(0, 60)]
    return bytes(data)


def fuzz(count: int, seed: int, parsers: list[tuple[str, MysqlParser]]) -> int:
    """Read inputs, every second one as the end of a growing log; return the entries of the others."""
    chance = random.Random(seed)
    entries = 0
    for number in range(count):
        form, parser = parsers[number // 2 % len(parsers)]
        data = mutated(chance, LOGS[form])
        growing = bool(number % 2)
        carried = chance.choice(("", "a", "`\xff"))
        block = Block(data, (Piece(0, "s", 0),), closing=not growing, last=growing, carried=carried)
        try:
            found = detect_mysql(data)
            assert found is None or source_id({}, found.identity)
            parsed = parser.parse(block)
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}: {form} {data!r}") from error
        assert sum(len(end.data) for end in parsed.held) <= len(data)
        if data.strip() and not growing:
            counts = parsed.counts["s"]
            made = sum(frame.height for name, frame in parsed.tables.items() if name in MAIN)
            assert made >= counts.entries, data
            assert counts.entries > 0 or b"started with:" in data, data
            entries += counts.entries
    return entries


@pytest.fixture(scope="module")
def parsers() -> list[tuple[str, MysqlParser]]:
    found = []
    for form in LOGS:
        for redacted in (False, True):
            parser = parser_of(
                FormatSpec(form, "", "Asia/Tokyo" if redacted else ""), Kinds(()), redacted=redacted
            )
            assert isinstance(parser, MysqlParser)
            found.append((form, parser))
    return found


def test_mutated_logs_raise_nothing_and_vanish_nowhere(parsers: list[tuple[str, MysqlParser]]) -> None:
    assert fuzz(240, 3, parsers)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_100000_mutated_logs_of_mysql(
    parsers: list[tuple[str, MysqlParser]], proved: Callable[[str], None]
) -> None:
    entries = fuzz(100_000, 5, parsers)
    proved(f"100,000 mutated MySQL logs, whole and growing: no exception, {entries:,} entries, each a row")


def test_a_statement_of_a_megabyte_is_one_row(parsers: list[tuple[str, MysqlParser]]) -> None:
    head = b"# User@Host: a[a] @ h []\n# Query_time: 1.5  Lock_time: 0 Rows_sent: 0  Rows_examined: 0\nSET timestamp=1795057199;\n"
    data = head + b"SELECT '" + b"# Time: \n" * 120_000 + b"';\n" + head + b"SELECT 2;\n"
    rows = (
        dict(parsers[:1])["mysql-slow"]
        .parse(Block(data, (Piece(0, "s", 0),), closing=True))
        .tables["statements"]
    )
    assert rows["sql"].str.len_bytes().to_list() == [1_080_009, 8]
