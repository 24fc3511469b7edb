"""`alerts backtest`: what the rules would have done over the days that the store knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from aurorascope.cli.alert_rules import chosen_rules, names_argument, output_option
from aurorascope.cli.moments import moment
from aurorascope.cli.options import store_option
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import store_or_default
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.rule import Rule
    from aurorascope.rules.backtest import Incident, Replay
    from aurorascope.rules.expand import Alarm, Left
    from aurorascope.rules.history import History
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

COLUMNS = (
    *("cluster", "instance", "rule", "verdict", "threshold", "firings", "muted", "minutes", "longest"),
    *("flapping", "nights", "incidents", "warned", "lead", "days", "reason"),
)
TRIED = ("cluster", "rule", "threshold", "own", "firings", "minutes", "flapping", "nights", "caught")


@click.command("backtest")
@names_argument
@store_option
@click.option("--days", type=click.IntRange(1, 455), default=30, show_default=True)
@click.option("--end", help="Where the days end (default: the newest point of the store).")
@click.option("--cluster", help="Only this cluster.")
@click.option("--thresholds", is_flag=True, help="Show what other thresholds would have done.")
@click.option(
    "--try", "tried", multiple=True, type=float, help="Try this threshold; may be given several times."
)
@click.option("--firings", is_flag=True, help="List every firing instead of a line for each alarm.")
@click.option("--all", "everything", is_flag=True, help="Show what is not for a cluster, too.")
@click.option("--save", is_flag=True, help="Keep what was found in the store, for the Alerts page.")
@click.option("--utc-offset", type=float, default=0.0, help="Hours from UTC of who is woken at night.")
@output_option
def backtest_command(
    *,
    names: tuple[str, ...],
    store_dir: str | None,
    days: int,
    end: str | None,
    cluster: str | None,
    thresholds: bool,
    tried: tuple[float, ...],
    firings: bool,
    everything: bool,
    save: bool,
    utc_offset: float,
    output: str,
) -> None:
    """Replay rules over the store's history as CloudWatch would have evaluated them."""
    from aurorascope.rules.backtest import backtest
    from aurorascope.rules.history import History
    from aurorascope.rules.incidents import known_incidents
    from aurorascope.store.store import Store

    store = Store.open(store_or_default(store_dir))
    snapshot = store.snapshot()
    last = moment(end, "--end") if end else newest(snapshot)
    history = History(snapshot, last - timedelta(days=days), last)
    alarms, left = meant(snapshot, chosen_rules(names), cluster)
    offset = timedelta(hours=utc_offset)
    incidents = known_incidents(snapshot, history.begin, history.end)
    if thresholds or tried:
        write_rows(TRIED, tried_rows(alarms, history, incidents, tried, offset), output)
        return
    replays = backtest(alarms, history)
    if save:
        keep(store, chosen_rules(names), replays, left, history, incidents, offset)
    if firings:
        write_rows(("cluster", "rule", "begin", "end", "muted"), firing_rows(replays), output)
        return
    rows = [row_of(one, incidents, offset) for one in replays]
    rows += [
        {**dict.fromkeys(COLUMNS), "cluster": one.cluster, "rule": one.rule, "verdict": one.verdict,
         "reason": one.reason}
        for one in left
        if everything or one.verdict == "threshold unknown"
    ]  # fmt: skip
    write_rows(COLUMNS, rows, output)
    if output == "table":
        click.echo(summary(replays, incidents, days, offset))


def keep(
    store: Store,
    rules: Sequence[Rule],
    replays: Sequence[Replay],
    left: Sequence[Left],
    history: History,
    incidents: Sequence[Incident],
    offset: timedelta,
) -> None:
    """Write what was found into the store, in one commit."""
    import polars as pl

    from aurorascope.cli.alert_rules import fires, watches
    from aurorascope.rules.saving import left_rows, rows_of, rule_row

    now = datetime.now(UTC)
    writer = store.writer(f"alerts-{now:%Y%m%dT%H%M%S%f}", {})
    writer.write("alert_rules", pl.DataFrame([rule_row(one, now, watches(one), fires(one)) for one in rules]))
    unknown = left_rows(left, now)
    if unknown:
        writer.write("alert_replays", pl.DataFrame(unknown))
    found = rows_of(replays, history, incidents, now, offset)
    for (account, region), tables in found.items():
        for table, rows in tables.items():
            if rows:
                frame = pl.DataFrame(rows, infer_schema_length=None)
                writer.write(table, frame, labels={"account": account, "region": region})
    store.commit(writer.close())


def newest(snapshot: Snapshot) -> datetime:
    """Return the end of the store's newest metric. Raises BadRequestError where there is none."""
    found = snapshot.query("select max(ts) as newest from metrics").to_pylist()[0]["newest"]
    if found is None:
        raise BadRequestError(
            "the store holds no metrics to replay rules on: `aurorascope collect` brings them."
        )
    last: datetime = found.astimezone(UTC)
    return last + timedelta(hours=1)


