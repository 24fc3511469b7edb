"""Each file that reads a log says what it reads: the support matrix of the manual is made of these."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import aurorascope

ROOT = Path(aurorascope.__file__).parent
READERS = sorted(
    {
        *(ROOT / "logs" / "formats").glob("[a-z]*.py"),
        *(ROOT / "logs").glob("mysql_*_rows.py"),
        *(ROOT / "logs" / "exports").glob("[a-z]*_*.py"),
        *(ROOT / "sources" / "clouds").glob("[a-z]*.py"),
    }
    # what others are made of, and a table that comes out of the slow log
    - {ROOT / "logs" / "formats" / "mysql_slow.py", ROOT / "logs" / "mysql_lock_rows.py"}
    - {ROOT / "sources" / "clouds" / "said.py"}
)  # fmt: skip


def said(path: Path) -> list[object]:
    """The values of `SUPPORT = Support(...)`."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SUPPORT":
            assert isinstance(node.value, ast.Call)
            return [ast.literal_eval(argument) for argument in node.value.args]
    return []


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_a_reader_says_what_it_reads_and_who_wrote_the_logs_of_its_tests(path: Path) -> None:
    log, forms, rows, proof, order = said(path)
    assert all((log, forms, rows, proof))
    assert [said(other)[4] for other in READERS].count(order) == 1
