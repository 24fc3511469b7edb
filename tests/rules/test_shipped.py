"""Every shipped rule proves itself: its cases hold, CloudWatch would take it, and it can fire."""

from __future__ import annotations

import pytest

from aurorascope.catalog import rule_dirs
from aurorascope.model.rule import Case, Rule
from aurorascope.rules.cases import run_case
from aurorascope.rules.files import read_rules
from aurorascope.rules.lint import lint

RULES = read_rules(rule_dirs())
CASES = [pytest.param(rule, case, id=f"{rule.name}: {case.name}") for rule in RULES for case in rule.cases]

RECOMMENDED = {
    "CPUUtilization",
    "DatabaseConnections",
    "FreeableMemory",
    "FreeLocalStorage",
    "MaximumUsedTransactionIDs",
    "ReadLatency",
    "WriteLatency",
    "DBLoad",
    "AuroraVolumeBytesLeftTotal",
    "AuroraBinlogReplicaLag",
    "BlockedTransactions",
    "BufferCacheHitRatio",
    "EngineUptime",
    "RollbackSegmentHistoryListLength",
    "StorageNetworkThroughput",
}
"""AWS's recommended alarms for RDS that Aurora has data for; the others are RDS's alone."""


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_case_is_as_its_file_says(rule: Rule, case: Case) -> None:
    assert run_case(rule, case).wrong == ""


def test_nothing_is_wrong_with_a_shipped_rule() -> None:
    assert lint(RULES) == []


def test_every_recommended_alarm_that_applies_to_aurora_is_a_rule() -> None:
    watched = {metric.name for rule in RULES for metric in rule.metrics}
    assert RECOMMENDED - watched == set()


def test_an_alarm_on_a_secondary_region_is_for_secondary_clusters_only() -> None:
    for rule in RULES:
        if any(metric.name.startswith("AuroraGlobalDB") for metric in rule.metrics):
            assert {metric.scope for metric in rule.metrics} == {"secondary"}
            assert "global_secondary" in rule.applies.needs


def test_a_rule_whose_silence_breaches_says_what_a_paused_cluster_means() -> None:
    spared = {"heartbeat"} | {rule.name for rule in RULES if rule.applies.serverless == "no"}
    for rule in RULES:
        if rule.missing == "breaching" and rule.name not in spared:
            scopes = {metric.scope for metric in rule.metrics}
            told = rule.missing_when_pausing == "notBreaching"
            assert told or scopes == {"secondary"} or "binlog_replica" in rule.applies.needs, rule.name
