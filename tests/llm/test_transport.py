from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace

import pytest

from kg.errors import InputError, LimitReached, UsageError
from kg.llm.settings import Endpoint
from kg.llm.transport import Answer, post
from tests.llm.invented import KEY, QUICK
from tests.llm.scripted import Scripted, Server, refuses, says, served


def ask(url: str, **limits: object) -> Answer:
    endpoint = Endpoint(f"{url}/chat/completions", "m", KEY)
    return post(endpoint, b"{}", replace(QUICK, **limits), lambda: None)  # type: ignore[arg-type]


def test_a_busy_server_is_asked_again_when_it_says():
    with served(refuses(429, {"Retry-After": "1"}), says("{}")) as server:
        begun = time.monotonic()
        assert ask(server.url).status == 200
        assert time.monotonic() - begun >= 1
    assert len(server.asked) == 2


def test_a_date_is_a_pause_too():
    dates = {
        "Date": "Mon, 02 Feb 2026 10:00:00 GMT",
        "Retry-After": "Mon, 02 Feb 2026 11:00:00 GMT",
    }
    with served(refuses(503, dates)) as server, pytest.raises(LimitReached, match="3600 seconds"):
        ask(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("named", ["soon", "-5", "1e3", "99999999999999", "\u0664", "", "9" * 4000])
def test_a_senseless_pause_is_passed_over(named):
    with (
        served(refuses(429, {"Retry-After": named.encode("ascii", "replace").decode()})) as server,
        pytest.raises(LimitReached),
    ):
        ask(server.url)
    assert len(server.asked) == QUICK.attempts


def test_a_pause_that_is_too_long_ends_the_question():
    with (
        served(refuses(429, {"Retry-After": "86400"})) as server,
        pytest.raises(LimitReached, match="86400 seconds") as raised,
    ):
        ask(server.url)
    assert raised.value.exit_code == 5
    assert len(server.asked) == 1


def test_busy_for_ever():
    with served(refuses(429)) as server, pytest.raises(LimitReached, match="still busy"):
        ask(server.url)
    assert len(server.asked) == QUICK.attempts


def test_a_failing_server():
    with served(refuses(500)) as server, pytest.raises(InputError, match="status 500") as raised:
        ask(server.url)
    assert raised.value.exit_code == 3
    assert len(server.asked) == QUICK.attempts
    with served(refuses(502), says("{}")) as server:
        assert ask(server.url).status == 200


def test_silence_is_a_time_out():
    with (
        served(Scripted(body=b"late", drip=2.0)) as server,
        pytest.raises(LimitReached, match="silent") as raised,
    ):
        ask(server.url, silence=0.2)
    assert raised.value.exit_code == 5
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "slow", [Scripted(body=b"a\n" * 200, drip=0.1), Scripted(drip=0.1, drip_headers=True)]
)
def test_a_slow_drip_ends_at_the_deadline(slow):
    begun = time.monotonic()
    with served(slow) as server, pytest.raises(LimitReached, match=r"in 0\.5 seconds"):
        ask(server.url, deadline=0.5)
    assert time.monotonic() - begun < 5


def test_retries_end_at_the_deadline():
    with (
        served(refuses(429, {"Retry-After": "2"})) as server,
        pytest.raises(LimitReached, match=r"in 0\.3 seconds"),
    ):
        ask(server.url, deadline=0.3)
    assert len(server.asked) == 1


def test_a_huge_answer_is_not_read():
    with (
        served(Scripted(body=b"x" * 5_000_000)) as server,
        pytest.raises(LimitReached, match="larger than 50000 bytes"),
    ):
        ask(server.url)


def test_an_answer_is_never_unpacked():
    with served(Scripted(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})) as server:
        assert ask(server.url).content == b"\x1f\x8b"
    assert server.asked[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with served(says("{}")) as elsewhere:
        headers = {"Location": f"{elsewhere.url}/chat/completions"}
        with served(Scripted(status, headers=headers)) as server:
            assert ask(server.url).status == status
    assert elsewhere.asked == []


def test_nobody_answers():
    closed = Server([says("{}")])
    with closed.running():
        url = closed.url
    with pytest.raises(InputError, match="no answer") as raised:
        ask(url)
    assert KEY not in str(raised.value)


def test_a_proxy_of_the_environment_is_asked(monkeypatch):
    with served(says("{}")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        for name in ("NO_PROXY", "no_proxy", "http_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert ask("http://never.invalid/v1").status == 200
    assert proxy.asked[0].path == "http://never.invalid/v1/chat/completions"


def test_a_proxy_that_cannot_be_used_is_told(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "nonsense://user:secret@proxy.invalid")
    with pytest.raises(UsageError, match="proxy") as raised:
        ask("http://never.invalid/v1")
    assert "secret" not in f"{raised.value} {raised.value.hint}"


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(UsageError) as raised:
        ask("http://127.0.0.1:9/v1")
    assert "eurostance[llm]" in (raised.value.hint or "")


def test_a_refused_leave_sends_nothing():
    def leave() -> None:
        raise LimitReached("no more")

    with served(says("{}")) as server, pytest.raises(LimitReached, match="no more"):
        post(Endpoint(server.url, "m"), b"{}", QUICK, leave)
    assert server.asked == []


def test_it_works_inside_an_event_loop():
    async def inside() -> Answer:
        return ask(server.url)

    with served(says("{}")) as server:
        assert asyncio.run(inside()).status == 200


def test_without_a_key_none_is_sent():
    with served(says("{}")) as server:
        post(Endpoint(f"{server.url}/chat/completions", "m"), b"{}", QUICK, lambda: None)
    assert "Authorization" not in server.asked[0].headers
