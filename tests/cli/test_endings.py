"""Every ending has its exit code, and says itself in one sentence."""

from __future__ import annotations

import errno

import click
import pytest

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.model.errors import BadRequestError, OutsideError


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ENDINGS = [
    (None, Ending.WELL),
    (BadRequestError("x"), Ending.USAGE),
    (click.UsageError("x"), Ending.USAGE),
    (FileNotFoundError(errno.ENOENT, "No such file", "x"), Ending.USAGE),
    (OutsideError("x"), Ending.OUTSIDE),
    (caused_by(BadRequestError("x"), PermissionError(errno.EACCES, "y")), Ending.OUTSIDE),
    (caused_by(BadRequestError("x"), ValueError("y")), Ending.USAGE),
    (PermissionError(errno.EACCES, "Permission denied", "x"), Ending.OUTSIDE),
    (OSError(errno.ENOSPC, "No space left on device"), Ending.OUTSIDE),
    (KeyboardInterrupt(), Ending.INTERRUPTED),
    (ZeroDivisionError("x"), Ending.INTERNAL),
]


@pytest.mark.parametrize(("raised", "ending"), ENDINGS)
def test_an_ending_has_its_exit_code(
    raised: BaseException | None, ending: Ending, capfd: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def command() -> None:
        if raised is not None:
            raise raised

    assert run_to_exit_code(command, []) == ending
    shown = capfd.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert (shown.err == "") == (raised is None)


def test_a_file_name_cannot_steer_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def command() -> None:
        raise BadRequestError("a\x1b[2Jb\u202ec\nd\udcff")

    run_to_exit_code(command, [])
    assert capfd.readouterr().err == "aurorascope: a\\x1b[2Jb\\u202ec\\nd\\udcff\n"
