"""The story of the last minutes of one cluster: what rose against before, and everything that happened.

Nothing in it holds a literal: statements are their families, messages are folded, so it can be sent on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.insight.bucket import MINUTE
from aurorascope.insight.views import Queryable, run_view
from aurorascope.logs.fingerprint import fold_message, redact
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
AT_MOST = 200
TEXT = "statement_text"
LITTLE = 0.05
"""Average active sessions that nobody would call a rise."""
NO_LOAD = "No load is in the store: Performance Insights is off, or not collected."
NOTICED = 4.0
"""Deviations from which a metric is said to have moved."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cluster, from when to when, and how long before it is what is usual."""

    cluster: str
    begin: datetime
    end: datetime
    before: timedelta

    @property
    def chosen(self) -> Filter:
        """The range of the story as a filter."""
        return Filter(begin=self.begin, end=self.end, cluster=(self.cluster,))

    @property
    def before_s(self) -> int:
        """The span before it, in seconds."""
        return int(self.before.total_seconds())


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the story: what to say of it, and its rows with the columns that people read first."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)
    shown: tuple[str, ...] = ()
    said: str = ""
    nothing: str = ""


def tell(snapshot: Queryable, asked: Asked, engine: str = "postgresql") -> list[Section]:
    """Return the parts of the story, the headlines first."""
    parts = [make(snapshot, asked, engine) for make in PARTS]
    told = [one.said for one in parts if one.said]
    quiet = "Nothing stands out against before, as far as the store knows: see the ages of its data below."
    headlines = Section(
        "headlines", "What stands out", [{"headline": one} for one in told or [quiet]], ("headline",)
    )
    return [headlines, *parts]


def clusters_of(snapshot: Queryable) -> list[str]:
    """Return the clusters that the store knows."""
    found = snapshot.query(
        "SELECT DISTINCT cluster FROM coverage WHERE cluster <> '' "
        "UNION SELECT DISTINCT cluster FROM roles WHERE cluster <> '' ORDER BY 1",
        {},
    )
    return [str(name) for name in found.column(0).to_pylist()]


def engine_of(snapshot: Queryable, cluster: str) -> str:
    """Return the engine of a cluster, as its log or its families say."""
    found = snapshot.query(
        "SELECT engine FROM fingerprints WHERE cluster = $cluster AND engine IS NOT NULL "
        "GROUP BY engine ORDER BY count(*) DESC LIMIT 1",
        {"cluster": cluster},
    )
    return str(found.column(0)[0].as_py()) if found.num_rows else "postgresql"


def _ask(snapshot: Queryable, view: str, asked: Asked, **params: Any) -> list[Row]:
    rows: list[Row] = run_view(snapshot, view, asked.chosen, **params).to_pylist()
    return rows


def _load(snapshot: Queryable, asked: Asked, _: str) -> Section:
    rows = _ask(snapshot, "load_rose", asked, dimension="total", before_s=asked.before_s)
    cores = max(
        (
            row["vcpus"] or 0
            for row in _ask(snapshot, "load_over_time", asked, dimension="total", bucket_us=MINUTE)
        ),
        default=0,
    )
    said = ""
    if rows and rows[0]["aas_now"] is not None:
        now, before = rows[0]["aas_now"], rows[0]["aas_before"]
        usual = f" against {before:.1f} before" if before is not None else ""
        of = f", of {cores:.0f} vCPUs" if cores else ""
        if before is None or now > 1.5 * before + LITTLE or (cores and now > cores):
            said = f"Load is {now:.1f} average active sessions{usual}{of}."
    shown = ("aas_now", "aas_before", "rise")
    return Section(
        "load",
        "Load",
        rows,
        shown,
        said,
        NO_LOAD,
    )


