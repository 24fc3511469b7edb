"""Reads alert rules from their TOML files; every complaint names the file, the key and what was expected.

One file is one rule, and its name is the rule's. docs/alerts.md has the keys with an example.
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, get_args

from aurorascope.model.errors import BadRequestError
from aurorascope.model.rule import (
    Applies,
    Case,
    Fact,
    Kind,
    LogQuery,
    LowSamples,
    Metric,
    Missing,
    Mute,
    Operator,
    Rule,
    Run,
    Scope,
    Severity,
    State,
    Threshold,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
TOP = ("title", "kind", "severity", "reason", "first_steps", "source", "silent", "sql")
TOP_TABLES = ("metric", "alarm", "applies", "mute", "case", "log")
LOG = ("type", "query", "aggregation", "delay")
LOG_TYPES = ("postgresql", "iam-db-auth-error", "instance", "error", "slowquery", "general", "audit")
METRIC = ("id", "name", "statistic", "scope", "namespace")
ALARM = (
    *("operator", "threshold", "unit", "period", "datapoints", "missing", "missing_when_pausing"),
    *("expression", "rule", "suppressed_by", "wait", "extension", "low_samples"),
)
APPLIES = ("engines", "versions", "below", "serverless", "needs", "without", "tags")
TRAITS = (
    *("readers", "global_secondary", "pauses", "burstable", "backtrack", "binlog_replica"),
    *("insights", "rpo_managed"),
)
ENGINES = ("aurora-postgresql", "aurora-mysql")
MUTE = ("schedule", "duration", "timezone")
CASE = ("name", "fires", "series", "facts", "states", "after")
RUN = ("points", "value", "state")


class RuleError(BadRequestError):
    """A rule file says something that cannot be used."""


def read_rules(folders: Iterable[Path]) -> list[Rule]:
    """Read every rule of the folders, by name; two of one name are refused. Raises RuleError."""
    found: dict[str, Rule] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            rule = read_rule(path)
            if rule.name in found:
                raise RuleError(
                    f"{path}: its name is taken by {found[rule.name].path}; give your file another name."
                )
            found[rule.name] = rule
    return [found[name] for name in sorted(found)]


def read_rule(path: Path) -> Rule:
    """Read the rule of one file. Raises RuleError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError(f"{path}: is not TOML: {error}") from error
    if not NAME.match(path.stem):
        raise RuleError(f"{path}: a rule is named by lower case words joined with '-'; rename the file.")
    return _Reader(path).rule(data)


