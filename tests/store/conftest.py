"""Engines that run for as long as the tests of a module need them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.store import engines
from tests.store.engines import Served


@pytest.fixture(autouse=True)
def _no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment of the tests says is not what they test."""
    for name in (
        "TOKEN",
        "HEADER",
        "USER",
        "PASSWORD",
        "PLAIN",
        "QUERY",
        "UPDATE",
        "GRAPHS",
        "LINES",
    ):
        monkeypatch.delenv(f"KG_STORE_{name}", raising=False)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with engines.oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        yield served


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with engines.virtuoso(tmp_path_factory.mktemp("virtuoso")) as served:
        yield served


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def served(request: pytest.FixtureRequest) -> Served:
    """Each of the engines in turn."""
    found: Served = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def engine(served: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Each of the engines in turn, with the way to log in set."""
    for name, value in served.environ.items():
        monkeypatch.setenv(name, value)
    return served
