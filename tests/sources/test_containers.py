"""What a container's runtime or systemd wraps a log in comes off again: the bytes are the server's own.

The wrappings are constructed here from the log that a PostgreSQL 15 wrote.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope import ingest
from aurorascope.ingest.syslog import Syslog, is_syslog
from aurorascope.sources.clouds import CLOUDS, cloud_of
from aurorascope.sources.envelopes import Events, in_order
from aurorascope.sources.syslog import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "%m|%u|%d|%r|%p|%l|%e|%c|%v|%x|%Q|%b|%a|"
LOG = (Path(__file__).parents[1] / "logs" / "postgres" / "server-15.log").read_text()
PART = 100  # characters of a line that a runtime keeps together, here
STAMP = "2026-11-20T13:50:41.123456789Z"


def parts(line: str) -> list[str]:
    return [line[at : at + PART] for at in range(0, len(line), PART)] or [""]


def docker(line: str) -> str:
    said = [{"log": part, "stream": "stderr", "time": STAMP} for part in parts(line)]
    said[-1]["log"] += "\n"
    return "".join(json.dumps(one) + "\n" for one in said)


def cri(line: str) -> str:
    *begun, last = parts(line)
    return "".join(f"{STAMP} stderr P {part}\n" for part in begun) + f"{STAMP} stderr F {last}\n"


def journal(line: str) -> str:
    said = {"__CURSOR": "s=1", "__REALTIME_TIMESTAMP": "1795182641123456", "_HOSTNAME": "db1", "_PID": "77"}
    whole = said | {"SYSLOG_IDENTIFIER": "postgres", "MESSAGE": line}
    return json.dumps(whole | {"MESSAGE": list(line.encode())} if "é" in line else whole) + "\n"


WRAPPINGS: dict[str, Callable[[str], str]] = {
    "Docker json-file": docker,
    "Kubernetes container log": cri,
    "journald": journal,
}
WRAPPED = {name: "".join(map(wrap, LOG.splitlines())).encode() for name, wrap in WRAPPINGS.items()}


def unwrapped(name: str, data: bytes, size: int = 1 << 20) -> str:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    events = Events()
    said = "".join(one.message + "\n" for one in in_order(CLOUDS[name].entries(chunks, events), 1 << 25))
    assert (events.others, events.problem) == (0, "")
    return said


@pytest.mark.parametrize("name", ["Docker json-file", "Kubernetes container log"])
@pytest.mark.parametrize("size", [977, 1 << 20])
def test_a_containers_lines_are_the_servers_own(name: str, size: int) -> None:
    assert cloud_of(WRAPPED[name]) == name
    assert unwrapped(name, WRAPPED[name], size) == LOG


def test_a_journals_entries_are_lines_of_syslog() -> None:
    assert cloud_of(WRAPPED["journald"]) == "journald"
    text = unwrapped("journald", WRAPPED["journald"]).encode()
    assert is_syslog(text)
    assert is_syslog(b"-- Journal begins at Fri 2026-11-20 03:14:15 UTC. --\n" + text)
    found = Syslog(text, PREFIX, Calendar(datetime(2026, 11, 20, tzinfo=UTC)))
    assert "".join(said.decode() + "\n" for _, said in found.messages([text])) == LOG
    assert found.whole_prefix == PREFIX


def test_lines_with_a_runtimes_stamp_are_the_servers_own(tmp_path: Path) -> None:
    """`kubectl logs --timestamps` and `docker logs -t` write nothing else before a line."""
    stamped = "".join(f"{STAMP} {line}\n" for line in LOG.splitlines())
    (tmp_path / "stamped.log").write_text(stamped)
    (tmp_path / "own.log").write_text(LOG)
    summary = ingest(sorted(tmp_path.glob("*.log")), store=tmp_path / "store", workers=1)
    assert [one.status for one in summary.sources] == ["complete", "unchanged"]


@pytest.mark.parametrize("name", WRAPPED)
@given(seed=st.integers(0, 2**32))
def test_no_mutation_of_a_containers_lines_raises(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(WRAPPED[name][:4000])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 30)] = bytes(
            chance.randrange(256) for _ in range(chance.randint(0, 4))
        )
    cloud_of(bytes(data))
    list(CLOUDS[name].entries([bytes(data)], Events()))
