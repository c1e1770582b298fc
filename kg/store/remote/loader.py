"""Who loads a served store: a process by a name that tells this machine, and no other, which."""

from __future__ import annotations

import os
import re
import secrets
import socket
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PROCESSES = Path("/proc/self/ns/pid")
_NAME = re.compile(r"([0-9a-f]{16}) ([1-9][0-9]{0,8}) ([0-9]{1,20}) [0-9a-f]{16}", re.ASCII)
_START = 19
"""The place of the time of the start in /proc/PID/stat, after the name of the process."""


class Fate(Enum):
    """What has become of a process that loads."""

    WORKS = "it is a process of this machine, and lives"
    GONE = "it was a process of this machine, and is none any more"
    UNKNOWN = "it is of another machine, is this process itself, or cannot be told"


def own_name() -> str:
    """The name of this process as a loader, another each time."""
    return f"{_machine()} {os.getpid()} {_start(os.getpid())} {secrets.token_hex(8)}"


def fate(loader: str) -> Fate:
    """What has become of the loader of a name, as far as can be told from here."""
    match = _NAME.fullmatch(loader)
    if match is None or match[1] != _machine():
        return Fate.UNKNOWN
    process, start = int(match[2]), int(match[3])
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return Fate.GONE
    except (OSError, OverflowError):
        pass  # it is another user's
    # The number of a process that is gone is given to another one day.
    begun = _start(process)
    if not (start and begun):
        return Fate.UNKNOWN
    if begun != start:
        return Fate.GONE
    return Fate.UNKNOWN if process == os.getpid() else Fate.WORKS


def _machine() -> str:
    """By which this machine is known again, and not told to others.

    Containers may share a hostname, but not their numbers of processes; those begin anew with the
    machine.
    """
    told = [socket.gethostname()]
    with suppress(OSError):  # not every system tells
        told += [_BOOT.read_text().strip(), str(_PROCESSES.stat().st_ino)]
    return sha256(" ".join(told).encode()).hexdigest()[:16]


def _start(process: int) -> int:
    """When a process has begun, in ticks since the machine did; 0 where that is not told."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
        return int(told.rpartition(")")[2].split()[_START])
    except (OSError, ValueError, IndexError):
        return 0
