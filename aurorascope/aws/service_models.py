"""One reader of botocore's service models for all sessions of a process.

Each session of botocore parses the JSON of every service, and of all endpoints, for itself: a quarter of the
time of a poll of one account, and once more for each account of a fleet. The models are read only, and one
session shares them between its clients already.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from botocore.loaders import create_loader

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from botocore.session import Session


@cache
def _loader(data_path: str | None) -> Loader:
    return create_loader(data_path)


def share_models(session: Session) -> Session:
    """Let a session read the models that others of the same AWS_DATA_PATH have read; return it."""
    session.register_component("data_loader", _loader(session.get_config_variable("data_path")))
    return session
