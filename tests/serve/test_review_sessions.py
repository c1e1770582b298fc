from __future__ import annotations

from kg.serve.review_sessions import IDLE, LONGEST, Failures, Sessions


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_is_found_by_its_key_alone() -> None:
    sessions = Sessions()
    key = sessions.begin("Rita", "digest")
    assert len(key) >= 43
    found = sessions.find(key)
    assert found is not None
    assert found.reviewer == "Rita"
    for wrong in ("", key[:-1], f"{key}x", "\udcff", sessions.begin("Ada", "other")[::-1]):
        assert sessions.find(wrong) is None


def test_a_session_ends_when_nobody_uses_it() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    key = sessions.begin("Rita", "digest")
    clock.now += IDLE - 1
    assert sessions.find(key)
    clock.now += IDLE + 1
    assert sessions.find(key) is None


def test_a_session_ends_however_much_it_is_used() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    key = sessions.begin("Rita", "digest")
    until = clock.now + LONGEST
    while clock.now + IDLE / 2 <= until:
        assert sessions.find(key)
        clock.now += IDLE / 2
    clock.now = until + 1
    assert sessions.find(key) is None


def test_what_is_signed_out_is_gone() -> None:
    sessions = Sessions()
    key, other = sessions.begin("Rita", "digest"), sessions.begin("Rita", "digest")
    sessions.end(key)
    sessions.end(key)
    assert sessions.find(key) is None
    assert sessions.find(other)


def test_sessions_do_not_fill_the_memory() -> None:
    sessions = Sessions()
    first = sessions.begin("Rita", "digest")
    for _ in range(1000):
        last = sessions.begin("Rita", "digest")
    assert sessions.find(first) is None
    assert sessions.find(last)


def test_too_many_wrong_tokens_are_followed_by_a_wait() -> None:
    clock = Clock()
    failures = Failures(clock)
    for _ in range(10):
        assert failures.wait("192.0.2.1") == 0
        failures.add("192.0.2.1")
        clock.now += 1
    assert 580 < failures.wait("192.0.2.1") <= 600
    assert failures.wait("192.0.2.2") == 0
    clock.now += failures.wait("192.0.2.1")
    assert failures.wait("192.0.2.1") == 0
