"""A log is one log, whatever it comes in: CloudWatch's events, an export, an archive, or the file itself."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest

from aurorascope.ingest.run import ingest
from aurorascope.model.errors import BadRequestError
from aurorascope.store.store import Store

LOG = Path(__file__).parents[1] / "logs" / "postgres" / "server-15.csv"
STARTS = re.compile(r"(?m)^(?=\d{4}-\d\d-\d\d [^,\n]*,[^,\n]*,[^,\n]*,\d+,)")


def test_a_log_that_came_in_an_envelope_is_known_in_any_other(tmp_path: Path) -> None:
    texts = [text.removesuffix("\n") for text in STARTS.split(LOG.read_text()) if text]
    events = [
        {"logStreamName": "orders-1.0", "timestamp": place, "message": text, "eventId": str(place)}
        for place, text in enumerate(texts)
    ]
    (tmp_path / "events.json").write_text(json.dumps({"events": events}))
    export = tmp_path / "task" / "orders-1.0" / "000000.gz"
    export.parent.mkdir(parents=True)
    export.write_bytes(
        gzip.compress("".join(f"2026-11-20T13:50:41.000Z {text}\n" for text in texts).encode())
    )
    (tmp_path / "task" / "aws-logs-write-test").write_text("Permission Check Successful")
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.write(LOG, "orders-1/error/postgresql.log.2026-11-20-13.csv")
    store = tmp_path / "store"

    def run(path: Path) -> list[tuple[str, str]]:
        return [(one.status, one.format) for one in ingest([path], store=store, workers=1).sources]

    assert run(tmp_path / "events.json") == [("complete", "csvlog")]
    assert run(tmp_path / "logs.zip") == [("unchanged", "csvlog")]
    assert run(tmp_path / "task") == [("complete", ""), ("unchanged", "csvlog")]
    rows = Store.open(store).snapshot().query("select instance, count(*) n from log_entries group by 1")
    assert rows.to_pylist() == [{"instance": "orders-1", "n": 70}]  # 14 durations lie in their statements
    assert not list(Path(tmp_path).glob("aurorascope-*"))


@pytest.mark.parametrize(
    ("form", "status"),
    [("csvlog", "complete"), ("jsonlog", "failed"), ("stderr", "failed")],
)
def test_a_format_that_is_named_is_the_one(form: str, status: str, tmp_path: Path) -> None:
    (found,) = ingest([LOG], store=tmp_path / "s", format=form, workers=1).sources
    assert found.status == status


def test_a_prefix_is_not_of_csvlog(tmp_path: Path) -> None:
    with pytest.raises(BadRequestError, match="prefix belongs to stderr"):
        ingest([LOG], store=tmp_path / "s", format="csvlog", prefix="%m ")
