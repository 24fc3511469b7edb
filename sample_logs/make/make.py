"""Makes the sample logs: one day of a shop, run in a few minutes on two real servers, then stretched to the day.

    python sample_logs/make/make.py [--keep FOLDER]

needs Debian's packages postgresql and postgresql-15-pgaudit, openssl, and `pip install 'psycopg[binary]'`.
As root it runs the servers as the user postgres. It writes over the logs in sample_logs/.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import scenes
from server import ACCOUNT, Server
from shop import found
from story import Story
from stretch import stretch
from traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).resolve().parent.parent


class Day:
    """Walks through the day: quiet stretches, and scenes at their own speed."""

    def __init__(self, traffic: Traffic, story: Story) -> None:
        """Begin at midnight."""
        self.traffic, self.story = traffic, story

    def until(self, moment: str, seconds: float, level: float) -> None:
        """Let the traffic run at a level for some seconds, which stand for the time until `moment`."""
        self.traffic.level = level
        time.sleep(seconds)
        self.story.anchor(moment)
        print(moment, flush=True)

    def scene(self, play: Callable[[], object]) -> None:
        """Play a scene one to one."""
        began = time.time()
        try:
            play()
        except psycopg.Error as error:
            print(f"  a scene ended early: {error}", flush=True)
        self.story.scene_ends()
        print(f"  a scene of {time.time() - began:.1f} s", flush=True)


def play(day: Day, one: Server, two: Server) -> None:
    """The story of 2026-11-19."""
    traffic = day.traffic
    day.story.anchor("00:00")
    day.until("02:00", 12, 0.25)
    day.scene(lambda: scenes.nightly_batch(traffic))
    day.until("03:30", 8, 0.2)
    day.scene(lambda: scenes.logical_slot(traffic))
    day.until("06:30", 16, 0.3)
    day.scene(
        lambda: one.reload(log_min_duration_statement="0", random_page_cost="1.1", shared_buffers="'24MB'")
    )
    day.scene(lambda: two.reload(log_min_duration_statement="0", random_page_cost="1.1"))
    day.until("09:12", 24, 0.8)
    day.scene(lambda: scenes.deadlock(traffic))
    day.until("10:30", 18, 1.1)
    day.scene(lambda: scenes.recovery_conflict(traffic))
    day.scene(lambda: scenes.serialization_failure(traffic))
    day.until("11:05", 10, 1.2)
    day.scene(lambda: scenes.migration(traffic))
    day.until("12:15", 14, 1.0)
    day.scene(lambda: scenes.time_outs(traffic))
    day.scene(lambda: scenes.vanished_client(traffic))
    day.until("13:40", 16, 1.0)
    # a deployment drops an index that looked unused
    statements = (
        "DROP INDEX orders_customer_id_idx",
        "GRANT SELECT ON sales_by_day TO reporting",
        "ALTER ROLE dba SET work_mem = '8MB'",
    )
    day.scene(lambda: scenes.dba_at_work(traffic, *statements))
    day.until("14:31", 22, 1.3)
    day.scene(lambda: scenes.incident(traffic, two))
    day.until("15:10", 20, 1.1)
    day.scene(
        lambda: scenes.dba_at_work(
            traffic,
            "CREATE INDEX CONCURRENTLY orders_customer_id_idx ON orders (customer_id)",
            "ANALYZE orders",
        )
    )
    day.until("17:20", 20, 1.0)
    day.scene(lambda: scenes.deadlock(traffic, 3))
    day.until("18:45", 16, 1.3)
    day.scene(lambda: scenes.time_outs(traffic))
    day.until("20:15", 18, 1.4)
    day.scene(lambda: scenes.recovery_conflict(traffic))
    day.until("22:00", 14, 0.7)
    day.scene(lambda: two.reload(random_page_cost="1.2"))
    day.until("24:00", 10, 0.3)


def main() -> None:
    """Run the day and stretch it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, help="keep the servers' own logs and the anchors in this folder")
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="prod-shop-"))
    root.chmod(0o755)
    if ACCOUNT:
        shutil.chown(root, ACCOUNT, ACCOUNT)
    one, two = Server("prod-shop-1", root), Server("prod-shop-2", root)
    story = Story()
    traffic = Traffic(one, two)
    try:
        one.create()
        one.start()
        found(one)
        two.clone(one)
        two.start()
        one.reload(checkpoint_timeout="'30s'")
        traffic.open_shop()
        time.sleep(3)
        play(Day(traffic, story), one, two)
        traffic.close_shop()
    finally:
        for server in (one, two):
            with contextlib.suppress(RuntimeError):
                server.stop("immediate")
    story.save(root / "anchors.json")
    run = {
        "root": str(root),
        "servers": [{"name": server.name, "port": server.port} for server in (one, two)],
    }
    (root / "run.json").write_text(json.dumps(run))
    stretch(root, SAMPLES)
    if options.keep:
        shutil.copytree(
            root,
            options.keep,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("prod-shop-1", "prod-shop-2", "*-run"),
        )
    shutil.rmtree(root)


if __name__ == "__main__":
    main()
