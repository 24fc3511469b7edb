"""What every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import is_hypothesis_test

PROOFS = Path(__file__).parents[1] / "docs" / "proof"


@pytest.fixture
def proved(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Give a proof its voice: what it says is printed, and kept in docs/proof/<test>.txt if it passes."""
    said: list[str] = []

    def say(line: str) -> None:
        print(line)  # noqa: T201 -- `make proof` prints
        said.append(line)

    failed_before = request.session.testsfailed
    yield say
    if said and request.session.testsfailed == failed_before:
        PROOFS.mkdir(parents=True, exist_ok=True)
        name = request.node.name.removeprefix("test_")
        (PROOFS / f"{name}.txt").write_text("\n".join(said) + "\n", encoding="utf-8")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a test that nobody ran: what it needs is installed, or the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a test that repeats what was counted without coverage, which takes a third of its time.

    Those are tests marked `uncounted`, tests of a property, and of a table of cases all but the first.
    """
    cases = getattr(item, "callspec", None)
    again = cases is not None and any(cases.indices.values())
    repeats = again or item.get_closest_marker("uncounted") or is_hypothesis_test(getattr(item, "obj", None))
    counting = Coverage.current() if repeats else None
    if counting is None:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


TOGETHER = ("tests/lab/", "tests/report/test_report_")
WALK = "tests/browser/test_walk.py"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a worker whole files, so that what a file shares is made once; some as one, the walk in two."""
    from xdist.scheduler import LoadScopeScheduling

    class WholeFiles(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path, _, name = nodeid.partition("::")
            if path == WALK:  # half of it is the walk through every page
                return f"{path}::{'every_page' in name}"
            return next((one for one in TOGETHER if path.startswith(one)), path)

    return WholeFiles(config, log)
