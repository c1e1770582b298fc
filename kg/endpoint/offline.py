"""Whether a query can be kept off the network by a process of its own."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from kg.store.guard import leave_network

_NETWORK = Path("/proc/self/ns/net")

UNCONFINED = (
    "this system does not let a process give the network up: "
    "queries are kept off the network by their text alone"
)
"""What is told where it cannot."""


def can_confine() -> bool:
    """Whether a process can leave the network here, as one finds that tries to."""
    try:
        here = _network()
        child = os.fork()
    except OSError:
        return False
    if child == 0:
        _leave(here)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _leave(here: str) -> None:
    """The child's whole life; it never returns."""
    code = 1
    try:
        # That the system says yes is not enough.
        code = int(not leave_network() or (_opens_sockets() and _network() == here))
    finally:
        # Nothing of the parent's may run twice.
        os._exit(code)


def _opens_sockets() -> bool:
    try:
        socket.socket().close()
    except PermissionError:
        return False
    return True


def _network() -> str:
    """The name that the system has for the network of this process; raises OSError."""
    return str(_NETWORK.readlink())
