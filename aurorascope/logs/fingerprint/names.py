"""Names and words that are made anew for each call, folded like literals.

* SAVEPOINT, RELEASE, ROLLBACK TO: the name of the savepoint (`JPA_1`, `s140_x3`).
* DECLARE, FETCH, MOVE, CLOSE: the name of the cursor, which frameworks count up; DEALLOCATE: the name.
  PREPARE and EXECUTE keep theirs: it says which statement runs.
* SET name = and SET name TO: one value, whatever is listed; both spellings read `=`. DEFAULT stays.
  SET TIME ZONE likewise.
  In MySQL SET has lists of its own and stays.
* In CREATE and ALTER of a role, a database or the system: what SET sets likewise, and the word after
  PASSWORD, quoted or not, since people forget the right quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Rewrites = dict[str, Callable[[list[str]], list[str]]]

_SAVEPOINT_WORDS = frozenset({"SAVEPOINT", "RELEASE", "ROLLBACK", "TO", "WORK", "TRANSACTION", "transaction"})
_TIME_ZONE_WORDS: tuple[list[str], ...] = ([], ["DEFAULT"], ["LOCAL"])
_ROLE_WORDS = frozenset({"role", "user", "database", "system"})


def fold_names(tokens: list[str], engine: str) -> list[str]:
    """Return `tokens`, statement by statement, with such names as `?`."""
    rewrites = _REWRITES if engine == "postgresql" else _MYSQL_REWRITES
    if ";" not in tokens:
        return _one(tokens, rewrites)
    folded: list[str] = []
    start = 0
    for at, token in enumerate([*tokens, ";"]):
        if token == ";":
            folded += [*_one(tokens[start:at], rewrites), ";"]
            start = at + 1
    return folded[:-1]


def _one(tokens: list[str], rewrites: Rewrites) -> list[str]:
    rewrite = rewrites.get(tokens[0]) if tokens else None
    return rewrite(tokens) if rewrite else tokens


def _savepoint(tokens: list[str]) -> list[str]:
    if tokens[0] == "ROLLBACK" and "TO" not in tokens:
        return tokens
    at = next((at for at, token in enumerate(tokens) if token not in _SAVEPOINT_WORDS), -1)
    return tokens if at < 0 else [*tokens[:at], "?", *tokens[at + 1 :]]


def _declare(tokens: list[str]) -> list[str]:
    return [tokens[0], "?", *tokens[2:]] if "CURSOR" in tokens else tokens


def _last_name(tokens: list[str]) -> list[str]:
    return tokens if len(tokens) == 1 or tokens[-1] == "ALL" else [*tokens[:-1], "?"]


def _set(tokens: list[str]) -> list[str]:
    if "zone" in tokens[2:4] and "time" in tokens[1:3]:
        at = tokens.index("zone") + 1
        return tokens if tokens[at:] in _TIME_ZONE_WORDS else [*tokens[:at], "?"]
    for at, token in enumerate(tokens[1:6], 1):
        if token in {"=", "TO"}:
            value = tokens[at + 1 :]
            return [*tokens[:at], "=", *(value if value == ["DEFAULT"] or not value else ["?"])]
        if token not in {"LOCAL", "session", "."} and not (
            token[0] == '"' or token[0].isalpha() or token[0] == "_"
        ):
            return tokens
    return tokens


def _role(tokens: list[str]) -> list[str]:
    if not _ROLE_WORDS.intersection(tokens[1:2]):
        return tokens
    if "SET" in tokens:
        at = tokens.index("SET")
        return [*tokens[:at], *_set(tokens[at:])]
    if "password" in tokens:
        at = tokens.index("password") + 1
        return tokens if tokens[at:][:1] in ([], ["NULL"]) else [*tokens[:at], "?", *tokens[at + 1 :]]
    return tokens


_MYSQL_REWRITES: Rewrites = {
    "SAVEPOINT": _savepoint,
    "RELEASE": _savepoint,
    "ROLLBACK": _savepoint,
}
_REWRITES: Rewrites = {
    "SAVEPOINT": _savepoint,
    "RELEASE": _savepoint,
    "ROLLBACK": _savepoint,
    "DECLARE": _declare,
    "FETCH": _last_name,
    "MOVE": _last_name,
    "CLOSE": _last_name,
    "DEALLOCATE": _last_name,
    "SET": _set,
    "ALTER": _role,
    "CREATE": _role,
}
