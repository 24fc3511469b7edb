"""What holds now against what held so far: rows closed, opened, and the changes between them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.collect.frames import as_json
from aurorascope.collect.settling import HOLD_FOR_A_TIME
from aurorascope.model.moments import micros
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from aurorascope.model.haul import State

Row = dict[str, Any]
Key = tuple[Any, ...]
NOT_COMPARED = {"valid_from", "valid_to", "known_by", "readings"}
SPOKEN_BY = {"api": "poll", "metric": "poll"}
SPOKEN_OF_ELSEWHERE = {"log_settings"}  # its changes are those of `parameters`
CHANGED_TEXT = 2000  # a value in `changes` is cut here; the row of the table holds all of it


def check_state(state: State) -> None:
    """Raise ValueError for a state that its table cannot hold."""
    if state.table not in HOLD_FOR_A_TIME:
        raise ValueError(
            f"{state.table} holds no states; those that do: {', '.join(sorted(HOLD_FOR_A_TIME))}"
        )
    known = set(TABLES[state.table].column_names)
    for stated in (state.scope, *state.rows):
        if unknown := set(stated) - known:
            raise ValueError(f"{state.table} has no column {', '.join(sorted(unknown))}")


@dataclass
class Book:
    """The open rows of one table, account and Region, and what this commit makes of them."""

    table: str
    labels: Mapping[str, str]
    open_rows: dict[Key, Row]
    closed: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    touched_days: set[int] = field(default_factory=set)

    def take(self, state: State, now: datetime) -> None:
        """Compare one complete scope with what held so far."""
        seen: set[Key] = set()
        for stated in state.rows:
            row = self._row(stated, state, now)
            key = self.key_of(row)
            seen.add(key)
            self._put(key, row)
        for key, row in list(self.open_rows.items()):
            mine = all(row.get(name) == value for name, value in state.scope.items())
            unknown = {
                row.get("cluster"),
                row.get("instance"),
                row.get("resource_name"),
            } & state.not_looked_at
            if mine and key not in seen and not unknown:
                self._close(key, micros(now))
                gone = {**row, "known_by": state.known_by}
                self._change(gone, "exists", "true", "false", micros(now))

    def key_of(self, row: Row) -> Key:
        """Return what tells this row from others."""
        return tuple(row.get(name) for name in TABLES[self.table].key)

    def _row(self, stated: Mapping[str, Any], state: State, now: datetime) -> Row:
        row: Row = dict.fromkeys(TABLES[self.table].column_names)
        row |= {**self.labels, "known_by": state.known_by, **state.scope, **stated}
        begins = row["valid_from"]
        row["valid_from"] = micros(now) if begins is None else micros(begins)
        row["valid_to"] = None
        for name in ("attributes", "readings"):
            if name in row and row[name] is not None:
                row[name] = as_json(row[name])
        return row

    def _put(self, key: Key, row: Row) -> None:
        before = self.open_rows.get(key)
        if before is None:
            self._open(key, row)
            self._change(row, "exists", None, "true", row["valid_from"])
            return
        differences = list(_differences(before, row))
        if differences:
            moment = max(row["valid_from"], before["valid_from"])
            row["valid_from"] = moment
            self._close(key, moment)
            self._open(key, row)
            for name, old, new in differences:
                self._change(row, name, old, new, moment)
        elif row.get("readings") != before.get("readings"):
            before["readings"] = row["readings"]
            self._touch(before)

    def _open(self, key: Key, row: Row) -> None:
        self.open_rows[key] = row
        self._touch(row)

    def _close(self, key: Key, moment: int) -> None:
        row = self.open_rows.pop(key)
        self._touch(row)
        self.closed.append({**row, "valid_to": max(moment, row["valid_from"])})

    def _touch(self, row: Row) -> None:
        self.touched_days.add(row["valid_from"] // DAY_US)

    def _change(self, row: Row, name: str, old: str | None, new: str | None, moment: int) -> None:
        if self.table in SPOKEN_OF_ELSEWHERE:
            return
        self.changes.append(
            {
                "ts": moment,
                **{label: row.get(label) for label in ("account", "region", "cluster", "instance")},
                "resource": _subject(self.table, row),
                "attribute": name,
                "old": _cut(old),
                "new": _cut(new),
                "actor": None,
                "source": SPOKEN_BY.get(row["known_by"], row["known_by"]),
            }
        )


DAY_US = 86_400_000_000


def _subject(table: str, row: Row) -> str:
    """What changed, in the words of its table: `cluster orders`, `tag team of arn:...`."""
    if table == "topology":
        return f"{row['resource_type']} {row['resource_name'] or row['resource_id']}"
    if table == "parameters":
        return f"parameter {row['parameter']} of {row['parameter_group']}"
    if table == "tags":
        return f"tag {row['tag_key']} of {row['resource_id']}"
    return f"role of {row['instance']}"


def _differences(before: Row, after: Row) -> list[tuple[str, str | None, str | None]]:
    """Return (attribute, old, new) of two rows; the values in `attributes` are attributes of their own."""
    found = []
    for name, new in after.items():
        old = before.get(name)
        if name in NOT_COMPARED or old == new:
            continue
        if name != "attributes":
            found.append((name, _text(old), _text(new)))
            continue
        was, is_now = json.loads(old or "{}"), json.loads(new or "{}")
        found += [
            (attribute, _text(was.get(attribute)), _text(is_now.get(attribute)))
            for attribute in sorted(was.keys() | is_now.keys())
            if was.get(attribute) != is_now.get(attribute)
        ]
    return found


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return as_json(value)


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= CHANGED_TEXT else f"{text[:CHANGED_TEXT]}..."
