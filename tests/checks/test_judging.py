"""Findings are owned, silenced and graded; what could not be judged is named, and no data is never ok."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aurorascope.catalog import load_checks
from aurorascope.checks.case_rows import cluster, entry, instance
from aurorascope.checks.casework import BEGIN, END, fill
from aurorascope.checks.coverage import Coverage, covered
from aurorascope.checks.run import findings
from aurorascope.checks.saving import acknowledge, save
from aurorascope.checks.shipped_checks import shipped_checks
from aurorascope.checks.verdict import unread_of, verdict
from aurorascope.model.errors import BadRequestError
from aurorascope.model.finding import Case, Check, Finding, Judged, Question, Unread
from aurorascope.store.store import Store

TAGS = [
    {"tag_key": "Team", "tag_value": "payments", "resource_id": "SHOP", "valid_from": "2026-10-01T00:00:00Z"},
    {"tag_key": "stage", "tag_value": "prod", "resource_id": "SHOP", "valid_from": "2026-10-01T00:00:00Z"},
]
LOGS = [
    {
        "log_kind": "postgresql",
        "covered_from": BEGIN,
        "covered_to": BEGIN + timedelta(hours=18),
        "status": "complete",
    }
]
ALONE = Case("alone", {"topology": [cluster(), instance()], "tags": TAGS, "coverage": LOGS})
ONE = [check for check in shipped_checks() if check.name == "single-instance"]
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store.create(tmp_path_factory.mktemp("judging") / "store")
    fill(made, [("111122223333", ALONE)])
    return made


def test_a_finding_has_its_owner_and_what_cannot_be_judged_its_reason(store: Store) -> None:
    judged = findings(store.snapshot(), BEGIN, END, now=NOW)
    alone = next(one for one in judged.findings if one.check == "single-instance")
    assert (alone.owner, alone.cluster, alone.severity) == ("payments", "shop", "note")
    assert alone.page == "/cluster?cluster=shop"
    unread = {one.check: one.why for one in judged.unread}
    assert unread["replica-lag"] == "the metric AuroraReplicaLag was not collected"
    assert "single-instance" not in unread
    assert "serverless-bounds" in unread


def test_an_inventory_first_read_after_the_period_judges_it_and_says_so(tmp_path: Path) -> None:
    late = [row | {"valid_from": END + timedelta(minutes=5)} for row in (cluster(), instance())]
    grown = instance("shop-2") | {"valid_from": END + timedelta(days=3)}
    made = Store.create(tmp_path / "store")
    fill(made, [("1", Case("late", {"topology": [*late, grown], "coverage": LOGS}))])
    judged = findings(made.snapshot(), BEGIN, END, checks=ONE, now=NOW)
    assert [one.cluster for one in judged.findings] == ["shop"], "the second instance came days later"
    share = covered(made.snapshot(), BEGIN, END)["1", "eu-central-1", "shop"]
    assert share.inventory_at == END + timedelta(minutes=5)
    assert (
        covered(made.snapshot(), BEGIN, END + timedelta(hours=1))["1", "eu-central-1", "shop"].inventory_at
        is None
    )


def test_an_acknowledged_finding_is_silent_until_its_end(store: Store) -> None:
    where = {"account": "111122223333", "region": "eu-central-1", "cluster": "shop"}
    told = {"check": "single-instance", "subject": "single instance", "reason": "a test", "actor": "ana"}
    acknowledge(store, **where, **told, until=NOW + timedelta(days=30), now=NOW)
    silent = findings(store.snapshot(), BEGIN, END, checks=ONE, now=NOW + timedelta(days=1))
    assert silent.open_findings == ()
    assert silent.findings[0].acknowledged is not None
    assert silent.findings[0].acknowledged.reason == "a test"
    later = findings(store.snapshot(), BEGIN, END, checks=ONE, now=NOW + timedelta(days=31))
    assert len(later.open_findings) == 1
    acknowledge(store, **where, **told, until=NOW, now=NOW + timedelta(hours=1))
    assert (
        len(findings(store.snapshot(), BEGIN, END, checks=ONE, now=NOW + timedelta(days=1)).open_findings)
        == 1
    )


def test_findings_are_rows_of_the_store(store: Store) -> None:
    judged = findings(store.snapshot(), BEGIN, END, checks=ONE, now=NOW)
    assert save(store, judged, NOW) == 1
    row = store.snapshot().query("SELECT * FROM findings").to_pylist()[0]
    assert row["check"] == "single-instance"
    assert row["severity"] == "note"
    assert '"unit": "count"' in row["evidence"]
    assert row["mending"].startswith("aws rds create-db-instance")


def test_a_check_that_breaks_is_named_and_hides_nothing(store: Store) -> None:
    def broken(asked: Question) -> Iterator[Finding]:
        yield from (1 / len(asked.rows("SELECT 1 WHERE false")) for _ in range(1))  # type: ignore[misc]

    check = Check("broken", "t", "w", "s", (), broken)
    judged = findings(store.snapshot(), BEGIN, END, checks=[check, *ONE], now=NOW)
    assert len(judged.findings) == 1
    assert judged.unread[0].why.startswith("it failed: ZeroDivisionError")


def found(severity: str) -> Finding:
    return Finding(severity=severity, subject="s", title=f"{severity} it")  # type: ignore[arg-type] # one of three


WHOLE = Coverage(logs=1.0, metrics=0.99, inventory=True)
LATE = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("severities", "coverage", "said"),
    [
        ((), WHOLE, ("ok", "nothing to mend was found")),
        (("note",), WHOLE, ("ok", "nothing to mend was found")),
        (("watch", "note", "act"), WHOLE, ("act", "act it")),
        (("watch", "watch"), WHOLE, ("watch", "watch it and 1 more")),
        ((), None, ("unknown", "neither logs nor metrics of the period are in the store")),
        ((), Coverage(logs=0.5, metrics=1.0), ("unknown", "logs cover 50% of the period")),
        (("act",), Coverage(logs=0.5), ("act", "act it; logs cover 50% of the period")),
        (
            (),
            Coverage(metrics=1.0),
            (
                "unknown",
                "its metrics show nothing wrong, and neither its logs nor its inventory are in the store",
            ),
        ),
        (
            (),
            Coverage(metrics=1.0, inventory=True),
            ("ok", "nothing to mend was found; no log of it is in the store"),
        ),
        (
            (),
            Coverage(logs=1.0),
            ("ok", "nothing to mend was found; no metric and no inventory of it is in the store"),
        ),
        (
            ("watch",),
            Coverage(logs=1.0, metrics=1.0, inventory=True, inventory_at=LATE),
            ("watch", "watch it; inventory of 2026-11-20 00:00 UTC, after the period"),
        ),
    ],
)
def test_missing_data_is_never_ok(
    severities: tuple[str, ...], coverage: Coverage | None, said: tuple[str, str]
) -> None:
    assert verdict([found(one) for one in severities], coverage) == said


def test_an_ok_says_how_many_checks_had_nothing_to_judge_by() -> None:
    judged = Judged(BEGIN, END, unread=(Unread("a", "1", "eu", "shop", "no log"),), checks=("a", "b"))
    assert verdict([], WHOLE, unread_of(judged, "shop")) == (
        "ok",
        "nothing to mend was found; 1 of 2 checks could not judge",
    )
    assert unread_of(judged, "shop", "eu", "2").unread == 0


def test_coverage_is_the_share_of_the_period(store: Store) -> None:
    share = covered(store.snapshot(), BEGIN, END)["111122223333", "eu-central-1", "shop"]
    assert share.logs == pytest.approx(0.75)
    assert share.metrics is None


CHECK_FILE = """
from aurorascope.model.finding import Case, Check, Finding

