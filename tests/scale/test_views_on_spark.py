"""DuckDB and Spark SQL return the same rows for every shared view over the same rows of every table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from alike import alike, canon
from filled import filled
from memory import Memory

from aurorascope.scale.shared import DAY, SPARK_CANNOT, asked, names, text_of
from aurorascope.scale.subset import NotInSubset
from aurorascope.store.delta import _fields
from aurorascope.store.layout import NO_DAY, file_name, folder_of, rolled_name, stored_tables, time_column
from aurorascope.store.rollup import ROLLUPS

pytestmark = [
    pytest.mark.proof,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # py4j leaves sockets open
]
ROLLED = "source = 's1'"


def session() -> Any:
    """Start Spark in this process: no generated code, no pages, one partition, as the data are small."""
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master("local[2]").appName("views")
    for name, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.files.maxPartitionBytes": "1g",
        # a query with a hundred sorts takes a page of memory for each
        "spark.buffer.pageSize": "256k",
        "spark.driver.memory": "3g",
        # Spark 4.1's rule makes plans of some queries that its own check refuses
        "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAliases",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        made = made.config(name, value)
    spark = made.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def as_files(memory: Memory, folder: Path) -> None:
    """Write the rows as a store's files lie: by table and day, columns by their stored names."""
    for table in stored_tables():
        parts = {
            table.name: rolled_name("1", table.name)
            if table.name in ROLLUPS
            else file_name("r", 0, 0, table.name)
        }
        if table.name == "statements":
            parts = {
                "rolled_statements": rolled_name("1", table.name),
                "open_statements": file_name("r", 0, 0, table.name),
            }
        columns = ", ".join(f'"{one.name}" AS "{one.stored_name}"' for one in table.columns)
        for source, name in parts.items():
            rows = f"(SELECT {columns} FROM {source})"
            day = f"coalesce(\"{time_column(table)}\"::date, DATE '{NO_DAY}')"
            for found in memory.rows(f"SELECT DISTINCT {day} AS day FROM {rows} ORDER BY 1"):
                held = memory.query(f"SELECT * FROM {rows} WHERE {day} = $day", {"day": found["day"]})
                place = folder / folder_of(table.name, found["day"])
                place.mkdir(parents=True, exist_ok=True)
                pq.write_table(held, place / name)


def test_duckdb_and_spark_return_the_same_rows_for_every_shared_view(
    tmp_path: Path, proved: Callable[[str], None]
) -> None:
    from pyspark.sql.types import StructType

    memory = filled().roll_up(ROLLED)
    as_files(memory, tmp_path)
    spark = session()
    try:
        schema = StructType.fromJson(
            {"type": "struct", "fields": [json.loads(one.to_json()) for one in _fields().values()]}
        )
        files = spark.read.schema(schema).parquet(str(tmp_path))
        files.select("*", "_metadata.file_path").createOrReplaceTempView("store")
        memory.keep()
        told = [_compared(name, memory, spark) for name in names()]
    finally:
        spark.stop()
    wrong = [line for line in told if line.startswith("DIFFERENT")]
    same = [line for line in told if line.startswith("same")]
    proved(f"Spark {spark.version} and DuckDB over the same rows: {DAY.begin} to {DAY.end}, default values")
    proved(
        f"{len(same)} views with the same rows, {len(told) - len(same) - len(wrong)} not asked, {len(wrong)} different"
    )
    for line in told:
        proved(line)
    assert wrong == []
    assert len(same) > 100


def _compared(name: str, memory: Memory, spark: Any) -> str:
    if name in SPARK_CANNOT:
        return f"not asked {name}: {SPARK_CANNOT[name]}"
    try:
        text = text_of(name, "spark").text
    except NotInSubset as error:
        return f"not asked {name}: {error}"
    sql, values = asked(name)
    here = memory.query(sql, values)
    rows = canon(zip(*(column.to_pylist() for column in here.columns), strict=True))
    try:
        there = canon(spark.sql(text).collect())
    except Exception as error:  # noqa: BLE001 -- every view is tried, and told of
        return f"DIFFERENT {name}: Spark failed: {' '.join(str(error).split())[:300]}"
    if alike(rows, there):
        return f"same {name}: {len(rows)} rows"
    off = next(((one, other) for one, other in zip(rows, there, strict=False) if one != other), ((), ()))
    cells = [
        (column, one, other)
        for column, one, other in zip(here.column_names, *off, strict=False)
        if one != other
    ]
    return f"DIFFERENT {name}: {len(rows)} rows and {len(there)}; {cells[:4]}"