def meant(snapshot: Snapshot, rules: Sequence[Rule], cluster: str | None) -> tuple[list[Alarm], list[Left]]:
    """Return the alarms that rules mean for the clusters of a store. Raises BadRequestError without any."""
    from aurorascope.rules.expand import expand
    from aurorascope.rules.fleet import fleet_of, told_by

    fleet = fleet_of(snapshot)
    if not fleet:
        raise BadRequestError("the store knows no cluster: `aurorascope collect` brings the topology.")
    told = told_by(snapshot, fleet)
    alarms: list[Alarm] = []
    left: list[Left] = []
    names = {one.name for clusters in fleet.values() for one in clusters}
    if cluster is not None and cluster not in names:
        raise BadRequestError(f"no cluster {cluster!r}; the store knows {', '.join(sorted(names))}.")
    for place, clusters in fleet.items():
        chosen = [one for one in clusters if cluster in (None, one.name)]
        some, others = expand(rules, chosen, place, told.get(place))
        alarms += some
        left += others
    return alarms, left


def row_of(replay: Replay, incidents: Sequence[Incident], offset: timedelta) -> dict[str, object]:
    """Return what an alarm would have done, as one row."""
    from aurorascope.rules.backtest import flapping, incidents_of, minutes, nights, warned

    alarm, heard = replay.alarm, replay.heard
    row: dict[str, object] = {
        **dict.fromkeys(COLUMNS),
        "cluster": alarm.cluster or "(Region)",
        "instance": alarm.instance,
        "rule": alarm.rule.name,
        "verdict": replay.verdict,
        "threshold": alarm.threshold,
        "reason": replay.reason,
    }
    if replay.verdict != "replayed":
        return row
    until = replay.stretches[-1].grid.end
    own = incidents_of(alarm, incidents)
    leads = [lead for one in own if (lead := warned(heard, one)) is not None]
    return row | {
        "firings": len(heard),
        "muted": len(replay.firings) - len(heard),
        "minutes": round(minutes(heard, until), 1),
        "longest": round(max((minutes([one], until) for one in heard), default=0.0), 1),
        "flapping": flapping(heard),
        "nights": nights(heard, offset) if alarm.rule.severity != "info" else 0,
        "incidents": len(own),
        "warned": len(leads),
        "lead": round(sum(leads) / len(leads) / 60, 1) if leads else None,
        "days": round(replay.covered_s / 86_400, 2),
    }


def firing_rows(replays: Sequence[Replay]) -> list[dict[str, object]]:
    """Return every firing as a row, in the order of their begins."""
    found: list[dict[str, object]] = [
        {
            "cluster": one.alarm.cluster or "(Region)",
            "rule": one.alarm.rule.name,
            "begin": datetime.fromtimestamp(firing.begin, UTC),
            "end": datetime.fromtimestamp(firing.end, UTC) if firing.end is not None else None,
            "muted": firing.muted,
        }
        for one in replays
        for firing in one.firings
    ]
    return sorted(found, key=lambda row: (str(row["begin"]), str(row["cluster"]), str(row["rule"])))


def tried_rows(
    alarms: Sequence[Alarm],
    history: History,
    incidents: Sequence[Incident],
    tried: Sequence[float],
    offset: timedelta,
) -> list[dict[str, object]]:
    """Return what other thresholds would have done, a row each."""
    from aurorascope.rules.backtest import try_thresholds

    return [
        {
            "cluster": alarm.cluster,
            "rule": alarm.rule.name,
            "threshold": one.threshold,
            "own": one.threshold == alarm.threshold,
            "firings": one.firings,
            "minutes": round(one.minutes, 1),
            "flapping": one.flapping,
            "nights": one.nights,
            "caught": one.caught,
        }
        for alarm in alarms
        if alarm.rule.kind != "composite"
        for one in try_thresholds(alarm, history, incidents, thresholds=tried, offset=offset)
    ]


def summary(replays: Sequence[Replay], incidents: Sequence[Incident], days: int, offset: timedelta) -> str:
    """Return the line below the table."""
    from aurorascope.rules.backtest import nights

    loud = [f for one in replays if one.alarm.rule.severity != "info" for f in one.heard]
    done = sum(one.verdict == "replayed" for one in replays)
    firings = sum(len(one.heard) for one in replays)
    return (
        f"{done} of {len(replays)} alarms replayed over {days} days: {firings} firings, "
        f"{nights(loud, offset)} nights of sleep, {len(incidents)} known incidents. Periods are aligned to "
        "the clock; a sliding window of more than a minute may fire up to one period earlier."
    )