def judge(asked):
    for row in asked.rows("SELECT * FROM rds_events WHERE ts >= $begin AND ts < $end"):
        where = {name: row[name] for name in ("account", "region", "cluster")}
        yield Finding(severity="watch", subject="s", title=row["message"], **where)

EVENT = {"ts": "2026-11-19T10:00:00Z", "message": "quota"}
CHECK = Check("our-quota", "Quota", "Because.", "watch", ("rds_events",), judge, cases=(
    Case("told", {"rds_events": [EVENT]}, {"s": "watch"}), %s))
"""


def test_a_user_s_own_check_is_loaded_and_must_have_a_silent_case(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    file = tmp_path / "checks" / "our_quota.py"
    file.write_text(CHECK_FILE % 'Case("silent", {"rds_events": []})', encoding="utf-8")
    assert "our-quota" in [check.name for check in load_checks([tmp_path])]
    file.rename(tmp_path / "checks" / "our_other.py")
    with pytest.raises(BadRequestError, match="they must agree"):
        load_checks([tmp_path])


def test_no_literal_of_a_log_is_in_a_finding(tmp_path: Path) -> None:
    literal = "4111-1111-1111"
    said = f'invalid input syntax for type integer: "{literal}"'
    kind = {"severity": "ERROR", "error_fingerprint": "e", "kind": "invalid_text_representation"}
    running = {"detail": f"Failed process was running: SELECT '{literal}'", "kind": "process_died"}
    killed = entry(70, "server process (PID 7) was terminated by signal 9: Killed", **running)
    case = Case("literals", {"entries": [*(entry(n, said, **kind) for n in range(60)), killed]})
    made = Store.create(tmp_path / "store")
    fill(made, [("1", case)])
    judged = findings(made.snapshot(), BEGIN, END, now=NOW)
    assert {one.check for one in judged.findings} == {"error-bursts", "out-of-memory"}
    assert literal not in repr(judged)
