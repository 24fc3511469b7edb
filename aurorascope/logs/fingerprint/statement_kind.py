"""The kind of a statement: what its first word says, WITH resolved to the statement it introduces."""

from __future__ import annotations

_KIND_OF = {
    word: kind
    for kind, words in {
        "select": "SELECT VALUES TABLE",
        "insert": "INSERT REPLACE",
        "update": "UPDATE",
        "delete": "DELETE",
        "merge": "MERGE",
        "ddl": "CREATE ALTER DROP TRUNCATE COMMENT GRANT REVOKE RENAME REASSIGN REFRESH SECURITY IMPORT",
        "transaction": "BEGIN START COMMIT END ROLLBACK ABORT SAVEPOINT RELEASE XA",
        "copy": "COPY LOAD",
        "explain": "EXPLAIN DESCRIBE DESC",
        "set": "SET RESET",
        "call": "CALL",
        "utility": "ANALYZE ANALYSE CHECKPOINT CLOSE CLUSTER DEALLOCATE DECLARE DISCARD DO EXECUTE FETCH "
        "LISTEN LOCK MOVE NOTIFY PREPARE REINDEX SHOW UNLISTEN VACUUM "
        "CACHE CHECK CHECKSUM FLUSH HANDLER HELP INSTALL KILL OPTIMIZE PURGE REPAIR RESTART SHUTDOWN SIGNAL "
        "UNINSTALL UNLOCK USE",
    }.items()
    for word in words.split()
}
_AFTER_WITH = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE", "REPLACE"})


def statement_kind(tokens: list[str]) -> str:
    """Return the kind of the statement with these canonical tokens; other when its first word is unknown."""
    first = next((token for token in tokens if token != "("), "").upper()
    if first == "WITH":
        return _KIND_OF[_main_word(tokens)]
    if first == "PREPARE" and "TRANSACTION" in (token.upper() for token in tokens[1:2]):
        return "transaction"
    return _KIND_OF.get(first, "other")


def _main_word(tokens: list[str]) -> str:
    depth = 0
    start = tokens.index("WITH")
    for token in tokens[start:]:
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif depth <= 0 and token in _AFTER_WITH:
            return token
    return "SELECT"
