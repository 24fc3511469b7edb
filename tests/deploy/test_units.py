"""The units of a plain host are taken by systemd, harden their services, start commands that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from stack import DEPLOY

from aurorascope.cli.main import cli

UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
HARDENED = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "aurorascope",
}


def said(path: Path) -> dict[str, list[str]]:
    """Return what a unit says, all values of a key in order."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_a_service_can_write_to_its_own_folder_only_and_gain_nothing(service: Path) -> None:
    unit = said(service)
    assert {key: unit.get(key, ["missing"])[-1] for key in HARDENED} == HARDENED
    assert unit["StateDirectory"] == ["aurorascope"]
    assert "ReadWritePaths" not in unit
    assert service.with_suffix(".timer").exists()


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_a_service_starts_a_command_that_there_is(service: Path) -> None:
    for line in said(service)["ExecStart"]:
        program, *words = line.split()
        assert program == "/opt/aurorascope/bin/aurorascope"
        below: click.Command = cli
        within = click.Context(cli, **cli.context_settings)  # a command keeps the -h of its first context
        while isinstance(below, click.Group):
            _, found, words = below.resolve_command(within, words)
            assert found is not None
            below = found
            within = click.Context(below, within)
        assert below.make_context(below.name, words, parent=within.parent)


def test_a_timer_makes_up_for_a_night_when_the_host_was_off() -> None:
    for timer in UNITS.glob("*.timer"):
        unit = said(timer)
        assert unit["Persistent"] == ["yes"]
        assert len(unit["OnCalendar"]) == 1


def test_systemd_itself_has_nothing_to_say(tmp_path: Path) -> None:
    """Where systemd is not installed, the other tests of this file have read the units all the same."""
    for unit in UNITS.iterdir():
        text = re.sub(
            r"(?m)^(ExecStart=)/opt/aurorascope/bin/aurorascope", r"\1/bin/true", unit.read_text("utf-8")
        )
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    systemd = shutil.which("systemd-analyze")
    units = sorted(map(str, tmp_path.iterdir()))
    assert len(units) == 2 * len(SERVICES) > 0
    if systemd:
        done = subprocess.run(
            [systemd, "verify", "--man=no", *units], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
