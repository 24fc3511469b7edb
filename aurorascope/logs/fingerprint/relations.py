"""The relations that a statement names.

Names after FROM, JOIN, INTO, UPDATE, TABLE and their like, in order of appearance, each once, as the family's
text spells them. Left out: functions, the names of common table expressions (from the end of their body
on, or at once after RECURSIVE), and FROM where it is no clause (`extract(day FROM x)`, `IS DISTINCT FROM`).
"""

from __future__ import annotations

from aurorascope.logs.fingerprint.words import CAPITALS, NO_NAME

_SKIPPED = frozenset(
    "ONLY LATERAL IF NOT EXISTS TABLE IGNORE LOW_PRIORITY DELAYED CONCURRENTLY QUICK OVERWRITE TABLES".split()
)
_QUERY = frozenset({"SELECT", "DELETE", "INSERT", "UPDATE", "MERGE", "REPLACE", "WITH", "VALUES", "TABLE"})
_NAMED_AT_ONCE = frozenset({"COPY", "TRUNCATE", "VACUUM", "ANALYZE", "ANALYSE", "CLUSTER", "LOCK"})
_BEFORE_NAME = frozenset({"FULL", "FREEZE", "VERBOSE", "verbose", "ANALYZE"})
_LEADS_TO_LIST = frozenset({"FROM", "USING", "UPDATE", "JOIN", ","})
_LISTS_TABLES = frozenset({"DROP", "TRUNCATE", "LOCK", "VACUUM", "ANALYZE", "ANALYSE"})
_LEADS_TO_TABLE = frozenset({"INTO", "TABLE", "UPDATE", "ON"})
_NO_TARGET_BEFORE_UPDATE = frozenset(
    {"FOR", "KEY", "key", "ON", "DO", "AFTER", "BEFORE", "OR", "OF", ",", "GRANT", "REVOKE", "THEN"}
)
_ENDS_LIST = frozenset(
    """
    WHERE GROUP ORDER HAVING LIMIT OFFSET FETCH UNION INTERSECT EXCEPT SET VALUES SELECT RETURNING FOR WINDOW
    WHEN DO TO WITH FROM IN PROCEDURE
    """.split()
)
_ON_NAMES_A_RELATION = frozenset({"INDEX", "TRIGGER", "policy", "rule"})
_CAPITALS = frozenset(word.upper() for word in CAPITALS)


class _Level:
    """One bracket level: its first word, and whether a comma leads to the next relation."""

    __slots__ = ("common_table", "first", "in_list", "is_body", "recursive")

    def __init__(self, first: str, *, is_body: bool = False) -> None:
        self.first = first
        self.in_list = False
        self.is_body = is_body
        self.common_table = ""
        self.recursive = False


def relations(tokens: list[str]) -> tuple[str, ...]:
    """Return the relations that the canonical `tokens` name."""
    return _Reader(tokens).read()


class _Reader:
    """One walk over the tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.levels = [_Level(tokens[0] if tokens else "")]
        self.found: dict[str, None] = {}
        self.common_tables: set[str] = set()

    def read(self) -> tuple[str, ...]:
        if self.levels[0].first in _NAMED_AT_ONCE:
            self.at = 1
            if self._token(0) == "(" and self._token(1) not in _QUERY:
                self._pass_options()
            while self._token(0) in _BEFORE_NAME:
                self.at += 1
            self._names("TABLE")
        elif self.levels[0].first in {"INSERT", "REPLACE"}:
            # MySQL lets INTO be left out.
            self.at = 1
            self._names("INTO")
        while self.at < len(self.tokens):
            self._step()
        return tuple(self.found)

    def _token(self, ahead: int) -> str:
        at = self.at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def _step(self) -> None:
        token = self._token(0)
        level = self.levels[-1]
        if token == "(":
            self._open()
        elif token == ")":
            self._shut()
        elif token == ";":
            self.levels = [_Level(self._token(1))]
            self.common_tables.clear()
        elif token == "WITH":
            level.in_list = False
            self._common_table(1)
            return
        else:
            if token in _ENDS_LIST:
                level.in_list = False
            if self._leads_to_relation(token, level):
                self.at += 1
                self._names(token)
                return
        self.at += 1

    def _leads_to_relation(self, token: str, level: _Level) -> bool:
        before = self._token(-1)
        if token == ",":
            return level.in_list
        if token == "FROM":
            distinct = before == "DISTINCT" and self._token(-2) in {"IS", "NOT"}
            return level.first in _QUERY | {"EXPLAIN", "CREATE", "PREPARE", "DECLARE", "SHOW"} and (
                not distinct and before != "."
            )
        if token == "USING":
            return level.first in {"DELETE", "MERGE"} and self._is_name(1) and before != ")"
        if token == "ON":
            return level.first == "CREATE" and bool(_ON_NAMES_A_RELATION.intersection(self.tokens[1:5]))
        if token == "UPDATE":
            return before not in _NO_TARGET_BEFORE_UPDATE
        return token in {"JOIN", "STRAIGHT_JOIN", "INTO", "TABLE"} and before != "."

    def _is_name(self, ahead: int) -> bool:
        token = self._token(ahead)
        if not token or token in NO_NAME:
            return False
        return token[0] in '"`_' or token[0].isalnum() or token[0] > "\x7f"

    def _pass_options(self) -> None:
        while self._token(0) not in {")", ""}:
            self.at += 1
        self.at += 1

    def _names(self, led_by: str) -> None:
        """Read the name that stands here, if one does; a subquery here is left to the walk."""
        level = self.levels[-1]
        level.in_list = led_by in _LEADS_TO_LIST or level.first in _LISTS_TABLES
        while self._token(0) in _SKIPPED or (self._token(0) == "(" and self._token(1) not in _QUERY):
            if self._token(0) == "(":
                self._open()
                self.levels[-1].in_list = True
            self.at += 1
        if not self._is_name(0):
            return
        parts = [self._take()]
        while self._token(0) == "." and self._token(1):
            self.at += 1
            parts.append(self._take())
        if led_by not in _LEADS_TO_TABLE and self._token(0) == "(":
            return
        name = ".".join(parts)
        if name not in self.common_tables:
            self.found.setdefault(name)

    def _take(self) -> str:
        token = self._token(0)
        self.at += 1
        return token.lower() if token in _CAPITALS else token

    def _open(self) -> None:
        before = self._token(-1)
        outer = self.levels[-1]
        is_body = bool(outer.common_table) and before in {"AS", "MATERIALIZED"}
        if is_body and outer.recursive:
            self.common_tables.add(outer.common_table)
        self.levels.append(_Level(self._token(1), is_body=is_body))

    def _shut(self) -> None:
        if len(self.levels) == 1:
            return
        body = self.levels.pop()
        outer = self.levels[-1]
        if body.is_body:
            self.common_tables.add(outer.common_table)
            outer.common_table = ""
            if self._token(1) == ",":
                self.at += 1
                self._common_table(1)
                self.at -= 1

    def _common_table(self, ahead: int) -> None:
        """Stand before a common table's name, if one follows, and pass it."""
        level = self.levels[-1]
        if self._token(ahead) == "RECURSIVE":
            level.recursive = True
            ahead += 1
        if self._is_name(ahead) and self._token(ahead + 1) in {"AS", "("}:
            level.common_table = self._token(ahead)
            ahead += 1
        self.at += ahead
