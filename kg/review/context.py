"""The words around a quote, from texts that lie outside the repository."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.files import no_folder
from kg.ingest.folders import files_below
from kg.ingest.texts import texts_by_hash
from kg.model.documents import Span

AROUND = 320
"""How many characters before and after a quote are shown at most, within its paragraph."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with what stands before and after it in its paragraph."""

    before: str
    words: str
    after: str


class Texts:
    """Texts of articles, known by the SHA-256 that an extraction run keeps of them."""

    def __init__(self, texts: Mapping[str, str] | None = None, *, given: bool = False) -> None:
        self._texts = dict(texts or {})
        self.given = given
        """Whether a person gave any text, be it the one that was read or another."""

    def around(self, span: Span) -> Excerpt | None:
        """The words of a span in their paragraph; None where the text is not at hand."""
        text = self._texts.get(span.text_hash)
        if text is None or not 0 <= span.start < span.end <= len(text):
            return None
        first = text.rfind("\n", 0, span.start) + 1
        last = text.find("\n", span.end)
        before = text[first : span.start]
        after = text[span.end : len(text) if last < 0 else last]
        return Excerpt(_cut_before(before), text[span.start : span.end], _cut_after(after))


def find_texts(
    files: Collection[Path], folders: Collection[Path], wanted: Collection[str]
) -> Texts:
    """The texts of some SHA-256 in some files, and in the articles below some folders.

    Pages, feeds and archives are read as the extractor reads them; no network is asked. Raises
    InputError where a file or folder is not there, UsageError where a page needs more libraries.
    """
    found = texts_by_hash(_files(files, folders), wanted)
    return Texts(found, given=bool(files or folders))


def require_folders(folders: Iterable[Path]) -> None:
    """Raise InputError where one of some folders of texts is not there."""
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: {no_folder(folder)}")


def _files(files: Iterable[Path], folders: Collection[Path]) -> Iterator[Path]:
    for file in files:
        if not file.is_file():
            raise InputError(f"{file}: there is no such file")
        yield file
    require_folders(folders)
    for folder in folders:
        yield from files_below(folder)


def _cut_before(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return "… " + text[-AROUND:].partition(" ")[2]


def _cut_after(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + " …"
