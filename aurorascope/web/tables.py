"""Every table is made here: one grid, cells drawn by one renderer that only ever makes text nodes.

The renderer lives in `assets/cells.js`; it gets the text, the share of a bar, and an address, all made here.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag

from aurorascope.web.units import NOTHING, NUMERIC, text_of
from aurorascope.web.zones import offset_named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.model.page import Column

Row = dict[str, Any]

LONGEST_CELL = 600
GROUP = "by"  # the column of the groups that a reader chose
NAMELESS = "(none)"
EMPTY = "(empty)"  # a link needs a name, and an empty text is not nothing
ROW_HEIGHT = 27
HEAD_HEIGHT = 30
SCROLLBAR = 18
TALLEST = 1400
WIDTHS = {
    "ts": 190,
    "us": 96,
    "bytes": 90,
    "kb": 90,
    "count": 80,
    "share": 76,
    "percent": 76,
    "yesno": 70,
    "number": 84,
}
PAGE_OF_ROWS = 100
SMALL_SCREEN = 1000  # the widest panel's room for its columns on a screen of 1280
WHOLE_SECONDS = 152
BESIDE = 24  # less for each of two side by side
GIVING = frozenset({"text", "code", "sql", "list"})
GIVES = 0.7


def column_defs(
    columns: Sequence[Column],
    zone: str,
    begin: datetime | None = None,
    shown: frozenset[str] = frozenset(),
    span: int = 12,
    whole: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    """The grid's columns: numbers to the right, text to the left, text that grows takes what is left.

    Where they ask for more than a panel of so many twelfths has on a small screen, all text gives way
    a little before the table scrolls. Times that are `whole` seconds need less.
    """
    defined = [_column_def(column, zone, begin, shown) for column in columns]
    for one in defined:
        if one["field"] in whole and not one.get("flex"):
            one["width"] = min(one["width"], WHOLE_SECONDS)
    wanted = [one for one in defined if not one.get("hide")]
    if sum(_wide(one) for one in wanted) > SMALL_SCREEN * span / 12 - BESIDE * (span < 12):
        for column, one in zip(columns, defined, strict=True):
            if column.unit in GIVING:
                width = _wide(one)
                one.pop("width", None)
                least = width if column.grow else min(width, max(GIVES * width, _named(one)))
                one |= {"flex": width, "minWidth": round(least)}
    return defined


def _named(definition: dict[str, Any]) -> int:
    """What a column needs for its name, and for a word or two."""
    return max(9 * len(str(definition["headerName"])) + 24, 104)


def _wide(definition: dict[str, Any]) -> int:
    return int(definition.get("width") or definition["minWidth"])


def _column_def(column: Column, zone: str, begin: datetime | None, shown: frozenset[str]) -> dict[str, Any]:
    numeric = column.unit in NUMERIC
    where = offset_named(begin, zone) if column.unit == "ts" and begin is not None else ""
    definition: dict[str, Any] = {
        "field": column.name,
        "headerName": f"{column.title} ({where})" if where else column.title,
        "cellRenderer": "Cell",
        "cellRendererParams": {"unit": column.unit, "spark": column.spark},
        "cellClass": f"unit-{column.unit}" + (" cell-number" if numeric else ""),
        "headerClass": "head-number" if numeric else "",
        "sortable": True,
        "resizable": True,
        "minWidth": 56,
    }
    if column.doc:
        definition["headerTooltip"] = column.doc
    if column.hidden:
        definition["hide"] = column.name not in shown
    if column.grow:
        definition["flex"] = 1
        definition["minWidth"] = column.width or 260
    else:
        definition["width"] = column.width or WIDTHS.get(column.unit, 130)
    if numeric:
        definition["sortingOrder"] = ["desc", "asc", None]
    return definition


def grid(
    grid_id: dict[str, str],
    columns: Sequence[Column],
    *,
    paging: bool = False,
    height: int = 0,
    zone: str = "UTC",
    kept_as: str = "",
) -> dag.AgGrid:
    """An empty grid; its rows arrive with the data. `kept_as` names what the browser remembers it by."""
    options: dict[str, Any] = {
        "rowHeight": ROW_HEIGHT,
        "headerHeight": HEAD_HEIGHT,
        "animateRows": False,
        "suppressCellFocus": False,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "suppressColumnVirtualisation": True,  # a reader of screens, and paper, see every column
        "suppressDragLeaveHidesColumns": True,
        "tooltipShowDelay": 400,
        "suppressFieldDotNotation": True,
        "suppressScrollOnNewData": True,
        "suppressNoRowsOverlay": True,
    }
    if paging:
        options |= {
            "cacheBlockSize": PAGE_OF_ROWS,
            "maxBlocksInCache": 20,
            "infiniteInitialRowCount": 1,
            "maxConcurrentDatasourceRequests": 1,
        }
    more: dict[str, Any] = {"rowData": []} if not paging else {}
    return dag.AgGrid(
        id=grid_id,
        columnDefs=column_defs(columns, zone),
        rowModelType="infinite" if paging else "clientSide",
        getRowId="params.data._id",
        dashGridOptions=options,
        className="table",
        style={"height": f"{height or height_of(3)}px"},
        persistence=kept_as or None,
        persisted_props=["columnState"],
        persistence_type="local",
        **more,
    )


def height_of(rows: int, most: int = 0) -> int:
    """As high as its rows, up to `most` pixels; then it scrolls."""
    return min(most or TALLEST, rows * ROW_HEIGHT + HEAD_HEIGHT + SCROLLBAR)


def row_data(
    rows: Sequence[Row],
    columns: Sequence[Column],
    link_of: Callable[[Column, Row], str | None],
    zone: str,
    first: int = 0,
) -> list[Row]:
    """Rows for the grid: for each column its sortable value, its text, its bar's share and its address."""
    greatest = {
        column.name: max((abs(_float(row.get(column.name))) for row in rows), default=0.0)
        for column in columns
        if column.bar
    }
    whole = whole_seconds(rows, columns)
    return [
        _row(row, columns, link_of, zone, greatest, whole) | {"_id": str(first + number)}
        for number, row in enumerate(rows)
    ]


