"""What calls cost: a table of prices that a user can replace (prices.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from aurorascope.model.errors import BadRequestError

BUILT_IN = Path(__file__).parent / "prices.toml"
STATISTICS_PER_METRIC = 5
AURORA = "aurora"
"""The table of what Aurora itself costs; all others are calls."""


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for `per` units of one operation."""

    usd: float
    per: float
    unit: str


class Prices:
    """The prices by service and operation; what has none is free (rds, sts, CloudTrail lookups)."""

    def __init__(self, table: dict[str, dict[str, Price]], path: Path) -> None:
        self._table = table
        self.path = path

    def of(self, service: str, operation: str) -> Price | None:
        """Return the price of one operation; None where it is free."""
        operations = self._table.get(service, {})
        return operations.get(operation) or operations.get("*")

    def dollars(self, service: str, operation: str, calls: int, units: int = 0) -> float:
        """Return what so many calls cost; `units` is what is billed where that is not the call."""
        price = self.of(service, operation)
        if price is None:
            return 0.0
        return (calls if price.unit == "calls" else units) * price.usd / price.per


def read_prices(path: Path = BUILT_IN) -> Prices:
    """Read a table of prices. Raises BadRequestError that names the file and the wrong entry."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRequestError(f"{path}: the table of prices cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequestError(f"{path}: not a TOML file: {error}.") from None
    table: dict[str, dict[str, Price]] = {}
    for service, operations in stated.items():
        if service == AURORA:
            continue  # see aurora_prices
        if not isinstance(operations, dict):
            raise BadRequestError(f"{path}: {service} must be a table of operations.")
        table[service] = {name: _price(path, f"{service}.{name}", it) for name, it in operations.items()}
    return Prices(table, path)


def _price(path: Path, name: str, stated: object) -> Price:
    if not isinstance(stated, dict) or set(stated) != {"usd", "per", "unit"}:
        raise BadRequestError(f"{path}: {name} must have usd, per and unit, and nothing else.")
    usd, per, unit = stated["usd"], stated["per"], stated["unit"]
    if not isinstance(usd, int | float) or not isinstance(per, int | float) or usd < 0 or per <= 0:
        raise BadRequestError(f"{path}: {name}: usd must be a number of dollars, per a positive number.")
    if unit not in {"calls", "metrics", "bytes", "hours"}:
        raise BadRequestError(f"{path}: {name}: unit must be calls, metrics, bytes or hours, not {unit!r}.")
    return Price(float(usd), float(per), str(unit))


def aurora_prices(path: Path = BUILT_IN) -> dict[str, float]:
    """Return what Aurora costs by item: ours, those of `path` in their place. Raises BadRequestError."""
    found: dict[str, float] = {}
    for one in dict.fromkeys((BUILT_IN, path)):
        read_prices(one)
        stated = tomllib.loads(one.read_text(encoding="utf-8")).get(AURORA, {})
        if not isinstance(stated, dict):
            raise BadRequestError(f"{one}: {AURORA} must be a table of items with their prices.")
        for item, usd in stated.items():
            if isinstance(usd, bool) or not isinstance(usd, int | float) or usd < 0:
                raise BadRequestError(f"{one}: {AURORA}.{item} must be a number of dollars, not {usd!r}.")
            found[item] = float(usd)
    return found


def billed_metrics(queries: list[dict[str, object]]) -> int:
    """Return how many metrics a GetMetricData call is billed for: five statistics of one metric are one."""
    statistics: dict[str, int] = {}
    expressions = 0
    for query in queries:
        stat = query.get("MetricStat")
        if isinstance(stat, dict):
            key = repr((stat.get("Metric"), stat.get("Period")))
            statistics[key] = statistics.get(key, 0) + 1
        else:
            expressions += 1
    return expressions + sum(-(-count // STATISTICS_PER_METRIC) for count in statistics.values())
