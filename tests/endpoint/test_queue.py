"""The fair queue."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.endpoint.queue import FairQueue

PUTS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers()), max_size=40)


def everybody(_: str) -> bool:
    return True


def drain(queue: FairQueue[int]) -> list[tuple[str, int]]:
    taken = []
    while found := queue.next(everybody):
        client, item = found
        assert queue.take(client) == item
        taken.append(found)
    return taken


@given(PUTS)
def test_each_item_comes_once_and_a_clients_in_order(puts: list[tuple[str, int]]) -> None:
    queue: FairQueue[int] = FairQueue()
    for client, item in puts:
        queue.put(client, item)
    assert len(queue) == len(puts)
    taken = drain(queue)
    assert len(queue) == 0
    for client in "abcd":
        assert [i for c, i in taken if c == client] == [i for c, i in puts if c == client]


@given(PUTS)
def test_nobody_waits_for_two_of_another(puts: list[tuple[str, int]]) -> None:
    queue: FairQueue[int] = FairQueue()
    for client, item in puts:
        queue.put(client, item)
    taken = [client for client, _ in drain(queue)]
    for client in set(taken):
        first = taken.index(client)
        assert all(taken[:first].count(other) <= 1 for other in set(taken[:first]))


def test_a_client_that_may_not_is_passed_over() -> None:
    queue: FairQueue[int] = FairQueue()
    queue.put("a", 1)
    queue.put("b", 2)
    assert queue.next(lambda client: client != "a") == ("b", 2)
    assert queue.next(lambda _: False) is None
    assert len(queue) == 2


def test_who_has_most_loses_the_newest() -> None:
    queue: FairQueue[int] = FairQueue()
    for client, item in [("a", 1), ("b", 9), ("a", 2), ("a", 3)]:
        queue.put(client, item)
    assert queue.drop() == 3
    assert drain(queue) == [("a", 1), ("b", 9), ("a", 2)]


def test_what_is_removed_never_comes() -> None:
    queue: FairQueue[int] = FairQueue()
    queue.put("a", 1)
    queue.put("a", 2)
    queue.remove("a", 1)
    queue.remove("a", 7)
    queue.remove("b", 1)
    assert drain(queue) == [("a", 2)]
