"""Debates from what Discourse Network Analyzer (DNA) saves or exports, whichever it is."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.files import is_file, is_there
from kg.ingest.dna_database import HEAD
from kg.ingest.dna_events import read_dna_events
from kg.ingest.dna_file import read_dna
from kg.model.debates import Debate


def read_debate(path: Path) -> Debate:
    """The debate in a file of DNA 3 or in an event list (CSV) that it has exported.

    Raises InputError where it is neither, or cannot be read.
    """
    if not is_file(path):
        raise InputError(f"{path}: {'is no file' if is_there(path) else 'there is no such file'}")
    try:
        with path.open("rb") as stream:
            head = stream.read(len(HEAD))
        return read_dna(path) if head == HEAD else read_dna_events(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
