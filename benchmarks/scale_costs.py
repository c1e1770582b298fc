"""What a process and all its children cost: seconds, processor, memory, disk."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from time import perf_counter

TIME_OUT = "time-out"
"""The outcome of what did not end within its limit."""
TOO_MUCH = "memory"
"""The outcome of what took more memory than it may."""
FAILED = "failed"
"""The outcome of what ended with an error."""
MOST = 16 * 1024.0
"""How much memory a tree of processes may take, in MiB."""
_LEAST_PAUSE = 0.005
_IDLE = 20
"""A look at the memory is followed by a pause of so many times its own length."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor seconds, and the peak of the memory of the whole tree, in MiB.

    Memory shared by several processes counts once (proportional set size). ``outcome`` is empty
    where all went well.
    """

    seconds: float
    cpu: float
    memory: float
    outcome: str = ""


def run_tree(
    command: Sequence[str],
    log: Path,
    *,
    limit: float = 3600.0,
    most: float = MOST,
    out: Path | None = None,
) -> Cost:
    """The cost of a command, which is killed with its children at a limit of seconds or MiB.

    What it prints goes to ``log``, or its standard output to ``out``.
    """
    with log.open("ab") as errors, (out or Path(os.devnull)).open("wb") as output:
        begun = perf_counter()
        child = subprocess.Popen(
            command,
            stdout=output if out else errors,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            peak, outcome, status, used = _watched(child.pid, begun + limit, most)
        except BaseException:
            # It is in a session of its own, and hears nothing of an interruption.
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
        seconds = perf_counter() - begun
    # Popen must not wait for it once more.
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode and not outcome:
        outcome = FAILED
    return Cost(seconds, used.ru_utime + used.ru_stime, peak, outcome)


def _watched(process: int, until: float, most: float) -> tuple[float, str, int, struct_rusage]:
    """The peak of the memory of a process, its outcome, its status and what it used, at its end."""
    peak, outcome = 0.0, ""
    end = os.pidfd_open(process)
    try:
        while True:
            looked = perf_counter()
            peak = max(peak, tree_memory(process))
            late = looked > until
            if (late or peak > most) and not outcome:
                outcome = TIME_OUT if late else TOO_MUCH
                os.killpg(process, signal.SIGKILL)
            pause = max(_LEAST_PAUSE, _IDLE * (perf_counter() - looked))
            # Its end cuts the pause short.
            if select.select([end], [], [], pause)[0]:
                _, status, used = os.wait4(process, 0)
                return peak, outcome, status, used
    finally:
        os.close(end)


def tree_memory(root: int) -> float:
    """The memory of a process and its children as it is now, in MiB."""
    return sum(map(_memory, tree(root)))


def tree(root: int) -> Iterator[int]:
    """A process and all that descend from it, by id."""
    yield root
    for path in Path(f"/proc/{root}").glob("task/*/children"):
        for child in _read(path).split():
            yield from tree(int(child))


def _memory(process: int) -> float:
    for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


def disk(place: Path) -> int:
    """The bytes of a file, or of all files in a folder; one with several names counts once."""
    if place.is_file():
        return place.stat().st_size
    seen = {}
    for path in place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            seen[status.st_ino] = status.st_size
    return sum(seen.values())
