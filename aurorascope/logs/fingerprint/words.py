"""The words of SQL that a lexer or the fold must know.

The three PostgreSQL lists are the keyword categories of its documentation (appendix "SQL Key Words"); a
quoted identifier that spells one of them means something else than the bare word, so it keeps its quotes.
"""

from __future__ import annotations

POSTGRES_RESERVED = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
    create current_catalog current_date current_role current_time current_timestamp current_user default
    deferrable desc distinct do else end except false fetch for foreign from grant group having in initially
    intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing
    primary references returning select session_user some symmetric system_user table then to trailing true
    union unique user using variadic when where window with
    """.split()
)

POSTGRES_TYPE_OR_FUNCTION = frozenset(
    """
    authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join
    left like natural notnull outer overlaps right similar tablesample verbose
    """.split()
)

POSTGRES_COLUMN_NAME = frozenset(
    """
    between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping
    inout int integer interval json json_array json_arrayagg json_exists json_object json_objectagg
    json_query json_scalar json_serialize json_table json_value least merge_action national nchar none
    normalize nullif numeric out overlay position precision real row setof smallint substring time timestamp
    treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
    xmlpi xmlroot xmlserialize xmltable
    """.split()
)

POSTGRES_QUOTED_STAYS_QUOTED = POSTGRES_RESERVED | POSTGRES_TYPE_OR_FUNCTION | POSTGRES_COLUMN_NAME

# Words printed in capitals. Display only: a word's identity does not depend on its case in PostgreSQL, and
# names that people give to columns are left out so that `name`, `type` and `value` read as columns.
CAPITALS = (POSTGRES_RESERVED | POSTGRES_TYPE_OR_FUNCTION) - {"user", "verbose"} | frozenset(
    """
        abort add alter attach before begin between by call cascade checkpoint close cluster commit conflict
        copy cursor deallocate declare delete detach discard drop each execute exists explain extension first
        following force function generated hold if ignore immutable including index inherits insert instead
        isolation last listen local lock locked matched materialized merge minvalue maxvalue move next no
        nothing notify nowait nulls of over partition preceding prepare prepared procedure reassign recursive
        refresh reindex release rename repeatable replace reset restart restrict return returns revoke
        rollback row rows savepoint schema scroll security sequence serializable set show skip stable start
        tablespace temp temporary ties trigger truncate unbounded uncommitted unlisten unlogged update vacuum
        values view within without work
        """.split()
)

# A sign after one of these words belongs to the number that follows, never to a subtraction: none of them
# can end an operand (`ELSE -1`, `BETWEEN -1 AND -5`, `LIMIT -1`).
OPENS_OPERAND = frozenset(
    word.upper()
    for word in """
    all and any as between by case check default distinct do else except for from group having ilike in
    intersect into is like limit not offset on or order return returning select set similar some
    symmetric asymmetric then to union using values variadic when where with minvalue maxvalue restart div mod
    xor regexp rlike interval
    """.split()
)

# Every word that is printed in capitals and is no name where a relation is expected.
NO_NAME = frozenset(word.upper() for word in POSTGRES_RESERVED | POSTGRES_TYPE_OR_FUNCTION)

# The words after which a bracket opens a subquery rather than a list.
OPENS_QUERY = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})
