"""Every shared view runs, on nothing and on something, and its numbers are the rows'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aurorascope.insight.views import load_view, run_view, view_names
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from memory import Memory


def by_of(name: str) -> tuple[str, ...]:
    return tuple(load_view(name).groups)[:1]


@pytest.mark.parametrize("name", view_names())
def test_a_view_runs_on_an_empty_store(memory: Memory, name: str) -> None:
    assert run_view(memory, name, Filter(), by=by_of(name)).num_columns > 0