def _rose(dimension: str, title: str, word: str) -> Callable[[Queryable, Asked, str], Section]:
    def make(snapshot: Queryable, asked: Asked, engine: str) -> Section:
        rows = _ask(snapshot, "load_rose", asked, dimension=dimension, before_s=asked.before_s)
        for row in rows:
            if dimension == "tokenized_sql":
                row[TEXT] = _family(str(row.pop("load_key")), row["fingerprint"], engine)
            row["rose"] = (row["rise"] or 0) > LITTLE
        top = next((row for row in rows if row["rose"]), None)
        said = ""
        if top is not None and (top["share_of_rise"] or 0) >= 0.3 and (top["rise"] or 0) > _noise(top):
            name = top.get(TEXT) or top.get("load_key")
            said = (
                f"{word} that rose most: {_short(name)}, {top['aas_now']:.1f} sessions against "
                f"{top['aas_before']:.1f}, {top['share_of_rise']:.0%} of what rose."
            )
        first = TEXT if dimension == "tokenized_sql" else "load_key"
        shown = (first, "aas_now", "aas_before", "share_of_rise")
        return Section(f"load_by_{dimension}", title, rows, shown, said, NO_LOAD)

    return make


def _noise(row: Row) -> float:
    return max(0.5 * (row["aas_before"] or 0), LITTLE)


def _logged(snapshot: Queryable, asked: Asked, engine: str) -> Section:
    rows = _ask(snapshot, "logged_rose", asked, before_s=asked.before_s)
    for row in rows:
        row[TEXT] = _family(str(row.pop("normalized_sql") or ""), row["fingerprint"], engine)
    said = ""
    top = rows[0] if rows else None
    if top and top["rise"] > max(0.5 * top["active_before"], LITTLE):
        new = "" if top["calls_before"] else ", never seen before"
        said = (
            f"Logged statement that rose most: {_short(top[TEXT])}, {top['active_now']:.2f} s a second "
            f"against {top['active_before']:.2f}{new}."
        )
    shown = (TEXT, "active_now", "active_before", "calls_now", "mean_us_now", "mean_us_before")
    return Section(
        "logged_statements", "Logged statements that rose", rows, shown, said, "No statement was logged."
    )


def _locks(snapshot: Queryable, asked: Asked, _: str) -> Section:
    rows = _ask(snapshot, "lock_chains", asked)
    for row in rows:
        row["root_statement"] = row.pop("root_text")
    said = ""
    if rows:
        worst = max(rows, key=lambda row: row["wait_us"] or 0)
        root = f" ({worst['root_state']})" if worst["root_state"] else ""
        root += f", {_short(worst['root_statement'])}" if worst["root_statement"] else ""
        said = (
            f"{sum(row['lock_waits'] for row in rows):,} waits for locks; the worst chain: "
            f"{worst['waiters']} processes behind process {worst['root_pid']}{root}, "
            f"{(worst['wait_us'] or 0) / 1e6:,.0f} s in all."
        )
    shown = ("started_at", "root_pid", "waiters", "max_depth", "wait_us", "root_state", "root_statement")
    nothing = "No wait for a lock was logged, and no lock snapshot of Performance Insights shows one."
    return Section("lock_chains", "Lock waits", rows, shown, said, nothing)


def _deadlocks(snapshot: Queryable, asked: Asked, _: str) -> Section:
    found = _ask(snapshot, "deadlock_rows", asked, page=AT_MOST)
    rows = [{name: row.get(name) for name in ("ts", "instance", "victim", "tables")} for row in found]
    said = f"{len(rows):,} deadlocks." if rows else ""
    return Section(
        "deadlocks", "Deadlocks", rows, ("ts", "victim", "tables"), said, "No deadlock was logged."
    )


def _errors(snapshot: Queryable, asked: Asked, _: str) -> Section:
    import polars as pl

    rows = _ask(snapshot, "errors_rose", asked, before_s=asked.before_s)
    folded = fold_message(pl.Series([str(row.pop("sample_message") or "") for row in rows], dtype=pl.String))[
        1
    ]
    for row, message in zip(rows, folded, strict=True):
        # a message of unknown wording is the application's own, and may hold anything
        row["message"] = (
            message if row["kind"] not in {None, "", "error"} else "[withheld: wording not known]"
        )
    said = ""
    if rows and rows[0]["errors_now"] > 2 * rows[0]["errors_usual"] + 3:
        top = rows[0]
        said = (
            f"{top['errors_now']:,} times {' '.join(filter(None, (top['severity'], top['sqlstate'])))} "
            f"{_short(top['message'])}, usually {top['errors_usual']:.1f}."
        )
    shown = ("severity", "sqlstate", "errors_now", "errors_usual", "message")
    return Section("errors", "Errors", rows, shown, said, "No error was logged.")


