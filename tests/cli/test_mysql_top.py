"""`top` over a MySQL slow log: what pt-query-digest's profile says, from the raw rows."""

from __future__ import annotations

import json
import random
import statistics
from pathlib import Path

import pytest
from click.testing import CliRunner

from aurorascope import ingest
from aurorascope.cli.main import cli

DICE = random.Random(7)
MICROS = [DICE.randrange(1, 10 ** DICE.randrange(1, 8)) for _ in range(60)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("top")
    entries = [
        f"# Time: 2026-11-19T03:00:{number % 60:02d}.000000Z\n# User@Host: u{number % 2}[u{number % 2}] @  [10.0.0.1]  Id: 5\n"
        f"# Query_time: {micros // 10**6}.{micros % 10**6:06d}  Lock_time: 0.000001 Rows_sent: 1  Rows_examined: 9\n"
        f"SET timestamp=1795057199;\nSELECT {number} FROM t;\n"
        for number, micros in enumerate(MICROS)
    ]
    (folder / "slow.log").write_text("".join(entries))
    ingest(folder / "slow.log", store=folder / "store", workers=1)
    return folder / "store"


def top(store: Path, *options: str) -> str:
    done = CliRunner().invoke(cli, ["top", "--store", str(store), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_measures_are_exact(store: Path) -> None:
    (row,) = json.loads(top(store, "--engine", "mysql", "--apdex", "5", "--output", "json"))
    assert (row["calls"], row["sum_us"], row["rows_examined"]) == (60, sum(MICROS), 540)
    assert row["p50_us"] in statistics.multimode([sorted(MICROS)[29], sorted(MICROS)[30]])
    assert row["p95_us"] == sorted(MICROS)[56]
    assert row["stddev_us"] == pytest.approx(statistics.pstdev(MICROS))
    assert row["variance_to_mean"] == pytest.approx(
        statistics.pvariance(MICROS) / statistics.mean(MICROS) / 1e6
    )
    satisfied, tolerated = (sum(micros <= limit for micros in MICROS) for limit in (5000, 20_000))
    assert row["apdex"] == pytest.approx((satisfied + (tolerated - satisfied) / 2) / 60)
    assert row["decades"] == [
        sum(min(len(str(micros)), 8) == size for micros in MICROS) for size in range(1, 9)
    ]


def test_groups_may_be_compound_and_the_table_shows_the_spread(store: Path) -> None:
    rows = json.loads(top(store, "--by", "fingerprint,user", "--output", "json"))
    assert {row["user_name"]: row["sum_us"] for row in rows} == {
        "u0": sum(MICROS[::2]),
        "u1": sum(MICROS[1::2]),
    }
    shown = top(store, "--engine", "mysql")
    assert all(head in shown for head in ("median", "stddev", "V/M", "apdex", "spread", "SELECT ? FROM t"))
    assert "long_query_time: unknown" in shown


def test_another_engine_has_none_of_it(store: Path) -> None:
    assert "No statement in this range and filter." in top(store, "--engine", "postgresql")
    assert "V/M" not in top(store)


def test_json_holds_numbers_as_numbers_and_text_once_encoded(tmp_path: Path) -> None:
    (tmp_path / "slow.log").write_text(
        "# Time: 2026-11-19T03:59:59.999999Z\n# User@Host: ren\u00e9[ren\u00e9] @  [10.0.0.1]  Id: 5\n"
        "# Query_time: 0.000007  Lock_time: 0 Rows_sent: 1  Rows_examined: 9\nSET timestamp=1795057199;\nSELECT \u00fcber FROM caf\u00e9;\n"
    )
    ingest(tmp_path / "slow.log", store=tmp_path / "store", workers=1)
    (row,) = json.loads(top(tmp_path / "store", "--by", "user,fingerprint", "--output", "json"))
    assert (row["user_name"], row["normalized_sql"], row["sum_us"]) == (
        "ren\u00e9",
        "SELECT \u00fcber FROM caf\u00e9",
        7,
    )
    assert json.loads(top(tmp_path / "store", "--begin", "2026-11-19T04:00:00Z", "--output", "json")) == []
    assert (
        len(
            json.loads(
                top(
                    tmp_path / "store",
                    "--begin",
                    "2026-11-19T03:59:59Z",
                    "--end",
                    "2026-11-19T04:00:00Z",
                    "--output",
                    "json",
                )
            )
        )
        == 1
    )
