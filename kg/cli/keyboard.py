"""The person at the keyboard, or the lines of a pipe in their place."""

from __future__ import annotations

import io
import os
import select
import sys

from kg.cli.app import say

_END = b"\x04"
_ESCAPE = b"\x1b"
_LONGEST = 4096


class Keyboard:
    """Speaks on stderr; hears single keys on a terminal, and whole lines from a pipe or file."""

    def __init__(self) -> None:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def tell(self, text: str) -> None:
        """Show lines."""
        for line in text.split("\n"):
            say(line)

    def key(self, prompt: str) -> str | None:
        """One key, without Enter on a terminal; else the first letter of a line."""
        if not sys.stdin.isatty():
            line = self.ask(prompt)
            return None if line is None else line[:1]
        pressed = _press(prompt)
        say(pressed or "")
        return pressed

    def ask(self, prompt: str) -> str | None:
        """One line without spaces around it; None at the end of the input."""
        _prompt(prompt)
        line = _one_line() if sys.stdin.isatty() else sys.stdin.readline(_LONGEST)
        return line.strip() if line else None


def _prompt(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _press(prompt: str) -> str | None:
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        # Before the prompt, and without the flush that is the default: a quick key is not lost.
        tty.setcbreak(handle, termios.TCSADRAIN)
        _prompt(prompt)
        pressed = _one_key(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
    if not pressed or pressed == _END:
        return None
    # An arrow comes as several bytes whose last is a letter: it is no key of ours.
    return "" if pressed == _ESCAPE else pressed.decode("utf-8", "replace")


def _one_line() -> str:
    """A line of a terminal, and no key behind it: what is read ahead would be no key any more."""
    line = b""
    while len(line) < _LONGEST and not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            break
        line += byte
    return line.decode("utf-8", "replace")


def _one_key(handle: int) -> bytes:
    """The bytes of one key, and none of the next, which may be there already."""
    pressed = os.read(handle, 1)
    if pressed == _ESCAPE:
        while select.select([handle], [], [], 0)[0]:
            # The last byte of such a key is a letter or ~; a bracket or O may stand before.
            if (part := os.read(handle, 1)) not in (b"[", b"O") and part[:1] >= b"@":
                break
        return pressed
    for lead, more in ((0xF0, 3), (0xE0, 2), (0xC0, 1)):
        if pressed and pressed[0] >= lead:
            return pressed + os.read(handle, more)
    return pressed
