"""What a person can mend: errors whose text is one sentence for them, and never a traceback.

The text names what happened, where, what was expected, and what to do next. The command line gives each
class its exit code (docs/exit-codes.md); anything else that is raised is a defect of ours.
"""

from __future__ import annotations


class AurorascopeError(Exception):
    """Base of every error that is not a defect."""


class BadRequestError(AurorascopeError):
    """What was asked for cannot be: a wrong option, file, query or setting."""


class OutsideError(AurorascopeError):
    """Something outside refused: credentials, a permission, the network, a full disk."""
