"""Tries the shipped checks on days of the incident lab, and writes docs/checks-on-the-lab.md.

    PYTHONPATH=.:tests python tests/checks/lab_checks.py --first 3001 --each 10 --quiet 3901 3902 3903 3904

For each cause and seed eight days are made, the last of them with the cause; the store gets their logs,
metrics, load, events and topology, and every check judges the last day, and the last day up to the peak. Then
quiet days: seven nights of history and seven days judged one by one. With --kept FILE a run that was broken
off goes on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from lab import lab
from lab.causes import CAUSES
from lab.world import LabWorld
from lab_store import stored

from aurorascope.checks.run import findings
from aurorascope.checks.shipped_checks import shipped_checks
from aurorascope.model.finding import Finding, Judged

PAGE = Path(__file__).parents[2] / "docs" / "checks-on-the-lab.md"
NIGHTS = 7
EACH, QUIET_WANTED = 10, 28
DAY_LONG = {"statement-regressions", "temp-files", "io-cost-jump"}
QUIET_DAYS = 7
AFTER = timedelta(hours=2)
Row = dict[str, Any]

EXPECTED: dict[str, tuple[str, ...]] = {
    "connection_storm": ("connection-storms", "connections-near-limit"),
    "deadlock_cycle": ("deadlocks",),
    "failover_cold_cache": ("failovers",),
    "io_cost_jump": ("io-cost-jump",),
    "lock_chain": ("lock-chains",),
    "new_statement": ("statement-regressions",),
    "out_of_memory": ("out-of-memory",),
    "plan_flip": ("statement-regressions",),
    "replica_lag_ddl": ("replica-lag",),
    "serverless_ceiling": ("serverless-bounds",),
    "temp_spill": ("temp-files",),
    "vacuum_debt": ("vacuum-debt", "idle-in-transaction"),
}
"""Which checks name the cause; the others' findings in its time are its consequences."""


def peak_of(world: LabWorld) -> datetime:
    """Return the minute of most active sessions on what is struck, while the cause lasts."""
    truth, clock = world.run.truth, world.stage.clock
    struck = [
        track.samples.sum((1, 2))
        for name, track in world.tracks.items()
        if name == truth.instance or (not truth.instance and track.cluster.name == truth.cluster)
    ]
    sessions = np.sum(struck, axis=0)
    first, last = clock.minute(truth.begin_s), clock.minute(truth.end_s)
    return moment(clock.start_s + 60 * (first + int(np.argmax(sessions[first : last + 1]))))


