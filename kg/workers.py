"""Work in processes that can be lost without losing the rest.

Some inputs are made to hold up or to end the process that reads them. A worker is a forked child
that answers one thing after another; the system ends it where an answer takes too long, also in
the middle of C code, and the next thing asked gets a new one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import resource
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.errors import KgError
from kg.files import refused

TagT = TypeVar("TagT")
ItemT = TypeVar("ItemT")
AnswerT = TypeVar("AnswerT")

MEMORY = 4 * 2**30
"""What a worker may ask for, in bytes."""
WINDOW = 4
"""How many things a worker may be ahead of the oldest one that is not answered yet."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Why there is no answer; ``trace`` is where the work failed, if that was its own fault."""

    why: str
    trace: str | None = None


class Worker(Generic[ItemT, AnswerT]):
    """A child process, started when it is first asked; ``seconds`` is the longest for an answer.

    ``prepare`` is called once in the child and gives the function that answers. ``memory`` is what
    the child may ask for, in bytes. None is no limit. A child that is killed from outside is asked
    once more, as a new one.
    """

    def __init__(
        self,
        prepare: Callable[[], Callable[[ItemT], AnswerT]],
        seconds: float | None,
        memory: int | None = MEMORY,
    ) -> None:
        self._prepare = prepare
        self._seconds = seconds
        self._memory = memory
        self._child = 0
        self._asked: list[ItemT] = []
        self.connection: Connection | None = None

    def ask(self, item: ItemT) -> AnswerT | Lost:
        """The answer to one thing."""
        self.send(item)
        return self.answer()

    def send(self, item: ItemT) -> None:
        """Hand over one thing; its answer must be taken before the next is sent."""
        self._asked = [item]
        self._hand_over(item)

    def answer(self) -> AnswerT | Lost:
        """The answer to what was sent; raises the KgError that the work raised."""
        connection = self.connection or self._start()
        try:
            told: AnswerT | Lost | KgError = connection.recv()
        except (EOFError, OSError):
            status = self.close()
            # No text ends its process so: somebody did, or a system short of memory.
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and self._asked:
                self._hand_over(self._asked.pop())
                return self.answer()
            return Lost(self._cause(status))
        if isinstance(told, KgError):
            self.close()
            raise told
        return told

    def _hand_over(self, item: ItemT) -> None:
        connection = self.connection or self._start()
        # A child that has ended already is told of by answer().
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(item)

    def close(self) -> int:
        """End the child; returns the status it ended with."""
        if self.connection is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGTERM)
        self.connection.close()
        self.connection = None
        return os.waitpid(self._child, 0)[1]

    def _cause(self, status: int) -> str:
        ended = signal.Signals(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else None
        if ended is signal.SIGALRM:
            return f"not done within {self._seconds:g} s"
        return f"the process that read it ended ({ended.name if ended else f'status {status}'})"

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._child = os.fork()
        if self._child == 0:
            _live(theirs, self._prepare, self._seconds or 0, self._memory)
        theirs.close()
        self.connection = ours
        return ours


def _live(
    connection: Connection,
    prepare: Callable[[], Callable[[Any], Any]],
    seconds: float,
    memory: int | None,
) -> None:
    """The child's whole life; it never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        faulthandler.disable()
        # What the parent had is nothing to be looked through, nor its pages to be copied for that.
        gc.freeze()
        try:
            _let_go(connection.fileno())
            work = prepare()
        except KgError as error:
            connection.send(error)
            os._exit(0)
        except OSError as error:
            if told := refused(error):
                connection.send(told)
            os._exit(0)
        while True:
            item = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            told = _answer(work, item)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(told)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # The parent is gone, or has closed its end: what the work does when told to end, it does.
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(0)
    except BaseException:  # noqa: BLE001 (nobody is left to tell)
        # Nothing of the parent's may run twice: neither its handlers nor its exit functions.
        os._exit(0)


def _let_go(kept: int) -> None:
    """Open nothing of the parent's but one pipe: not its locks, sockets, other pipes nor terminal.

    Whoever waits for one of these to be closed waits for the parent alone. What libraries say of
    a hostile page is not for the user either. The numbers stay taken: objects own them.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for name in (path.name for path in Path("/dev/fd").iterdir()):
        if int(name) not in (kept, null):
            # The listing names the handle it was made with, too.
            with contextlib.suppress(OSError):
                os.fstat(int(name))
                os.dup2(null, int(name))


def _answer(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except KgError as error:
        return error
    except MemoryError:
        return Lost("it needs more memory than allowed")
    except RecursionError:
        return Lost("it is nested too deep")
    except Exception as error:  # noqa: BLE001 (the parent tells of it, and goes on)
        return Lost(f"{type(error).__name__}: {error}", traceback.format_exc())


@dataclass(slots=True)
class _Job(Generic[TagT, AnswerT]):
    """One thing on its way; ``answer`` holds the answer once it is there."""

    tag: TagT
    answer: tuple[AnswerT | Lost | None] | None = None


def answers(
    workers: Sequence[Worker[ItemT, AnswerT]],
    items: Iterable[tuple[TagT, ItemT | None]],
    *,
    keep: bool = False,
) -> Generator[tuple[TagT, AnswerT | Lost | None]]:
    """The tag of each thing with its answer, in the order of the things, whoever is done first.

    A tag without a thing only keeps its place. Things are taken as there is room for them. The
    workers are closed at the end; with ``keep`` those only that owe an answer. Raises ValueError
    where there are none.
    """
    if not workers:
        raise ValueError("nobody is there to answer")
    source = iter(items)
    idle = list(workers)
    waiting: deque[_Job[TagT, AnswerT]] = deque()
    busy: dict[Any, tuple[_Job[TagT, AnswerT], Worker[ItemT, AnswerT]]] = {}
    over = False
    try:
        while waiting or not over:
            while idle and not over and len(waiting) < WINDOW * len(workers):
                over = True
                for tag, item in source:
                    over = False
                    job: _Job[TagT, AnswerT] = _Job(tag)
                    waiting.append(job)
                    if item is None:
                        job.answer = (None,)
                    else:
                        worker = idle.pop()
                        worker.send(item)
                        busy[worker.connection] = job, worker
                    break
            while waiting and (answer := waiting[0].answer) is not None:
                yield waiting.popleft().tag, answer[0]
            for connection in wait(list(busy)) if waiting else ():
                job, worker = busy.pop(connection)
                job.answer = (worker.answer(),)
                idle.append(worker)
    finally:
        for worker in workers:
            if not keep or worker not in idle:
                worker.close()
