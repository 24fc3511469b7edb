"""Sampled load into average active sessions: in all, by key, by two keys at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fake_aws.call import Call
from fake_aws.refusals import Trouble, refusal
from fake_aws.services.pi_resources import Span
from fake_aws.world import Floats, Ints, Keyed, Load, Record

_CUT_BYTES = 500
_EVENT_TYPE = "db.wait_event_type"
Key = dict[str, str]


@dataclass(frozen=True)
class Sampled:
    """The samples of a span that can be seen now, and pass the filter."""

    span: Span
    bucket: Ints
    sessions: Floats  # what each sample adds to its period's average
    load: Load
    rows: Ints

    def total(self) -> Floats:
        """Return the load of each period."""
        return np.bincount(self.bucket, self.sessions, self.span.periods)

    def by(self, group: Record, call: Call) -> tuple[list[Key], Ints]:
        """Return a group's keys, and for each sample which key it has (-1: none)."""
        members, codes = grouped(self.load, group, call)
        return members, codes[self.rows]


def sampled(call: Call, load: Load, span: Span, wanted: Mapping[str, str]) -> Sampled:
    """Return the samples of a span."""
    times, rows, share = load.times, np.arange(len(load.times)), load.step_s / span.period
    if load.step_s > span.period:
        # one coarse sample stands for each of the periods it covers
        parts = load.step_s // span.period
        rows = np.repeat(rows, parts)
        times = times[rows] + np.tile(np.arange(parts) * span.period, len(load.times))
        share = 1.0
    seen = (times >= span.start) & (times < span.end) & (times + min(load.step_s, span.period) <= call.now)
    for dimension, value in wanted.items():
        seen &= _having(call, load, dimension, value)[rows]
    rows = rows[seen]
    return Sampled(span, span.bucket(times[seen]), load.weight[rows] * share, load, rows)


def column(load: Load, group: str, call: Call) -> Keyed:
    """Return a group's column; the type of a wait event is taken from the event."""
    if group in call.faults.denied_groups:
        message = f"User: {call.principal.arn} is not authorized to access the dimension group {group}"
        raise refusal("pi", Trouble.DENIED, message)
    if group == _EVENT_TYPE and "db.wait_event" in load.groups:
        events = load.groups["db.wait_event"]
        types = sorted({member["db.wait_event.type"] for member in events.members})
        of_event = np.array([types.index(member["db.wait_event.type"]) for member in events.members] + [-1])
        names = [{"db.wait_event_type.name": name} for name in types]
        return Keyed(of_event[events.codes].astype(np.int32), names)
    if group not in load.groups:
        raise call.invalid(f"Group: {group} is not available for this resource")
    return load.groups[group]


def grouped(load: Load, group: Record, call: Call) -> tuple[list[Key], Ints]:
    """Return the keys of a group by the dimensions that are asked for, and each sample's key (-1: none)."""
    held = column(load, group["Group"], call)
    wanted: Sequence[str] | None = group.get("Dimensions")
    offered = {name for member in held.members for name in member}
    for name in wanted or ():
        if name not in offered:
            raise call.invalid(f"Dimensions: {name} is not a dimension of {group['Group']}")
    keys: dict[tuple[tuple[str, str], ...], int] = {}
    merged = []
    for member in held.members:
        shown = [(name, value) for name, value in member.items() if wanted is None or name in wanted]
        merged.append(keys.setdefault(tuple(shown), len(keys)))
    codes = np.array([*merged, -1], np.int64)[held.codes]
    return [{name: cut(value) for name, value in key} for key in keys], codes


def heaviest(found: Sampled, codes: Ints, keys: int, limit: int) -> tuple[Ints, Floats]:
    """Return the keys with the most load (at most `limit`, each with some), and their load by period."""
    has_key = codes >= 0
    periods = found.span.periods
    flat = codes[has_key] * periods + found.bucket[has_key]
    table = np.bincount(flat, found.sessions[has_key], keys * periods).reshape(keys, periods)
    weight = table.sum(axis=1)
    order = np.argsort(-weight, kind="stable")[:limit]
    order = order[weight[order] > 0]
    return order, table[order]


def cut(value: str) -> str:
    """Return a dimension's value as the service shows it: at most 500 bytes, no half character."""
    held = value.encode()
    return value if len(held) <= _CUT_BYTES else held[:_CUT_BYTES].decode("utf-8", "ignore")


def _having(call: Call, load: Load, dimension: str, value: str) -> np.ndarray:
    held = column(load, dimension.rpartition(".")[0], call)
    if not any(dimension in member for member in held.members):
        raise call.invalid(f"Filter: {dimension} is not available for this resource")
    fits = [value in (cut(member.get(dimension, "")), member.get(dimension)) for member in held.members]
    return np.array([*fits, False])[held.codes]
