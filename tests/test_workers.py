from __future__ import annotations

import ctypes
import errno
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, StoreUnusable
from kg.workers import WINDOW, Lost, Worker, answers
from tests.invented import ROOT


def double(number: int) -> int:
    return number * 2


def hired(
    work: Callable[[int], int], seconds: float = 30, count: int = 1
) -> list[Worker[int, int]]:
    return [Worker(lambda: work, seconds) for _ in range(count)]


def test_answers_come_in_the_order_of_the_questions() -> None:
    def slow_if_even(number: int) -> int:
        time.sleep(0.05 if number % 2 == 0 else 0)
        return number * 2

    asked = [(f"n{number}", number) for number in range(20)]
    told = list(answers(hired(slow_if_even, count=3), asked))
    assert told == [(f"n{number}", number * 2) for number in range(20)]


def test_a_tag_without_a_thing_keeps_its_place() -> None:
    asked = [("a", 1), ("b", None), ("c", 3), ("d", None), ("e", None)]
    told = list(answers(hired(double), asked))
    assert told == [("a", 2), ("b", None), ("c", 6), ("d", None), ("e", None)]


def test_many_tags_without_a_thing() -> None:
    asked: Iterator[tuple[int, int | None]] = ((n, 7 if n == 90 else None) for n in range(100))
    told = list(answers(hired(double, count=2), asked))
    assert [tag for tag, _ in told] == list(range(100))
    assert [answer for _, answer in told if answer] == [14]


def test_no_more_things_are_taken_than_there_is_room_for() -> None:
    taken = 0

    def things() -> Iterator[tuple[int, int]]:
        nonlocal taken
        for taken in itertools.count(1):
            yield taken, taken

    stream = answers(hired(double, count=2), things())
    for _ in range(10):
        next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert taken <= 10 + 2 * WINDOW


def hang(number: int) -> int:
    # In C code a Python signal handler would never get its turn.
    return number if number != 3 else bool(re.match(r"(a+)+$", "a" * 60 + "b"))


def test_what_takes_too_long_costs_no_other() -> None:
    begun = time.monotonic()
    told = dict(answers(hired(hang, 0.3), [(n, n) for n in range(1, 6)]))
    assert told == {1: 1, 2: 2, 3: Lost("not done within 0.3 s"), 4: 4, 5: 5}
    assert time.monotonic() - begun < 10


def crash(number: int) -> int:
    if number == 2:
        ctypes.string_at(0)
    return number


def test_what_ends_its_process_costs_no_other() -> None:
    told = dict(answers(hired(crash, count=2), [(n, n) for n in range(1, 5)]))
    lost = told.pop(2)
    assert isinstance(lost, Lost)
    assert "SIGSEGV" in lost.why
    assert told == {1: 1, 3: 3, 4: 4}


KILLED = Path("killed")


@pytest.mark.parametrize("count", [1, 2])
def test_who_is_killed_from_outside_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.chdir(tmp_path)

    def killed_once(number: int) -> int:
        if number == 2 and not KILLED.exists():
            KILLED.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * 2

    told = list(answers(hired(killed_once, count=count), [(n, n) for n in range(4)]))
    assert told == [(0, 0), (1, 2), (2, 4), (3, 6)]
    assert KILLED.exists()


