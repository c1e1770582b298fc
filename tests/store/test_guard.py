from __future__ import annotations

import errno
import faulthandler
import json
import os
import resource
import signal
import socket
import sys
import time
from array import array
from pathlib import Path
from typing import IO

import pytest

from kg.errors import (
    InputError,
    KgError,
    LimitReached,
    Problem,
    StoreUnusable,
    UnknownName,
    UsageError,
)
from kg.store import guard
from kg.store.guard import Died, Limits, decode_error, encode_error, leave_network, run_guarded

HERE = Path("asked.rq")


def _parts(*parts: bytes) -> list[bytes]:
    def job(out: IO[bytes]) -> None:
        for part in parts:
            out.write(part)

    return list(run_guarded(job, Limits()))


@pytest.mark.parametrize(
    "parts", [(), (b"",), (b"x",), (b"!", b".", b"\n\0"), (bytes(300_000), b"y" * 3_000_000, b"z")]
)
def test_what_a_job_writes_arrives_part_by_part(parts: tuple[bytes, ...]) -> None:
    assert _parts(*parts) == list(parts)


def test_an_error_comes_after_what_was_written() -> None:
    def job(out: IO[bytes]) -> None:
        out.write(b"some")
        raise InputError("bad", hint="do", problems=[Problem(HERE, 1, 2, "it")])

    found = run_guarded(job, Limits())

    assert next(found) == b"some"
    with pytest.raises(InputError, match="bad") as caught:
        next(found)
    assert caught.value.hint == "do"
    assert caught.value.problems == [Problem(HERE, 1, 2, "it")]


@pytest.mark.parametrize(
    "error",
    [
        KgError("it", hint="do"),
        UsageError("it"),
        UnknownName("it", hint="do"),
        StoreUnusable("it"),
        LimitReached("it", hint="do"),
        InputError("it", hint="do", problems=[Problem(HERE, 1, 2, "a"), Problem(HERE, 0, 0, "b")]),
    ],
)
def test_an_error_survives_its_way_to_another_process(error: KgError) -> None:
    told = decode_error(json.loads(json.dumps(encode_error(error))))
    assert type(told) is type(error)
    assert (str(told), told.hint) == (str(error), error.hint)
    assert getattr(told, "problems", None) == getattr(error, "problems", None)


def test_an_error_of_a_class_elsewhere_is_an_error_still() -> None:
    told = decode_error(encode_error(Died("it", hint="do")))
    assert (type(told), str(told), told.hint) == (KgError, "it", "do")


def test_what_is_told_of_work_that_did_not_end_well() -> None:
    def silent(_: IO[bytes]) -> None:
        time.sleep(60)

    def leaving(_: IO[bytes]) -> None:
        os._exit(3)

    def hungry(_: IO[bytes]) -> None:
        raise MemoryError

    def faulty(_: IO[bytes]) -> None:
        raise KeyError("oops")

    more = "it may need more memory than allowed, be nested too deep, or meet a damaged store"
    for job, class_, message, hint in (
        (silent, LimitReached, "not done within 0.2 s", "allow more with --timeout"),
        (leaving, Died, "the work ended its process (exit 3)", more),
        (hungry, LimitReached, "the memory allowed is used up", None),
        (faulty, KgError, "this is a bug: KeyError: 'oops'", None),
    ):
        with pytest.raises(KgError) as caught:
            list(run_guarded(job, Limits(seconds=0.2 if job is silent else 30)))
        assert (type(caught.value), str(caught.value), caught.value.hint) == (class_, message, hint)


def test_a_child_is_confined() -> None:
    def job(out: IO[bytes]) -> None:
        found = {
            "interrupt": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
            "end": signal.getsignal(signal.SIGTERM) is signal.SIG_DFL,
            "seconds": resource.getrlimit(resource.RLIMIT_CPU),
            "memory": resource.getrlimit(resource.RLIMIT_AS),
            "core": resource.getrlimit(resource.RLIMIT_CORE),
            "stderr": str(Path("/proc/self/fd/2").readlink()),
            "faults": faulthandler.is_enabled(),
        }
        out.write(json.dumps(found).encode())

    was_end = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        found = b"".join(run_guarded(job, Limits(seconds=6.5, memory=2**31)))
    finally:
        signal.signal(signal.SIGTERM, was_end)
    assert json.loads(found) == {
        "interrupt": True,
        "end": True,
        "seconds": [8, 8],
        "memory": [2**31, 2**31],
        "core": [0, 0],
        "stderr": "/dev/null",
        "faults": False,
    }


def test_a_child_has_no_network_where_it_can_be_left() -> None:
    def job(out: IO[bytes]) -> None:
        out.write(json.dumps([_opens_sockets(), leave_network(), _opens_sockets()]).encode())

    first, could, then = json.loads(b"".join(run_guarded(job, Limits())))
    assert _opens_sockets()
    assert first is then is not could


