"""A prefix that nobody names is read as the server wrote it, or not at all: never as another."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from aurorascope.ingest.sources import NotUnderstood, recognised
from aurorascope.logs.detect import detect
from aurorascope.logs.prefix import Prefix, PrefixError
from aurorascope.logs.prefix_matching import Head, match_head
from tests.logs.rendering import Record, life, lines, log

if TYPE_CHECKING:
    from collections.abc import Callable

LIFE = life(7, sessions=20)
# What people set: documentation of PostgreSQL, its packages, its log readers, its clouds, and their roles for
# configuration tools; then what nobody sets.
PREFIXES = (
    "%m [%p] ", "%t ", "%m [%p] %q%u@%d ", "%t:%r:%u@%d:[%p]:", "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a",
    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
    "%t [%p]: [%l-1] user=%u,db=%d ", "%t [%p]: [%l-1] ", "%m [%p]: [%l-1] db=%d,user=%u,app=%a,client=%h ",
    "%t [%p-%l] %q%u@%d ", "%t-%c-", "%m %u@%d [%p] ", "< %m >", "<%t %u %d %p>",
    "%t [%p]: [%c-%l] user=%u,db=%d ", "%m [%p] %q[user=%u,db=%d,app=%a] ", "[%m] [%p] [%a] [%u@%d] [%h] ",
    "%t %d %u [%p]", "%m|%p|%a|%u|%d|%r|", "%c|%l|%e|%m|%p|%u|%d|%i|",
    "time=%t, pid=%p %q db=%d, usr=%u, client=%h , app=%a, line=%l ", "%n %p ", "%m %u %d %a %h %p %l ",
    "%m [%v] [%p] : [%l-1] [%x] [%s] user=%u,db=%d", "%t [%p] %q[%r] [%c] [%x] app=%a db=%d ", "%p %x %m ",
    "user=%u,db=%d,client=%r %m ", "%e %p %t %u@%d %a %h %c ", "%m %b[%p] %v %x: ", "%-10u|%6p|%m|%12d|",
    "%m [%p] %e %Q ", "{%m} (%p) %%%l%% ",
)  # fmt: skip
COLUMNS = "tmnudarhpelcvxQb"
PROCESSES = 8


def wrong(prefix: str, records: list[Record]) -> list[str]:
    """Return what the prefix that is detected in a log makes of it and should not."""
    found = detect(log(prefix, records).encode()).prefix
    return [] if found is None else misread(prefix, found, records)


def inherent(head: Head, prefix: Prefix, text: str, record: Record) -> bool:
    """Tell whether even the server's own prefix does not read a line right: a name holds what parts names."""
    for number, (_, begin, end, _) in head.spans.items():
        letter = prefix.parts[number].letter
        if letter in "uda" and text[begin:end].strip(" ") != record.values[letter].strip(" "):
            return True
    return not head.fits


def misread(prefix: str, found: Prefix, records: list[Record]) -> list[str]:
    """Return the values that a prefix reads otherwise than they were written; absent ones are none."""
    bad = []
    named = Prefix(prefix)
    stamps = set(re.findall(r"%-?\d*([a-zA-Z])", prefix)) & set("tmn")
    for record in records:
        for text in lines(prefix, record):
            head = match_head(found.parts, text)
            for number, (_, begin, end, _) in head.spans.items():
                letter = found.parts[number].letter
                letter = "r" if letter == "@" and "%r" in prefix else "h" if letter == "@" else letter
                if letter not in COLUMNS:
                    continue
                if letter in "tmn":
                    good = letter in stamps
                else:
                    line = text[begin:end].strip(" ")
                    own = record.values[letter]
                    if letter == "l":
                        own = str(int(own) + lines(prefix, record).index(text))
                    good = line == own or (line == "" and own == "[unknown]")
                if (
                    not good and letter not in "tmn"
                ):  # a name that holds what parts it from the next is read so
                    good = inherent(match_head(named.parts, text), named, text, record)
                if not good:
                    bad.append(
                        f"{prefix!r} as {found.text!r}: %{letter} is {text[begin:end]!r} in {text[:150]!r}"
                    )
    return bad


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_prefix_is_seen_in_the_log(prefix: str) -> None:
    found = detect(log(prefix, LIFE).encode())
    assert found.prefix is not None
    assert found.share > 0.97
    assert misread(prefix, found.prefix, LIFE) == []
    told = {part.letter for part in found.prefix.parts} | {"i", "s"}
    missing = {part.letter for part in Prefix(prefix).parts} - told
    assert missing <= ({"h", "r"} if "@" in told else set())


