"""Where a reviewer sits: lines shown, keys and answers heard."""

from __future__ import annotations

from typing import Protocol


class Terminal(Protocol):
    """What a session needs of a terminal; no answer, None, is the end of the input."""

    def tell(self, text: str) -> None:
        """Show lines."""

    def key(self, prompt: str) -> str | None:
        """One key, or the first letter of a line."""

    def ask(self, prompt: str) -> str | None:
        """One line, without spaces around it."""


class EndOfInput(Exception):
    """There is nobody there any more."""


class Person:
    """Whoever sits at a terminal; raises EndOfInput where an answer is wanted and none comes."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def tell(self, text: str) -> None:
        """Show lines."""
        self._terminal.tell(text)

    def key(self, prompt: str) -> str:
        """The key that the person presses."""
        return _heard(self._terminal.key(prompt))

    def ask(self, prompt: str) -> str:
        """The line that the person writes."""
        return _heard(self._terminal.ask(prompt))

    def agrees(self, text: str) -> bool:
        """Whether the person says that a statement is right."""
        self.tell(f"  {text}")
        return self.key("Right? [y/n] ") == "y"


def _heard(answer: str | None) -> str:
    if answer is None:
        raise EndOfInput
    return answer
