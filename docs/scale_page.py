"""The tables of scale.md, calculated from the figures of scale.toml; `make docs` writes them."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

DOCS = Path(__file__).parent
TERABYTES = (1, 10, 100)
BEGIN, END = "<!-- calculated by `make docs` from scale.toml -->", "<!-- end of what is calculated -->"


def plan(terabytes: float, measured: dict[str, float], assumed: dict[str, float]) -> dict[str, str]:
    """Return what so many TB of logs a day need, a row of the table each."""
    gb_hour = terabytes * 1000 / 24
    cpu_hour = gb_hour * measured["parse_cpu_s_per_gb"] * assumed["spark_overhead"]
    cores = cpu_hour / (assumed["finish_minutes"] * 60)
    executors = math.ceil(cores / assumed["executor_vcpu"])
    upkeep = gb_hour * measured["compact_cpu_s_per_gb"]
    core_hours = 24 * (cpu_hour + upkeep) / 3600
    gb_for_each = assumed["executor_gb"] / assumed["executor_vcpu"]
    compute = core_hours * (assumed["vcpu_hour_usd"] + gb_for_each * assumed["gb_hour_usd"])
    splits = gb_hour * 1000 / assumed["split_mb"]
    files_hour = splits * measured["files_per_split"]
    puts = 24 * files_hour / 1000 * assumed["s3_put_1000_usd"]
    kept_tb = terabytes * measured["store_share"] * assumed["retention_days"]
    compacted = kept_tb * 1e6 / assumed["compacted_mb"]
    in_log = compacted + 24 * files_hour
    return {
        "GB of logs an hour": f"{gb_hour:,.0f}",
        "tasks an hour": f"{splits:,.0f}",
        "processor hours a day, parse and upkeep": f"{core_hours:,.0f}",
        f"executors of {assumed['executor_vcpu']:.0f} vCPU, done {assumed['finish_minutes']:.0f} minutes "
        "after the hour": f"{executors:,}",
        "minutes of the driver an hour": f"{splits * assumed['driver_s_per_split'] / 60:,.1f}",
        "dollars a day, executors": f"{compute:,.0f}",
        "dollars a day, requests that write files": f"{puts:,.2f}",
        f"TB in the store after {assumed['retention_days']:.0f} days": f"{kept_tb:,.1f}",
        "dollars a month, storage": f"{kept_tb * 1000 * assumed['s3_gb_month_usd']:,.0f}",
        "commits a day": "24",
        "files of a commit": f"{files_hour:,.0f}",
        "seconds of a commit": f"{files_hour / 1e4 * measured['commit_s_per_10k_files']:,.0f}",
        "files in the log, days compacted": f"{in_log:,.0f}",
        "seconds to open the store": f"{in_log / 1e4 * measured['open_s_per_10k_files']:,.1f}",
        "MB of memory of who opens it": f"{100 + in_log / 1e5 * measured['peak_mb_per_100k_files']:,.0f}",
        "dollars of a question to one raw day by Athena, at most": (
            f"{terabytes * measured['store_share'] * assumed['athena_tb_usd']:,.2f}"
        ),
    }


def table(rows: list[list[str]]) -> list[str]:
    """Return a table of Markdown; the first row is its head."""
    head, *body = rows
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(row)} |" for row in body)]


def calculated() -> str:
    """Return the calculated part of the page."""
    figures = tomllib.loads((DOCS / "scale.toml").read_text(encoding="utf-8"))
    measured, assumed = figures["measured"], figures["assumed"]
    words = {name: measured.pop(name) for name in ("when", "machine")}
    plans = [plan(one, measured, assumed) for one in TERABYTES]
    lines = [BEGIN, "", f"Measured {words['when']} on {words['machine']}:", ""]
    named = [[f"`{name}`", f"{value:g}"] for name, value in measured.items()]
    lines += table([["figure", "value"], *named])
    lines += ["", "Assumed, and not measured:", ""]
    lines += table([["figure", "value"], *([f"`{name}`", f"{value:g}"] for name, value in assumed.items())])
    lines += ["", "From these:", ""]
    heads = ["", *(f"{one} TB a day" for one in TERABYTES)]
    lines += table([heads, *([name, *(each[name] for each in plans)] for name in plans[0])])
    return "\n".join([*lines, "", END])


def scale_page() -> str:
    """Return scale.md with its calculated part made anew."""
    text = (DOCS / "scale.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + calculated() + rest.partition(END)[2]
