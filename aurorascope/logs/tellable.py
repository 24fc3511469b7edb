"""Log text that may be told to anybody: values folded, statements as families, unknown wording withheld.

A server's own wording is known, so what is left when its values are folded is the server's. A message whose
wording is not known is the application's, and may hold anything.
"""

from __future__ import annotations

import re

UNKNOWN_WORDING = "[withheld: wording not known]"
UNKNOWN_ENGINE = "[withheld: the engines read it differently]"
ENGINES = ("postgresql", "mysql")
SEVERAL = ""
"""The engine of a fleet that has both: a row does not say whose statement it shows."""
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
    return RUNNING.sub(lambda match: match[1] + family_of(match[2], engine), text)


def family_of(text: str, engine: str) -> str:
    """Return a statement's family; of several engines, where the rules of all agree, else it is withheld.

    What is a comment or the end of a string in one engine is a name or a literal in the other.
    """
    from aurorascope.logs.fingerprint import redact

    if engine != SEVERAL:
        return redact(text, engine)
    found = {redact(text, each) for each in ENGINES}
    return found.pop() if len(found) == 1 else UNKNOWN_ENGINE
