"""What can go wrong with a store, each in one sentence that a person can act on."""

from __future__ import annotations

import re

from aurorascope.model.errors import BadRequestError

OS_ERROR = re.compile(r"\(os error (\d+)\)")


class StoreError(BadRequestError):
    """The store cannot do what was asked; the message is one sentence for the person who asked."""


class NotCommitted(StoreError):  # noqa: N818 - what is certain
    """Nothing was changed, and no version names the new files: they may be deleted.

    After any other error of a commit, an interrupt from the keyboard among them, a version may name them.
    """


class CommitConflict(NotCommitted):
    """Somebody else committed first: drop the files, read the position again, go on from there."""


class QueryRefused(StoreError):  # noqa: N818 - it says who did what
    """The gate did not run a query, or stopped it."""


class NotAnswered(QueryRefused):
    """The engine that was asked has no exact answer to this query; another one has."""


def no_store(address: str) -> str:
    """Return what to say where there is no store."""
    return f"there is no store at {address}: `aurorascope ingest --store {address}` makes one"


def of_the_system(error: Exception) -> Exception:
    """Return the refusal of the system that an error of delta-rs quotes: a full disk, a permission."""
    number = OS_ERROR.search(str(error))
    return OSError(int(number[1]), str(error)) if number else error
