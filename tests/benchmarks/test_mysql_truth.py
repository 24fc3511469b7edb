"""A small slow log with its truth: what the generator says is what the store holds, and a wrong number is found."""

from __future__ import annotations

from pathlib import Path

from mysql_slow import generate
from mysql_truth import compare

from aurorascope import ingest


def test_the_store_holds_what_is_true_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "slow.log"
    truth = generate(log, 300_000, seed=5, shapes=40)
    summary = ingest(log, store=tmp_path / "store", workers=1)
    assert summary.entries == truth["totals"]["entries"]
    checks = compare(tmp_path / "store", truth)
    assert len(checks) > 50
    assert [check for check in checks if not check.right] == []
    truth["totals"]["rows_examined"] += 1
    truth["shapes"][0]["entries"] += 1
    assert len([check for check in compare(tmp_path / "store", truth) if not check.right]) == 2


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.log", tmp_path / "b.log"
    generate(first, 20_000, seed=7)
    generate(second, 20_000, seed=7)
    assert first.read_bytes() == second.read_bytes()
