"""What is read of a range does not depend on how large the pieces are that are looked at for its places."""

from __future__ import annotations

import random
import tempfile

import pytest

from aurorascope.ingest import reading
from aurorascope.logs.prefix import RDS_DEFAULT
from aurorascope.logs.starts import FormatSpec

LINES = (
    b"2026-11-19 00:00:00 UTC:192.0.2.1(5):u@d:[1]:LOG:  hello\n",
    b"2026-11-19 00:00:00.123 UTC [12] LOG:  x\n",
    b"\tmore\n",
    b"no line of a log\n",
    b"2026-11-19 00:00:0",
    b"\n",
    b"x" * 300 + b"\n",
    b'2026-11-19 00:00:00.123 UTC,"u","d",1,"h",6afe698a.1,1,"SELECT",,3/4,0,LOG,00000,"m"\n',
    b'{"timestamp":"2026-11-19 00:00:00.123 UTC","pid":1,"message":"a"}\n',
    b"# Time: 2026-11-19T00:00:00.1Z\n# User@Host: u[u] @ h [1]  Id: 1\n# Query_time: 0.1\n",
    b"2026-11-19T00:00:00.123456Z 12 [Note] [MY-1] [InnoDB] Transactions deadlock detected\n",
    b"2026-11-19T00:00:00.123456Z 12 [Note] [MY-1] [InnoDB] \n*** (1) TRANSACTION:\n",
    b"WE ROLL BACK TRANSACTION\n",
)
FORMATS = (
    FormatSpec("stderr", RDS_DEFAULT),
    FormatSpec("stderr", "%m [%p] "),
    FormatSpec("csvlog", ""),
    FormatSpec("jsonlog", ""),
    FormatSpec("mysql-slow", ""),
    FormatSpec("mysql-error", ""),
)


@pytest.mark.parametrize("spec", FORMATS, ids=lambda spec: f"{spec.format} {spec.prefix}")
def test_pieces_of_any_size_give_the_same_bytes(spec: FormatSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    seen = set()
    for _ in range(15):
        log = b"".join(chance.choice(LINES) for _ in range(chance.randrange(1, 150)))
        with tempfile.TemporaryFile(buffering=0) as file:
            file.write(log)
            for _ in range(6):
                begin, end, limit = sorted(chance.randrange(len(log) + 1) for _ in range(3))
                if begin == end:
                    continue
                found = []
                for step in (1 << 20, 61):
                    monkeypatch.setattr(reading, "STEP", step)
                    found.append(
                        reading.read_entries(file.fileno(), spec, begin, end, limit, first=False)[:2]
                    )
                whole, pieces = found
                assert pieces == whole
                assert log[whole[1] :].startswith(whole[0])
                seen.add(bool(whole[0]))
    assert seen == {True, False}
