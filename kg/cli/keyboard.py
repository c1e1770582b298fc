"""The person at the keyboard, or the lines of a pipe in their place."""

from __future__ import annotations

import io
import os
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
        line = sys.stdin.readline(_LONGEST)
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
        pressed = os.read(handle, 64)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
    if not pressed or pressed.startswith(_END):
        return None
    # An arrow comes as several bytes whose last is a letter: it is no key of ours.
    return "" if pressed.startswith(_ESCAPE) else pressed.decode("utf-8", "replace")[:1]
