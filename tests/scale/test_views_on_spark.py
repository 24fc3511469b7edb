"""DuckDB and Spark SQL return the same rows for every shared view over the same files of a store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alike import canon, ties_broken

from aurorascope.scale.shared import DAY, SPARK_CANNOT, asked, names, text_of
from aurorascope.scale.subset import NotInSubset
from aurorascope.store.delta import _fields
from aurorascope.store.store import Store

pytestmark = pytest.mark.proof


def session() -> Any:
    """Start Spark in this process: one core, no generated code, as the data are small and the queries many."""
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master("local[1]").appName("views")
    for name, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.files.maxPartitionBytes": "1g",
    }.items():
        made = made.config(name, value)
    return made.getOrCreate()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that the demo builds."""
    given = os.environ.get("AURORASCOPE_SAMPLE_STORE")
    if given:
        return Path(given)
    store = tmp_path_factory.mktemp("spark") / "store"
    subprocess.run(
        [sys.executable, "-m", "aurorascope.cli", "demo", "--no-serve", "--store", str(store)], check=True
    )
    return store


def test_every_shared_view_has_the_same_rows_on_spark(sample: Path, proved: Callable[[str], None]) -> None:
    from pyspark.sql.types import StructType

    snapshot = Store.open(sample).snapshot()
    spark = session()
    try:
        schema = StructType.fromJson(
            {"type": "struct", "fields": [json.loads(one.to_json()) for one in _fields().values()]}
        )
        files = spark.read.schema(schema).option("basePath", str(sample))
        files = files.parquet(*[f"{sample}/{one.path}" for one in snapshot.all_files])
        files.select("*", "_metadata.file_path").createOrReplaceTempView("store")
        told = [_compared(name, snapshot, spark) for name in names()]
    finally:
        spark.stop()
    wrong = [line for line in told if line.startswith("DIFFERENT")]
    same = [line for line in told if line.startswith("same")]
    proved(f"Spark {spark.version} and DuckDB over the same files: {DAY.begin} to {DAY.end}, default values")
    proved(
        f"{len(same)} views with the same rows, {len(told) - len(same) - len(wrong)} not asked, {len(wrong)} different"
    )
    for line in told:
        proved(line)
    assert wrong == []
    assert len(same) > 100


def _compared(name: str, snapshot: Any, spark: Any) -> str:
    if name in SPARK_CANNOT:
        return f"not asked {name}: {SPARK_CANNOT[name]}"
    try:
        text = text_of(name, "spark").text
    except NotInSubset as error:
        return f"not asked {name}: {error}"
    sql, values = asked(name)
    here = snapshot.query(ties_broken(sql), values)
    rows = canon(zip(*(column.to_pylist() for column in here.columns), strict=True))
    try:
        there = canon(spark.sql(text).collect())
    except Exception as error:  # noqa: BLE001 -- every view is tried, and told of
        return f"DIFFERENT {name}: Spark failed: {' '.join(str(error).split())[:300]}"
    if rows == there:
        return f"same {name}: {len(rows)} rows"
    off = next(((one, other) for one, other in zip(rows, there, strict=False) if one != other), ((), ()))
    cells = [
        (column, one, other)
        for column, one, other in zip(here.column_names, *off, strict=False)
        if one != other
    ]
    return f"DIFFERENT {name}: {len(rows)} rows and {len(there)}; {cells[:4]}"
