"""Rules meet a fleet: each cluster gets the alarms that are for it, with exact dimensions."""

from __future__ import annotations

import pytest
from planted import ACCOUNT, REGION, cluster

from aurorascope.catalog import rule_dirs
from aurorascope.rules.expand import Alarm, Left, Place, expand
from aurorascope.rules.facts import find, instance_classes, version_of, volume_limit
from aurorascope.rules.files import read_rules

RULES = read_rules(rule_dirs())
PLACE = Place(ACCOUNT, REGION)
TIB = 1024**4


def alarms_of(*clusters: object, **told: dict[str, float]) -> tuple[dict[str, Alarm], dict[str, Left]]:
    alarms, left = expand(RULES, clusters, PLACE, told)  # type: ignore[arg-type]
    return {one.rule.name: one for one in alarms}, {one.rule: one for one in left}


def test_an_alarm_watches_the_exact_dimension_set_of_its_role() -> None:
    alarms, _ = alarms_of(cluster())
    assert alarms["writer-cpu"].series[0].dimensions == (("DBClusterIdentifier", "shop"), ("Role", "WRITER"))
    assert alarms["readers-cpu"].series[0].dimensions == (("DBClusterIdentifier", "shop"), ("Role", "READER"))
    assert alarms["volume-used"].series[0].dimensions == (("DBClusterIdentifier", "shop"),)
    assert alarms["writer-cpu"].name == "aurorascope-shop-writer-cpu"


def test_a_threshold_is_a_share_of_what_is_known() -> None:
    alarms, left = alarms_of(cluster(size="db.r6g.2xlarge"))
    assert alarms["writer-load"].threshold == 16.0
    assert alarms["writer-memory"].threshold == pytest.approx(0.05 * 64 * 1024**3)
    assert alarms["writer-connections"].threshold == pytest.approx(0.9 * 5000)
    assert left["storage-network"].verdict == "threshold unknown"


def test_an_unknown_class_leaves_the_threshold_unknown_and_says_so() -> None:
    alarms, left = alarms_of(cluster(size="db.r99.large"))
    assert "writer-load" not in alarms
    assert left["writer-load"].verdict == "threshold unknown"
    assert left["writer-load"].reason == "the size of db.r99.large is not known here"


def test_a_parameter_group_of_ones_own_hides_the_default() -> None:
    own = {"DBClusterParameterGroup": "mine"}
    _, left = alarms_of(cluster(size="db.r6g.2xlarge", record=own))
    assert "parameter group that was not read" in left["writer-connections"].reason
    alarms, _ = alarms_of(
        cluster(size="db.r6g.2xlarge", record=own), **{"shop-1": {"max_connections": 800.0}}
    )
    assert alarms["writer-connections"].threshold == 720.0


def test_rules_of_the_other_engine_and_of_later_versions_are_left() -> None:
    _, left = alarms_of(cluster())
    assert left["undo-history"].reason == "it is for aurora-mysql"
    old = cluster(engine="mysql", engine_version="8.0.mysql_aurora.3.05.2")
    alarms, left = alarms_of(old)
    assert left["memory-health"].reason == "it needs version 3.06.1"
    assert "undo-history" in alarms
    new = cluster(engine="mysql", engine_version="8.4.mysql_aurora.8.4.7")
    assert "memory-health" in alarms_of(new)[0]


def test_alarms_on_a_global_lag_are_made_for_the_secondary_only() -> None:
    primary, secondary = cluster(), cluster("copy", is_secondary=True)
    assert not any(name.startswith("global-") for name in alarms_of(primary)[0])
    found = alarms_of(secondary)[0]["global-rpo-critical"]
    assert found.series[0].dimensions == (("DBClusterIdentifier", "copy"),)


