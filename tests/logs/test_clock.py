"""Times of a log to microseconds UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope.logs import clock
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.model.moments import DAY, SECOND

KINDS = load_kinds([builtin_folder("postgresql")])


def read(text: bytes) -> int:
    return int(clock.stamps(np.frombuffer(text, dtype=np.uint8), np.array([0]))[0])


def shaped(text: bytes) -> bool:
    return bool(clock.shaped(np.frombuffer(text, dtype=np.uint8), np.array([0]))[0])


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 - walls
def test_a_stamp_is_read_as_python_reads_it(moment: datetime) -> None:
    text = moment.replace(microsecond=0).isoformat(" ").encode()
    expected = int((moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * SECOND
    floor = moment.replace(microsecond=0, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    assert read(text) == floor.days * DAY + floor.seconds * SECOND
    assert abs(read(text) - expected) < 2 * SECOND
    assert shaped(text)


@given(st.integers(0, 18), st.integers(0, 255))
def test_the_shape_is_digits_and_marks_at_their_places(place: int, byte: int) -> None:
    stamp = bytearray(b"2026-11-19 03:14:15")
    digit = bytes([stamp[place]]).isdigit()
    fits = bytes([byte]).isdigit() if digit else byte == stamp[place]
    stamp[place] = byte
    assert shaped(bytes(stamp)) == fits


def test_a_date_that_does_not_exist_has_no_time() -> None:
    assert read(b"2026-13-19 03:14:15") == clock.NO_TIME
    assert read(b"2026-02-30 03:14:15") == clock.NO_TIME


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("UTC", "2026-11-19 03:14:15", "2026-11-19 03:14:15"),
        ("CET", "2026-11-19 03:14:15", "2026-11-19 02:14:15"),
        ("-03", "2026-11-19 03:14:15", "2026-11-19 06:14:15"),
        ("+0530", "2026-11-19 03:14:15", "2026-11-18 21:44:15"),
        ("Europe/Berlin", "2026-07-19 03:14:15", "2026-07-19 01:14:15"),
        ("Europe/Berlin", "2026-10-25 03:30:00", "2026-10-25 02:30:00"),
        ("America/New_York", "2026-11-19 03:14:15", "2026-11-19 08:14:15"),
    ],
)
def test_a_wall_time_is_moved_by_its_zone(zone: str, wall: str, utc: str) -> None:
    moved = clock.to_utc(np.array([read(wall.encode())]), clock.zone(zone))
    assert int(moved[0]) == read(utc.encode())


@pytest.mark.parametrize(
    ("name", "wall", "utc"),
    [
        ("CEST", "2026-10-25 02:30:00", "2026-10-25 00:30:00"),  # the hour that happens twice: its first
        ("CET", "2026-10-25 02:30:00", "2026-10-25 01:30:00"),  # and its second
        ("CET", "2026-03-29 01:59:59", "2026-03-29 00:59:59"),
        ("CEST", "2026-03-29 03:00:00", "2026-03-29 01:00:00"),
        ("UTC", "2026-07-19 03:14:15", "2026-07-19 01:14:15"),  # a name that the zone has not is overruled
        ("", "2026-11-19 03:14:15", "2026-11-19 02:14:15"),
    ],
)
def test_a_zone_that_overrules_leaves_summer_time_to_the_log(name: str, wall: str, utc: str) -> None:
    where = clock.overruled(clock.zone("Europe/Berlin"), name)
    assert int(clock.to_utc(np.array([read(wall.encode())]), where)[0]) == read(utc.encode())


CROSSINGS = {
    "midnight": ("UTC", ["2026-11-18 23:59:59 UTC", "2026-11-19 00:00:00 UTC"], 1),
    "a year": ("UTC", ["2026-12-31 23:59:59 UTC", "2027-01-01 00:00:00 UTC"], 1),
    "a leap day": ("UTC", ["2028-02-28 23:59:59 UTC", "2028-02-29 00:00:00 UTC"], 1),
    "the end of summer time": ("Europe/Berlin", ["2026-10-25 02:59:59 CEST", "2026-10-25 02:00:00 CET"], 1),
    "its begin": ("Europe/Berlin", ["2026-03-29 01:59:59 CET", "2026-03-29 03:00:00 CEST"], 1),
    "its end, without an option": ("", ["2026-10-25 02:59:59 CEST", "2026-10-25 02:00:00 CET"], 1),
    "its end in New York": ("America/New_York", ["2026-11-01 01:59:59 EDT", "2026-11-01 01:00:00 EST"], 1),
    "offsets that change": ("", ["2026-10-25 02:59:59 +02", "2026-10-25 02:00:00 +01"], 1),
    "half an hour": ("", ["2026-11-19 03:14:15 +0530", "2026-11-19 03:14:15 +05"], 1800),
}


@pytest.mark.parametrize("name", CROSSINGS)
@pytest.mark.parametrize("prefix", ["%t:%r:%u@%d:[%p]:", "%t [%p] "])
def test_a_log_crosses(name: str, prefix: str) -> None:
    zone, stamps, seconds = CROSSINGS[name]
    head = "{}:[local]:app@shop:[7]:" if prefix.startswith("%t:") else "{} [7] "
    text = "".join(f"{head.format(stamp)}LOG:  said\n" for stamp in stamps)
    parser = parser_of(FormatSpec("stderr", prefix, zone), KINDS, redacted=False)
    rows = parser.parse(Block(text.encode(), (Piece(0, "log", 0),), closing=True)).tables["entries"]
    first, second = rows.sort("offset")["ts"].to_list()
    assert (second - first).total_seconds() == seconds


def test_an_unknown_zone_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="neither an offset nor a zone"):
        clock.zone("XYZT")
