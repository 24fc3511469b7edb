"""One planted store, read only, and the site over it; one store with nothing in it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from aurorascope.catalog import load_pages
from aurorascope.store.store import Store
from aurorascope.web.app import flask_of, make_app
from aurorascope.web.gate import Gate
from aurorascope.web.site import Site
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from flask import Flask

    from aurorascope.model.page import Page

PORT = 8050
# a busy machine is no counterexample
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def load_planted() -> object:
    """The builder, by path: tests are files, not packages."""
    spec = importlib.util.spec_from_file_location(
        "planted_store", Path(__file__).with_name("planted_store.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted_store"] = module
    spec.loader.exec_module(module)
    return module


planted_store = load_planted()


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return planted_store.build(tmp_path_factory.mktemp("planted") / "store")  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.create(tmp_path_factory.mktemp("empty") / "store")


@pytest.fixture(scope="session")
def pages() -> tuple[Page, ...]:
    return tuple(load_pages())


@pytest.fixture(scope="session")
def site(planted: Store, pages: tuple[Page, ...]) -> Site:
    return Site(pages, Versions(planted))


@pytest.fixture(scope="session")
def empty_site(empty: Store, pages: tuple[Page, ...]) -> Site:
    return Site(pages, Versions(empty))


@pytest.fixture(scope="session")
def served(planted: Store, pages: tuple[Page, ...]) -> Flask:
    return flask_of(make_app(planted, pages, Gate(("127.0.0.1", "localhost"), PORT)))


@pytest.fixture(scope="session")
def locked(planted: Store, pages: tuple[Page, ...]) -> Flask:
    return flask_of(make_app(planted, pages, Gate(("127.0.0.1",), PORT, "the-token")))