def test_a_cluster_that_may_pause_or_is_stopped_is_silent_by_right() -> None:
    scaling = {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0, "MaxCapacity": 8}}
    alarms, left = alarms_of(cluster(size="db.serverless", record=scaling))
    assert alarms["writer-down"].missing == "notBreaching"
    assert "failover-seen" not in alarms
    assert left["writer-memory"].reason == "it is not for Serverless v2"
    assert "serverless-writer-at-ceiling" in alarms
    stopped, _ = alarms_of(cluster(status="stopped"))
    assert stopped["writer-down"].missing == "notBreaching"
    assert alarms_of(cluster())[0]["writer-down"].missing == "breaching"


def test_a_cluster_without_readers_has_no_alarm_on_readers() -> None:
    alarms, left = alarms_of(cluster(readers=0))
    assert not any(name.startswith("readers-") or name == "reader-lag" for name in alarms)
    assert left["reader-lag"].reason == "it is for clusters with readers"


def test_binlog_replicas_are_told_by_the_api_or_by_a_tag() -> None:
    plain = cluster(engine="mysql", engine_version="8.0.mysql_aurora.3.08.0")
    assert "binlog-replica-broken" not in alarms_of(plain)[0]
    tagged = {"TagList": [{"Key": "aurorascope:traits", "Value": "binlog_replica"}]}
    own = cluster(engine="mysql", engine_version="8.0.mysql_aurora.3.08.0", record=tagged)
    assert "binlog-replica-broken" in alarms_of(own)[0]


def test_a_composite_watches_the_alarms_of_its_own_cluster() -> None:
    alarms, _ = alarms_of(cluster(size="db.r6g.2xlarge"))
    found = alarms["writer-in-trouble"]
    assert dict(found.children)["writer-load"] == "aurorascope-shop-writer-load"
    assert found.suppressor == "aurorascope-shop-failover-seen"
    _, left = alarms_of(cluster(size="db.r99.large"))
    assert "writer-load" in left["writer-in-trouble"].reason


def test_the_heartbeat_is_one_alarm_a_region() -> None:
    alarms, _ = expand(RULES, [cluster("a"), cluster("b")], PLACE)
    assert [one.name for one in alarms if one.rule.name == "heartbeat"] == ["aurorascope-heartbeat"]
    assert len({one.name for one in alarms}) == len(alarms)


def test_readers_of_two_sizes_have_no_common_threshold() -> None:
    mixed = cluster(readers=2)
    other = cluster(size="db.r6g.large").instances[1]
    mixed = type(mixed)(
        **{**{name: getattr(mixed, name) for name in mixed.__slots__}, "instances": (*mixed.instances, other)}
    )
    assert "differ in memory_bytes" in find("memory_bytes", mixed, "readers", {}).reason


@pytest.mark.parametrize(
    ("engine", "version", "tib"),
    [
        ("postgresql", "16.8", 128),
        ("postgresql", "16.9", 256),
        ("postgresql", "15.13", 256),
        ("postgresql", "17.4", 128),
        ("postgresql", "18.3", 256),
        ("postgresql", "14.20", 128),
        ("mysql", "8.0.mysql_aurora.3.09.0", 128),
        ("mysql", "8.0.mysql_aurora.3.10.0", 256),
        ("mysql", "8.4.mysql_aurora.8.4.7", 256),
        ("mysql", "5.7.mysql_aurora.2.12.0", 128),
    ],
)
def test_the_limit_of_a_volume_is_that_of_its_engine_version(engine: str, version: str, tib: int) -> None:
    assert volume_limit(engine, version) == tib * TIB


def test_an_unreadable_version_has_no_limit() -> None:
    assert version_of("latest") == ()
    assert volume_limit("postgresql", "latest") is None


def test_instance_classes_double_from_size_to_size() -> None:
    known = instance_classes()
    assert (known["db.r6g.large"].vcpus, known["db.r6g.large"].memory_bytes) == (2, 16 * 1024**3)
    for name, size in known.items():
        if name.startswith("db.r") and name.endswith(".4xlarge"):
            half = known[name.replace("4xlarge", "2xlarge")]
            assert (size.vcpus, size.memory_bytes) == (2 * half.vcpus, 2 * half.memory_bytes)
