"""A filter on what a process may ask of the kernel: no socket is opened any more.

It needs no privilege and binds whoever descends from the process, so that it holds in containers
too, where network namespaces are often forbidden; and it takes half the time that a namespace
takes. Linux alone has it: seccomp(2), and the classic BPF of linux/filter.h.
"""

from __future__ import annotations

import os
import struct
from array import array

from kg.store.libc import call

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 38, 22, 2
"""Of prctl(2)."""
_NUMBER, _ARCHITECTURE = 0, 4
"""Where they stand in what a filter is shown."""
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FORBID, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
"""What becomes of a call; it is forbidden with EPERM."""
_FOREIGN = 0x40000000
"""Numbers from here on are those of x32, a second set for the same machine."""
_IO_URING = 425
_KINDS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The architecture as the kernel names it, and the number of socket(2) on it."""


def refuse_sockets() -> bool:
    """Whether no socket can be opened from now on in this thread and in all that it begins."""
    kind = _KINDS.get(os.uname().machine)
    # A program of 32 bits on such a machine has other numbers.
    if kind is None or struct.calcsize("P") != 8:
        return False
    program = array("B", _filter(*kind))
    address, size = program.buffer_info()
    told = struct.pack("HP", size // 8, address)
    try:
        return (
            call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
            and call("prctl", _SECCOMP, _FILTER_MODE, told, 0, 0) == 0
        )
    except Exception:  # noqa: BLE001 (the C library is another, or cannot be called)
        return False


def _filter(architecture: int, socket: int) -> bytes:
    """The program: each step is a code, how far to go where it holds and where not, a number."""
    steps = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUALS, 3, 0, socket),
        (_EQUALS, 2, 0, _IO_URING),
        (_AT_LEAST, 1, 0, _FOREIGN),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FORBID),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)
