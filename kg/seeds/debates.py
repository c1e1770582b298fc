"""A debate coded in Discourse Network Analyzer (DNA) as tables for a curator to complete.

Nothing is guessed: a statement whose actor, concept, address or words are not at hand goes to a
table of its own that says what is missing.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Triple

from kg.model.actors import Actor
from kg.model.debate_notes import PARAPHRASE, Key, Notes, StanceNote, read_notes
from kg.model.debates import Debate, DebateDocument, DebateStatement, Role
from kg.model.documents import QUOTED_WORDS, Document
from kg.model.propositions import Proposition
from kg.model.scripts import foreign_letters
from kg.model.stances import Polarity, Stance, Status
from kg.rdf.codec import decode
from kg.rdf.folded import fold
from kg.seeds.ids import Minter, is_web_address, slug_words

SOURCES = ("url", "title", "publisher", "published", "language")
STANCES = (
    "id", "holder_id", "on_behalf_of", "proposition", "polarity", "said_on", "quote", "quote_lang",
    "quote_en", "paraphrase", "reacts_to", "reason", "source_url",
)  # fmt: skip
UNPLACED = (*STANCES, "missing")
_MACHINE = frozenset({Status.ACCEPTED.value, Status.EXTRACTED.value})
"""Coders of what a machine has found."""
_TAG = re.compile(r"[a-z]{2}(-[a-z]{2})?")
_OUR_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
"""What a section is where it is a language, and where this project has written it there."""
_SPACES = {Role.PERSON: "actor", Role.ORGANIZATION: "actor", Role.CONCEPT: "proposition"}
_Row = dict[str, str]


@dataclass(slots=True)
class DebateTables:
    """Rows by table, and how often something is lacking.

    Stances without a row: ``known`` are those that stand in the seeds, ``found`` those that a
    machine has found, on which reviews decide.
    """

    sources: list[_Row] = field(default_factory=list)
    stances: list[_Row] = field(default_factory=list)
    unplaced: list[_Row] = field(default_factory=list)
    known: int = 0
    found: int = 0
    lacking: Counter[str] = field(default_factory=Counter)

    @property
    def files(self) -> dict[str, bytes]:
        """The tables as CSV by the names of their files."""
        return {
            "sources.csv": _csv(SOURCES, self.sources),
            "stances.csv": _csv(STANCES, self.stances),
            "unplaced.csv": _csv(UNPLACED, self.unplaced),
        }


def tabulate(debate: Debate, seeds: Iterable[Triple], language: str = "en") -> DebateTables:
    """The statements of a debate as rows for import, by what the seeds know.

    Names are looked up whole, in any case and spelling of accents. A stance that came from here
    keeps its id and day, and has no row where it is here still. Of others the day on which they
    were taken is not told: DNA knows only that of the document. ``language`` is that of passages
    whose document tells none.
    """
    known = list(seeds)
    names = _names(known, debate)
    held = {stance.id for stance in decode(Stance, known)}
    ids, entered = Minter(held), set[str]()
    pages = {one.url for one in decode(Document, known) if one.url}
    notes = {one.number: read_notes(one.notes) for one in debate.documents}
    told = {number: one.waiting() for number, one in notes.items()}
    documents = {one.number: one for one in debate.documents}
    tables = DebateTables()
    used: dict[str, DebateDocument] = {}
    for statement in debate.statements:
        document = documents[statement.document]
        row, missing = _row(statement, document, notes[document.number], names, language)
        noted = told[document.number].get(_key(statement, row))
        # A statement that a coder has doubled is of the same stance.
        note = (noted.popleft() if len(noted) > 1 else noted[0]) if noted else None
        if note and row["on_behalf_of"] in ("", note.organization):
            row["on_behalf_of"] = note.behalf or ""
        if note and note.stance in held:
            tables.known += 1
        elif note and statement.coder in _MACHINE:
            tables.found += 1
        elif missing := [*missing, *_further(note, entered)]:
            tables.lacking.update(missing)
            tables.unplaced.append(row | {"missing": "; ".join(missing)})
        else:
            wanted = f"{row['holder_id']}-{document.moment.date()}-{row['proposition']}"
            row["id"] = ids.mint(note.stance if note else wanted)
            row["said_on"] = str(note.day) if note and note.told else ""
            entered.add(row["id"])
            tables.stances.append(row)
            used.setdefault(row["source_url"], document)
    tables.sources = [
        _source(url, used[url], notes[used[url].number], language)
        for url in sorted(set(used) - pages)
    ]
    return tables


def _names(known: list[Triple], debate: Debate) -> dict[tuple[Role, str], list[str]]:
    """The ids that each name of a debate may mean; one that came from here means its own."""
    called: dict[str, dict[str, set[str]]] = {
        "actor": defaultdict(set),
        "proposition": defaultdict(set),
    }
    for actor in decode(Actor, known):
        for name in (actor.id, actor.name, *actor.aliases):
            called["actor"][fold(name)].add(actor.id)
    for one in decode(Proposition, known):
        for name in (one.id, one.label, one.short, one.sentence):
            called["proposition"][fold(name)].add(one.id)
    found = {}
    for entity in debate.entities:
        among = called[_SPACES[entity.role]]
        own = entity.attributes.get("Id", "")
        is_ours = own in among.get(fold(own), ())
        found[entity.role, entity.name] = (
            [own] if is_ours else sorted(among.get(fold(entity.name), ()))
        )
    return found


def _row(
    statement: DebateStatement,
    document: DebateDocument,
    notes: Notes,
    names: Mapping[tuple[Role, str], list[str]],
    language: str,
) -> tuple[_Row, list[str]]:
    """The row of a statement, with the names as coded where they are not known; what is missing."""
    missing = []
    told = {}
    url = notes.url
    for role, name in zip(
        Role, (statement.person, statement.organization, statement.concept), strict=True
    ):
        ids = names.get((role, name), [])
        told[role] = ids[0] if len(ids) == 1 else name
        if name and len(ids) != 1:
            many = f"{len(ids)} {_SPACES[role]}s go" if ids else f"no {_SPACES[role]} goes"
            missing.append(f"{many} by the name {name!r}")
    person, organization = told[Role.PERSON], told[Role.ORGANIZATION]
    words = " ".join(statement.text.split())
    is_ours = words.startswith(PARAPHRASE)
    missing += _lacking(document, url, words, is_ours)
    tag = _language(document, notes, language)
    if script := foreign_letters(words, "en" if is_ours else tag):
        missing.append(f"the passage is in {script.title()} letters (write its quote_lang)")
    row = dict.fromkeys(STANCES, "") | {
        "holder_id": person or organization,
        "on_behalf_of": organization if person else "",
        "proposition": told[Role.CONCEPT],
        "polarity": Polarity.of_sign(statement.sign).value,
        "quote": "" if is_ours else words,
        "quote_lang": "" if is_ours else tag,
        "paraphrase": words.removeprefix(PARAPHRASE) if is_ours else "",
        "source_url": url or "",
    }
    return row, missing


def _lacking(
    document: DebateDocument, url: str | None, words: str, is_paraphrase: bool
) -> Iterator[str]:
    """What a statement lacks besides names."""
    if not (url and is_web_address(url)):
        yield "the document has no address (write it into its notes in DNA, or into source_url)"
    if not slug_words(document.source):
        yield "the document has no source"
    number = len(words.split())
    if not words:
        yield "no words"
    elif number > QUOTED_WORDS and not is_paraphrase:
        yield f"the passage has more than {QUOTED_WORDS} words"


def _key(statement: DebateStatement, row: _Row) -> Key:
    """What the notes must say for the statement to show a stance of theirs: see StanceNote."""
    return statement.start, statement.stop, row["holder_id"], statement.sign, row["proposition"]


def _further(note: StanceNote | None, entered: set[str]) -> Iterator[str]:
    if note and note.stance in entered:
        yield "a row above is of this stance already: this is further evidence of it"


def _source(url: str, document: DebateDocument, notes: Notes, language: str) -> _Row:
    return {
        "url": url,
        "title": document.title,
        "publisher": document.source,
        "published": _published(document, notes),
        "language": _language(document, notes, language),
    }


def _published(document: DebateDocument, notes: Notes) -> str:
    """As it was told here, unless somebody has given the document another day since."""
    day = document.moment.date()
    if notes.undated:
        return ""
    return str(notes.published if notes.published and notes.published.holds(day) else day)


def _language(document: DebateDocument, notes: Notes, otherwise: str) -> str:
    told = document.section.strip().lower()
    return told if (_OUR_TAG if notes.document else _TAG).fullmatch(told) else otherwise


def _csv(columns: tuple[str, ...], rows: list[_Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
