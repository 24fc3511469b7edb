"""What autovacuum writes, worded as versions 13, 14, 15, 16 and 18 do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

VERSIONS = (13, 14, 15, 16, 18)
TABLES = ("shop.public.orders", "shop.public.web_sessions", "shop.public.job_queue", "shop.Sales EU.order lines",
          "billing.pg_toast.pg_toast_16442", "rdsadmin.pg_catalog.pg_statistic")  # fmt: skip
Sums = dict[str, int]


def _tail(rng: random.Random, version: int) -> tuple[list[str], Sums]:
    hits, reads, dirtied = rng.randrange(10**6), rng.randrange(10**5), rng.randrange(10**4)
    records, images, size = rng.randrange(10**5), rng.randrange(10**4), rng.randrange(10**9)
    user, system, elapsed = rng.randrange(900), rng.randrange(300), rng.randrange(1200, 90_000)
    lines = []
    sums: Sums = {}
    if version >= 14 and rng.random() < 0.5:
        read, write = rng.randrange(10**6), rng.randrange(10**5)
        lines.append(f"I/O timings: read: {read / 1000:.3f} ms, write: {write / 1000:.3f} ms")
        sums |= {"io_read_us": read, "io_write_us": write}
    if version >= 18:
        delay = rng.randrange(10**6)
        lines.insert(0, f"delay time: {delay / 1000:.3f} ms")
        sums["delay_us"] = delay
    rate = f"avg read rate: {rng.randrange(9000) / 1000:.3f} MB/s, avg write rate: {rng.randrange(900) / 1000:.3f} MB/s"
    word = "reads" if version >= 18 else "misses"
    usage = f"buffer usage: {hits} hits, {reads} {word}, {dirtied} dirtied"
    lines += [usage, rate] if version == 13 else [rate, usage]
    sums |= {"buffer_hits": hits, "buffer_reads": reads, "buffer_dirtied": dirtied}
    full = f", {rng.randrange(90)} buffers full" if version >= 18 else ""
    lines.append(f"WAL usage: {records} records, {images} full page images, {size} bytes{full}")
    sums |= {"wal_records": records, "wal_fpi": images, "wal_bytes": size}
    cpu = f"CPU: user: {user / 100:.2f} s, system: {system / 100:.2f} s, elapsed: {elapsed / 100:.2f} s"
    lines.append(f"system usage: {cpu}")
    return lines, sums | {
        "elapsed_us": elapsed * 10_000,
        "cpu_user_us": user * 10_000,
        "cpu_system_us": system * 10_000,
    }


def vacuum(rng: random.Random) -> tuple[str, tuple[str, ...], Sums]:
    """Return the message of a vacuum, what it counts as, and its sums."""
    version = rng.choice(VERSIONS)
    aggressive, wraparound = rng.random() < 0.1, rng.random() < 0.05
    scans = rng.choice((0, 0, 1, 1, 2))
    head = "automatic " + ("aggressive " if aggressive else "") + "vacuum "
    head += (
        "to prevent wraparound " if wraparound else ""
    ) + f'of table "{rng.choice(TABLES)}": index scans: {scans}'
    removed, remain, scanned = rng.randrange(99), rng.randrange(10**6), rng.randrange(10**5)
    gone, live, dead = rng.randrange(10**6), rng.randrange(10**8), rng.randrange(10**4)
    xmin, age = rng.randrange(10**6, 10**9), rng.randrange(10**6)
    sums: Sums = {"index_scans": scans, "pages_removed": removed, "pages_remain": remain, "tuples_removed": gone,
                  "tuples_remain": live, "tuples_dead": dead, "oldest_xmin": xmin}  # fmt: skip
    pages = f"pages: {removed} removed, {remain} remain, "
    tuples = f"tuples: {gone} removed, {live} remain, {dead} are dead but not yet removable"
    if version <= 14:
        pins, frozen = rng.randrange(9), rng.randrange(10**5)
        lines = [
            f"{pages}{pins} skipped due to pins, {frozen} skipped frozen",
            f"{tuples}, oldest xmin: {xmin}",
        ]
        sums |= {"pages_skipped_pins": pins, "pages_skipped_frozen": frozen}
    else:
        eager = f", {scanned // 7} eagerly scanned" if version >= 18 else ""
        lines = [f"{pages}{scanned} scanned ({scanned / 1000:.2f}% of total){eager}", tuples]
        sums["pages_scanned"] = scanned
        if rng.random() < 0.2:
            lines.append("tuples missed: 11 dead from 3 pages not removed due to cleanup lock contention")
            sums["tuples_missed"] = 11
        lines.append(f"removable cutoff: {xmin}, which was {age} XIDs old when operation ended")
        sums["xmin_age"] = age
        if rng.random() < 0.3:
            lines.append(f"new relfrozenxid: {xmin - 7}, which is {age + 3} XIDs ahead of previous value")
            lines.append("new relminmxid: 17, which is 4 MXIDs ahead of previous value")
    if version >= 16:
        pages_frozen, tuples_frozen = rng.randrange(10**4), rng.randrange(10**5)
        share = f"({pages_frozen / 1000:.2f}% of total)"
        lines.append(f"frozen: {pages_frozen} pages from table {share} had {tuples_frozen} tuples frozen")
        sums |= {"pages_frozen": pages_frozen, "tuples_frozen": tuples_frozen}
    if version >= 18:
        visible, all_frozen = rng.randrange(10**4), rng.randrange(10**3)
        lines.append(
            f"visibility map: {visible} pages set all-visible, {all_frozen} pages set all-frozen (5 were all-visible)"
        )
        sums |= {"pages_all_visible": visible, "pages_all_frozen": all_frozen}
    if version >= 14:
        items, on_pages = rng.randrange(10**5), rng.randrange(10**4)
        needed = rng.choice(("needed", "not needed", "bypassed", "bypassed by failsafe"))
        had = (
            f"had {items} dead item identifiers removed"
            if needed == "needed"
            else f"have {items} dead item identifiers"
        )
        lines.append(
            f"index scan {needed}: {on_pages} pages from table ({on_pages / 1000:.2f}% of total) {had}"
        )
        sums |= {"dead_item_pages": on_pages, "dead_item_identifiers": items}
        for index in range(scans):
            lines.append(
                f'index "orders_{index}_idx": pages: 3{index} in total, 0 newly deleted, 0 currently deleted, 0 reusable'
            )
    tail, more = _tail(rng, version)
    return "\n".join([head, *lines, *tail]), (("aggressive",) if aggressive else ()), sums | more


def analyze(rng: random.Random) -> tuple[str, Sums]:
    """Return the message of an analyze and its sums."""
    version = rng.choice(VERSIONS)
    head = f'automatic analyze of table "{rng.choice(TABLES)}"'
    tail, sums = _tail(rng, version)
    if version == 13:
        keep = ("elapsed_us", "cpu_user_us", "cpu_system_us")
        return f"{head} {tail[-1]}", {name: sums[name] for name in keep}
    if version < 18:
        tail = [line for line in tail if not line.startswith("WAL")]
        sums = {name: value for name, value in sums.items() if not name.startswith("wal")}
    return "\n".join([head, *tail]), sums
