"""`demo` builds its store from the samples that come with the package, in the user's cache, once.

The store that it built also shows what the recording beside the logs tells.
"""

from __future__ import annotations

import pytest
from running_commands import in_folder

from aurorascope import Store
from aurorascope.catalog import sample_logs
from aurorascope.cli.demo import read_manifest
from aurorascope.cli.endings import Ending


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("demo")
    assert in_folder(folder)("demo", "--no-serve").returncode == Ending.WELL
    (store,) = (folder / "cache" / "aurorascope").iterdir()
    return Store.open(store)


def test_every_instance_of_the_samples_is_in_the_store(demo: Store) -> None:
    entries = demo.sql("select instance, count(*) as entries from log_entries group by all order by all")
    named = [instance["name"] for instance in read_manifest(sample_logs() / "manifest.toml")["instance"]]
    assert list(entries["instance"]) == sorted(named)
    loads = "select count(*) as points, count(distinct instance) as instances from db_load"
    assert (demo.sql(loads)["instances"] > 1).all()


def test_its_roles_and_events_follow_the_failover(demo: Store) -> None:
    with demo.snapshot() as snapshot:
        events = snapshot.query(
            "select strftime(ts, '%H:%M:%S') as at, message from rds_events order by ts"
        ).to_pylist()
        writers = snapshot.query(
            "select distinct instance from roles "
            "where role = 'writer' and cluster = 'prod-shop' and valid_to is null"
        ).to_pylist()
    assert {"at": "14:32:16", "message": "Completed failover to DB instance: prod-shop-2"} in events
    assert writers == [{"instance": "prod-shop-2"}]


def test_its_load_adds_up_and_is_highest_in_the_incident(demo: Store) -> None:
    with demo.snapshot() as snapshot:
        (peak,) = snapshot.query(
            "select instance, aas from db_load where dimension = 'total' and cluster = 'prod-shop' "
            "order by aas desc limit 1"
        ).to_pylist()
    assert peak["instance"] == "prod-shop-1"
    assert peak["aas"] > 10
