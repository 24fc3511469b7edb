"""A file of event kinds that cannot be used is refused with its name, the key and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from aurorascope.logs.kinds import KindError, classify, load_kinds

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
name = "water_level"
table = "server_events"
doc = "How high the water stands."
starts = ["water at "]
pattern = '^water at (?P<level>\\d+) (?P<unit>cm|inches)$'

[constant]
event = "water"

[attributes]
level = "int"
"""

WRONG = {
    "not toml": ("name = ", "is not TOML"),
    "no name": (GOOD.replace('name = "water_level"', ""), "name is missing"),
    "a bad name": (GOOD.replace("water_level", "Water Level"), "name must be lower case words"),
    "an unknown key": (GOOD.replace("starts", "begins"), "begins is not known; expected one of"),
    "a pattern that is none": (
        GOOD.replace("(?P<level>", "(?P<level>("),
        "pattern must be a regular expression",
    ),
    "an unknown reading": (GOOD.replace('"int"', '"number"'), "attributes.level must be one of text, lower"),
    "a group that is not there": (
        GOOD.replace("level =", "depth ="),
        "attributes.depth must be a named group",
    ),
    "a group named twice": (GOOD.replace("P<unit>", "P<level>"), "the group level is named twice"),
    "a group named like a part": (GOOD.replace("P<unit>", "P<detail>"), "a group may not be called detail"),
    "fields without a table": (GOOD.replace('table = "server_events"', ""), "fields need a table"),
    "a builder that is none": (
        GOOD.replace("[constant]", 'builder = "x"\n[constant]'),
        "builder must be one of",
    ),
    "starts that are no list": (GOOD.replace('["water at "]', '"water at "'), "starts must be list"),
    "an empty start": (GOOD.replace('"water at "', '""'), "starts must be a list of texts, none empty"),
    "a message without its own beginning": (
        'doc = "x"\n[kinds.x]\nmessages = ["%s is wet"]',
        "kinds.x.messages must be formats that begin with some text",
    ),
    "an unknown key in a row": ('doc = "x"\n[kinds.x]\nmessage = ["wet"]', "kinds.x.message is not known"),
    "a sample of another kind": (
        GOOD + '[[sample]]\nkind = "fire"\nversion = "15"\nmessage = "water at 1 cm"',
        "sample.kind must be the name of a kind of this file",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_by_name_and_key(case: str, tmp_path: Path) -> None:
    text, complaint = WRONG[case]
    (tmp_path / "water.toml").write_text(text)
    with pytest.raises(KindError) as refused:
        load_kinds([tmp_path], samples=True)
    assert str(tmp_path / "water.toml") in str(refused.value)
    assert complaint in str(refused.value)


def test_a_name_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD)
    with pytest.raises(KindError, match=r"b\.toml: name 'water_level' is taken by .*a\.toml"):
        load_kinds([tmp_path])


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KindError, match="is no folder"):
        load_kinds([tmp_path / "nowhere"])


def test_a_users_own_kind_works_like_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "water.toml").write_text(GOOD)
    found = classify(entry("LOG", "water at 12 cm"), load_kinds([tmp_path]))
    assert found.kind.to_list() == ["water_level"]
    assert found.rows["server_events"].to_dicts() == [
        {"row": 0, "kind": "water_level", "event": "water", "attributes": '{"level":12}'}
    ]


def test_the_servers_own_formats_name_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "table.toml").write_text(
        'doc = "x"\ntable = "server_events"\n[kinds.flood]\nconstant = { event = "flood" }\n'
        "messages = ['river \"{river}\" rose %d cm', 'river \"{river}\" (100%%) over {mark:d}']"
    )
    kinds = load_kinds([tmp_path])
    found = classify(
        entry("LOG", 'river "A\nB" rose -3 cm', 'river "C" (100%) over 7 at character 5', 'river "D" sank'),
        kinds,
    )
    assert found.kind.to_list() == ["flood", "flood", None]
    assert found.rows["server_events"]["attributes"].to_list() == [
        '{"river":"A\\nB"}',
        '{"river":"C","mark":7}',
    ]
    assert found.near_misses == {"flood": 1}


def entry(severity: str, *messages: str) -> pl.DataFrame:
    nothing = (pl.lit(None, pl.String).alias(part) for part in ("detail", "hint", "context", "statement"))
    return pl.DataFrame({"message": messages}).with_columns(pl.lit(severity).alias("severity"), *nothing)
