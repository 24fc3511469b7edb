"""Takes everything out of a recording that could tell whose it is.

Closed by default: a text stays only where AWS's own model lists its values, where its member is known to hold
AWS's own words (`OWN_WORDS`), or where it is a number. All other texts get another text in their place: the
same one for the same text everywhere, in the same order (so that what was sorted stays sorted), and inside
longer texts too. What `keep` names stays as it was.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any, get_args

from botocore.session import Session

from aurorascope.aws.scrub_words import DIMENSION_KINDS, EVENT_WORDS, KINDS, OWN_WORDS, Kind
from aurorascope.aws.tape import Streamed, Tape
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ARN = re.compile(
    r"(?P<head>arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:)(?P<account>\d*):(?:(?P<kind>[a-z-]+)(?P<sign>[:/]))?(?P<rest>\S+)"
)
ACCOUNT = re.compile(r"\b\d{12}\b")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
PLAIN_VALUE = re.compile(r"(?i)-?\d+(\.\d+)?|on|off|true|false|none|all|file|table|ddl|mod")
HEX = re.compile(r"[0-9A-Fa-f]{16,}")
WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
WITHHELD = "withheld"
RESOURCE_KINDS = frozenset(
    {"cluster", "db", "global-cluster", "cluster-snapshot", "snapshot", "key", "db-proxy", "cluster-pg", "pg",
     "subgrp", "role", "log-group", "cluster-endpoint", "alarm", "target-group", "cluster-auto-backup"}
)  # fmt: skip
PROBE = "is it kept?"
QUERY_ID = re.compile(r"m\d+_\d+")
SHARED_SETS = {"EngineName", "Role", "DatabaseClass", "SourceRegion"}


def all_kinds() -> tuple[str, ...]:
    """Return what can be kept."""
    return tuple(get_args(Kind))


def scrub(tape: Tape, keep: Collection[str] = (), *, salt: bytes | None = None) -> Tape:
    """Return the recording without what is private. Raises BadRequestError for an unknown kind in `keep`."""
    for kind in keep:
        if kind not in all_kinds():
            raise BadRequestError(f"--keep {kind}: known kinds are {', '.join(all_kinds())}.")
    found: dict[str, Kind] = {}

    def gather(text: str, kind: Kind) -> str:
        _gather(text, kind, found)
        return text

    _walk(tape, gather)
    names = _pseudonyms(found, salt or secrets.token_bytes(16))

    def replace(text: str, kind: Kind) -> str:
        return _replaced(text, kind, names, keep)

    header = {**tape.header, "kept": sorted(keep)}
    for place in header.get("places", ()):
        place["clusters"] = [replace(name, "names") for name in place["clusters"]]
    return Tape(header, _walk(tape, replace))


def _gather(text: str, kind: Kind, found: dict[str, Kind]) -> None:
    """Note every text that needs another in its place; of an ARN, its parts."""
    if arn := ARN.fullmatch(text):
        found.setdefault(arn["account"], "accounts")
        for part in re.split(r"[:/]", arn["rest"]):
            found.setdefault(part, kind)
    elif kind not in {"messages", "sql", "logs"}:
        found.setdefault(text, kind)


def _pseudonyms(found: dict[str, Kind], salt: bytes) -> dict[str, str]:
    """Give every text another one; those of a kind are numbered in their own order."""
    names: dict[str, str] = {"": ""}
    ranks: dict[str, int] = {}
    for text, kind in sorted(found.items()):
        if text == "":
            continue
        ranks[kind] = ranks.get(kind, 0) + 1
        digest = hashlib.blake2b(text.encode(), key=salt, digest_size=32).hexdigest()
        if kind == "accounts":
            names[text] = f"{ranks[kind]:012d}"
        elif re.fullmatch(r"(db|cluster|dbproxy|prx)-[A-Z0-9]{10,}", text):
            names[text] = f"{text.partition('-')[0]}-{digest[: len(text.partition('-')[2])].upper():0<4}"
        elif HEX.fullmatch(text):
            names[text] = (digest * (1 + len(text) // 64))[: len(text)].upper()
        else:
            names[text] = f"{KINDS[kind]}-{ranks[kind]:04d}"
    return names


def _replaced(text: str, kind: Kind, names: dict[str, str], keep: Collection[str]) -> str:
    if arn := ARN.fullmatch(text):
        account = arn["account"] if "accounts" in keep else _named(arn["account"], names)
        rest = (
            arn["rest"] if kind in keep else re.sub(r"[^:/]+", lambda it: _named(it[0], names), arn["rest"])
        )
        resource = f"{_resource_kind(arn['kind'])}{arn['sign']}" if arn["kind"] else ""
        return f"{arn['head']}{account}:{resource}{rest}"
    if kind in keep:
        return text if "accounts" in keep else ACCOUNT.sub(lambda it: _named(it[0], names), text)
    if kind == "sql":
        return f"SELECT /* {WITHHELD} */ {hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"
    if kind == "logs":
        return WITHHELD
    if kind == "messages":
        return WORD.sub(lambda it: _spoken(it[0], names), text)
    return _named(text, names)


def _resource_kind(text: str) -> str:
    return text if text in RESOURCE_KINDS else WITHHELD


def _named(text: str, names: dict[str, str]) -> str:
    return names.get(text, WITHHELD)


def _spoken(word: str, names: dict[str, str]) -> str:
    """A word of a message stays where RDS says it of anybody; a name gets its other name."""
    bare = word.rstrip(".,")
    if bare in names:
        return names[bare] + word[len(bare) :]
    if bare.lower() in EVENT_WORDS or NUMBER.fullmatch(bare):
        return word
    return WITHHELD


def _walk(tape: Tape, change: Callable[[str, Kind], str]) -> list[dict[str, Any]]:
    """Return the entries with every private text changed; parameters and answers by AWS's own models."""
    session = Session()
    changed = []
    for entry in tape.entries:
        model = session.get_service_model(entry["service"]).operation_model(entry["operation"])
        shapes = (model.input_shape, model.output_shape)
        ours = {**entry}
        for part, shape in zip(("parameters", "answer"), shapes, strict=True):
            ours[part] = _value(entry[part], shape, "", change)
        if "Error" in entry["answer"]:
            said = entry["answer"]["Error"]
            told = change(str(said.get("Message")), "messages")
            ours["answer"] = {"Error": {"Code": said.get("Code"), "Message": told}}
        changed.append(ours)
    return changed


