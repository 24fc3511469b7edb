"""One statement, exactly: its tokens, the folds, its text, its id."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from aurorascope.logs.fingerprint.fold import fold
from aurorascope.logs.fingerprint.names import fold_names
from aurorascope.logs.fingerprint.postgres_lexer import postgres_tokens
from aurorascope.logs.fingerprint.relations import relations
from aurorascope.logs.fingerprint.statement_kind import statement_kind
from aurorascope.logs.fingerprint.text import text
from aurorascope.model.fingerprint import Fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINES = ("postgresql", "mysql")

# A statement beyond this many characters is read as if the log had cut it here: its tokens need memory.
LONGEST_STATEMENT = 10_000_000

# Many remainders have one family: its kind and relations are read once. Bounded, as texts are a stranger's.
MOST_KNOWN = 20_000
LONGEST_KNOWN = 8_192
_known: dict[tuple[str, str], Fingerprint] = {}


def fingerprint_of(sql: str, engine: str) -> Fingerprint:
    """Return the family of `sql`; ValueError names the engines known."""
    return family_of(_lexer(known_engine(engine))(sql[:LONGEST_STATEMENT]), engine)


def _lexer(engine: str) -> Callable[[str], list[str]]:
    if engine == "postgresql":
        return postgres_tokens
    # The patterns of a lexer take a worker longer to compile than a block to read.
    from aurorascope.logs.fingerprint.mysql_lexer import mysql_tokens

    return mysql_tokens


def known_engine(engine: str) -> str:
    """Return `engine`, or raise a ValueError that names those with a lexer."""
    if engine not in ENGINES:
        raise ValueError(f"no SQL lexer for engine {engine!r}; the engines are {', '.join(ENGINES)}")
    return engine


def family_of(canonical_tokens: list[str], engine: str) -> Fingerprint:
    """Return the family of the statement with these canonical tokens."""
    tokens = fold_names(fold(canonical_tokens), engine)
    normalized = text(tokens)
    known = _known.get((engine, normalized))
    if known is not None:
        return known
    digest = blake2b(f"{engine}\0{normalized}".encode("utf-8", "surrogatepass"), digest_size=8)
    family = Fingerprint(digest.hexdigest(), normalized, statement_kind(tokens), relations(tokens))
    if len(normalized) <= LONGEST_KNOWN:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[engine, normalized] = family
    return family
