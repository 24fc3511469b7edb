"""Every part of Aurora has its data somewhere, or the page says why it cannot be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope.catalog import load_collectors, load_module

pytestmark = pytest.mark.uncounted

ROOT = Path(__file__).parents[2]
GENERATE = load_module("docs_generate", ROOT / "docs" / "generate.py")
PARTS = GENERATE.parts()
PAGE = (ROOT / "docs" / "aurora.md").read_text(encoding="utf-8")


def test_there_are_thirty_parts() -> None:
    assert sorted(PARTS) == list(range(1, 31))


@pytest.mark.parametrize("number", sorted(PARTS))
def test_a_part_has_data_or_a_reason_why_not(number: int) -> None:
    assert GENERATE.fed(number) or "not_seen" in PARTS[number]


@pytest.mark.parametrize("collector", load_collectors(), ids=lambda it: it.name)
def test_what_a_collector_feeds_is_on_the_page(collector) -> None:  # noqa: ANN001
    for feed in collector.feeds:
        section = PAGE.split(f"\n## {feed.row}. ", 1)[1].split("\n## ", 1)[0]
        assert f"`{feed.table}` | {', '.join(f'`{name}`' for name in feed.columns)} |" in section
        assert collector.name in section
