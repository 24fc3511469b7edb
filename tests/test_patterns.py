"""Python before 3.11.5 reads a possessive repeat of a group wrongly (python/cpython issue 106052).

Debian 12 has 3.11.2. There literals survived in fingerprints; an atomic group `(?>(?:...)*)` says the same
and is read rightly everywhere.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "aurorascope"
POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_pattern_repeats_a_group_possessively(module: Path) -> None:
    texts = [node for node in ast.walk(ast.parse(module.read_bytes())) if isinstance(node, ast.Constant)]
    found = [
        text.value for text in texts if isinstance(text.value, str) and POSSESSIVE_GROUP.search(text.value)
    ]
    assert found == []
