"""Work in a process of its own, with limits on time and memory and no network.

pyoxigraph has no time-out, a signal does not reach it, and deep nesting ends the process; a query
therefore runs in a forked child that can be killed.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import math
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg import errors
from kg.errors import InputError, KgError, LimitReached, Problem

_DONE = b"."
_FAILED = b"!"
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Limits:
    """How long work may take, in seconds, and how much memory it may ask for, in bytes."""

    seconds: float = 30.0
    memory: int = 4 * 2**30


def run_guarded(job: Callable[[], Iterable[Any]], limits: Limits) -> Iterator[Any]:
    """What a job yields, run in a child process; its values are what JSON can carry.

    Raises LimitReached on a time or memory limit, and whatever KgError the job raised. The child
    is killed when the caller stops listening.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(job, limits, writing)
    os.close(writing)
    ended = False
    try:
        for line in _lines(reading, time.monotonic() + limits.seconds, limits):
            if line[:1] == _DONE:
                ended = True
                return
            if line[:1] == _FAILED:
                ended = True
                raise decode_error(json.loads(line[1:]))
            yield json.loads(line)
    finally:
        os.close(reading)
        if not ended:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    raise LimitReached(
        f"the work ended its process ({_cause(status)})",
        hint="it may need more memory than allowed, or be nested too deep",
    )


def _lines(reading: int, deadline: float, limits: Limits) -> Iterator[bytes]:
    buffer = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            raise LimitReached(
                f"not done within {limits.seconds:g} s", hint="allow more with --timeout"
            )
        chunk = os.read(reading, 1 << 16)
        if not chunk:
            return
        *lines, buffer = (buffer + chunk).split(b"\n")
        yield from lines


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.waitstatus_to_exitcode(status)}"


def _work(job: Callable[[], Iterable[Any]], limits: Limits, writing: int) -> None:
    """The child's whole life; it never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Whatever becomes of the parent, this process ends by itself.
        seconds = math.ceil(limits.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        confine(limits.memory)
        with os.fdopen(writing, "wb", buffering=1 << 16) as stream:
            try:
                for value in job():
                    stream.write(json.dumps(value).encode() + b"\n")
                stream.write(_DONE + b"\n")
            except KgError as error:
                stream.write(_FAILED + json.dumps(encode_error(error)).encode() + b"\n")
            except MemoryError:
                told = encode_error(LimitReached("the memory allowed is used up"))
                stream.write(_FAILED + json.dumps(told).encode() + b"\n")
            except Exception as error:  # noqa: BLE001 (the parent tells of it)
                told = encode_error(KgError(f"this is a bug: {type(error).__name__}: {error}"))
                stream.write(_FAILED + json.dumps(told).encode() + b"\n")
        os._exit(0)
    except BaseException:  # noqa: BLE001 (whatever it was, the parent hears of it as a crash)
        # Nothing of the parent's may run twice: neither its handlers nor its exit functions.
        os._exit(70)


def confine(memory: int) -> None:
    """Keep this process from now on to so many bytes of memory, without network and stderr."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Rust reports its own crash on stderr, and Python's fault handler too where it is on; the
    # parent says it better.
    faulthandler.disable()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    leave_network()


def leave_network() -> bool:
    """Put this process in an empty network namespace of its own; whether that could be done.

    Where the system forbids it, the check of the query's text alone keeps it off the network.
    """
    with contextlib.suppress(Exception):
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
    return False


def encode_error(error: KgError) -> dict[str, Any]:
    """An error in values that JSON can carry to another process."""
    problems = getattr(error, "problems", [])
    return {
        "class": type(error).__name__,
        "message": str(error),
        "hint": error.hint,
        "problems": [[str(p.path), p.line, p.column, p.message] for p in problems],
    }


def decode_error(told: dict[str, Any]) -> KgError:
    """The error that such values tell; one of a class that is not of kg.errors is a KgError."""
    class_ = getattr(errors, told["class"], KgError)
    if issubclass(class_, InputError):
        from pathlib import Path

        problems = [Problem(Path(p), *rest) for p, *rest in told["problems"]]
        return InputError(told["message"], hint=told["hint"], problems=problems)
    error: KgError = class_(told["message"], hint=told["hint"])
    return error
