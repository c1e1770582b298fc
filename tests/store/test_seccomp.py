"""A process that has put the filter on opens no socket, by whatever call; the rest goes on."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from types import SimpleNamespace

import pytest

from kg.store import seccomp

LEAVE = """
import ctypes, json, os, socket, threading
from kg.store.seccomp import refuse_sockets

def errno_of(*call):
    ctypes.set_errno(0)
    libc = ctypes.CDLL(None, use_errno=True)
    return ctypes.get_errno() if libc.syscall(*call) < 0 else 0

def opens(kind):
    try:
        socket.socket(kind).close()
    except PermissionError:
        return False
    return True

told = {"left": refuse_sockets()}
told["inet"], told["unix"] = opens(socket.AF_INET), opens(socket.AF_UNIX)
told["io_uring"] = errno_of(425, 1, 0)
found = []
thread = threading.Thread(target=lambda: found.append(opens(socket.AF_INET)))
thread.start()
thread.join()
told["thread"] = found[0]
told["pipe"] = len(os.pipe())
told["program"] = os.system("true")
print(json.dumps(told))
"""


def test_no_socket_is_opened_by_it_nor_by_what_it_begins() -> None:
    if not _is_known():
        pytest.skip("there is no filter for this machine")
    done = subprocess.run([sys.executable, "-c", LEAVE], capture_output=True, text=True, check=True)

    told = json.loads(done.stdout)
    assert told == {
        "left": True,
        "inet": False,
        "unix": False,
        "io_uring": 1,
        "thread": False,
        "pipe": 2,
        "program": 0,
    }


def _is_known() -> bool:
    return sys.platform == "linux" and os.uname().machine in {"x86_64", "aarch64"}


@pytest.mark.parametrize(
    ("architecture", "number", "shown"),
    [
        (0xC000003E, 41, {41, 425, 0x40000000 + 41}),
        (0xC00000B7, 198, {198, 425, 0x40000000}),
    ],
)
def test_the_program_forbids_what_opens_a_socket(
    architecture: int, number: int, shown: set[int]
) -> None:
    def ends(kind: int, call: int) -> int:
        return _run(seccomp._filter(architecture, number), kind, call)

    assert {ends(architecture, call) for call in shown} == {0x00050001}
    assert {ends(architecture, call) for call in (0, 1, number + 1, 424, 426)} == {0x7FFF0000}
    # The numbers of another architecture mean other calls.
    assert ends(0x40000003, 1) == 0x80000000


def _run(program: bytes, architecture: int, call: int) -> int:
    """What classic BPF makes of a call: seccomp_data is its number, and its architecture."""
    steps = list(struct.iter_unpack("HBBI", program))
    at = held = 0
    while True:
        code, true, false, value = steps[at]
        at += 1
        match code:
            case 0x20:
                held = {0: call, 4: architecture}[value]
            case 0x15:
                at += true if held == value else false
            case 0x35:
                at += true if held >= value else false
            case 0x06:
                return value


def test_a_machine_that_is_not_known_has_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="riscv64"))
    assert not seccomp.refuse_sockets()


def test_where_the_system_refuses_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def call(name: str, *arguments: int | bytes) -> int:
        asked.append((name, arguments[0]))
        return 0 if len(asked) == 1 else -1

    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="x86_64"))
    monkeypatch.setattr(seccomp, "call", call)
    assert not seccomp.refuse_sockets()
    assert asked == [("prctl", 38), ("prctl", 22)]


def test_where_there_is_no_such_function_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def call(*_: object) -> int:
        raise OSError("prctl: undefined symbol")

    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="x86_64"))
    monkeypatch.setattr(seccomp, "call", call)
    assert not seccomp.refuse_sockets()
