"""What the C library does for a process and Python does not, called without ctypes.

ctypes takes some milliseconds to import, which is as long as a small query takes; the module below
it, ``_ctypes``, takes next to nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import cast

with contextlib.suppress(ImportError):
    # Once for all children; a Python without it forgoes what is called here.
    import _ctypes

_STACK = 512 * 2**10
_ATTRIBUTES = 256
"""More bytes than a ``pthread_attr_t`` has anywhere."""


def unshare(kinds: int) -> bool:
    """Leave the namespaces of those kinds, flags of unshare(2); whether the system allowed it.

    Raises OSError where the system has no namespaces.
    """
    if sys.version_info >= (3, 12):
        try:
            os.unshare(kinds)
        except OSError:
            return False
        return True
    return call("unshare", kinds) == 0


def shrink_stacks() -> None:
    """Give threads that begin from now on a stack of 512 KiB, where the C library can do so.

    The engine opens a database with some two hundred threads, each for a moment: small stacks are
    kept for the next one, and large ones are mapped anew for each.
    """
    with contextlib.suppress(Exception):
        attributes = bytes(_ATTRIBUTES)
        if call("pthread_attr_init", attributes) == 0:
            call("pthread_attr_setstacksize", attributes, _STACK)
            call("pthread_setattr_default_np", attributes)


def call(name: str, *arguments: int | bytes) -> int:
    """What a function of the C library returns.

    Raises OSError where there is none of that name, NameError where Python cannot call it.
    """
    this = cast("str", None)  # None names this process and its libraries
    function = _ctypes.dlsym(_ctypes.dlopen(this, os.RTLD_NOW), name)
    return int(_ctypes.call_function(function, arguments))
