"""What passwords, tokens and connection strings look like. Pure `re`: the parent of a run needs no engine."""

from __future__ import annotations

import re

# A family that names one of these deals in secrets: its literals are never kept.
SECRET_WORDS = (
    "password", "passwd", "passphrase", "secret", "credential", "token", "api_key", "apikey", "conninfo",
    "identified", "connection", "subscription", "user mapping", "dblink", "crypt", "pgp_", "hmac",
    "aws_s3", "aws_lambda", "jwt", "rds_set_external", "rds_import_binlog",
)  # fmt: skip
# A bare word is a value only behind a sign: `password authentication failed` names none.
_NAMED = r"(?:password|passwd|pwd|secret|token|passphrase|access_key|api_?key)[\"']?"
_QUOTED = r"E?'(?:[^']|'')*'?|\"[^\"]*\"?"
ASSIGNED = rf"(?i)({_NAMED}\s*(?:=>|=|:|to\b)\s*)(?:{_QUOTED}|[^\s,;)]+)|({_NAMED}\s*)(?:{_QUOTED})"
ADDRESS = r"(?i)\b([a-z][a-z0-9+.-]*://[^\s:/@'\"]*):[^\s@'\"]*@"
SUSPECT = (
    "password", "passwd", "pwd", "secret", "token", "passphrase", "access_key", "apikey", "api_key", "://",
)  # fmt: skip

_TELLING = (b"://", *(word.encode() for word in SECRET_WORDS))


def deals_in_secrets(data: bytes) -> bool:
    """Tell whether raw bytes of a log name a password, a token or an address with one."""
    low = data.lower()
    return any(word in low for word in _TELLING)


def scrub_raw(data: bytes) -> bytes:
    """Take every value out of the raw bytes of an open end that deals in secrets.

    Its rows would be withheld in any case, so a later run makes the same rows of it.
    """
    clean = re.sub(rb"'(?:[^']|'')*'?", b"'***'", data)
    clean = re.sub(ASSIGNED.encode(), rb"\1\2***", clean)
    return re.sub(ADDRESS.encode(), rb"\1:***@", clean)


def scrubbed(text: str) -> str:
    """Take passwords, tokens and the passwords of addresses out of a text that is no statement."""
    return re.sub(ADDRESS, r"\1:***@", re.sub(ASSIGNED, r"\1\2***", text))
