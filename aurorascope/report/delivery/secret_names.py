"""Where a secret is: the environment, a credential of systemd, or Secrets Manager; the config names it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

ORIGINS = "env:NAME, credential:NAME or secretsmanager:NAME"
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CREDENTIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def secret_from(text: object, where: str) -> Callable[[], str]:
    """Return what fetches a secret. Raises BadRequestError, which never repeats what was written there."""
    kind, _, name = text.partition(":") if isinstance(text, str) else ("", "", "")
    if kind == "env" and VARIABLE.fullmatch(name):
        return lambda: _environment(name, where)
    if kind == "credential" and CREDENTIAL.fullmatch(name):
        return lambda: _credential(name, where)
    if kind == "secretsmanager" and name:
        return lambda: _secrets_manager(name)
    raise BadRequestError(
        f"{where} says where its secret is: {ORIGINS}. A secret itself is never in the config."
    )


def _environment(name: str, where: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise BadRequestError(f"{where}: the environment holds no {name}.")
    return value


def _credential(name: str, where: str) -> str:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise BadRequestError(
            f"{where}: there is no CREDENTIALS_DIRECTORY; systemd's LoadCredential= sets it."
        )
    try:
        return (Path(folder) / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadRequestError(f"{where}: systemd loaded no credential {name}.") from None


def _secrets_manager(name: str) -> str:
    from aurorascope.aws.access import Access
    from aurorascope.aws.secret_values import read_secret

    return read_secret(Access(), name).strip()
