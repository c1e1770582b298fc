"""Work in a process of its own, with limits on time and memory and no network.

pyoxigraph has no time-out, a signal does not reach it, and deep nesting ends the process; a query
therefore runs in a forked child that can be killed.
"""

from __future__ import annotations

import contextlib
import faulthandler
import fcntl
import io
import math
import os
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Generator, Iterator
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from kg import errors
from kg.errors import InputError, KgError, LimitReached, Problem
from kg.files import refused
from kg.store.libc import shrink_stacks, unshare
from kg.store.seccomp import refuse_sockets

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_PART, _DONE, _FAILED = b"+.!"
_HEAD = struct.Struct("=BI")
"""What goes before each part: its kind, and how many bytes follow."""
_PIPE = 1 << 20
_NO_MEMORY = (
    b'{"class": "LimitReached", "message": "the memory allowed is used up",'
    b' "hint": null, "problems": []}'
)
"""What is told where no memory is left to say it in other words."""
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_leaving: list[int] = []
"""Children that have said all and are on their way out: nobody waits for them."""
os.register_at_fork(after_in_child=_leaving.clear)


class Limits(NamedTuple):
    """How long work may take, in seconds, and how much memory it may ask for, in bytes."""

    seconds: float = 30.0
    memory: int = 4 * 2**30


class Died(LimitReached):
    """Work ended its process: it used up its memory, or met what the engine cannot bear."""


def run_guarded(job: Callable[[IO[bytes]], None], limits: Limits) -> Generator[bytes, None, None]:
    """What a job writes, block by block, run in a child process; it may start before it is done.

    Raises LimitReached on a time or memory limit, Died where it ended its process, and whatever
    KgError the job raised, after what was written until then. The child is killed when the caller
    stops listening, or when all is said; the system then keeps its process number until the next
    call.
    """
    _reap()
    reading, writing = os.pipe()
    try:
        sys.stdout.flush()
        child = os.fork()
    except BaseException:
        os.close(reading)
        os.close(writing)
        raise
    if child == 0:
        os.close(reading)
        _work(job, limits, writing)
    os.close(writing)
    ended = False
    try:
        for kind, content in _parts(reading, time.monotonic() + limits.seconds, limits):
            if kind == _PART:
                yield content
                continue
            ended = True
            if kind == _FAILED:
                raise _told(content)
            return
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        if ended:
            # The end of an engine with all its threads takes as long as a small answer.
            _leaving.append(child)
        else:
            status = os.waitpid(child, 0)[1]
    raise Died(
        f"the work ended its process ({_cause(status)})",
        hint="it may need more memory than allowed, be nested too deep, or meet a damaged store",
    )


def _reap() -> None:
    """Let those go that ended since; another thread may have done so, or somebody's own wait."""
    for child in tuple(_leaving):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(child, os.WNOHANG)[0] == 0:
                continue
        with contextlib.suppress(ValueError):
            _leaving.remove(child)


def _parts(reading: int, deadline: float, limits: Limits) -> Iterator[tuple[int, bytes]]:
    buffer = b""
    with contextlib.suppress(OSError, AttributeError):
        # The child need not wait while what it wrote is being read.
        fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, _PIPE)
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            raise LimitReached(
                f"not done within {limits.seconds:g} s", hint="allow more with --timeout"
            )
        chunk = os.read(reading, _PIPE)
        if not chunk:
            return
        buffer = buffer + chunk if buffer else chunk
        at, end = 0, len(buffer)
        while end - at >= _HEAD.size:
            kind, size = _HEAD.unpack_from(buffer, at)
            begin = at + _HEAD.size
            if end - begin < size:
                break
            at = begin + size
            yield kind, buffer[begin:at]
        buffer = buffer[at:]


class _Parts(io.BufferedIOBase):
    """Where a job writes: each piece goes to the parent with its kind and its length."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, part: Buffer, /) -> int:
        self.tell_of(_PART, bytes(part))
        return memoryview(part).nbytes

    def tell_of(self, kind: int, content: bytes) -> None:
        self._stream.write(_HEAD.pack(kind, len(content)) + content)


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.waitstatus_to_exitcode(status)}"


def _work(job: Callable[[IO[bytes]], None], limits: Limits, writing: int) -> None:
    """The child's whole life; it never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Whatever becomes of the parent, this process ends by itself.
        seconds = math.ceil(limits.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        confine(limits.memory)
        shrink_stacks()
        with os.fdopen(writing, "wb", buffering=1 << 16) as stream:
            out = _Parts(stream)
            out.tell_of(*_done(job, cast("IO[bytes]", out)))
        os._exit(0)
    except BaseException:  # noqa: BLE001 (whatever it was, the parent hears of it as a crash)
        # Nothing of the parent's may run twice: neither its handlers nor its exit functions.
        os._exit(70)


def _done(job: Callable[[IO[bytes]], None], out: IO[bytes]) -> tuple[int, bytes]:
    try:
        job(out)
    except KgError as error:
        told = error
    except MemoryError:
        return _FAILED, _NO_MEMORY
    except Exception as error:  # noqa: BLE001 (the parent tells of it)
        of_machine = refused(error) if isinstance(error, OSError) else None
        told = of_machine or KgError(f"this is a bug: {type(error).__name__}: {error}")
    else:
        return _DONE, b""
    try:
        import json  # most work does not fail

        return _FAILED, json.dumps(encode_error(told)).encode()
    except MemoryError:
        return _FAILED, _NO_MEMORY


def _told(content: bytes) -> KgError:
    import json

    return decode_error(json.loads(content))


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
    """Keep this process off the network from now on; whether that could be done.

    No socket can be opened any more; where the system has no such filter, the process has an empty
    network namespace of its own. Where it forbids both, the check of the query's text alone keeps
    a query off the network.
    """
    with contextlib.suppress(Exception):
        if refuse_sockets():
            return True
        return unshare(_CLONE_NEWNET) or unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
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
