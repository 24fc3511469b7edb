"""How a command ends: the exit codes, and one sentence on stderr instead of a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from enum import IntEnum
from typing import TYPE_CHECKING

import click

from aurorascope.cli.terminal import printable
from aurorascope.model.errors import AurorascopeError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Ending(IntEnum):
    """The exit codes (docs/exit-codes.md)."""

    WELL = 0
    INTERNAL = 1
    USAGE = 2
    FINDINGS = 3
    OUTSIDE = 4
    PARTIAL = 5
    INTERRUPTED = 130


OUTSIDE_ERRNOS = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.EIO}
)


def say(sentence: str) -> None:
    """Print one sentence on stderr; what came from a log or a file name cannot steer the terminal."""
    click.echo(f"aurorascope: {printable(sentence)}", err=True)


def run_to_exit_code(command: click.Command, arguments: Sequence[str]) -> int:
    """Run `command` and return its exit code; every failure is said in one sentence."""
    try:
        result = command.main(args=list(arguments), prog_name="aurorascope", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return Ending.USAGE
    except (click.Abort, KeyboardInterrupt):
        say("interrupted; nothing of an unfinished run is in the store.")
        return Ending.INTERRUPTED
    except BrokenPipeError:
        # the reader of our output left (`| head`): not an error, but Python would say so at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Ending.WELL
    except Exception as error:  # noqa: BLE001 -- the one place where everything ends
        return ending_of(error)
    return result if isinstance(result, int) else Ending.WELL


def is_outside(error: BaseException | None) -> bool:
    """Say whether `error` is the system's refusal: a permission, a full disk, a limit."""
    return isinstance(error, OSError) and error.errno in OUTSIDE_ERRNOS


def ending_of(error: Exception) -> Ending:
    """Say what `error` means to a person and return its exit code."""
    if os.environ.get("AURORASCOPE_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, AurorascopeError):
        say(str(error))
        outside = any(isinstance(one, OutsideError) for one in (error, error.__cause__)) or is_outside(
            error.__cause__
        )
        return Ending.OUTSIDE if outside else Ending.USAGE
    if isinstance(error, OSError) and error.errno is not None:
        where = f"{error.filename}: " if error.filename is not None else ""
        say(f"{where}{error.strerror}.")
        return Ending.OUTSIDE if is_outside(error) else Ending.USAGE
    lines = str(error).strip().splitlines() or [""]
    what = " ".join(dict.fromkeys((type(error).__name__ + ":", lines[0], lines[-1])))
    say(f"internal error: {what} -- please report it; AURORASCOPE_DEBUG=1 shows where it happened.")
    return Ending.INTERNAL
