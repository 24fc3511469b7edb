"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

import click

store_option = click.option(
    "--store",
    "store_dir",
    metavar="DIR",
    help="The store: a folder, or s3://bucket/prefix (default: AURORASCOPE_STORE, else `store` in the "
    "config, else ./aurorascope-store).",
)
