"""Work in processes that can be lost without losing the rest.

Some inputs are made to hold up or to end the process that reads them. A worker is a forked child
that answers one thing after another; the system ends it where an answer takes too long, also in
the middle of C code, and the next thing asked gets a new one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Generic, TypeVar

from kg.errors import KgError

TagT = TypeVar("TagT")
ItemT = TypeVar("ItemT")
AnswerT = TypeVar("AnswerT")

MEMORY = 4 * 2**30
"""What a worker may ask for, in bytes."""
WINDOW = 4
"""How many things a worker may be ahead of the oldest one that is not answered yet."""

# A child that kept the parent's ends of other pipes open would never hear of the parent's end.
_ends: set[Connection] = set()


@dataclass(frozen=True, slots=True)
class Lost:
    """Why there is no answer; ``trace`` is where the work failed, if that was its own fault."""

    why: str
    trace: str | None = None


class Worker(Generic[ItemT, AnswerT]):
    """A child process, started when it is first asked; ``seconds`` is the longest for an answer.

    ``prepare`` is called once in the child and gives the function that answers.
    """

    def __init__(self, prepare: Callable[[], Callable[[ItemT], AnswerT]], seconds: float) -> None:
        self._prepare = prepare
        self._seconds = seconds
        self._child = 0
        self.connection: Connection | None = None

    def ask(self, item: ItemT) -> AnswerT | Lost:
        """The answer to one thing."""
        self.send(item)
        return self.answer()

    def send(self, item: ItemT) -> None:
        """Hand over one thing; its answer must be taken before the next is sent."""
        connection = self.connection or self._start()
        # A child that has ended already is told of by answer().
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(item)

    def answer(self) -> AnswerT | Lost:
        """The answer to what was sent; raises the KgError that the work raised."""
        connection = self.connection or self._start()
        try:
            told: AnswerT | Lost | KgError = connection.recv()
        except (EOFError, ConnectionResetError):
            return Lost(self._cause(self.close()))
        if isinstance(told, KgError):
            self.close()
            raise told
        return told

    def close(self) -> int:
        """End the child; returns the status it ended with."""
        if self.connection is None:
            return 0
        _ends.discard(self.connection)
        self.connection.close()
        self.connection = None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGTERM)
        return os.waitpid(self._child, 0)[1]

    def _cause(self, status: int) -> str:
        ended = signal.Signals(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else None
        if ended is signal.SIGALRM:
            return f"not done within {self._seconds:g} s"
        return f"the process that read it ended ({ended.name if ended else f'status {status}'})"

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        _ends.add(ours)
        sys.stdout.flush()
        sys.stderr.flush()
        self._child = os.fork()
        if self._child == 0:
            _live(theirs, self._prepare, self._seconds)
        theirs.close()
        self.connection = ours
        return ours


def _live(
    connection: Connection, prepare: Callable[[], Callable[[Any], Any]], seconds: float
) -> None:
    """The child's whole life; it never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        for end in _ends:
            end.close()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        faulthandler.disable()
        # What libraries say of a hostile page is not for the user.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            work = prepare()
        except KgError as error:
            connection.send(error)
            os._exit(0)
        while True:
            item = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            told = _answer(work, item)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(told)
    except BaseException:  # noqa: BLE001 (the parent's end, or its going: nobody is left to tell)
        # Nothing of the parent's may run twice: neither its handlers nor its exit functions.
        os._exit(0)


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
    workers: Sequence[Worker[ItemT, AnswerT]], items: Iterable[tuple[TagT, ItemT | None]]
) -> Iterator[tuple[TagT, AnswerT | Lost | None]]:
    """The tag of each thing with its answer, in the order of the things, whoever is done first.

    A tag without a thing only keeps its place. Things are taken as there is room for them. The
    workers are closed at the end. Raises ValueError where there are none.
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
            worker.close()
