"""`annotate` puts a person's note on the time axis, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aurorascope.cli.annotate import when_of
from aurorascope.cli.endings import Ending
from aurorascope.store.store import Store

Run = Callable[..., Any]
NOW = datetime(2026, 11, 19, 4, tzinfo=UTC)


def notes(store: Store) -> list[dict[str, Any]]:
    return store.snapshot().query("SELECT * FROM changes ORDER BY new").to_pylist()


def test_a_note_is_a_change_whose_source_is_annotation(aurorascope: Run, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    arguments = (
        "--store",
        store.path,
        "--at",
        "2026-11-19T05:00+01:00",
        "--cluster",
        "shop",
        "--kind",
        "deployment",
    )
    for number in (1, 2, 1):
        done = aurorascope("annotate", f"release\n {number}", *arguments, "--actor", "ana")
        assert done.returncode == Ending.WELL
    assert "there already" in done.stdout
    first, second = notes(store)
    assert {**first, "ts": first["ts"].astimezone(UTC)} == {
        "ts": NOW, "account": None, "region": None, "cluster": "shop", "instance": None,
        "resource": "deployment", "attribute": "annotation", "old": None, "new": "release 1",
        "actor": "ana", "source": "annotation",
    }  # fmt: skip
    assert second["new"] == "release 2"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((" ",), "the note is empty"),
        (("x" * 2001,), "2,001 characters"),
        (("x", "--at", "noon"), "--at: 'noon' is no time"),
    ],
)
def test_a_note_that_says_nothing_or_no_time_is_refused(
    aurorascope: Run, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    store = Store.create(tmp_path / "store")
    done = aurorascope("annotate", *arguments, "--store", store.path)
    assert done.returncode == Ending.USAGE
    assert says in done.stderr
    assert notes(store) == []


def test_a_note_is_about_now_or_a_span_before_or_a_moment() -> None:
    assert when_of(None, NOW) == NOW
    assert when_of("10m", NOW) == NOW - timedelta(minutes=10)
    assert when_of("2026-11-18", NOW) == NOW - timedelta(hours=28)
