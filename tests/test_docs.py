"""The manual cannot lie: what is generated is current, every link resolves, every setting is explained."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aurorascope.catalog import load_module
from aurorascope.cli.endings import Ending
from aurorascope.cli.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
GENERATE = load_module("docs_generate", ROOT / "docs" / "generate.py")


def tracked(pattern: str) -> list[Path]:
    """Return the files of the repository that match, or of the folder where it is no checkout."""
    command = ["git", "ls-files", "-co", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return [path for path in ROOT.rglob(pattern) if ".venv" not in path.parts]
    return [path for name in listed.stdout.decode().splitlines() if (path := ROOT / name).exists()]


MARKDOWN = tracked("*.md")


def links(page: Path) -> Iterator[str]:
    """Yield the targets of the links of `page` that lead into the repository."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            yield target.partition("#")[0]


@pytest.mark.parametrize("name", GENERATE.PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == GENERATE.PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_resolves(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


def test_every_page_of_the_manual_is_reached_from_the_readme() -> None:
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            ahead += [page.parent / target for target in links(page)]
    assert [page for page in tracked("docs/*.md") if page.resolve() not in reached] == []


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    for name in DEFAULTS:
        assert f"| `{name}` | `AURORASCOPE_{name.upper()}` |" in text


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    assert [ending for ending in Ending if f"| {ending.value} |" not in text] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in tracked("*.py") if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert silent == []


NETWORK = {"aiohttp", "boto3", "botocore", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl"}


def imports(module: Path) -> Iterator[str]:
    """Yield what a module imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_module_that_touches_the_network_is_named_in_the_manual() -> None:
    modules = [*tracked("aurorascope/*.py"), *tracked("collectors/*.py"), *tracked("dashboards/*.py")]
    touching = {
        str(module.relative_to(ROOT))
        for module in modules
        if any(name.partition(".")[0] in NETWORK or name == "urllib.request" for name in imports(module))
    }
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.partition("**What touches the network**")[2].partition("\n\n**")[0]
    assert set(re.findall(r"`([\w/]+\.py)`", section)) == touching
