"""Each family of the golden files: all its texts have its text, kind and relations."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint, fingerprint_column

ENGINES = {"postgresql": "golden.toml", "mysql": "golden_mysql.toml"}
FAMILIES = [
    (engine, family)
    for engine, name in ENGINES.items()
    for family in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["family"]
]


def name_of(value: object) -> str:
    return value if isinstance(value, str) else str(value["fact"])  # type: ignore[index]


@pytest.mark.parametrize(("engine", "family"), FAMILIES, ids=name_of)
def test_every_text_of_a_family_has_its_fingerprint(engine: str, family: dict[str, Any]) -> None:
    for sql in family["sql"]:
        found = fingerprint(sql, engine)
        assert found.normalized_sql == family["normalized"], sql
        assert found.statement_kind == family["kind"]
        assert list(found.relations) == family["relations"]
        assert found.id == fingerprint(family["normalized"], engine).id
    ids, _ = fingerprint_column(pl.Series(family["sql"]), engine)
    assert set(ids) == {fingerprint(family["sql"][0], engine).id}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_two_families_are_one(engine: str) -> None:
    texts = [family["normalized"] for of, family in FAMILIES if of == engine]
    assert len(set(texts)) == len(texts)
    assert len({fingerprint(text, engine).id for text in texts}) == len(texts)


def test_ids_are_stable_across_processes_and_machines() -> None:
    assert FINGERPRINT_VERSION == 1
    assert fingerprint("SELECT 1").id == "5d58319c9824c999"
