"""A rule file that is wrong is named with its key, what was expected, and the nearest right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope.rules.files import RuleError, read_rule, read_rules
from aurorascope.rules.lint import lint

WELL = """
title = "CPU"
kind = "metric"
severity = "warning"
reason = "Because."
first_steps = ["Look."]
source = "ours"

[[metric]]
name = "CPUUtilization"
statistic = "Average"
scope = "writer"

[alarm]
operator = ">"
threshold = 90
unit = "Percent"
datapoints = [2, 3]
missing = "missing"

[[case]]
name = "high"
fires = true
series.m1 = [{ points = 5, value = 95 }]

[[case]]
name = "low"
fires = false
series.m1 = [{ points = 5, value = 5 }]
"""


def write(folder: Path, text: str, name: str = "own-cpu") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_rule_of_the_user_is_read_and_proved(tmp_path: Path) -> None:
    rule = read_rule(write(tmp_path, WELL))
    assert (rule.name, rule.m, rule.n, rule.threshold.value, rule.period_s) == ("own-cpu", 2, 3, 90.0, 60)
    assert lint([rule]) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('severity = "warning"', 'severity = "warnig"', "severity must be one of info, warning, critical"),
        ('severity = "warning"', 'severity = "warnig"', "Did you mean 'warning'?"),
        ('title = "CPU"', 'titel = "CPU"', "titel is not known; did you mean title?"),
        ('title = "CPU"', "", "title is missing"),
        ('scope = "writer"', 'scope = "writers"', "metric.scope must be one of"),
        ("datapoints = [2, 3]", "datapoints = [3, 2]", "alarm.datapoints must be [M, N]"),
        (
            "datapoints = [2, 3]",
            "dataponts = [2, 3]",
            "alarm.dataponts is not known; did you mean datapoints?",
        ),
        ("threshold = 90", 'threshold = "90"', "alarm.threshold must be a number"),
        (
            "threshold = 90",
            'threshold = { share = 0.9, of = "max_conections" }',
            "Did you mean 'max_connections'?",
        ),
        ('missing = "missing"', 'missing = "notbreaching"', "Did you mean 'notBreaching'?"),
        ("fires = true", 'fires = "yes"', "case 'high': fires must be true or false"),
        ("{ points = 5, value = 95 }", "{ point = 5, value = 95 }", "did you mean points?"),
        ('kind = "metric"', 'kind = "composite"', "a rule of kind composite has 0 [[metric]]"),
        ("[alarm]", '[applies]\nengines = ["aurora-postgres"]\n[alarm]', "Did you mean 'aurora-postgresql'?"),
        ("[alarm]", "[alarm", "is not TOML"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in WELL
    path = write(tmp_path, WELL.replace(old, new, 1))
    with pytest.raises(RuleError) as raised:
        read_rule(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("CPUUtilization", "CPUUtilisation", "did you mean CPUUtilization?"),
        ("CPUUtilization", "ReplicaLag", "a metric of RDS that Aurora does not publish"),
        ("CPUUtilization", "AuroraGlobalDBRPOLag", "never has data for scope writer"),
        ('unit = "Percent"', 'unit = "Bytes"', "CPUUtilization is in Percent, the threshold in Bytes"),
        ('"Average"', '"Avg"', "did you mean Average?"),
        ('scope = "writer"', 'scope = "readers"', "hides the worst of them"),
        ("datapoints = [2, 3]", "datapoints = [1, 3000]", "CloudWatch takes at most 86,400"),
        ("datapoints = [2, 3]", "datapoints = [2, 3]\nperiod = 90", "a multiple of 60 s"),
        ('operator = ">"', 'operator = "outside"', "does not go with kind metric"),
        ("fires = false", "fires = true", "there is no case that must stay silent"),
        ('missing = "missing"', 'low_samples = "ignore"', "a metric's percentile between p0 and p100 only"),
        ("value = 95", "value = 5", "must fire, and stayed silent"),
        ("CPUUtilization", "Deadlocks", "Deadlocks is in Count/Second"),
        ("CPUUtilization", "PurgeBoundary", "does not exist on aurora-postgresql"),
        (
            "[alarm]",
            '[[mute]]\nschedule = "cron(0 2 * *)"\nduration = "PT2H"\n[alarm]',
            "mute.schedule must be cron(",
        ),
    ],
)
def test_what_cloudwatch_would_refuse_or_never_fire_on_is_named(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in WELL
    found = lint([read_rule(write(tmp_path, WELL.replace(old, new, 1)))])
    assert any(expected in complaint.text for complaint in found), found


LOG = (
    WELL[: WELL.index("[[metric]]")].replace('"metric"', '"log"')
    + """
