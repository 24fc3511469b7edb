"""The wheel is whole: installed elsewhere, it finds its own content, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone; its dependencies are those of the running interpreter."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], capture_output=True, check=True)
    return folder


def run_installed(installed: Path, folder: Path, *arguments: str) -> str:
    """Run the installed package from `folder`; the checkout is behind it on the path, if at all."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_installed_command_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    command = str(installed / "bin" / "aurorascope")
    assert "log_entries" in run_installed(installed, tmp_path, command, "tables")


FIND_CONTENT = """
import aurorascope
from aurorascope import catalog
print(aurorascope.__file__)
print(catalog.content_root())
for page in catalog.load_room("dashboards"):
    print(page.path)
"""


def test_the_installed_package_finds_the_content_it_carries(installed: Path, tmp_path: Path) -> None:
    package, root, *pages = run_installed(installed, tmp_path, "-c", FIND_CONTENT).splitlines()
    assert Path(package).is_relative_to(installed)
    assert Path(root) == installed / "aurorascope" / "_content"
    ours = {path.name for path in (ROOT / "dashboards").glob("*.py") if not path.stem.startswith("_")}
    assert {Path(page).name for page in pages} == ours


def test_the_wheel_carries_every_file_that_is_no_module(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    kinds = {".toml", ".sql", ".css", ".js"}
    package = [path for path in (ROOT / "aurorascope").rglob("*") if path.suffix in kinds]
    assert [path for path in package if str(path.relative_to(ROOT)) not in carried] == []
    samples = [path for path in (ROOT / "sample_logs").rglob("*.log*") if path.is_file()]
    within = [f"aurorascope/_content/{path.relative_to(ROOT)}" for path in samples]
    assert [name for name in within if name not in carried] == []


def test_the_wheel_puts_nothing_beside_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"aurorascope"}
