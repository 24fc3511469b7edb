"""The statements that make a store's tables known to Athena, and a look that they lead to that store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError
from aurorascope.scale.athena import TABLE
from aurorascope.scale.relations import EVERY_DAY, select
from aurorascope.scale.trino import Trino
from aurorascope.store.layout import stored_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.scale.running import Runner

NAME = re.compile(r"[a-z][a-z0-9_]{0,127}")
PLACE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w!.*()/=-]*)?")
PROBE = 10**9
"""Bytes that looking for one path may read: a file's footer in fact."""


def source_of(database: str) -> str:
    """Return the Delta table as our queries name it."""
    return f'"{named(database)}"."{TABLE}"'


def named(database: str) -> str:
    """Return a database's name; BadRequestError where Glue would take none such."""
    if not NAME.fullmatch(database):
        raise BadRequestError(f"{database!r} is no name of a Glue database: take small letters, digits and _")
    return database


def located(address: str) -> str:
    """Return the place of a store in S3, with a slash at its end as Athena wants it."""
    place = address.rstrip("/") + "/"
    if not PLACE.fullmatch(place):
        raise BadRequestError(
            f"{address}: Athena reads stores in S3 alone; name its s3:// address with --location"
        )
    return place


def statements(database: str, location: str) -> list[str]:
    """Return the statements in their order; each may be run again, and an upgrade runs all of them anew."""
    writer = Trino()
    made = [
        f"CREATE DATABASE IF NOT EXISTS `{named(database)}`",
        (
            f"CREATE EXTERNAL TABLE IF NOT EXISTS `{database}`.`{TABLE}`\n"
            f"LOCATION '{located(location)}'\nTBLPROPERTIES ('table_type' = 'DELTA')"
        ),
    ]
    for table in stored_tables():
        body = select(
            writer,
            table.name,
            source_of(database),
            columns=table.column_names,
            days=EVERY_DAY,
            path='"$path"',
            day="day" not in table.column_names,
        )
        made.append(f'CREATE OR REPLACE VIEW "{database}"."{table.name}" AS\n{body}')
    return made


def register(runner: Runner, database: str, location: str, say: Callable[[str], None]) -> None:
    """Run the statements; BadRequestError where the database's table lies over another store."""
    table, *views = statements(database, location)[1:]
    for text in (statements(database, location)[0], table):
        runner.run(text, at_most=0)
        say(text.splitlines()[0])
    _check(runner, database, located(location))
    for text in views:
        runner.run(text, at_most=0)
        say(text.splitlines()[0].removesuffix(" AS"))


def _check(runner: Runner, database: str, location: str) -> None:
    """Look at one file of the table: a table that was there before stays where it was."""
    found = runner.run(
        f"SELECT \"$path\" AS path FROM {source_of(database)} WHERE tbl = 'runs' LIMIT 1", at_most=PROBE
    )
    for row in found.rows:
        if row[0] is not None and not row[0].startswith(location):
            raise BadRequestError(
                f"{database}.{TABLE} lies over {row[0].partition('tbl=')[0]}, not {location}: "
                "name another --athena-database"
            )