[log]
type = "postgresql"
query = 'filter @message like /PANIC:  /'
[alarm]
threshold = 0
unit = "Count"
period = 300
missing = "notBreaching"
[applies]
engines = ["aurora-postgresql"]
[[case]]
name = "one"
fires = true
series.value = [{ points = 1, value = 1 }]
[[case]]
name = "none"
fires = false
series.value = [{ points = 9 }]
"""
)


def test_a_rule_over_log_lines_is_read_as_it_is_written(tmp_path: Path) -> None:
    rule = read_rule(write(tmp_path, LOG))
    assert rule.log is not None
    assert (rule.log.query, rule.log.aggregation) == ("filter @message like /PANIC:  /", "count(*)")
    assert lint([rule]) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("/PANIC:  /", "/" + "x" * 10_000 + "/", "CloudWatch takes at most 10,000"),
        ("[alarm]", f'aggregation = "{"x" * 257}"\n[alarm]', "CloudWatch takes 1 to 256"),
        ("period = 300", "period = 300\ndatapoints = [1, 101]", "at most 100 results, not 101"),
        ("[alarm]", "delay = 2592000\n[alarm]", "at most 2,592,000 s"),
        ("threshold = 0", 'threshold = { share = 0.9, of = "max_connections" }', "is a number"),
        ('engines = ["aurora-postgresql"]', "", "aurora-mysql exports no log 'postgresql'"),
        ("/PANIC:  /", "/x/ | stats count(*)", "belongs into log.aggregation"),
        ("threshold = 0", 'operator = "above"\nthreshold = { band = 2 }', "does not go with kind log"),
    ],
)
def test_what_a_log_alarm_would_be_refused_for_is_named(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in LOG
    found = lint([read_rule(write(tmp_path, LOG.replace(old, new, 1)))])
    assert any(expected in complaint.text for complaint in found), found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LOG.replace('type = "postgresql"', 'type = "postgres"'), "Did you mean 'postgresql'?"),
        (LOG[: LOG.index("[log]")] + LOG[LOG.index("[alarm]") :], "has a table [log]"),
    ],
)
def test_a_log_table_that_is_wrong_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(RuleError) as raised:
        read_rule(write(tmp_path, text))
    assert expected in str(raised.value)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        write(folder, WELL)
    with pytest.raises(RuleError, match="its name is taken by"):
        read_rules(folders)


COMPOSITE = """
title = "Both"
kind = "composite"
severity = "critical"
reason = "Because."
first_steps = ["Look."]
source = "ours"
[alarm]
rule = "ALARM(own-cpu) AND NOT ALARM(own-cpo)"
[[case]]
name = "fires"
fires = true
states.own-cpu = [{ points = 1, state = "ALARM" }]
states.own-cpo = [{ points = 1, state = "OK" }]
[[case]]
name = "silent"
fires = false
states.own-cpu = [{ points = 1, state = "ALARM" }]
states.own-cpo = [{ points = 1, state = "ALARM" }]
"""


def test_a_composite_of_an_unknown_rule_names_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, WELL)
    write(tmp_path, COMPOSITE, "both")
    found = lint(read_rules([tmp_path]))
    assert [complaint.text for complaint in found] == ["there is no rule 'own-cpo'; did you mean own-cpu?"]
