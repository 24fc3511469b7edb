"""Every table of the store with a sentence for every column.

`TABLES` maps a table's name to its `Table`. Adding a table is adding it to one of the modules here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.store.schemas.alerts import ALERT_TABLES
from aurorascope.store.schemas.events import EVENT_TABLES
from aurorascope.store.schemas.inventory import INVENTORY_TABLES
from aurorascope.store.schemas.load import LOAD_TABLES
from aurorascope.store.schemas.statements import STATEMENT_TABLES
from aurorascope.store.schemas.upkeep import UPKEEP_TABLES

if TYPE_CHECKING:
    from aurorascope.model.table import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *STATEMENT_TABLES,
        *EVENT_TABLES,
        *LOAD_TABLES,
        *INVENTORY_TABLES,
        *ALERT_TABLES,
        *UPKEEP_TABLES,
    )
}

__all__ = ["TABLES"]
