"""Whether the system lets a process leave the network is seen where it left it."""

from __future__ import annotations

import pytest

from kg.endpoint.offline import can_confine
from kg.store import guard
from tests.trust.tally import FULL


def test_it_is_seen_that_the_network_is_left() -> None:
    confined = can_confine()
    if not confined and not FULL:
        pytest.skip("this system forbids filters and network namespaces")
    assert confined


def test_a_namespace_is_as_good_as_a_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "refuse_sockets", lambda: False)
    confined = can_confine()
    if not confined and not FULL:
        pytest.skip("this system forbids network namespaces")
    assert confined


def test_it_is_seen_that_the_network_is_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "refuse_sockets", lambda: False)
    monkeypatch.setattr(guard, "unshare", lambda _: False)
    assert not can_confine()


@pytest.mark.parametrize("promised", ["refuse_sockets", "unshare"])
def test_a_promise_alone_is_not_believed(monkeypatch: pytest.MonkeyPatch, promised: str) -> None:
    monkeypatch.setattr(guard, "refuse_sockets", lambda: promised == "refuse_sockets")
    monkeypatch.setattr(guard, "unshare", lambda _: True)
    assert not can_confine()


def test_where_the_system_has_no_such_thing_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(_: int) -> bool:
        raise OSError

    monkeypatch.setattr(guard, "refuse_sockets", lambda: False)
    monkeypatch.setattr(guard, "unshare", none)
    assert not can_confine()
