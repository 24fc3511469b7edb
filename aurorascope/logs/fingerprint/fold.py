"""Canonical tokens to the tokens of the family: what differs between calls of one statement is folded.

* NULL, TRUE and FALSE are literals, except after IS and IS NOT, and where no value can stand: `NOT NULL`,
  `ON DELETE SET NULL`, COPY's `NULL 'x'`, and after what ends an operand (`a int NULL`, `HEADER true`).
* A sign before a literal goes with it (`= -5`, `- $1`), one after an operand is a subtraction and stays.
* Equal elements of an IN list are one, rows of literals after VALUES are one, equal other rows are one,
  an ARRAY of literals has one element. A list that the end of the text cut open is folded as well.
* `;` at the end and empty statements are nothing.
"""

from __future__ import annotations

from aurorascope.logs.fingerprint.words import OPENS_OPERAND, OPENS_QUERY

# A list nested deeper than this keeps its length: comparing elements copies them once for each level.
DEEPEST_LIST = 40

_NO_COMMAS: list[int] = []
_CLOSES_OPERAND = frozenset({")", "]", "?"})
# BY is a name elsewhere.
_BEFORE_BY = frozenset({"ORDER", "GROUP", "PARTITION", "increment"})
_ROW_OF_LITERALS = frozenset({"?", ",", "(", ")"})


class _Bracket:
    """An open bracket: where it stands in the output, what it holds, where its commas are."""

    __slots__ = ("commas", "height", "holds", "rows", "rows_end", "start")

    def __init__(self, start: int, holds: str) -> None:
        self.start = start
        self.holds = holds
        self.commas: list[int] = [] if holds else _NO_COMMAS
        self.height = 0
        self.rows: set[tuple[str, ...]] | None = None
        self.rows_end = -1


def fold(tokens: list[str]) -> list[str]:
    """Return the tokens of the family of the statement that `tokens` are."""
    return _Fold().fold(tokens)


class _Fold:
    """One walk over the tokens: the output so far and the brackets that are open."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[_Bracket] = [_Bracket(0, "")]
        self.null_at = -1

    def fold(self, tokens: list[str]) -> list[str]:
        out = self.out
        append = out.append
        step = {
            "?": self._literal,
            "NULL": self._null_true_false,
            "TRUE": self._null_true_false,
            "FALSE": self._null_true_false,
            ",": self._comma,
            "(": self._open,
            "[": self._open,
            ")": self._shut,
            "]": self._shut,
            ";": self._end,
        }.get
        for token in tokens:
            take = step(token)
            if take is None:
                append(token)
            else:
                take(token)
        while len(self.open) > 1:
            self._close()
        while out and out[-1] == ";":
            out.pop()
        return out

    def _literal(self, _: str) -> None:
        out = self.out
        while out and out[-1] in {"-", "+"} and not _ends_operand(out, len(out) - 2):
            out.pop()
        if out[-2:] == ["?", "uescape"]:
            out.pop()
            return
        if out and out[-1] == "?" and self.null_at == len(out) - 1:
            out[-1] = "NULL"
        out.append("?")

    def _null_true_false(self, token: str) -> None:
        if _is_a_word_here(token, self.out):
            self.out.append(token)
        else:
            self._literal("?")
            if token == "NULL":
                self.null_at = len(self.out) - 1

    def _comma(self, token: str) -> None:
        if self.open[-1].holds:
            self.open[-1].commas.append(len(self.out))
        self.out.append(token)

    def _open(self, token: str) -> None:
        holds = _what_opens(token, self.out, self.open[-1])
        self.out.append(token)
        self.open.append(_Bracket(len(self.out), holds))

    def _shut(self, token: str) -> None:
        if len(self.open) == 1:
            self.out.append(token)
            return
        bracket = self._close()
        if bracket.holds == "row" and len(self.out) < bracket.start:
            return
        self.out.append(token)
        if bracket.holds == "row":
            self.open[-1].rows_end = len(self.out)

    def _close(self) -> _Bracket:
        self.null_at = -1
        bracket = self.open.pop()
        outer = self.open[-1]
        _close(bracket, self.out, outer)
        outer.height = max(outer.height, bracket.height + 1)
        return bracket

    def _end(self, token: str) -> None:
        if self.out and self.out[-1] != ";":
            self.out.append(token)


def _is_a_word_here(token: str, out: list[str]) -> bool:
    if not out:
        return False
    before = out[-1]
    if before == "NOT":
        return token == "NULL" or (len(out) > 1 and out[-2] == "IS")
    return before in {"IS", "."} or (before == "SET" and token == "NULL") or _ends_operand(out, len(out) - 1)


def _ends_operand(out: list[str], at: int) -> bool:
    if at < 0:
        return False
    token = out[at]
    if token in _CLOSES_OPERAND:
        return True
    if token == "BY":
        return at == 0 or out[at - 1] not in _BEFORE_BY
    return (token[0].isalnum() or token[0] in '_"`@' or token[0] > "\x7f") and token not in OPENS_OPERAND


def _what_opens(token: str, out: list[str], outer: _Bracket) -> str:
    before = out[-1] if out else ""
    if token == "[":
        nested = outer.holds == "array" and before in {"[", ","}
        return "array" if before == "ARRAY" or nested else ""
    if before == "IN":
        return "list"
    if before == "ROW":
        before = out[-2] if len(out) > 1 else ""
    if before == "VALUES":
        outer.rows = None
        return "row"
    if before == "," and outer.rows_end == len(out) - 1 - (out[-1] == "ROW"):
        return "row"
    return ""


def _close(bracket: _Bracket, out: list[str], outer: _Bracket) -> None:
    """Fold what `bracket` holds; a row that was there before goes, with its comma and its bracket."""
    if not bracket.holds or bracket.height > DEEPEST_LIST:
        return
    if bracket.holds == "row":
        _close_row(bracket, out, outer)
    elif bracket.commas and out[bracket.start] not in OPENS_QUERY:
        elements = _elements(bracket, out)
        distinct = dict.fromkeys(elements)
        if bracket.holds == "array" and not (len(distinct) == 1 and _is_constant(elements[0])):
            return
        del out[bracket.start :]
        for element in distinct:
            out += element
            out.append(",")
        out.pop()


def _elements(bracket: _Bracket, out: list[str]) -> list[tuple[str, ...]]:
    starts = [bracket.start, *(comma + 1 for comma in bracket.commas)]
    ends = [*bracket.commas, len(out)]
    elements = [tuple(out[start:end]) for start, end in zip(starts, ends, strict=True)]
    if len(elements) > 1 and not elements[-1]:
        elements.pop()
    return elements


def _is_constant(element: tuple[str, ...]) -> bool:
    if element[1:2] == ("::",):
        return element[0] == "?" and all(token[0].isalnum() or token in {".", "?", "::"} for token in element)
    return element == ("?",)


def _close_row(bracket: _Bracket, out: list[str], outer: _Bracket) -> None:
    row = tuple(out[bracket.start :])
    key = ("?",) if _ROW_OF_LITERALS.issuperset(row) else row
    if outer.rows is None:
        outer.rows = {key}
    elif key not in outer.rows:
        outer.rows.add(key)
    elif outer.rows_end >= 0:
        del out[outer.rows_end :]
        while outer.commas and outer.commas[-1] >= len(out):
            outer.commas.pop()
