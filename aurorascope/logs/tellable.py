"""Log text that may be told to anybody: values folded, statements as families, unknown wording withheld.

A server's own wording is known, so what is left when its values are folded is the server's. A message whose
wording is not known is the application's, and may hold anything.
"""

from __future__ import annotations

import re

UNKNOWN_WORDING = "[withheld: wording not known]"
RUNNING = re.compile(r"(was running: |while running )(.*)", re.DOTALL)


def tellable_message(message: str, kind: str | None) -> str:
    """Return a message with its values folded; one of no known `kind` is withheld."""
    if kind in {None, "", "error"}:
        return UNKNOWN_WORDING
    import polars as pl

    from aurorascope.logs.fingerprint import fold_message

    return str(fold_message(pl.Series([message]))[1][0])


def tellable_running(text: str, engine: str = "postgresql") -> str:
    """Return words of ours or of a server with the statement behind 'was running' as its family."""
    from aurorascope.logs.fingerprint import redact

    return RUNNING.sub(lambda match: match[1] + redact(match[2], engine), text)
