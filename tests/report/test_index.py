"""The index shows every night in a calendar; retention takes what is past keeping, and only what is ours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from delivering import DAY, NOW, delivered, report

from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.delivered import Delivered, Verdict
from aurorascope.report.delivery.index import index_page
from aurorascope.report.delivery.keeping import days
from aurorascope.report.delivery.manifest import night_of
from aurorascope.report.delivery.places import Folder


def night(day: date, verdict: Verdict, **more: str) -> Delivered:
    return Delivered(day, ("orders",), {"orders": verdict}, "short", {"report.html": b"x"}, **more)


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_each_night_has_the_colour_and_the_sign_of_its_verdict_and_leads_to_its_report() -> None:
    nights = [night_of(night(DAY + timedelta(n), verdict)) for n, verdict in enumerate(get_args(Verdict))]
    page = index_page(nights).decode()
    for n, verdict in enumerate(get_args(Verdict)):
        day = DAY + timedelta(n)
        assert re.search(rf'<a class="{verdict}" href="{day}/report.html"[^>]*>{day.day}<small>', page)
    assert "November 2026" in page


def test_months_go_from_the_newest_and_a_report_of_another_name_is_in_the_list() -> None:
    nights = [
        night_of(night(date(2026, 1, 31), "ok")),
        night_of(night(date(2026, 11, 19), "ok")),
        night_of(night(date(2026, 11, 19), "act", name="week-47")),
    ]
    page = index_page(nights).decode()
    assert page.index("November 2026") < page.index("January 2026")
    assert "December 2026" not in page
    assert page.count('href="week-47/report.html"') == 2
    assert '<a class="act"' not in page  # the calendar's day is the day's own report


def test_hostile_names_stay_text_and_the_page_asks_for_nothing() -> None:
    hostile = "<script>alert(1)</script>\"'&"
    made = Delivered(DAY, (hostile,), {hostile: "act"}, hostile, {"report.html": b"x"})
    page = index_page([night_of(made)]).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []
    assert "default-src 'none'" in page


def test_an_index_without_reports_says_so() -> None:
    assert b"No report lies here yet." in index_page([])


def test_what_is_past_keeping_goes_with_its_ledger_and_its_line_in_the_index(place: Folder) -> None:
    for ago in (200, 90, 89, 1):
        delivered(place, of=report(day=NOW.date() - timedelta(ago)))
    place.create(f"_delivery/{NOW.date() - timedelta(200)}/chat-0.json", b"{}")
    done = delivered(place, of=report(day=NOW.date()), keep=90)
    assert done.removed == ((NOW.date() - timedelta(200)).isoformat(),)
    left = {name.split("/")[0] for name in place.names()}
    assert left == {"index.html", *(str(NOW.date() - timedelta(ago)) for ago in (90, 89, 1, 0))}
    assert str(NOW.date() - timedelta(200)).encode() not in (place.read("index.html") or b"")


def test_retention_touches_nothing_that_it_did_not_write(place: Folder, tmp_path: Path) -> None:
    old = date(2020, 1, 1)
    delivered(place, of=report(day=old))
    place.write("2020-01-01/notes.txt", b"mine")
    place.write("2020-01-01/report.md", b"changed by hand")
    place.write("2019-01-01/report.html", b"no manifest")
    place.write("photo.jpg", b"mine")
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "report.html").write_bytes(b"x")
    (elsewhere / "manifest.json").write_bytes(place.read("2020-01-01/manifest.json") or b"")
    (tmp_path / "2018-01-01").symlink_to(elsewhere)
    done = delivered(place, of=report(day=NOW.date()), keep=1)
    assert done.removed == ("2020-01-01",)
    assert [one for one in done.complaints if "2020-01-01/report.md was changed" in one]
    assert {"2020-01-01/notes.txt", "2020-01-01/report.md", "2019-01-01/report.html", "photo.jpg"} < {
        *place.names()
    }
    assert sorted(one.name for one in elsewhere.iterdir()) == ["manifest.json", "report.html"]
    assert done.partial


def test_the_report_of_this_run_is_kept_however_old_its_day(place: Folder) -> None:
    assert delivered(place, of=report(day=date(2020, 1, 1)), keep=1).removed == ()
    assert place.read("2020-01-01/report.html") is not None


@pytest.mark.parametrize("text", ["0d", "90", "d", "-1d", "1.5d", "90 d", "123456d"])
def test_keep_is_a_number_of_days(text: str) -> None:
    assert days("90d") == timedelta(days=90)
    with pytest.raises(BadRequestError):
        days(text)
