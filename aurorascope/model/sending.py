"""How an attempt to tell somebody something can end badly: surely not delivered, or nobody knows.

The difference decides whether it may be tried again: nothing is ever told twice.
"""

from __future__ import annotations


class NotDeliveredError(Exception):
    """The other side did not take it. `again`: it may take it later, at the earliest after `after_s`."""

    def __init__(self, sentence: str, *, again: bool, after_s: float = 0.0) -> None:
        super().__init__(sentence)
        self.again = again
        self.after_s = after_s


class UnansweredError(Exception):
    """It was sent whole, and no answer came: it may have been taken, so it is not sent again."""