def _connections(snapshot: Queryable, asked: Asked, _: str) -> Section:
    rows = run_view(snapshot, "connections_by", asked.chosen, by=("user", "host"), top=AT_MOST).to_pylist()
    usual = run_view(snapshot, "connections_by", _usual(asked), by=("user", "host"), top=10_000).to_pylist()
    before = {(row["user_name"], row["client_host"]): row["connections"] for row in usual}
    ratio = (asked.end - asked.begin) / asked.before
    for row in rows:
        row["connections_usual"] = before.get((row["user_name"], row["client_host"]), 0) * ratio
    now, was = sum(row["connections"] for row in rows), sum(before.values()) * ratio
    said = []
    if now > 3 * was + 50:
        said.append(f"{now:,} connections were opened, usually {was:,.0f} in as long a time.")
    moved = _ask(snapshot, "metrics_moved", asked, before_s=asked.before_s, top=10_000)
    said += [
        f"Connections of {row['instance']} reached {row['max_now']:,.0f}, usually {row['value_before']:,.0f}."
        for row in moved
        if row["metric"] == "DatabaseConnections" and row["max_now"] > 2 * row["value_before"] + 20
    ]
    shown = ("user_name", "client_host", "connections", "connections_usual")
    return Section("connections", "Connections opened", rows, shown, " ".join(said), "None was logged.")


def _usual(asked: Asked) -> Filter:
    """The span before the story as a filter."""
    return replace(asked.chosen, begin=asked.begin - asked.before, end=asked.begin)


def _spills(snapshot: Queryable, asked: Asked, engine: str) -> Section:
    rows = _ask(snapshot, "temp_files_by_statement", asked)
    for row in rows:
        row[TEXT] = _family(str(row.pop("normalized_sql") or ""), row["fingerprint"], engine)
    before = run_view(snapshot, "temp_files_by_statement", _usual(asked)).to_pylist()
    ratio = (asked.end - asked.begin) / asked.before
    now = sum(row["temp_bytes"] or 0 for row in rows)
    was = sum(row["temp_bytes"] or 0 for row in before) * ratio
    said = ""
    if now > 2 * was and now > 1 << 28:
        said = f"Temporary files took {now / 1e9:.1f} GB, usually {was / 1e9:.1f} GB in as long a time."
    return Section(
        "temp_files", "Temporary files", rows, (TEXT, "temp_files", "temp_bytes"), said, "None was logged."
    )


def _failovers(snapshot: Queryable, asked: Asked, engine: str) -> Section:
    rows = _ask(snapshot, "failovers", asked)
    kept = []
    said = ""
    for row in rows:
        cause, _, running = str(row["cause"]).partition(" while running ")
        row["cause"] = f"{cause} while running {redact(running, engine)}" if running else cause
        outage = row["outage_known"]
        if row["outage_us"]:
            outage = f"nobody wrote for at least {row['outage_us'] / 1e6:.0f} s"
        said = (
            f"Failover at {row['started_at']:%H:%M:%S} UTC from {row['old_writer'] or 'unknown'} to "
            f"{row['promoted']}: {row['cause']}; {outage}; cache: {row['cache']}."
        )
        kept.append(row)
    shown = ("started_at", "old_writer", "promoted", "cause", "outage_us", "cache")
    return Section("failovers", "Failovers", kept, shown, said, "No failover is known.")


def _server(snapshot: Queryable, asked: Asked, engine: str) -> Section:
    found = _ask(snapshot, "server_event_rows", asked, page=AT_MOST)
    rows = []
    for row in found:
        told = json.loads(row["attributes"] or "{}")
        if "running" in told:
            told["running"] = redact(str(told["running"]), engine)
        kept = {
            key: told[key] for key in ("signal", "reason", "running", "parameter", "worker") if key in told
        }
        rows.append(
            {
                **{key: row[key] for key in ("ts", "instance", "event")},
                "told": json.dumps(kept) if kept else None,
            }
        )
    crashes = [row for row in rows if row["event"] == "crash"]
    said = (
        f"A server process crashed on {crashes[-1]['instance']} at {crashes[-1]['ts']:%H:%M:%S} UTC."
        if crashes
        else ""
    )
    shown = ("ts", "instance", "event", "told")
    return Section("server_events", "The servers of themselves", rows, shown, said, "Nothing was logged.")


