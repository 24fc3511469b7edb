"""`from aurorascope import Store, ingest, report` is the toolkit in a notebook, with pandas frames out."""

from __future__ import annotations

import importlib
from pathlib import Path

import pandas as pd

import aurorascope
from aurorascope import Store, ingest

LOG = """\
2026-11-19 03:14:15 UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  duration: 12.345 ms  statement: SELECT 1
2026-11-19 03:14:16 UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  duration: 1.000 ms  statement: SELECT 22
2026-11-19 03:14:17 UTC:10.0.3.7(51234):app@shop:[12345]:ERROR:  division by zero
"""


def test_the_public_names_are_exactly_these() -> None:
    assert sorted(aurorascope.__all__) == ["Store", "__version__", "ingest", "report"]


def test_a_log_becomes_a_pandas_frame(tmp_path: Path) -> None:
    (tmp_path / "postgresql.log").write_text(LOG)
    summary = ingest(tmp_path / "postgresql.log", store=tmp_path / "store", cluster="orders")
    assert (summary.entries, summary.statements) == (3, 2)
    frame = Store.open(tmp_path / "store").sql(
        "select cluster, fingerprint, sum(calls) calls, sum(duration_us) us from statements group by all"
    )
    assert isinstance(frame, pd.DataFrame)
    assert frame[["cluster", "calls", "us"]].to_dict("records") == [
        {"cluster": "orders", "calls": 2, "us": 13_345}
    ]


def test_ingest_and_report_are_callable_whatever_was_imported_before() -> None:
    importlib.import_module("aurorascope.ingest.run")
    importlib.import_module("aurorascope.report.period")
    assert callable(aurorascope.ingest)
    assert callable(importlib.import_module("aurorascope").ingest)
    assert callable(aurorascope.report)
    assert callable(importlib.import_module("aurorascope").report)