class _Reader:
    """One file being read: what it needs to complain well."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def wrong(self, key: str, expected: str, value: object) -> RuleError:
        return RuleError(f"{self.path}: {key} must be {expected}, not {value!r:.80}.")

    def known(self, data: Any, keys: Sequence[str], where: str) -> dict[str, Any]:
        """Return the table `data`, all of whose keys are known."""
        if not isinstance(data, dict):
            raise self.wrong(where.rstrip("."), "a table", data)
        for key in data:
            if key not in keys:
                near = get_close_matches(key, keys, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(keys)}."
                raise RuleError(f"{self.path}: {where}{key} is not known; {hint}")
        return data

    def text(self, data: dict[str, Any], key: str, where: str = "", default: str | None = None) -> str:
        value = data.get(key, default)
        if value is None:
            raise RuleError(f"{self.path}: {where}{key} is missing (a text was expected).")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(where + key, "a text", value)
        return " ".join(value.split()) if key not in ("sql", "query") else value.strip()

    def texts(
        self, data: dict[str, Any], key: str, where: str = "", *, needed: bool = False
    ) -> tuple[str, ...]:
        values = data.get(key, None if needed else [])
        if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
            raise self.wrong(where + key, "a list of texts", values)
        if needed and not values:
            raise self.wrong(where + key, "a list of texts, at least one", values)
        return tuple(" ".join(one.split()) for one in values)

    def choice(self, data: dict[str, Any], key: str, of: Any, where: str = "", default: Any = None) -> Any:
        value, options = data.get(key, default), get_args(of)
        if value in options or (value is default and default is not None):
            return value
        near = get_close_matches(str(value), options, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise RuleError(
            f"{self.path}: {where}{key} must be one of {', '.join(options)}, not {value!r:.80}.{hint}"
        )

    def number(self, data: dict[str, Any], key: str, where: str, default: int, least: int = 1) -> int:
        value = data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.wrong(where + key, f"a whole number, {least} or more", value)
        return value

    def rule(self, data: dict[str, Any]) -> Rule:
        self.known(data, (*TOP, *TOP_TABLES), "")
        kind: Kind = self.choice(data, "kind", Kind)
        alarm = self.known(data.get("alarm", {}), ALARM, "alarm.")
        metrics = self.metrics(data, kind)
        m, n = self.datapoints(alarm)
        pausing = "missing_when_pausing"
        return Rule(
            name=self.path.stem,
            title=self.text(data, "title"),
            kind=kind,
            severity=self.choice(data, "severity", Severity),
            reason=self.text(data, "reason"),
            first_steps=self.texts(data, "first_steps", needed=True),
            source=self.text(data, "source"),
            operator=self.choice(alarm, "operator", Operator, "alarm.", ">"),
            threshold=self.threshold(alarm, kind),
            unit=self.text(alarm, "unit", "alarm.", ""),
            period_s=self.number(alarm, "period", "alarm.", 60),
            m=m,
            n=n,
            missing=self.choice(alarm, "missing", Missing, "alarm.", "missing"),
            missing_when_pausing=self.choice(alarm, pausing, Missing, "alarm.") if pausing in alarm else None,
            low_samples=self.choice(alarm, "low_samples", LowSamples, "alarm.", "evaluate"),
            metrics=metrics,
            expression=self.text(alarm, "expression", "alarm.", None if kind == "math" else ""),
            alarm_rule=self.text(alarm, "rule", "alarm.", None if kind == "composite" else ""),
            suppressed_by=self.text(alarm, "suppressed_by", "alarm.", ""),
            suppressor_wait_s=self.number(alarm, "wait", "alarm.", 0, 0),
            suppressor_extension_s=self.number(alarm, "extension", "alarm.", 0, 0),
            sql=self.text(data, "sql", default=None if kind == "sql" else ""),
            log=self.log(data, kind),
            silent=self.text(data, "silent", default=""),
            applies=self.applies(data),
            mutes=tuple(self.mute(one) for one in self.tables(data, "mute")),
            cases=tuple(self.case(one) for one in self.tables(data, "case")),
            path=str(self.path),
        )

    def log(self, data: dict[str, Any], kind: Kind) -> LogQuery | None:
        if (kind == "log") != ("log" in data):
            raise RuleError(f"{self.path}: a rule of kind log, and no other, has a table [log].")
        if kind != "log":
            return None
        raw = self.known(data["log"], LOG, "log.")
        export = self.text(raw, "type", "log.")
        self.one_of("log.type", export, LOG_TYPES)
        return LogQuery(
            type=export,
            query=self.text(raw, "query", "log."),
            aggregation=self.text(raw, "aggregation", "log.", "count(*)"),
            delay_s=self.number(raw, "delay", "log.", 60, 0),
        )

    def tables(self, data: dict[str, Any], key: str) -> list[Any]:
        value = data.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, f"written as [[{key}]]", value)
        return value

    def datapoints(self, alarm: dict[str, Any]) -> tuple[int, int]:
        value = alarm.get("datapoints", [1, 1])
        if (
            not isinstance(value, list)
            or len(value) != 2
            or not all(isinstance(one, int) and not isinstance(one, bool) for one in value)
            or value[0] < 1
            or value[1] < value[0]
        ):
            raise self.wrong("alarm.datapoints", "[M, N], M of the newest N points, 1 <= M <= N", value)
        return value[0], value[1]

    def threshold(self, alarm: dict[str, Any], kind: Kind) -> Threshold:
        value = alarm.get("threshold")
        where = "alarm.threshold"
        if kind == "composite":
            if value is not None:
                raise RuleError(f"{self.path}: {where}: a composite has none; its rule is `alarm.rule`.")
            return Threshold()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return Threshold(value=float(value))
        if not isinstance(value, dict):
            expected = 'a number, { share = 0.9, of = "max_connections" } or { band = 2 }'
            raise self.wrong(where, expected, value)
        self.known(value, ("share", "of", "band"), where + ".")
        if "band" in value:
            return Threshold(band=self.real(value, "band", where))
        fact: Fact = self.choice(value, "of", Fact, where + ".")
        return Threshold(share=self.real(value, "share", where), of=fact)

    def real(self, data: dict[str, Any], key: str, where: str) -> float:
        value = data.get(key)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or value <= 0:
            raise self.wrong(f"{where}.{key}", "a number above 0", value)
        return float(value)

    def metrics(self, data: dict[str, Any], kind: Kind) -> tuple[Metric, ...]:
        found = []
        for number, raw in enumerate(self.tables(data, "metric"), start=1):
            self.known(raw, METRIC, "metric.")
            found.append(
                Metric(
                    id=self.text(raw, "id", "metric.", f"m{number}"),
                    name=self.text(raw, "name", "metric."),
                    statistic=self.text(raw, "statistic", "metric."),
                    scope=self.choice(raw, "scope", Scope, "metric."),
                    namespace=self.text(raw, "namespace", "metric.", "AWS/RDS"),
                )
            )
        if len({metric.id for metric in found}) < len(found):
            raise RuleError(f"{self.path}: metric.id: two metrics have one id.")
        none = dict.fromkeys(("composite", "sql", "log"), (0, 0))
        expected = {"metric": (1, 1), "anomaly": (1, 1), "math": (1, 10), **none}
        least, most = expected[kind]
        if not least <= len(found) <= most:
            count = f"{least}" if least == most else f"{least} to {most}"
            raise RuleError(f"{self.path}: a rule of kind {kind} has {count} [[metric]], not {len(found)}.")
        return tuple(found)

    def applies(self, data: dict[str, Any]) -> Applies:
        raw = self.known(data.get("applies", {}), APPLIES, "applies.")
        engines = self.texts(raw, "engines", "applies.")
        for engine in engines:
            self.one_of("applies.engines", engine, ENGINES)
        needs, without = self.texts(raw, "needs", "applies."), self.texts(raw, "without", "applies.")
        for trait in needs + without:
            self.one_of("applies.needs" if trait in needs else "applies.without", trait, TRAITS)
        return Applies(
            engines=engines,
            versions=self.words(raw, "versions", ENGINES),
            below=self.words(raw, "below", ENGINES),
            serverless=self.choice(raw, "serverless", Literal["yes", "no", "any"], "applies.", "any"),
            needs=needs,
            without=without,
            tags=self.words(raw, "tags"),
        )

    def one_of(self, key: str, value: str, options: Sequence[str]) -> None:
        if value not in options:
            near = get_close_matches(value, options, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise RuleError(f"{self.path}: {key}: expected {', '.join(options)}, not {value!r}.{hint}")

    def words(self, raw: dict[str, Any], key: str, keys: Sequence[str] = ()) -> dict[str, str]:
        value = raw.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self.wrong(f"applies.{key}", "a table of texts", value)
        for name in value:
            if keys:
                self.one_of(f"applies.{key}", name, keys)
        return dict(value)

    def mute(self, raw: Any) -> Mute:
        self.known(raw, MUTE, "mute.")
        texts = (self.text(raw, "schedule", "mute."), self.text(raw, "duration", "mute."))
        return Mute(*texts, timezone=self.text(raw, "timezone", "mute.", "UTC"))

    def case(self, raw: Any) -> Case:
        self.known(raw, CASE, "case.")
        name = self.text(raw, "name", "case.")
        where = f"case {name!r}: "
        fires = raw.get("fires")
        if not isinstance(fires, bool):
            raise self.wrong(where + "fires", "true or false", fires)
        series = raw.get("series", {})
        states = raw.get("states", {})
        facts = raw.get("facts", {})
        for key, value in (("series", series), ("states", states), ("facts", facts)):
            if not isinstance(value, dict):
                raise self.wrong(where + key, "a table", value)
        return Case(
            name=name,
            fires=fires,
            series={key: tuple(self.run(one, where) for one in runs) for key, runs in series.items()},
            facts={key: float(value) for key, value in facts.items()},
            states={key: self.states(value, where) for key, value in states.items()},
            after=self.number(raw, "after", where, 1) if "after" in raw else None,
        )

    def run(self, raw: Any, where: str) -> Run:
        self.known(raw, RUN, where + "series.")
        value = raw.get("value")
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise self.wrong(where + "value", "a number", value)
        return Run(self.number(raw, "points", where, 0), None if value is None else float(value))

    def states(self, runs: Any, where: str) -> tuple[State, ...]:
        found: list[State] = []
        for raw in runs:
            self.known(raw, RUN, where + "states.")
            state: State = self.choice(raw, "state", State, where)
            found += [state] * self.number(raw, "points", where, 0)
        return tuple(found)
