"""Verdicts, findings and checks for the rows of a page: judged for its own range, once for all readers.

The checks are Python and take seconds, so a page shows what SQL tells at once and these when they are there.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.page import Drill
from aurorascope.web.links import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aurorascope.checks.coverage import Coverage
    from aurorascope.model.finding import Check, Evidence, Finding, Judged
    from aurorascope.web.asking import Question

Row = dict[str, Any]
Found = tuple["Judged", "dict[tuple[str, str, str], Coverage]"]
ORDER = ("act", "watch", "unknown", "ok", None)
KEPT = 16
TAKEN_IN = Drill("/server#panel-taken_in", {"cluster": "cluster"})  # why nothing can be said

_known: OrderedDict[tuple[object, ...], Future[Found]] = OrderedDict()
_lock = threading.Lock()


def judged(question: Question, snapshot: Any, rows: list[Row]) -> list[Row]:
    """Fill the rows of a view with what the checks say of the question's range."""
    from aurorascope.checks.shipped_checks import shipped_checks

    checks = tuple(shipped_checks() if question.checks is None else question.checks)
    found, coverage = _judge(snapshot, question.begin, question.end, checks)
    kind = question.view.judged
    if kind == "verdicts":
        return _verdicts(question, rows, found, coverage)
    if kind == "checks":
        return _checks(found, checks)
    return _findings(question, found, checks)


def _judge(snapshot: Any, begin: datetime, end: datetime, checks: tuple[Check, ...]) -> Found:
    """Judge a range; of several readers who ask at once the first does it and the others wait."""
    place = str(getattr(snapshot, "root", id(snapshot))), getattr(snapshot, "version", None)
    key = (*place, begin, end, *(check.name for check in checks))
    with _lock:
        answer = _known.get(key)
        first = answer is None
        if answer is None:
            answer = _known[key] = Future()
        _known.move_to_end(key)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    if first:
        _answer(key, answer, snapshot, begin, end, checks)
    return answer.result()


def _answer(
    key: tuple[object, ...],
    answer: Future[Found],
    snapshot: Any,
    begin: datetime,
    end: datetime,
    checks: tuple[Check, ...],
) -> None:
    from aurorascope.checks.coverage import covered
    from aurorascope.checks.run import findings

    try:
        answer.set_result((findings(snapshot, begin, end, checks=checks), covered(snapshot, begin, end)))
    except BaseException as error:  # noqa: BLE001 - told to every reader who waits, whatever it is
        with _lock:
            _known.pop(key, None)
        answer.set_exception(error)


def _verdicts(
    question: Question, rows: list[Row], found: Judged, coverage: dict[tuple[str, str, str], Coverage]
) -> list[Row]:
    from aurorascope.checks.verdict import unread_of, verdict

    now = datetime.now(UTC)
    out: list[Row] = []
    for row in rows:
        place = (str(row["account"] or ""), str(row["region"] or ""), str(row["cluster"] or ""))
        own = [one for one in found.findings if one.place == place]
        asked = unread_of(found, *reversed(place))
        word, reason = verdict(own, coverage.get(place), asked)
        newest = row.get("newest_at")
        leading = next((one.page for one in own if one.acknowledged is None and one.severity == word), None)
        out.append(
            row
            | {
                "verdict": word,
                "reason": reason,
                "page": leading
                or (address(TAKEN_IN, row, question.state, question.path) if word == "unknown" else None),
                "found": sum(one.acknowledged is None for one in own),
                "unread": asked.unread,
                "age_us": (now - newest) // timedelta(microseconds=1) if newest is not None else None,
            }
        )
    return sorted(out, key=lambda row: (ORDER.index(row["verdict"]), str(row["cluster"])))


def _findings(question: Question, found: Judged, checks: tuple[Check, ...]) -> list[Row]:
    chosen, given = question.chosen, question.params()
    standing = {check.name for check in checks if check.posture}
    return [
        _finding(one)
        for one in found.findings
        if _passes(chosen.cluster, one.cluster)
        and _passes(chosen.instance, one.instance)
        and given.get("check") in {None, one.check}
        and given.get("finding_severity") in {None, one.severity}
        and (given.get("posture") is not True or one.check in standing)
    ]


def _passes(wanted: Sequence[str | None], value: str) -> bool:
    return not wanted or (value or None) in wanted


def _finding(one: Finding) -> Row:
    silenced = one.acknowledged
    return {
        "finding_severity": one.severity,
        "check": one.check,
        "account": one.account,
        "region": one.region,
        "cluster": one.cluster or None,
        "instance": one.instance or None,
        "subject": one.subject,
        "title": one.title,
        "evidence": "; ".join(_evidence(one.evidence)),
        "effect": one.effect,
        "suggestion": one.suggestion,
        "mending": one.command,
        "page": one.page,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "owner": one.owner,
        "acknowledged_until": silenced.until if silenced else None,
    }


def _evidence(evidence: Iterable[Evidence]) -> list[str]:
    from aurorascope.web.units import text_of

    units: dict[str, Any] = {"us": "us", "bytes": "bytes", "percent": "percent", "count": "count"}
    write: Callable[[Evidence], str] = lambda it: (  # noqa: E731 - one line a number
        f"{it.label}: {text_of(it.value, units.get(it.unit, 'number'))}"
        + ("" if it.unit in units or not it.unit else f" {it.unit}")
    )
    return [write(it) for it in evidence]


def _checks(found: Judged, checks: tuple[Check, ...]) -> list[Row]:
    rows = []
    for check in checks:
        unread = [one for one in found.unread if one.check == check.name]
        reasons = dict.fromkeys(f"{one.cluster or 'everywhere'}: {one.why}" for one in unread)
        rows.append(
            {
                "check": check.name,
                "title": check.title,
                "why": check.why,
                "grave_when": check.severity,
                "found": sum(one.check == check.name and one.acknowledged is None for one in found.findings),
                "unread": len(unread),
                "unread_why": "; ".join(reasons),
            }
        )
    return sorted(rows, key=lambda row: (-row["found"], row["check"]))