def test_without_a_filter_it_has_a_namespace_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def job(out: IO[bytes]) -> None:
        out.write(json.dumps([leave_network(), _network()]).encode())

    monkeypatch.setattr(guard, "refuse_sockets", lambda: False)
    could, space = json.loads(b"".join(run_guarded(job, Limits())))
    assert could == (space != _network())


def _network() -> str:
    return str(Path("/proc/self/ns/net").readlink())


def _opens_sockets() -> bool:
    try:
        socket.socket().close()
    except PermissionError:
        return False
    return True


def test_a_part_tells_how_much_was_written() -> None:
    def job(out: IO[bytes]) -> None:
        out.write(str(out.write(memoryview(array("i", [1, 2, 3])))).encode())

    assert list(run_guarded(job, Limits())) == [array("i", [1, 2, 3]).tobytes(), b"12"]


def test_nothing_stays_open_and_nothing_is_said_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def job(out: IO[bytes]) -> None:
        out.write(b"x")
        sys.stdout.flush()

    def failing(_: IO[bytes]) -> None:
        raise InputError("bad")

    open_ = len(list(Path("/proc/self/fd").iterdir()))
    with (tmp_path / "said").open("w") as said, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", said)
        said.write("once")
        assert list(run_guarded(job, Limits())) == [b"x"]
    assert (tmp_path / "said").read_text() == "once"
    with pytest.raises(InputError):
        list(run_guarded(failing, Limits()))
    assert len(list(Path("/proc/self/fd").iterdir())) == open_


def test_memory_and_bugs_are_told() -> None:
    def hungry(_: IO[bytes]) -> None:
        bytearray(2**40)

    def faulty(_: IO[bytes]) -> None:
        raise KeyError("oops")

    with pytest.raises(LimitReached, match="memory allowed"):
        list(run_guarded(hungry, Limits()))
    with pytest.raises(KgError, match="this is a bug: KeyError"):
        list(run_guarded(faulty, Limits()))


def test_a_child_that_is_ended_is_told() -> None:
    def job(_: IO[bytes]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(LimitReached, match=r"ended its process \(SIGKILL\)"):
        list(run_guarded(job, Limits()))


def test_time_is_limited_while_nothing_and_while_something_comes() -> None:
    def silent(_: IO[bytes]) -> None:
        time.sleep(60)

    def endless(out: IO[bytes]) -> None:
        while True:
            out.write(b"x" * 1_000)

    for job in (silent, endless):
        with pytest.raises(LimitReached, match=r"not done within 0\.2 s"):
            for _ in run_guarded(job, Limits(seconds=0.2)):
                pass


def test_those_who_have_said_all_are_gone_at_a_later_call() -> None:
    def job(out: IO[bytes]) -> None:
        out.write(str(os.getpid()).encode())

    children = [int(b"".join(run_guarded(job, Limits()))) for _ in range(5)]

    deadline = time.monotonic() + 30
    while any(map(_is_there, children[:-1])) and time.monotonic() < deadline:
        children.append(int(b"".join(run_guarded(job, Limits()))))
    assert not any(map(_is_there, children[:4]))


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_who_stops_listening_ends_the_child() -> None:
    def endless(out: IO[bytes]) -> None:
        out.write(str(os.getpid()).encode())
        while True:
            out.write(b"x" * 1_000)

    found = run_guarded(endless, Limits())
    child = int(next(found))
    os.kill(child, 0)

    found.close()

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_what_the_machine_refuses_a_child_is_no_bug() -> None:
    def job(out: IO[bytes]) -> None:
        del out
        raise OSError(errno.EMFILE, "Too many open files")

    with pytest.raises(StoreUnusable, match="Too many open files"):
        list(run_guarded(job, Limits()))


def test_a_child_that_cannot_be_made_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    open_ = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(BlockingIOError):
        list(run_guarded(lambda out: None, Limits()))
    assert len(list(Path("/proc/self/fd").iterdir())) == open_


def _ended() -> int:
    """A child of this process that has ended, and waits to be let go."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    return child


def test_children_that_have_ended_are_let_go_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited, ended = _ended(), _ended()
    os.waitpid(waited, 0)
    reading, writing = os.pipe()
    working = os.fork()
    if working == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    leaving = [waited, working, ended]
    monkeypatch.setattr(guard, "_leaving", leaving)
    try:
        assert _parts(b"x") == [b"x"]
        assert leaving[0] == working
        assert not {waited, ended} & set(leaving)
        with pytest.raises(ChildProcessError):
            os.waitpid(ended, 0)
    finally:
        os.close(writing)
        os.close(reading)
        os.waitpid(working, 0)
        for child in leaving[1:]:
            os.waitpid(child, 0)