def killed_always(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_who_is_killed_again_is_lost() -> None:
    told = dict(answers(hired(killed_always), [(n, n) for n in range(4)]))
    lost = told.pop(2)
    assert isinstance(lost, Lost)
    assert "SIGKILL" in lost.why
    assert told == {0: 0, 1: 1, 3: 3}


def test_workers_may_stay_for_more(tmp_path: Path) -> None:
    crew = hired(process_id, count=2)
    first, second = (dict(answers(crew, [(1, 1)], keep=True)) for _ in range(2))
    assert first == second
    stream = answers(hired(process_id), [(1, 1), (2, 2)], keep=True)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    for worker in crew:
        worker.close()


def test_a_worker_holds_nothing_of_its_parent(tmp_path: Path) -> None:
    """Locks and sockets end with the parent, even while a worker is still at its last text."""

    def held(number: int) -> set[str]:
        links = list(Path("/proc/self/fd").iterdir())
        # The listing names the handle it was made with, too.
        return {str(link.readlink()) for link in links if os.path.lexists(link)}

    with (tmp_path / "lock").open("w"):
        worker: Worker[int, set[str]] = Worker(lambda: held, 30)
        told = worker.ask(1)
        worker.close()
    assert isinstance(told, set)
    assert not any(str(tmp_path) in name for name in told)
    assert sum(name.startswith(("socket:", "pipe:")) for name in told) == 1


def fail(number: int) -> int:
    if number == 1:
        raise MemoryError
    if number == 2:
        return fail_deep(number)
    return 1 // (number - 3)


def fail_deep(number: int) -> int:
    return fail_deep(number) + 1


def test_why_there_is_no_answer() -> None:
    worker = hired(fail)[0]
    memory, depth, bug = worker.ask(1), worker.ask(2), worker.ask(3)
    assert memory == Lost("it needs more memory than allowed")
    assert depth == Lost("it is nested too deep")
    assert isinstance(bug, Lost)
    assert bug.why.startswith("ZeroDivisionError")
    assert "in fail" in str(bug.trace)
    assert worker.ask(4) == 1
    worker.close()


def greedy(number: int) -> int:
    return len(bytearray(16 * 2**30))


def test_memory_is_limited() -> None:
    worker = hired(greedy)[0]
    assert worker.ask(1) == Lost("it needs more memory than allowed")
    worker.close()


def unprepared() -> Callable[[int], int]:
    raise InputError("no such tables", hint="look again")


def refuse(number: int) -> int:
    raise InputError("bad", hint="better")


def without_files() -> Callable[[int], int]:
    raise OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize("prepare", [unprepared, lambda: refuse])
def test_errors_that_a_user_can_act_on_are_raised(
    prepare: Callable[[], Callable[[int], int]],
) -> None:
    with pytest.raises(InputError) as caught:
        list(answers([Worker(prepare, 5)], [("a", 1)]))
    assert caught.value.hint in ("look again", "better")


def process_id(number: int) -> int:
    return os.getpid()


def test_a_worker_stays_and_is_gone_when_it_is_closed() -> None:
    worker = hired(process_id)[0]
    first, second = worker.ask(1), worker.ask(2)
    assert first == second != os.getpid()
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(str(first)), 0)


def test_large_things_go_both_ways() -> None:
    workers: list[Worker[str, str]] = [Worker(lambda: str.upper, 30) for _ in range(2)]
    texts = [("x" * 2_000_000, "x" * 2_000_000) for _ in range(6)]
    assert all(answer == tag.upper() for tag, answer in answers(workers, texts))


ORPHANS = """
import os, time
from kg.workers import answers, Worker
for _ in answers([Worker(lambda: abs, 60) for _ in range(3)], ((n, n) for n in range(3))):
    pass
crew = [Worker(lambda: lambda number: os.getpid(), 60) for _ in range(3)]
for worker in crew:
    print(worker.ask(1), flush=True)
print("ready", flush=True)
time.sleep(60)
"""


def test_workers_end_with_whoever_started_them() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert parent.stdout is not None
    numbers = list(itertools.takewhile(lambda line: line != "ready\n", parent.stdout))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(numbers) == 3
    ends = time.monotonic() + 20
    while any(runs(number.strip()) for number in numbers):
        assert time.monotonic() < ends
        time.sleep(0.1)


TIDY = """
import os, signal, sys
from pathlib import Path
from kg.workers import Worker
def prepare():
    def end(*_):
        Path(sys.argv[1]).touch()
        os._exit(0)
    signal.signal(signal.SIGTERM, end)
    return abs
worker = Worker(prepare, None, None)
worker.ask(1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_tidies_up_when_whoever_started_it_is_gone(tmp_path: Path) -> None:
    tidied = tmp_path / "tidied"
    subprocess.run([sys.executable, "-c", TIDY, str(tidied)], cwd=ROOT, check=False)
    ends = time.monotonic() + 20
    while not tidied.exists():
        assert time.monotonic() < ends
        time.sleep(0.05)


def runs(process: str) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_without_workers_nobody_answers() -> None:
    with pytest.raises(ValueError, match="nobody"):
        next(answers([], [("first", 1)]))


def test_a_child_that_the_machine_refuses_its_files_tells_so() -> None:
    with pytest.raises(StoreUnusable, match="Too many open files"):
        list(answers([Worker(without_files, 5)], [("a", 1)]))
