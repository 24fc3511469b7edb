"""The report for chat: Markdown of at most 15 lines; nothing from a log is markup, a link or a mention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aurorascope.model.amounts import NOTHING, amount, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_LINES = 15
MOST_CLUSTERS = 5
MOST_FINDINGS = 4
LONGEST = 220
SIGNS = {"ok": "🟢", "watch": "🟡", "act": "🔴", "unknown": "⚪"}
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_ALIVE = re.compile(r"@|#|:(?=\S)|(?<=[Ww]{3})(?=\.)")
"""`@somebody` tells a person, `#1` and `https:` and `www.` become links, `:name:` draws a picture."""
TIMES = "\N{MULTIPLICATION SIGN}"
_APART = "\N{WORD JOINER}"


def markdown(told: Mapping[str, Any]) -> str:
    """Return the short form, each line within a message's width."""
    narrowed = [f"_{safe(told['narrowed'], 240)}_"] if told["narrowed"] else []
    lines = [*_head(told), *narrowed, *_clusters(told), *_findings(told), *_changes(told)]
    lines.append(f"_{safe(told['coverage']['line'], 260)}_")
    return "\n".join(lines[: MOST_LINES - 1] + lines[-1:] if len(lines) > MOST_LINES else lines) + "\n"


def safe(text: object, longest: int = LONGEST) -> str:
    """Return text that Markdown and chat show and never obey."""
    flat = " ".join(str(text).split())
    flat = "".join(letter for letter in flat if letter.isprintable())
    flat = flat if len(flat) <= longest else flat[: longest - 1] + "…"
    return _ALIVE.sub(lambda match: match[0] + _APART, _MARKUP.sub(r"\\\1", flat))


def _head(told: Mapping[str, Any]) -> Iterator[str]:
    words = [one["verdict"] for one in told["clusters"]]
    counts = ", ".join(
        f"{words.count(word)} {word}" for word in ("act", "unknown", "watch", "ok") if word in words
    )
    head = f"{SIGNS[told['verdict']]} {told['verdict'].upper()}: Aurora, {safe(told['period']['label'])}"
    yield f"**{head}** ({counts or 'no cluster'})"


def _clusters(told: Mapping[str, Any]) -> Iterator[str]:
    for one in told["clusters"][:MOST_CLUSTERS]:
        name = f"{SIGNS[one['verdict']]} **{safe(one['cluster'], 60)}**"
        yield f"{name} {safe(one['reason'], 120)} ({_figures(one)})"
    more = len(told["clusters"]) - MOST_CLUSTERS
    if more > 0:
        yield f"and {more} more clusters, none louder"


def _figures(cluster: Mapping[str, Any]) -> str:
    figures = cluster["figures"]
    parts = []
    if figures["outage_us"]["value"]:
        parts.append(f"outage {duration(figures['outage_us']['value'])}")
    for name in ("errors", "deadlocks", "cancelled"):
        one = figures[name]
        usual = one.get("usual")
        against = "" if usual is None else f", usually {amount(usual, one['unit'])}"
        text = NOTHING if one["value"] is None else amount(one["value"], one["unit"])
        parts.append(f"{one['label'].lower()} {text}{against}")
    load, cores = figures["mean_aas"]["value"], figures["vcpus"]["value"]
    if load is not None:
        parts.append(
            f"load {amount(load, 'number')} of {amount(cores, 'number') if cores else NOTHING} vCPUs"
        )
    return "; ".join(parts)


def _findings(told: Mapping[str, Any]) -> Iterator[str]:
    held = [one for one in told["findings"] if one["acknowledged"] is None and one["severity"] != "note"]
    for one in held[:MOST_FINDINGS]:
        where = " · ".join(filter(None, (one["cluster"], one["instance"])))
        yield f"• {one['severity']}: {safe(one['title'], 140)}{f' ({safe(where, 80)})' if where else ''}"
    if len(held) > MOST_FINDINGS:
        yield f"• {len(held) - MOST_FINDINGS} more findings"


def _changes(told: Mapping[str, Any]) -> Iterator[str]:
    rows: Sequence[Mapping[str, Any]] = told["regressions"]
    if rows:
        worst = rows[0]
        ratio = f" {TIMES}{amount(worst['ratio'], 'number')}" if worst["ratio"] else ""
        text = safe(worst["normalized_sql"] or worst["fingerprint"], 90)
        yield (
            f"• {len(rows)} statements became worse; most: {worst['kind'].replace('_', ' ')}{ratio}, "
            f"{duration(worst['effect_us'])} a day: {text}"
        )
    if told["new_statements"]:
        yield f"• {len(told['new_statements'])} new statements"
