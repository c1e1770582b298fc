"""A debate as the event list of Discourse Network Analyzer (DNA): a table in CSV."""

from __future__ import annotations

from collections.abc import Iterator

from kg.exports.dna_file import CODERS
from kg.model.debates import Debate, DebateDocument, DebateStatement

COLUMNS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position",
    "stop_position", "text", "coder", "document_id", "document_title", "document_author",
    "document_source", "document_section", "document_type",
)  # fmt: skip


def dna_events(debate: Debate) -> bytes:
    """The statements that agree or disagree, in the form in which DNA exports them.

    UTF-8, parted by semicolons, a row a statement by time. As in DNA a semicolon in a text becomes
    a comma and a quotation mark an apostrophe. Coders are their numbers in a DNA file.
    Mixed statements have no place.
    """
    coders = {name: number for number, name in enumerate(CODERS, 1)}
    documents = {one.number: one for one in debate.documents}
    lines = [";".join(map(_quoted, COLUMNS))]
    lines += (
        ";".join(_cells(one, documents[one.document], coders.get(one.coder, 1)))
        for one in debate.statements
        if one.sign
    )
    return ("\n".join(lines) + "\n").encode()


def _cells(one: DebateStatement, document: DebateDocument, coder: int) -> Iterator[str]:
    yield str(one.number)
    yield document.moment.isoformat(" ", "seconds")
    yield from map(_quoted, (one.person, one.organization, one.concept))
    yield from map(str, (int(one.sign > 0), one.start, one.stop))
    yield _quoted(one.text)
    yield from map(str, (coder, one.document))
    about = (document.title, document.author, document.source, document.section, document.kind)
    yield from map(_quoted, about)


def _quoted(text: str) -> str:
    return '"' + text.replace(";", ",").replace('"', "'") + '"'
