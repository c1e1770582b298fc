"""Text for a terminal and for a spreadsheet, neither of which may be made to run it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator

_LINE_ENDS = "\n\t\r\u2028\u2029\x85"
_STEERING = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""
_RUNS = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
_RUNS_INSIDE = r"([;\t|]\s*)(?=[=+\-@＝＋－＠])"
"""After what may be read as the end of a cell."""
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"


def printable(text: str) -> str:
    """A text on one line without characters that steer a terminal."""
    return text if text.isprintable() else "".join(_shown(character) for character in text)


def unsteering(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """UTF-8 in blocks, lines and tabs as they are, with U+FFFD for what steers a terminal."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    held = ""
    for block in blocks:
        text = held + decoder.decode(block)
        # Whether a return belongs to the end of a line is seen in the next block.
        held = "\r" if text.endswith("\r") else ""
        yield re.sub(_STEERING, "\ufffd", text[: len(text) - len(held)]).encode()
    yield re.sub(_STEERING, "\ufffd", held + decoder.decode(b"", final=True)).encode()


def guarded(cell: str) -> str:
    """A cell as a spreadsheet may hold it without running it."""
    # A cell that begins with the guard itself gets one more, so that none is lost on the way back.
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def bare(cell: str) -> str:
    """A cell without the guard that a table for spreadsheets puts before some."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*_FORMULA, "'")) else cell


def as_text(cell: str) -> str:
    """A cell that a spreadsheet takes for text, blanks before it or not; a number stays one."""
    if re.fullmatch(_NUMBER, cell):
        return cell
    text = re.sub(_RUNS_INSIDE, r"\1'", cell)
    return f"'{text}" if re.match(_RUNS, text) else text


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, such as ``2 documents``; without a plural that is the noun with s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _shown(character: str) -> str:
    if character in _LINE_ENDS:
        return " "
    return "�" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn") else character
