"""Heroku Postgres through logplex: `heroku logs`, or a drain's syslog lines, one entry over several of them.

`[DATABASE] [5-2] ...` is the second line of the fifth entry of its process; the server's own prefix names its
values: `sql_error_code = 00000 time="..." pid=4 ... user="u" application_name="a" LOG:  ...`.
https://devcenter.heroku.com/articles/postgres-logs-errors
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import Said, millis, moment_of, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "Heroku Postgres, logplex",
    "`heroku logs`, a drain",
    "the log inside, one for each instance",
    "constructed around a log of PostgreSQL 15",
    44,
)

FULL = "%m [%p] %e %c %v %x %l %r\t%u\t%d\t%a\t"
SHORT = "%m [%p] %e "
LINE = 1 << 20
_STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_LINE = re.compile(
    rf"(?:\d+ )?(?:<\d+>1 )?(?P<time>{_STAMP}) "
    r"(?:app\[postgres(?:\.(?P<pid>\d+))?\]:|\S+ \S+ postgres(?:\.(?P<pid2>\d+))? -(?: -)?) "
    r"\[(?P<name>[^\]]{1,80})\] \[(?P<number>\d+)-(?P<part>\d+)\] ?(?P<rest>.*)",
    re.DOTALL,
)
_CODE = re.compile(r" *sql_error_code = (?P<code>[0-9A-Z]{5}) ")
# An application may have quotes in its name: a value ends where another one, or the severity, follows.
_PAIR = re.compile(
    r'(?P<key>[a-z_]+)=(?:"(?P<quoted>[^\n]{0,512}?)"|(?P<bare>\d+)) (?=[a-z_]+=["\d]| *[A-Z]+\d?: )'
)
_FITS = re.compile(
    rf"(?m)^(?:\d+ )?(?:<\d+>1 )?{_STAMP} .{{0,120}}postgres[^\n]{{0,120}}\] \[\d+-1\] ".encode()
)
_HOST = re.compile(r"(?:\[local\]|[0-9A-Za-z_.:%-]+\(\d+\))?")


@dataclass(frozen=True)
class Logplex:
    """Lines of logplex; those that are not PostgreSQL's are counted as others."""

    name: str = "Heroku logplex"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample holds entries of Heroku Postgres."""
        return bool(_FITS.search(sample))

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each entry, its lines put together."""
        held: dict[tuple[str, str], list[str]] = {}
        told: dict[tuple[str, str], Said] = {}
        for line in _lines(chunks):
            match = _LINE.match(line)
            if match is None:
                events.others += 1
                continue
            process = match["name"], match["pid"] or match["pid2"] or "0"
            if match["part"] == "1":
                if process in held:
                    yield _whole(told.pop(process), held.pop(process))
                begun = _begun(match, process[1])
                if begun is None:
                    events.others += 1
                else:
                    told[process], held[process] = begun, []
            elif process in held:
                held[process].append(match["rest"].replace("#011", "\t").removeprefix("\t"))
            else:
                events.others += 1
        for process, parts in held.items():
            yield _whole(told[process], parts)


def _whole(begun: Said, parts: list[str]) -> Said:
    text = begun.message + "".join(f"\n\t{part}" for part in parts)
    return Said(begun.time, text, begun.instance, prefix=begun.prefix)


def _begun(match: re.Match[str], process: str) -> Said | None:
    """Return the first line of an entry under a prefix that no value can break."""
    code = _CODE.match(match["rest"])
    when = moment_of(match["time"])
    if code is None or when is None:
        return None
    at = code.end()
    known: dict[str, str] = {}
    while pair := _PAIR.match(match["rest"], at):
        known[pair["key"]] = (pair["quoted"] if pair["bare"] is None else pair["bare"]).replace("\t", " ")
        at = pair.end()
    rest = match["rest"][at:].lstrip(" ")
    if "pid" not in known or not re.fullmatch(r"[0-9a-f]+\.[0-9a-f]+", known.get("session_id", "")):
        text = f"{stamp(when)} [{process}] {code['code']} {rest}"
        return Said(millis(when), text, match["name"], prefix=SHORT)
    host = known.get("connection_source", "")
    vxid = known.get("vtid", "")
    head = (
        f"{stamp(when)} [{known['pid']}] {code['code']} {known['session_id']} "
        f"{vxid if re.fullmatch(r'-?[0-9]+/[0-9]+', vxid) else ''} {_number(known.get('tid'))} "
        f"{_number(known.get('log_line'))} {host if _HOST.fullmatch(host) else ''}\t{known.get('user', '')}\t"
        f"{known.get('database', '')}\t{known.get('application_name', '')}\t"
    )
    return Said(millis(when), head + rest, match["name"], prefix=FULL)


def _number(text: str | None) -> str:
    return text if text and text.isdigit() else "0"


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    held = b""
    for chunk in chunks:
        held += chunk
        *whole, held = held.split(b"\n")
        for line in whole:
            yield line.rstrip(b"\r").decode("utf-8", "replace")
        if len(held) > LINE:
            yield held.decode("utf-8", "replace")
            held = b""
    if held:
        yield held.decode("utf-8", "replace")


LOGPLEX = Logplex()