def _events(snapshot: Queryable, asked: Asked, _: str) -> Section:
    chosen = replace(asked.chosen, cluster=())
    rows = [
        row
        for row in run_view(snapshot, "event_rows", chosen, top=AT_MOST).to_pylist()
        # an alarm and a note may name no cluster
        if row["cluster"] in {asked.cluster, None, ""}
        and (row["lane"] != "alarms" or asked.cluster in str(row["subject"]))
    ]
    changes = [row for row in rows if row["lane"] in {"changes", "notes"}]
    said = ""
    if changes:
        last = changes[0]
        said = (
            f"{len(changes):,} changes or notes; the last at {last['ts']:%H:%M} UTC: {last['subject']} "
            f"{_short(last['what'])}{' by ' + last['actor'] if last['actor'] else ''}."
        )
    shown = ("ts", "lane", "subject", "what", "actor")
    return Section("events", "Events, changes, notes, alarms", rows, shown, said, "Nothing is known.")


def _lag(snapshot: Queryable, asked: Asked, _: str) -> Section:
    rows = _ask(snapshot, "lag_by_reader", asked, before_s=asked.before_s)
    said = ""
    known = [row for row in rows if row["max_lag_ms"] is not None]
    if known and known[0]["max_lag_ms"] > max(1000.0, 3 * (known[0]["max_lag_ms_before"] or 0)):
        said = (
            f"Reader {known[0]['instance']} lagged {known[0]['max_lag_ms'] / 1000:.1f} s behind the writer."
        )
    shown = ("instance", "max_lag_ms", "mean_lag_ms", "max_lag_ms_before", "worst_at")
    return Section("replication_lag", "Replication lag", rows, shown, said, "No lag is in the store.")


def _metrics(snapshot: Queryable, asked: Asked, _: str) -> Section:
    rows = [
        row
        for row in _ask(snapshot, "metrics_moved", asked, before_s=asked.before_s)
        if (row["moved"] or 0) >= NOTICED
    ]
    shown = ("instance", "metric", "value_now", "value_before", "unit", "moved")
    return Section(
        "metrics", "Metrics that moved", rows, shown, "", "No metric moved, or none is in the store."
    )


def _known(snapshot: Queryable, asked: Asked, _: str) -> Section:
    chosen = Filter(cluster=(asked.cluster,))
    rows = run_view(snapshot, "newest_data", chosen).to_pylist()
    for row in rows:
        row["source_of_data"] = row.pop("log_kind")
        row.pop("first_unparsed", None)  # raw text of a log
        row["minutes_old"] = (
            None
            if row["covered_to"] is None
            else max((asked.end - row["covered_to"]) / timedelta(minutes=1), 0.0)
        )
    shown = ("source_of_data", "instance", "covered_to", "minutes_old")
    return Section(
        "newest_data", "What the store knows, and how old it is", rows, shown, "", "Nothing: collect first."
    )


def _family(text: str, fingerprint: str | None, engine: str) -> str:
    """The family's text; of a text without a family what is left when every literal is folded."""
    return text if fingerprint else redact(text, engine)


def _short(text: object, length: int = 90) -> str:
    plain = " ".join(str(text or "").split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"


PARTS: tuple[Callable[[Queryable, Asked, str], Section], ...] = (
    _failovers,
    _load,
    _rose("wait", "Waits that rose", "Wait"),
    _rose("tokenized_sql", "Statements whose load rose", "Statement"),
    _rose("user", "Users whose load rose", "User"),
    _rose("host", "Hosts whose load rose", "Host"),
    _rose("application", "Applications whose load rose", "Application"),
    _logged,
    _locks,
    _deadlocks,
    _errors,
    _connections,
    _spills,
    _server,
    _lag,
    _events,
    _metrics,
    _known,
)