def moment(seconds: float) -> datetime:
    """Return epoch seconds as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def posture() -> frozenset[str]:
    """Return the names of the checks that judge how things stand."""
    return frozenset(check.name for check in shipped_checks() if check.posture)


def loud(judged: Judged) -> list[Finding]:
    """Return what a reader is disturbed by: watch and act, of checks that judge what happened."""
    failed = [one for one in judged.unread if one.why.startswith("it failed")]
    if failed:
        raise AssertionError(f"{failed[0].check} failed: {failed[0].why}")
    standing = posture()
    return [one for one in judged.findings if one.severity != "note" and one.check not in standing]


def is_about(one: Finding, world: LabWorld) -> bool:
    """Say whether a finding names the planted cause: its check, and for statements the statement."""
    truth = world.run.truth
    if (one.cluster, one.region) != (truth.cluster, truth.region) or one.check not in EXPECTED[truth.cause]:
        return False
    if one.check == "statement-regressions":
        return any(str(statement["fingerprint"]) in one.subject for statement in truth.statements)
    return True


def is_consequence(one: Finding, world: LabWorld) -> bool:
    """Say whether another finding is of the struck cluster and of the time of the cause."""
    truth = world.run.truth
    if (one.cluster, one.region) != (truth.cluster, truth.region):
        return False
    begin, end = one.first_at or moment(truth.begin_s), one.last_at or moment(truth.end_s)
    return begin <= moment(truth.end_s) + AFTER and end >= moment(truth.begin_s)


def try_cause(cause: str, seed: int) -> Row:
    """Make days with a cause, judge the last, and say what was found."""
    size = "full" if cause == "serverless_ceiling" else "small"
    world = LabWorld(lab.run(seed, cause, NIGHTS + 1, size))
    truth = world.run.truth
    folder = Path(tempfile.mkdtemp(prefix="checks-lab-"))
    try:
        store = stored(world, folder, 1, {truth.cluster}, others=size == "small")
        end = moment(world.stage.clock.end_s)
        begin = end - timedelta(days=1)
        found = loud(findings(store.snapshot(), begin, end, now=end))
        peak = max(peak_of(world), begin + timedelta(minutes=10))
        hit = any(is_about(one, world) for one in found)
        by_then = loud(findings(store.snapshot(), begin, peak, now=peak)) if hit else []
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    early = [one for one in by_then if is_about(one, world)]
    hits = [one for one in found if is_about(one, world)]
    others = [one for one in found if not is_about(one, world)]
    starts = [(peak - one.first_at).total_seconds() / 60 for one in early if one.first_at is not None]
    return {
        "cause": cause,
        "seed": seed,
        "clusters": len({one.cluster for one in found} | {truth.cluster}) if size == "full" else 2,
        "engine": next(c.engine for c in world.stage.fleet.clusters if c.name == truth.cluster),
        "hit": sorted({f"{one.check}:{one.severity}" for one in hits}),
        "by_peak": bool(early),
        "lead": max(starts, default=None),
        "consequences": sorted({one.check for one in others if is_consequence(one, world)}),
        "false": [f"{one.check}: {one.title}" for one in others if not is_consequence(one, world)],
        "numbers": truth.numbers,
    }


def try_quiet(seed: int) -> Row:
    """Make quiet days, judge the later half one by one, and say what was found all the same."""
    world = LabWorld(lab.run(seed, lab.QUIET, NIGHTS + QUIET_DAYS, "small"))
    folder = Path(tempfile.mkdtemp(prefix="checks-lab-"))
    false, notes = [], 0
    try:
        store = stored(world, folder, QUIET_DAYS, set())
        last = moment(world.stage.clock.end_s)
        for day in range(QUIET_DAYS):
            end = last - timedelta(days=day)
            judged = findings(store.snapshot(), end - timedelta(days=1), end, now=end)
            false += [f"{one.check} ({one.cluster}): {one.title}" for one in loud(judged)]
            notes += sum(one.severity == "note" and one.check not in posture() for one in judged.findings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"cause": "quiet", "seed": seed, "days": QUIET_DAYS, "clusters": 2, "false": false, "notes": notes}


INTRO = """\
# The shipped checks on the incident lab

