"""What a report hands over cannot leave its folder, and always has a verdict."""

from __future__ import annotations

from datetime import date

import pytest

from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.delivered import Delivered, Verdict

DAY = date(2026, 11, 19)


def test_the_loudest_verdict_speaks_for_the_night_and_nothing_known_is_unknown() -> None:
    verdicts: dict[str, Verdict] = {"orders": "watch", "billing": "unknown", "idle": "ok"}
    assert Delivered(DAY, ("orders",), verdicts, "x", {"report.html": b""}).worst == "unknown"
    assert Delivered(DAY, (), {}, "x", {"report.html": b""}).worst == "unknown"
    assert Delivered(DAY, (), verdicts | {"a": "act"}, "x", {"report.html": b""}).worst == "act"


def test_a_link_opens_the_page() -> None:
    report = Delivered(DAY, (), {}, "x", {"report.json": b"", "report.html": b"", "report.md": b""})
    assert report.page == "report.html"
    assert Delivered(DAY, (), {}, "x", {"b.md": b"", "a.json": b""}).page == "a.json"


@pytest.mark.parametrize(
    "wrong",
    [
        {"files": {"../x.html": b""}},
        {"files": {"a/b": b""}},
        {"files": {".hidden": b""}},
        {"files": {"manifest.json": b""}},
        {"files": {}},
        {"name": "../2026"},
        {"name": ".."},
        {"verdicts": {"orders": "fine"}},
    ],
)
def test_a_name_that_leaves_the_folder_and_a_verdict_of_ones_own_are_refused(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(BadRequestError):
        Delivered(**({"day": DAY, "clusters": (), "verdicts": {}, "short": "", "files": {"a": b""}} | wrong))
