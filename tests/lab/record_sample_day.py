"""Records the day of sample_logs/ into sample_logs/recordings/: constructed answers, no account ever gave them.

    PYTHONPATH=.:tests python -m lab.record_sample_day [FILE]

The collectors run over the lab's World through the fake AWS; nothing is scrubbed, as every name is invented. The
logs are left out: they lie beside it as files.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab import sample_day

if TYPE_CHECKING:
    from fake_aws.world import World

FILE = sample_day.SAMPLES / "recordings" / "prod-shop.jsonl.gz"
LEFT_OUT = {"cloudwatch_logs", "rds_log_files", "s3_logs", "metric_streams"}


def record(world: World, file: Path) -> str:
    """Record a World at its end; return what was recorded, in a line."""
    from fake_aws.aws import FakeAws

    from aurorascope.aws.access import Access
    from aurorascope.aws.scrub import all_kinds
    from aurorascope.aws.tape import write_tape
    from aurorascope.catalog import load_collectors
    from aurorascope.collect.fleet import Choice, Fleet
    from aurorascope.collect.recording import record as take
    from aurorascope.collect.run import Orders

    with FakeAws(world, sample_day.START_S + 86_400) as fake:
        os.environ |= fake.environment(sample_day.ACCOUNT, sample_day.HOME)
        fleet = Fleet(choices=(Choice(Access(), (sample_day.HOME, sample_day.AWAY)),))
        chosen = [one for one in load_collectors() if one.name not in LEFT_OUT]
        orders = Orders(fleet, chosen, since=sample_day.moment(sample_day.START_S), now=sample_day.now())
        tape, summary = take(orders, all_kinds())
    for entry in tape.entries:
        entry["answer"] = rounded(entry["answer"], digits_of(entry))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_tape(tape, file)
    lines = [f"{one.region} {one.collector}: {one.rows} rows {one.reasons or ''}" for one in summary.results]
    return "\n".join(
        [*lines, f"{len(tape.entries)} answers, {file.stat().st_size / 1e6:.1f} MB, {summary.outcome}"]
    )


def rounded(value: Any, digits: int = 6) -> Any:
    """Return an answer with its numbers to some digits: invented ones need no more, and the file is smaller."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, dict):
        return {name: rounded(one, digits) for name, one in value.items()}
    return [rounded(one, digits) for one in value] if isinstance(value, list) else value


def digits_of(entry: dict[str, Any]) -> int:
    """Return how many digits an answer needs: load has to add up, key by key, to its total."""
    return 12 if "db.load" in json.dumps(entry["parameters"], default=str) else 6


def main() -> None:
    """Record."""
    print(record(sample_day.world(), Path(sys.argv[1]) if len(sys.argv) > 1 else FILE))


if __name__ == "__main__":
    main()
