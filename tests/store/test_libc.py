from __future__ import annotations

import os
import subprocess
import sys

from kg.store.libc import unshare

SHRUNK = """
import threading
from pathlib import Path
from kg.store.libc import shrink_stacks

def reserved():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmSize:")[2].split()[0])

def of_ten():
    go = threading.Event()
    before = reserved()
    threads = [threading.Thread(target=go.wait) for _ in range(10)]
    for one in threads:
        one.start()
    grown = reserved() - before
    go.set()
    for one in threads:
        one.join()
    return grown

shrink_stacks()
print(of_ten())
"""


def test_threads_that_begin_later_have_small_stacks() -> None:
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SHRUNK], capture_output=True, text=True, check=True, env=environment
    )

    assert int(done.stdout) < 10 * 1024


def test_a_namespace_is_left_or_it_is_told_that_it_cannot_be() -> None:
    code = (
        "import os; from kg.store.libc import unshare; "
        "before = os.readlink('/proc/self/ns/net'); left = unshare(0x40000000); "
        "print(left, before != os.readlink('/proc/self/ns/net'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    left, moved = done.stdout.split()
    assert left == moved


def test_no_namespace_of_a_kind_that_there_is_not() -> None:
    assert not unshare(0x1)


def test_a_python_that_cannot_call_the_c_library_goes_on_without() -> None:
    code = (
        "import sys; sys.modules['_ctypes'] = None; "
        "from kg.store.guard import leave_network; from kg.store.libc import shrink_stacks; "
        "from kg.store.seccomp import refuse_sockets; "
        "shrink_stacks(); print(refuse_sockets(), type(leave_network()).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("False bool\n", "")
