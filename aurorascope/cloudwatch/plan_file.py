"""A plan on disk: pushed exactly as it was read by a person, or refused where the account has moved on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aurorascope.cloudwatch.plan import Plan
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from aurorascope.cloudwatch.plan import Change

VERSION = 1


def write_plan(path: Path, left: Iterable[tuple[str, str, Sequence[Change]]]) -> None:
    """Write the changes of each account and Region, whole or not at all."""
    places = [
        {"account": account, "region": region, "changes": [_plain(change) for change in changes]}
        for account, region, changes in left
    ]
    text = json.dumps({"version": VERSION, "places": places}, indent=1, ensure_ascii=False)
    beside = path.with_name(path.name + ".new")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(path)


def _plain(change: Change) -> dict[str, Any]:
    return {"kind": change.kind, "what": change.what, "name": change.name, "request": change.request}


def read_plan(path: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Read the changes by account and Region. Raises BadRequestError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise BadRequestError(f"{path}: a plan of version {data['version']!r}; make it anew.")
        return {
            (str(one["account"]), str(one["region"])): [dict(change) for change in one["changes"]]
            for one in data["places"]
        }
    except FileNotFoundError:
        raise BadRequestError(f"{path}: no such plan; `alerts plan --out` writes one.") from None
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadRequestError(f"{path}: no plan of `alerts plan --out`: {error!r}.") from None


def only_planned(plan: Plan, planned: Sequence[dict[str, Any]]) -> Plan:
    """Return the part of a fresh plan that a written one holds. Raises BadRequestError for what it lacks.

    What was done since the plan was written is the same by now and needs nothing; anything else that differs
    is another decision than the one that was read.
    """
    fresh = {(change.what, change.name): change for change in plan.changes}
    kept = []
    for one in planned:
        change = fresh.get((one["what"], one["name"]))
        if change is not None and change.kind == "same":
            continue
        gone = change is None and one["kind"] == "delete"
        if gone:
            continue
        if change is None or change.kind != one["kind"] or _plain(change)["request"] != one["request"]:
            raise BadRequestError(
                f"{one['name']}: not as it was when the plan was written; make the plan anew and read it."
            )
        kept.append(change)
    return Plan(plan.account, plan.region, tuple(kept))
