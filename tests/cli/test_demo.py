"""`demo` builds its store from the samples that come with the package, in the user's cache, once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from aurorascope import Store
from aurorascope.catalog import sample_logs
from aurorascope.cli.demo import read_manifest
from aurorascope.cli.endings import Ending

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_every_instance_of_the_samples_is_in_the_store(aurorascope: Run, tmp_path: Path) -> None:
    assert aurorascope("demo", "--no-serve").returncode == Ending.WELL
    (store,) = (tmp_path / "cache" / "aurorascope").iterdir()
    count = "select instance, count(*) as entries from log_entries group by all order by all"
    before = Store.open(store).sql(count)
    named = [instance["name"] for instance in read_manifest(sample_logs() / "manifest.toml")["instance"]]
    assert list(before["instance"]) == sorted(named)
    loads = "select count(*) as points, count(distinct instance) as instances from db_load"
    assert (Store.open(store).sql(loads)["instances"] > 1).all()