Made by `PYTHONPATH=.:tests python tests/checks/lab_checks.py`; nothing here is an AWS account. The lab
simulates eight days of a fleet, the last of them with one planted cause; the store gets logs, metrics, load,
statement counters, events and topology of all days. The seeds ({first} and on) were not used when the
checks were written; they were tried on seeds below 500. *Found*: a finding of severity watch or act by a
check that names this cause, on the struck cluster, and for statements of the struck statement. *At the
peak*: it is found already when the day is judged up to the minute with the most active sessions; *lead* is
how long before that minute its evidence begins (median; none for what is judged by the day or the hour).
*Consequences* are findings of other checks, or of other statements, on the struck cluster that overlap the
time of the cause; those judged by the day always do, so this is generous. Every other watch or act is
*false*. Checks of posture judge how a fleet stands, not what happened, and are left out.
"""


def page(rows: Iterable[Row], first: int) -> str:
    """Return the page."""
    rows = list(rows)
    days = [row for row in rows if row["cause"] != "quiet"]
    quiet = [row for row in rows if row["cause"] == "quiet"]
    lines = [
        *INTRO.format(first=first).splitlines(),
        "",
        "| cause | found | at the peak | lead, minutes | found by | consequences | false |",
        "|---|---|---|---|---|---|---|",
        *(_line(cause, [row for row in days if row["cause"] == cause]) for cause in CAUSES),
        "",
        *_summary(days),
        *_so_far(days, quiet),
        "",
        *_of_quiet(quiet),
    ]
    missed = [row for row in days if not row["hit"]]
    lines += ["", "## Missed", ""]
    lines += [f"- {_named(row)} ({row['engine']}): {_told(row['numbers'])}" for row in missed] or ["None."]
    lines += ["", "## False, on days with a cause", ""]
    lines += [f"- {_named(row)}: {one}" for row in days for one in row["false"]] or ["None."]
    return "\n".join(lines) + "\n"


def _line(cause: str, own: list[Row]) -> str:
    """One row of the table."""
    hits = [row for row in own if row["hit"]]
    leads = [row["lead"] for row in own if row["lead"] is not None and not DAY_LONG & set(EXPECTED[cause])]
    told = (
        cause,
        f"{len(hits)} of {len(own)}",
        f"{sum(row['by_peak'] for row in own)} of {len(own)}",
        f"{median(leads):.0f}" if leads else "-",
        ", ".join(sorted({hit.split(":")[0] for row in hits for hit in row["hit"]})) or "-",
        ", ".join(sorted({one for row in own for one in row["consequences"]})) or "none",
        str(sum(len(row["false"]) for row in own)),
    )
    return f"| {' | '.join(told)} |"


def _summary(days: list[Row]) -> list[str]:
    """Recall and precision over all causes."""
    found = sum(bool(row["hit"]) for row in days)
    true = sum(len(row["hit"]) + len(row["consequences"]) for row in days)
    false = sum(len(row["false"]) for row in days)
    cluster_days = sum(row["clusters"] for row in days)
    share, rate = true / max(true + false, 1), 7 * false / max(cluster_days, 1)
    return [
        f"Recall: {found} of {len(days)} incidents, {found / max(len(days), 1):.0%}.",
        f"Precision: {true} of {true + false} findings on days with a cause, {share:.0%};",
        f"{false} false ones in {cluster_days} days of a cluster, {rate:.2f} a cluster a week.",
    ]


def _so_far(days: list[Row], quiet: list[Row]) -> list[str]:
    """Say where fewer were judged than a whole run of the command judges."""
    fewest = min(sum(row["cause"] == cause for row in days) for cause in CAUSES)
    if fewest >= EACH and sum(row["days"] for row in quiet) >= QUIET_WANTED:
        return []
    return [
        "",
        f"This table is not finished: it has {fewest} or more days of each cause, not {EACH}, and",
        f"{sum(row['days'] for row in quiet)} quiet days, not {QUIET_WANTED}; the command takes hours.",
    ]


def _of_quiet(quiet: list[Row]) -> list[str]:
    """What was found on days on which there was nothing to find."""
    weeks = sum(row["days"] * row["clusters"] for row in quiet) / 7
    total = sum(len(row["false"]) for row in quiet)
    per_week, notes = (total / weeks if weeks else 0), sum(row["notes"] for row in quiet)
    return [
        f"## Quiet: {sum(row['days'] for row in quiet)} days, {weeks:.1f} weeks of a cluster",
        "",
        f"{total} false findings, {per_week:.2f} a cluster a week; {notes} notes.",
        *(f"- {one}" for row in quiet for one in row["false"]),
    ]


def _named(row: Row) -> str:
    return f"{row['cause']}, {row['seed']}"


def _told(numbers: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in list(numbers.items())[:5])[:200]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, default=3001)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--quiet", type=int, nargs="*", default=[3901, 3902, 3903, 3904])
    parser.add_argument("--causes", nargs="*", default=list(CAUSES))
    parser.add_argument("--kept", type=Path, help="Keep what was found here, and go on from it.")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    rows = []
    if options.kept is not None and options.kept.exists():
        rows = [json.loads(line) for line in options.kept.read_text(encoding="utf-8").splitlines()]
    done = {(row["cause"], row["seed"]) for row in rows}
    jobs = []
    for n in range(options.each):
        jobs += [("quiet", seed) for seed in options.quiet[n : n + 1]]
        jobs += [(cause, options.first + n) for cause in options.causes]
    for cause, seed in jobs:
        if (cause, seed) in done:
            continue
        row = try_quiet(seed) if cause == "quiet" else try_cause(cause, seed)
        rows.append(row)
        sys.stderr.write(f"{json.dumps({k: v for k, v in row.items() if k != 'numbers'})}\n")
        if options.kept is not None:
            with options.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, default=str) + "\n")
    text = page(rows, options.first)
    options.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