RDS = log("%t:%r:%u@%d:[%p]:", LIFE)
NO_TIME = r"'%u@%d \[%p\] ', which says no time.*begins '@ \[812\] "
BROKEN = {  # a log, the prefix that is given, and what is said
    "another prefix": (RDS, "%m [%p] ", r"%m does not fit at '2026.*--prefix '%t:%r:%u@%d:\[%p\]:'"),
    "one that is nearly right": (RDS, "%t:%r:%u@%d:%p:", r"%p does not fit at '\[812\]:LOG: "),
    "times without a zone": (RDS.replace(" UTC", ""), None, "no zone follows the time.*but '::@:"),
    "no time at all": (log("%u@%d [%p] ", LIFE), None, NO_TIME),
    "indented": (RDS.replace("\n", "\n  ").join(("  ", "")), None, "all begin with a blank"),
    "prose": ("Dear team,\nthe database was slow.\n", None, "at byte 0: 'Dear team,', where no part"),
    "no escape": (RDS, "%t %Z", "%Z, which is no escape"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_understood_says_what_does_not_fit(name: str) -> None:
    text, prefix, sentence = BROKEN[name]
    with pytest.raises((NotUnderstood, PrefixError), match=sentence):
        recognised(text.encode(), prefix, "")


# prefixes that were read wrongly once, with what reads them so: a stamp torn, a transaction cut, a name cut
FOUND_WRONG = {
    "%s;app=%a;%m;%q: ": 39,
    "%Q %-6s %d %t %r %-12p %-6u] ": 1,
    "%x_%m%q > ": 620064,
    "%t_%i_%s%q_%a|": 841964,
    "pg: %n/%Q - %l - %v - %s - %a - %r - %u - %d] ": 240750,
    "<%m app=%-6a %q: ": 3,
    "[%i/%r/%v/%t] ": 3,
    "[%p/%l] %m ": 5,
}


@pytest.mark.parametrize("prefix", FOUND_WRONG)
def test_what_was_read_wrongly_once_is_read_or_left_open(prefix: str) -> None:
    assert wrong(prefix, life(FOUND_WRONG[prefix], sessions=10))[:3] == []


TIMES = st.sampled_from(["%t", "%m", "%n"])
NAMES = st.permutations(list("udarpelcvxQbsi")).flatmap(
    lambda letters: st.integers(0, 7).map(lambda count: letters[:count])
)
BETWEEN = st.sampled_from([" ", ":", "|", ",", " - ", "] [", " | ", ";", "/", ") (", "~"])
LABELS = {
    "u": "user=",
    "d": "db=",
    "a": "app=",
    "r": "client=",
    "p": "pid=",
    "l": "line=",
    "x": "xid=",
    "e": "state=",
}


@st.composite
def prefixes(draw: st.DrawFn) -> str:
    letters = draw(NAMES)
    labelled = draw(st.booleans())
    padded = draw(st.integers(0, 4)) == 0
    parts = []
    for letter in letters:
        width = draw(st.sampled_from(["", "", "-12", "8", "-6"])) if padded else ""
        parts.append(LABELS.get(letter, "") * labelled + f"%{width}{letter}")
    parts.insert(draw(st.integers(0, len(parts))), draw(TIMES))
    between = draw(BETWEEN)
    if draw(st.booleans()):
        place = draw(st.integers(1, len(parts)))
        parts[place - 1 : place] = [parts[place - 1] + between + "%q"]
    first = draw(st.sampled_from(["", "", "[", "<", "pg: ", "100%% "]))
    return first + between.join(parts) + draw(st.sampled_from([" ", ": ", "] ", " > ", "|"]))


@settings(max_examples=15, deadline=None)
@given(prefixes(), st.integers(0, 5))
def test_no_prefix_is_read_as_another(prefix: str, number: int) -> None:
    assert wrong(prefix, life(number, sessions=10))[:3] == []


def tried(share: int, prefixes_tried: int) -> tuple[Counter[str], list[str]]:
    """Count what is read of so many made-up prefixes, with what is misread."""
    counts: Counter[str] = Counter()
    examples: list[str] = []

    @seed(share)
    @settings(max_examples=prefixes_tried, deadline=None, database=None, phases=[Phase.generate])
    @given(prefixes(), st.integers(0, 10_000))
    def run(prefix: str, number: int) -> None:
        records = life(number, sessions=10)
        found = detect(log(prefix, records).encode()).prefix
        counts["prefixes"] += 1
        counts["not detected"] += found is None
        written = {part.letter for part in Prefix(prefix).parts} & set(COLUMNS)
        counts["columns written"] += len(written)
        if found is not None:
            counts["columns read"] += len(written & {part.letter.replace("@", "r") for part in found.parts})
            bad = misread(prefix, found, records)
            counts["misread"] += bool(bad)
            examples.extend(bad[:1])

    run()
    return counts, examples


@pytest.mark.proof
def test_thousands_of_prefixes(proved: Callable[[str], None]) -> None:
    counts: Counter[str] = Counter(dict.fromkeys(("prefixes", "not detected", "columns written"), 0))
    examples: list[str] = []
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for some, wrongly in pool.map(tried, range(PROCESSES), [3000 // PROCESSES] * PROCESSES):
            counts.update(some)
            examples += wrongly
    for name in ("prefixes", "not detected", "columns written", "columns read", "misread"):
        proved(f"{name}: {counts[name]:,}")
    for example in examples[:10]:
        proved(f"  {example}")
    assert counts["prefixes"] >= 3000
    assert counts["misread"] == 0
    assert counts["not detected"] <= 0.02 * counts["prefixes"]
