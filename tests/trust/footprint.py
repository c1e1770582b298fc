"""What a server holds of the machine: descriptors, memory, workers, folders of snapshots."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving_servers import Endpoint
from tests.endpoint.asking import children, command, is_running

_PATIENCE = 60.0
_PAUSE = 0.2
_STEADY = 5
_STANDING = 3
"""Workers that stand ready: two quick ones, and one to spare."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one process holds; ``memory`` is what lies in the machine's, in bytes.

    Files of the database that is served are not among the descriptors: there are more of them after
    some builds.
    """

    descriptors: int
    memory: int
    workers: frozenset[int]
    snapshots: int

    def beyond(self, before: Footprint, growth: float) -> list[str]:
        """What is held that was not before, memory beyond a growth by such a share."""
        pairs = (
            ("descriptors", before.descriptors, self.descriptors),
            ("workers", len(before.workers), len(self.workers)),
            ("snapshots", before.snapshots, self.snapshots),
            ("bytes of memory", int(before.memory * (1 + growth)), self.memory),
        )
        return [f"{now} {what}, not {most}" for what, most, now in pairs if now > most]


def footprint(pid: int, store: Path) -> Footprint:
    """What a server of a store holds now."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return Footprint(
        sum(not served(link, store) for link in open_files(pid)),
        int(told.partition("VmRSS:")[2].split()[0]) * 2**10,
        frozenset(children(pid)),
        len(list(store.glob("snapshot-*"))),
    )


def open_files(pid: int) -> list[str]:
    """What a process has open, by its name, also of what is gone."""
    found = []
    for one in Path(f"/proc/{pid}/fd").iterdir():
        # Some are closed meanwhile.
        with suppress(OSError):
            found.append(str(one.readlink()))
    return found


def served(name: str, store: Path) -> bool:
    """Whether an open file is one of a snapshot of the store that is there."""
    return name.startswith(f"{store}/snapshot-") and Path(name).is_file()


def at_rest(server: Endpoint, store: Path) -> Footprint:
    """What a server holds that nobody asks any more, when what it was asked has come to its end."""

    def seen() -> Footprint:
        return footprint(server.pid, store)

    def is_done() -> bool:
        now = seen()
        return len(now.workers) == _STANDING and now.snapshots == 1

    comes_to_pass(is_done)
    last, steady = seen(), 0
    # Connections end a moment after their clients.
    while steady < _STEADY:
        time.sleep(_PAUSE)
        now = seen()
        steady = steady + 1 if now.descriptors == last.descriptors else 0
        last = now
    return last


def comes_to_pass(done: Callable[[], bool]) -> bool:
    """Whether a condition comes to hold in a while."""
    deadline = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


def left_over(before: Footprint, store: Path) -> list[str]:
    """What is left of a server that has ended."""

    def found() -> list[str]:
        lives = [f"process {pid}" for pid in before.workers if is_worker(pid)]
        return lives + [path.name for path in store.glob("snapshot-*")]

    comes_to_pass(lambda: not found())
    return found()


def is_worker(pid: int) -> bool:
    """Whether a process of that number is a worker that has not ended."""
    return b"kg.endpoint.worker" in command(pid) and is_running(pid)
