"""Logs of every kind in one folder: PostgreSQL's in four formats and compressed, all four of MySQL's.

PostgreSQL's and the slow log come from the benchmarks' generators. The other three of MySQL's are the sample
logs' (a real server wrote them), day after day: their dates are moved, and nothing else.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))

import formats  # noqa: E402 - a program of the benchmarks
import generate  # noqa: E402 - another
import mysql_slow  # noqa: E402 - another

SAMPLES = ROOT / "sample_logs" / "prod-crm-1"
DAY = date(2026, 11, 19)
SHARES = {
    "stderr": 0.27,
    "csvlog": 0.12,
    "jsonlog": 0.12,
    "syslog": 0.08,
    "gz": 0.12,
    "slow": 0.14,
    "general": 0.08,
    "audit": 0.05,
    "error": 0.02,
}


def written(folder: Path, size: int) -> dict[str, int]:
    """Return the bytes of each kind of log in a folder that is written once."""
    whole = folder.with_name(f"{folder.name}.whole")
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, size)
        whole.touch()
    return {kind: sum(it.stat().st_size for it in (folder / f"i-{kind}").rglob("*.*")) for kind in SHARES}


def write(folder: Path, size: int) -> None:
    """Write about `size` bytes of logs."""
    sizes = {kind: int(size * share) for kind, share in SHARES.items()}
    places = {kind: folder / f"i-{kind}" / "error" for kind in SHARES}
    for place in places.values():
        place.mkdir(parents=True)
    generate.generate(places["stderr"] / "postgresql.log", sizes["stderr"], seed=1, days=2)
    for number, kind in enumerate(formats.WRITTEN, 2):
        _rewritten(places[kind], kind, sizes[kind], seed=number)
    _compressed(places["gz"], sizes["gz"])
    mysql_slow.generate(places["slow"] / "mysql-slowquery.log", sizes["slow"], seed=6)
    stamps = {"general": "%y%m%d ", "audit": "%Y%m%d ", "error": "%Y-%m-%d "}
    for kind, stamp in stamps.items():
        _repeated(sorted((SAMPLES / kind).iterdir()), places[kind] / f"mysql-{kind}.log", sizes[kind], stamp)
    for truth in folder.rglob("*.truth.json"):
        truth.unlink()


def _rewritten(place: Path, kind: str, size: int, seed: int) -> None:
    """Write a log as the same server would have written it in another format."""
    plain = place / "plain.log"
    generate.generate(plain, int(size * 0.6), seed=seed)
    record, ending = formats.WRITTEN[kind]
    with (place / f"postgresql{ending}").open("w", encoding="utf-8", newline="\n") as out:
        for number, one in enumerate(formats.records(plain), 1):
            out.write(record(one, number))
    plain.unlink()


def _compressed(place: Path, size: int) -> None:
    """Write two rotated files, compressed: entries go on from the one in the other."""
    plain = place / "plain.log"
    generate.generate(plain, size, seed=5)
    data = plain.read_bytes()
    half = data.rfind(b"\n", 0, len(data) // 2) + 1
    for number, part in enumerate((data[:half], data[half:])):
        with gzip.open(place / f"postgresql.log.2026-11-19-{number:02d}.gz", "wb", compresslevel=1) as out:
            out.write(part)
    plain.unlink()


def _repeated(logs: list[Path], target: Path, size: int, stamp: str) -> None:
    """Write logs again and again, each time a day later."""
    once = target.with_suffix(".once")
    with once.open("wb") as out:
        for log in logs:
            with log.open("rb") as data:
                shutil.copyfileobj(data, out)
    data = once.read_bytes()
    once.unlink()
    written = days = 0
    with target.open("wb") as out:
        while written < size:
            moved = (DAY + timedelta(days=days)).strftime(stamp).encode()
            written += out.write(data.replace(DAY.strftime(stamp).encode(), moved))
            days += 1
