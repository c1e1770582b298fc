"""What is asked again, how often, and after which pause."""

from __future__ import annotations

import pytest

from kg.errors import InputError, KgError, LimitReached, StoreMissing, StoreUnusable
from kg.store.remote.access import Access
from kg.store.remote.patience import PatientWire
from kg.store.remote.wire import Sent
from tests.store.remote.scripted import Handler, Script, scripted


def told(script: Script, *, seconds: float = 5) -> tuple[int | KgError, list[float]]:
    """The status that comes in the end, or the error, and the pauses before it."""
    pauses: list[float] = []
    with scripted(script) as url, PatientWire(url, Access(), pauses.append) as wire:
        try:
            return wire.ask(Sent("GET", url, seconds=seconds)).status, pauses
        except KgError as error:
            return error, pauses


def after(count: int, first: Script) -> Script:
    """A server that answers so many times by a script, and then that all is well."""
    asked = 0

    def script(request: Handler) -> None:
        nonlocal asked
        asked += 1
        if asked > count:
            request.send()
        else:
            first(request)

    return script


def refusing(status: int, **headers: str) -> Script:
    return lambda request: request.send(status=status, **headers)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_passes_is_asked_again_ever_later(status: int) -> None:
    assert told(after(3, refusing(status))) == (200, [0.5, 1.0, 2.0])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 501, 507])
def test_what_stays_is_told_at_once(status: int) -> None:
    found, pauses = told(after(1, refusing(status)))

    assert isinstance(found, InputError | StoreUnusable | StoreMissing)
    assert not pauses


def test_a_lost_connection_is_made_again() -> None:
    assert told(after(2, Handler.reset)) == (200, [0.5, 1.0])


def test_a_slow_answer_is_asked_for_again() -> None:
    assert told(after(1, lambda request: request.rfile.read(1)), seconds=0.3) == (200, [0.5])


def test_patience_ends() -> None:
    found, pauses = told(refusing(503))

    assert isinstance(found, LimitReached)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


def test_where_nobody_answers_patience_ends_too() -> None:
    pauses: list[float] = []
    with (
        PatientWire("http://127.0.0.1:9", Access(), pauses.append) as wire,
        pytest.raises(StoreMissing, match="nothing answers"),
    ):
        wire.ask(Sent("GET", "http://127.0.0.1:9"))
    assert len(pauses) == 7


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "0"}, 0.5),
        ({"Retry_After": "-3"}, 0.5),
        ({"Retry_After": "soon"}, 0.5),
        ({"Retry_After": "٣"}, 0.5),
        ({"Retry_After": ""}, 0.5),
        ({"Retry_After": "Sat, 01 Jan 2000 00:00:00 GMT"}, 0.5),
    ],
)
def test_a_server_is_left_alone_as_long_as_it_asks(headers: dict[str, str], pause: float) -> None:
    def script(request: Handler) -> None:
        request.send(
            status=503,
            **{name: value.encode().decode("latin-1") for name, value in headers.items()},
        )

    assert told(after(1, script)) == (200, [pause])


def test_a_date_is_counted_from_the_date_of_the_answer() -> None:
    def script(request: Handler) -> None:
        request.send_response_only(503)
        request.send_header("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
        request.send_header("Retry-After", "Sat, 01 Jan 2000 00:01:30 GMT")
        request.send_header("Content-Length", "0")
        request.end_headers()

    assert told(after(1, script)) == (200, [90.0])


def test_a_server_that_asks_for_an_hour_is_not_waited_for() -> None:
    found, pauses = told(refusing(503, Retry_After="3600"))

    assert isinstance(found, LimitReached)
    assert not pauses


@pytest.mark.parametrize(
    ("method", "fields", "asked"),
    [
        ("GET", None, 0),
        ("POST", {"query": "ASK {}"}, 0),
        ("POST", {"update": "CLEAR ALL"}, 2),
        ("POST", None, 2),
        ("PUT", None, 2),
        ("DELETE", None, 2),
    ],
)
def test_before_what_writes_is_sent_again_it_is_asked_whether_it_may_be(
    method: str, fields: dict[str, str] | None, asked: int
) -> None:
    heard: list[str] = []
    with (
        scripted(after(2, refusing(503))) as url,
        PatientWire(url, Access(), lambda _: None, lambda: heard.append("again")) as wire,
    ):
        wire.ask(Sent(method, url, fields=fields))

    assert len(heard) == asked


def test_one_that_is_to_end_does_not_try_again() -> None:
    with (
        scripted(refusing(503)) as url,
        PatientWire(url, Access(), lambda _: True) as wire,
        pytest.raises(LimitReached, match="given up"),
    ):
        wire.ask(Sent("GET", url))
