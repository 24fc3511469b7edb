"""`incident` names what was planted, compares it with before, and hands on no literal."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fake_aws.aws import FakeAws

sys.path.insert(0, str(Path(__file__).parents[1] / "collect"))

from lab import lab
from lab.world import LabWorld
from running import account_of, surround

from aurorascope.aws.access import Access
from aurorascope.catalog import load_collectors
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import Orders, collect
from aurorascope.insight.bundle import safe
from aurorascope.store.store import Store

SOURCES = {
    "topology", "rds_events", "cloudtrail", "cloudwatch_logs", "cloudwatch_metrics", "performance_insights",
}  # fmt: skip
CONFIG = """
tier = "vital"
[[accounts]]
regions = ["{region}"]
[collectors]
enhanced_monitoring = false
performance_insights_counters = false
performance_insights_sql = false
"""
CAUSES = (
    "lock_chain", "new_statement", "plan_flip", "replica_lag_ddl", "temp_spill", "deadlock_cycle",
    "connection_storm", "failover_cold_cache",
)  # fmt: skip
LITERAL = re.compile(r"'([A-Za-z0-9@._-]{8,})'")


def struck(cause: str, seed: int, tmp_path: Path) -> tuple[LabWorld, Store, int]:
    """Collect the struck cluster half an hour into its cause."""
    world = LabWorld(lab.run(seed, cause, 1, "small"))
    truth = world.run.truth
    end = int(min(truth.begin_s + 1800, truth.end_s)) + 120
    if "killed_s" in truth.numbers:
        end = int(truth.numbers["killed_s"]) + 120
    store = Store.create(tmp_path / "store")
    orders = Orders(
        Fleet(choices=(Choice(Access(), clusters=(truth.cluster,)),), tier="vital"),
        [one for one in load_collectors() if one.name in SOURCES],
        since=datetime.fromtimestamp(truth.begin_s - 4200, UTC),
        now=datetime.fromtimestamp(end, UTC),
    )
    with FakeAws(world, end) as fake, pytest.MonkeyPatch.context() as patched:
        surround(patched, fake, tmp_path, world.account, truth.region)
        assert collect(store, orders, account_of).outcome == "complete"
    return world, store, end


def incident(store: Store, world: LabWorld, end: int, out: Path) -> dict[str, Any]:
    """Run the command on what was collected; return the bundle's JSON."""
    truth = world.run.truth
    minutes = int((end - truth.begin_s) // 60) + 1
    arguments = ["incident", "--no-collect", "--store", str(store.path), "--cluster", truth.cluster]
    arguments += ["--until", datetime.fromtimestamp(end, UTC).isoformat(), "--since", f"{minutes}m"]
    assert run_to_exit_code(cli, [*arguments, "--before", "1h", "--out", str(out)]) == Ending.WELL
    with zipfile.ZipFile(out) as bundle:
        told: dict[str, Any] = json.loads(bundle.read("story.json"))
    return told


def measure(cause: str, seed: int, tmp_path: Path) -> str:
    """Say what the story of one seed makes of its cause; AssertionError where it misses it."""
    tmp_path.mkdir(exist_ok=True)
    world, store, end = struck(cause, seed, tmp_path)
    truth = world.run.truth
    sections = incident(store, world, end, tmp_path / "b.zip")["sections"]
    headlines = [row["headline"] for row in sections["headlines"]["rows"]]
    cluster = world.stage.fleet.cluster(truth.cluster)
    families = {one["fingerprint"] for one in truth.statements}
    leading = {
        row["fingerprint"]
        for name, most in (("load_by_tokenized_sql", 3), ("logged_statements", 3), ("lock_chains", 0))
        for row in sections[name]["rows"][:most]
    }
    found = {
        "lock_chain": lambda: families & leading,
        "new_statement": lambda: families & leading,
        "plan_flip": lambda: families & leading,
        "replica_lag_ddl": lambda: any("lagged" in one for one in headlines) and families & leading,
        # MySQL's logs name no temporary file
        "temp_spill": lambda: (
            families & leading
            and (not cluster.postgres or any("Temporary files" in one for one in headlines))
        ),
        "deadlock_cycle": lambda: any("deadlocks" in one for one in headlines),
        "connection_storm": lambda: any("onnections" in one for one in headlines),
        "failover_cold_cache": lambda: any(truth.numbers["promoted"] in one for one in headlines),
    }[cause]()
    assert found, headlines
    no_literal(world, tmp_path / "b.zip")
    return f"{cause} {seed}: {headlines[0]}"


def no_literal(world: LabWorld, path: Path) -> None:
    """Assert that no text between quotes in the logs is in the bundle, names of things left out."""
    truth = world.run.truth
    with zipfile.ZipFile(path) as bundle:
        written = "".join(bundle.read(name).decode() for name in bundle.namelist())
    literals: set[str] = set()
    for name, track in world.tracks.items():
        if track.cluster.name != truth.cluster:
            continue
        for log in world.logs(name):
            for hour in sorted(log.hours):
                literals.update(LITERAL.findall(log.content(hour, 1 << 40).decode("utf-8", "replace")))
    things = {"mysql.sock", truth.cluster}
    assert sorted(one for one in literals - things if f"'{one}'" in written or f"\\'{one}" in written) == []
    assert len(literals) > 3 or not literals


@pytest.mark.parametrize(("cause", "seed"), [("lock_chain", 11), ("replica_lag_ddl", 11)])
def test_a_planted_cause_is_in_the_story_and_no_literal_is(cause: str, seed: int, tmp_path: Path) -> None:
    measure(cause, seed, tmp_path)


@pytest.mark.proof
def test_incidents_of_eight_causes_are_told(proved: Callable[[str], None], tmp_path: Path) -> None:
    for cause in CAUSES:
        for seed in (301, 302, 303):
            proved(measure(cause, seed, tmp_path / f"{cause}-{seed}"))


def test_it_collects_first_and_no_further_back_than_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = LabWorld(lab.run(11, "lock_chain", 1, "small"))
    truth = world.run.truth
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(region=truth.region))
    now = int(truth.begin_s + 900)
    with FakeAws(world, now) as fake:
        surround(monkeypatch, fake, tmp_path, world.account, truth.region)
        monkeypatch.setenv("AURORASCOPE_STORE", str(tmp_path / "store"))
        arguments = ["incident", "--cluster", truth.cluster, "--since", "10m", "--no-bundle"]
        arguments += ["--config", str(config)]
        code = run_to_exit_code(cli, arguments)
    said = capsys.readouterr()
    assert code in {Ending.WELL, Ending.PARTIAL}, said.err
    assert "nothing was collected yet" in said.err
    assert "What stands out" in said.out
    assert Store.open(tmp_path / "store").snapshot().query("SELECT 1 FROM roles").num_rows > 1


def test_a_cluster_that_nobody_knows_is_refused_and_those_there_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.create(tmp_path / "store")
    arguments = ["incident", "--no-collect", "--store", str(store.path)]
    assert run_to_exit_code(cli, [*arguments, "--cluster", "shop"]) == Ending.USAGE
    assert "no cluster 'shop'; the store is empty" in capsys.readouterr().err
    assert run_to_exit_code(cli, [*arguments, "--since", "soon"]) == Ending.USAGE


def test_text_of_strangers_is_never_markup_in_the_bundle() -> None:
    assert safe("<b>|[x](javascript:1)\n# `y`") == r"\<b\>\|\[x\](javascript:1) \# \`y\`"