def whole_seconds(rows: Sequence[Row], columns: Sequence[Column]) -> frozenset[str]:
    """The columns of times in which no row says more than the second."""
    return frozenset(
        column.name
        for column in columns
        if column.unit == "ts" and not any(_fraction(row.get(column.name)) for row in rows)
    )


def _row(
    row: Row,
    columns: Sequence[Column],
    link_of: Callable[[Column, Row], str | None],
    zone: str,
    greatest: dict[str, float],
    whole: frozenset[str],
) -> Row:
    out: Row = {}
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    shares: dict[str, float] = {}
    for column in columns:
        value = row.get(column.name)
        if column.spark:
            out[column.name] = [_float(item) for item in value or []]
            continue
        text = NAMELESS if value is None and column.name == GROUP else text_of(value, column.unit, zone)
        if column.name in whole:  # what is known to the second says no milliseconds
            text = text.removesuffix(".000")
        address = link_of(column, row)
        texts[column.name] = text[:LONGEST_CELL] or (EMPTY if address else NOTHING)
        out[column.name] = _sortable(value, text)
        if address:
            links[column.name] = address
        if greatest.get(column.name):
            shares[column.name] = round(abs(_float(value)) / greatest[column.name], 4)
    return out | {"_text": texts, "_link": links, "_share": shares}


def _fraction(value: object) -> int:
    return value.microsecond if isinstance(value, datetime) else 0


def _sortable(value: object, text: str) -> object:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat()
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    number = _float(value, math.nan)
    return text[:LONGEST_CELL] if math.isnan(number) else number


def _float(value: object, otherwise: float = 0.0) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # whatever a view returns; the rest is `otherwise`
    except (TypeError, ValueError):
        return otherwise
