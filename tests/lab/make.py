"""Makes days of a fleet: writes its logs and its truth, and shows it through the fake AWS where asked.

    PYTHONPATH=.:tests python -m lab.make --seed 7 --cause lock_chain --days 1 --out DIR [--size small] [--serve PORT]

DIR gets <instance>/<log file> as an instance's disk holds it, all hours kept, and truth.json.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from pathlib import Path
from typing import Any

from lab import lab
from lab.causes import CAUSES
from lab.world import LabWorld


def told(world: LabWorld) -> dict[str, Any]:
    """Return the truth of a run with the counts of its logs."""
    run = world.run
    clock = run.stage.clock
    return run.truth.record() | {
        "seed": run.stage.seed, "start_s": clock.start_s, "days": clock.days, "account": run.stage.fleet.account,
        "clusters": {
            one.name: {"engine": one.engine, "region": one.region, "instances": [instance.name for instance in one.instances]}
            for one in run.stage.fleet.clusters
        },
        "logs": {name: {written.stem: written.book.record() for written in world.logs(name)} for name in run.tracks},
    }  # fmt: skip


def write(world: LabWorld, out: Path) -> dict[str, Any]:
    """Write logs and truth; return the truth."""
    end = world.stage.clock.end_s
    for name in world.tracks:
        for written in world.logs(name):
            for hour in sorted(written.hours):
                path = out / name / written.name(hour)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written.content(hour, end + 86_400))
    truth = told(world)
    (out / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return truth


def serve(world: LabWorld, port: int) -> None:
    """Show the account over HTTP until interrupted; the clock stands at the end of its days."""
    from fake_aws.aws import FakeAws

    with FakeAws(world, world.stage.clock.end_s, port=port) as fake:
        print(
            f"account {world.account}, Regions {', '.join(world.regions(world.account))}: AWS_ENDPOINT_URL={fake.url}",
            flush=True,
        )
        threading.Event().wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cause", choices=[lab.QUIET, *CAUSES], default=lab.QUIET)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--size", choices=["small", "full"], default="full")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--serve", type=int, metavar="PORT")
    options = parser.parse_args()
    began = time.perf_counter()
    world = LabWorld(lab.run(options.seed, options.cause, options.days, options.size))
    if options.out is not None:
        truth = write(world, options.out)
        print(f"{truth['cause']} on {truth['cluster'] or 'nothing'} {truth['instance']}: {truth['numbers']}")
    print(f"{len(world.tracks)} instances, {options.days} days, {time.perf_counter() - began:.1f} s")
    if options.serve is not None:
        serve(world, options.serve)


if __name__ == "__main__":
    main()
