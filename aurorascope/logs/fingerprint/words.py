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

# `"local"` is a name where LOCAL is a word (`SET TIME ZONE local`).
POSTGRES_QUOTED_STAYS_QUOTED = POSTGRES_RESERVED | POSTGRES_TYPE_OR_FUNCTION | POSTGRES_COLUMN_NAME | CAPITALS

# After one of these words stands a value: a sign belongs to the number that follows, never to a subtraction,
# and TRUE is no name (`ELSE -1`, `BETWEEN -1 AND -5`, `WHERE TRUE`). All of them are reserved.
OPENS_OPERAND = frozenset(
    word.upper()
    for word in """
    all and any as between case check default distinct do else except for from group having ilike in
    intersect into is like limit not offset on or order returning select similar some
    symmetric asymmetric then to union using values variadic when where with div mod
    xor regexp rlike interval
    """.split()
)

# The words after which a bracket opens a subquery rather than a list.
OPENS_QUERY = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})

# MySQL 8.0's reserved words (its manual, "Keywords and Reserved Words"), and the words that begin or shape
# its statements: printed in capitals, whatever their case; a quoted name that spells one keeps its quotes.
MYSQL_CAPITALS = frozenset(
    """
    ACCESSIBLE ADD ALL ALTER ANALYZE AND AS ASC ASENSITIVE BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY
    CALL CASCADE CASE CHANGE CHAR CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT
    CREATE CROSS CUBE CUME_DIST CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE
    DATABASES DAY_HOUR DAY_MICROSECOND DAY_MINUTE DAY_SECOND DEC DECIMAL DECLARE DEFAULT DELAYED DELETE
    DENSE_RANK DESC DESCRIBE DETERMINISTIC DISTINCT DISTINCTROW DIV DOUBLE DROP DUAL EACH ELSE ELSEIF
    EMPTY ENCLOSED ESCAPED EXCEPT EXISTS EXIT EXPLAIN FALSE FETCH FIRST_VALUE FLOAT FLOAT4 FLOAT8 FOR
    FORCE FOREIGN FROM FULLTEXT FUNCTION GENERATED GET GRANT GROUP GROUPING GROUPS HAVING HIGH_PRIORITY
    HOUR_MICROSECOND HOUR_MINUTE HOUR_SECOND IF IGNORE IN INDEX INFILE INNER INOUT INSENSITIVE INSERT
    INT INT1 INT2 INT3 INT4 INT8 INTEGER INTERSECT INTERVAL INTO IO_AFTER_GTIDS IO_BEFORE_GTIDS IS
    ITERATE JOIN JSON_TABLE KEY KEYS KILL LAG LAST_VALUE LATERAL LEAD LEADING LEAVE LEFT LIKE LIMIT
    LINEAR LINES LOAD LOCALTIME LOCALTIMESTAMP LOCK LONG LONGBLOB LONGTEXT LOOP LOW_PRIORITY MASTER_BIND
    MASTER_SSL_VERIFY_SERVER_CERT MATCH MAXVALUE MEDIUMBLOB MEDIUMINT MEDIUMTEXT MIDDLEINT
    MINUTE_MICROSECOND MINUTE_SECOND MOD MODIFIES NATURAL NOT NO_WRITE_TO_BINLOG NTH_VALUE NTILE NULL
    NUMERIC OF ON OPTIMIZE OPTIMIZER_COSTS OPTION OPTIONALLY OR ORDER OUT OUTER OUTFILE OVER PARTITION
    PERCENT_RANK PRECISION PRIMARY PROCEDURE PURGE RANGE RANK READ READS READ_WRITE REAL RECURSIVE
    REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE RESIGNAL RESTRICT RETURN REVOKE RIGHT RLIKE
    ROW ROWS ROW_NUMBER SCHEMA SCHEMAS SECOND_MICROSECOND SELECT SENSITIVE SEPARATOR SET SHOW SIGNAL
    SMALLINT SPATIAL SPECIFIC SQL SQLEXCEPTION SQLSTATE SQLWARNING SQL_BIG_RESULT SQL_CALC_FOUND_ROWS
    SQL_SMALL_RESULT SSL STARTING STORED STRAIGHT_JOIN SYSTEM TABLE TERMINATED THEN TINYBLOB TINYINT
    TINYTEXT TO TRAILING TRIGGER TRUE UNDO UNION UNIQUE UNLOCK UNSIGNED UPDATE USAGE USE USING UTC_DATE
    UTC_TIME UTC_TIMESTAMP VALUES VARBINARY VARCHAR VARCHARACTER VARYING VIRTUAL WHEN WHERE WHILE WINDOW
    WITH WRITE XOR YEAR_MONTH ZEROFILL BEGIN COMMIT ROLLBACK START SAVEPOINT PREPARE EXECUTE DEALLOCATE
    DO TRUNCATE TABLES OFFSET END DUPLICATE SQL_NO_CACHE GLOBAL SESSION
    """.split()
)

# Functions of MySQL whose names people write in either case.
MYSQL_FUNCTIONS = frozenset(
    """
    ABS ADDDATE ADDTIME ANY_VALUE AVG BIT_AND BIT_COUNT BIT_OR BIT_XOR CAST CEIL CEILING CHAR_LENGTH
    CHARACTER_LENGTH COALESCE CONCAT CONCAT_WS CONNECTION_ID CONVERT_TZ COUNT CRC32 CURDATE CURTIME DATE
    DATE_ADD DATE_FORMAT DATE_SUB DATEDIFF DAY DAYNAME DAYOFMONTH DAYOFWEEK DAYOFYEAR EXTRACT FIELD
    FIND_IN_SET FLOOR FORMAT FOUND_ROWS FROM_DAYS FROM_UNIXTIME GET_LOCK GREATEST GROUP_CONCAT HEX HOUR
    IFNULL INET_ATON INET_NTOA INSTR ISNULL JSON_ARRAY JSON_ARRAYAGG JSON_CONTAINS JSON_EXTRACT
    JSON_OBJECT JSON_OBJECTAGG JSON_SET JSON_UNQUOTE JSON_VALUE LAST_DAY LAST_INSERT_ID LCASE LEAST
    LENGTH LN LOCATE LOG LOWER LPAD LTRIM MAX MD5 MICROSECOND MID MIN MINUTE MONTH MONTHNAME NOW NULLIF
    POSITION POW POWER QUARTER RAND RELEASE_LOCK REVERSE ROUND ROW_COUNT RPAD RTRIM SECOND SHA1 SHA2
    SIGN SLEEP SQRT STD STDDEV STR_TO_DATE SUBDATE SUBSTR SUBSTRING SUBSTRING_INDEX SUBTIME SUM SYSDATE
    TIME TIMEDIFF TIMESTAMP TIMESTAMPADD TIMESTAMPDIFF TO_DAYS TRIM UCASE UNHEX UNIX_TIMESTAMP UPPER
    USER UUID VARIANCE VERSION WEEK WEEKDAY YEAR
    """.split()
)

# No name where a relation is expected: what is reserved in either engine, as the lexers spell it.
NO_NAME = frozenset(word.upper() for word in POSTGRES_RESERVED | POSTGRES_TYPE_OR_FUNCTION) | MYSQL_CAPITALS