def _value(  # noqa: PLR0911 - one line a type
    value: Any, shape: Any, name: str, change: Callable[[str, Kind], str]
) -> Any:
    kind = getattr(shape, "type_name", "")
    if isinstance(value, str):
        return _text(value, shape, name, change)
    if isinstance(value, bytes | Streamed):
        if change(PROBE, "logs") == PROBE:
            return value
        return WITHHELD.encode() if isinstance(value, bytes) else Streamed(WITHHELD.encode())
    if kind == "structure":
        return _structure(value, shape, change)
    if kind == "map" and isinstance(value, dict):
        return {
            key if key.startswith(("db.", "os.")) else change(key, "names"): _value(
                inner, shape.value, key if isinstance(inner, str) else name, change
            )
            for key, inner in value.items()
        }
    if kind == "list" and isinstance(value, list):
        return [_value(item, shape.member, name, change) for item in value]
    return value


def _structure(value: dict[str, Any], shape: Any, change: Callable[[str, Kind], str]) -> dict[str, Any]:
    dimension = shape.name == "Dimension"
    made = {}
    for key, inner in value.items():
        if dimension:
            own = key == "Name" or value.get("Name") in SHARED_SETS
            made[key] = inner if own else change(inner, "names")
        elif key in {"ParameterValue", "AllowedValues"} and isinstance(inner, str):
            made[key] = inner if PLAIN_VALUE.fullmatch(inner) else change(inner, "names")
        else:
            made[key] = _value(inner, shape.members.get(key), key, change)
    return made


def _text(value: str, shape: Any, name: str, change: Callable[[str, Kind], str]) -> str:
    if getattr(shape, "enum", None) and value in shape.enum:
        return value
    said_of_anybody = name in OWN_WORDS and not ARN.match(value)
    if said_of_anybody or QUERY_ID.fullmatch(value) or NUMBER.fullmatch(value):
        return change(value, "accounts") if ACCOUNT.search(value) else value
    return change(value, DIMENSION_KINDS.get(name, "names"))
