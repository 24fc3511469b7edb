"""Athena's queries: start, look, stop, and the rows page by page. The one module that calls Athena."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.aws.refusals import refusal_of
from aurorascope.aws.sessions import Account
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.aws.access import Access

ACTIONS = ("athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults",
           "athena:StopQueryExecution", "athena:GetWorkGroup")  # fmt: skip
PAGE_ROWS = 1000  # the most that GetQueryResults gives
ENDED = frozenset({"SUCCEEDED", "FAILED", "CANCELLED"})


@dataclass(frozen=True, slots=True)
class Execution:
    """One query as Athena tells of it: its state, why it failed, the bytes it has read so far."""

    state: str
    reason: str = ""
    scanned_bytes: int = 0
    reused: bool = False

    @property
    def has_ended(self) -> bool:
        """Say whether its state is its last."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class Result:
    """The columns of a result with Athena's types, and its rows as Athena's texts; null is None."""

    columns: tuple[tuple[str, str], ...]
    rows: Iterator[list[str | None]]


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """What matters of a workgroup: whether it runs, its engine, its own bound on bytes, where results go."""

    enabled: bool
    engine: str
    cutoff_bytes: int | None
    output: str


class AthenaQueries:
    """Athena in one Region, one workgroup, one database of the Glue catalog."""

    def __init__(
        self,
        access: Access,
        region: str,
        *,
        workgroup: str,
        database: str,
        output: str = "",
        reuse_minutes: int = 0,
    ) -> None:
        self._account = Account(access)
        self.region = region or self._account.default_region()
        if not self.region:
            raise BadRequestError("--engine athena: no Region is named; give --region, or set AWS_REGION.")
        self._workgroup, self._database, self._output = workgroup, database, output
        self._reuse_minutes = reuse_minutes

    def workgroup(self) -> WorkGroup:
        """Return what the workgroup says of itself."""
        said = self._call("get_work_group", WorkGroup=self._workgroup)["WorkGroup"]
        held = said.get("Configuration", {})
        return WorkGroup(
            enabled=said.get("State", "ENABLED") == "ENABLED",
            engine=str(held.get("EngineVersion", {}).get("EffectiveEngineVersion", "")),
            cutoff_bytes=held.get("BytesScannedCutoffPerQuery"),
            output=str(held.get("ResultConfiguration", {}).get("OutputLocation", "")),
        )

    def start(self, text: str, *, token: str, reuse: bool = True) -> str:
        """Start a query and return its id; the same token starts it once, however often it is sent."""
        more: dict[str, Any] = {}
        if self._database:
            more["QueryExecutionContext"] = {"Database": self._database}
        if self._output:
            more["ResultConfiguration"] = {"OutputLocation": self._output}
        if reuse and self._reuse_minutes:
            age = {"Enabled": True, "MaxAgeInMinutes": self._reuse_minutes}
            more["ResultReuseConfiguration"] = {"ResultReuseByAgeConfiguration": age}
        said = self._call(
            "start_query_execution",
            QueryString=text,
            ClientRequestToken=token,
            WorkGroup=self._workgroup,
            **more,
        )
        return str(said["QueryExecutionId"])

    def look(self, query_id: str) -> Execution:
        """Return how a query is doing."""
        said = self._call("get_query_execution", QueryExecutionId=query_id)["QueryExecution"]
        status, counted = said.get("Status", {}), said.get("Statistics", {})
        return Execution(
            state=str(status.get("State", "QUEUED")),
            reason=str(
                status.get("StateChangeReason") or status.get("AthenaError", {}).get("ErrorMessage") or ""
            ),
            scanned_bytes=int(counted.get("DataScannedInBytes") or 0),
            reused=bool(counted.get("ResultReuseInformation", {}).get("ReusedPreviousResult")),
        )

    def stop(self, query_id: str) -> None:
        """Ask Athena to stop a query; one that has ended takes no notice."""
        self._call("stop_query_execution", QueryExecutionId=query_id)

    def fetch(self, query_id: str) -> Result:
        """Return the result of a query that succeeded; its rows are read page by page."""
        first = self._page(query_id)
        columns = first["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        return Result(tuple((one["Name"], one["Type"]) for one in columns), self._rows(query_id, first))

    def _rows(self, query_id: str, page: Any) -> Iterator[list[str | None]]:
        names = True  # the first row of a SELECT's result names its columns
        while True:
            for row in page["ResultSet"].get("Rows", ()):
                if not names:
                    yield [cell.get("VarCharValue") for cell in row.get("Data", ())]
                names = False
            if not page.get("NextToken"):
                return
            page = self._page(query_id, NextToken=page["NextToken"])

    def _page(self, query_id: str, **more: str) -> Any:
        return self._call("get_query_results", QueryExecutionId=query_id, MaxResults=PAGE_ROWS, **more)

    def _call(self, method: str, **parameters: Any) -> Any:
        try:
            return getattr(self._account.client("athena", self.region), method)(**parameters)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is not None:
                raise OutsideError(f"Athena in {self.region}: {refusal.sentence}") from error
            said = getattr(error, "response", {}).get("Error", {}).get("Message")
            if not said:
                raise
            raise BadRequestError(
                f"Athena in {self.region} refused {method}: {' '.join(str(said).split())}"
            ) from error
