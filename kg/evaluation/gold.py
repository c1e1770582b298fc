"""Annotated reports: what persons found in texts, to hold the extractor against.

``gold.jsonl`` has a row for each stance (doc, holder, proposition, polarity, said_on, quote,
start, end, attribution, sure), ``docs.jsonl`` one for each text (doc, file, published,
hard_negative). A row whose ``sure`` is false may be argued about: finding it is no error, and
missing it no miss.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from kg.errors import InputError, Problem
from kg.evaluation.omissions import note, unlisted
from kg.evaluation.rows import Row, read_rows
from kg.model.dates import PartialDate
from kg.model.stances import Polarity
from kg.rdf.content import require_file

Key = tuple[str, str, str, str]
"""Document, holder, proposition and polarity: what a found stance must agree in."""

LONGEST = 4 * 2**20
"""The largest text, in bytes."""
UNLISTED = "other:"
"""How the proposition of a row begins that is about none of the codebook; it is left out."""
POLARITIES = frozenset(polarity.value for polarity in Polarity)


@dataclass(frozen=True, slots=True)
class TextStance:
    """A stance in a text, whoever found it; ``start`` and ``end`` are offsets into the text."""

    document: str
    holder: str
    proposition: str
    polarity: str
    said_on: str | None
    quote: str
    start: int | None
    end: int | None

    @property
    def key(self) -> Key:
        """What findings and annotations must agree in."""
        return (self.document, self.holder, self.proposition, self.polarity)


@dataclass(frozen=True, slots=True)
class Annotation(TextStance):
    """A stance that a person found."""

    attribution: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Report:
    """An annotated text; a hard negative is on the subject and holds no sure stance."""

    id: str
    text: str
    published: PartialDate | None
    hard_negative: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """Texts in the order of their list, and the stances that persons found in them.

    ``notes`` are warnings about rows that were left out.
    """

    reports: tuple[Report, ...]
    stances: tuple[Annotation, ...]
    notes: tuple[Problem, ...] = ()

    def of(self, document: str) -> tuple[Annotation, ...]:
        """The stances of one text."""
        return tuple(stance for stance in self.stances if stance.document == document)

    def within(self, documents: Sequence[str]) -> Gold:
        """The same gold, of some documents alone."""
        chosen = frozenset(documents)
        return replace(
            self,
            reports=tuple(report for report in self.reports if report.id in chosen),
            stances=tuple(stance for stance in self.stances if stance.document in chosen),
        )


def read_gold(
    path: Path,
    docs: Path | None = None,
    texts: Path | None = None,
    propositions: Collection[str] = (),
) -> Gold:
    """The annotations of a file with their texts.

    ``docs`` is ``docs.jsonl`` beside the file unless given; its ``file`` entries count from
    ``texts``, or from its own folder. Stances of documents that it does not list are left out,
    and so are rows that say the same twice; notes tell of both. ``propositions`` are those of the
    codebook; without them none is refused. Raises InputError with every bad row.
    """
    problems: list[Problem] = []
    listed = docs or path.with_name("docs.jsonl")
    folder = texts or listed.parent
    reports: dict[str, Report] = {}
    for row in read_rows(listed, problems):
        report = _report(row, folder)
        if report is None:
            continue
        if report.id in reports:
            row.refuse("doc", f"{report.id} stands here twice")
        reports[report.id] = report
    stances: dict[Annotation, Row] = {}
    notes: list[Problem] = []
    for row in read_rows(path, problems):
        stance = _annotation(row, propositions)
        if stance in stances:
            twice = f"the same stance as in line {stances[stance].line}: left out"
            notes.append(note(path, twice, row.line, 1))
        elif stance is not None:
            stances[stance] = row
    known = {stance: row for stance, row in stances.items() if stance.document in reports}
    problems += _misplaced(known, reports)
    if problems:
        hint = f"the files of {listed} count from {folder}" if len(reports) < 1 else None
        raise InputError(f"{path}: the annotations cannot be used", hint=hint, problems=problems)
    left = ((row, stance.document) for stance, row in stances.items() if stance not in known)
    notes += unlisted(left, str(listed))
    if not known:
        notes.append(note(path, f"holds no stance of a text in {listed}"))
    return Gold(tuple(reports.values()), tuple(known), tuple(notes))


def _report(row: Row, folder: Path) -> Report | None:
    name, file = row.text("doc"), row.text("file", default="")
    published = row.day("published")
    path = folder / (file or f"{name}.txt")
    try:
        require_file(path)
        with path.open("rb") as stream:
            content = stream.read(LONGEST + 1)
        text = content.decode()
    except InputError as error:
        row.refuse("file", str(error))
        return None
    except OSError as error:
        row.refuse("file", f"{path}: {error.strerror}")
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        row.refuse("file", f"{path}:{line}: not UTF-8")
        return None
    except ValueError as error:
        row.refuse("file", str(error))
        return None
    if len(content) > LONGEST:
        row.refuse("file", f"{path}: larger than {LONGEST} bytes")
        return None
    return Report(name, text, published, row.flag("hard_negative", default=False))


def read_proposition(row: Row, known: Collection[str]) -> str | None:
    """The proposition of a row, None where it is about none of the codebook."""
    proposition = row.text("proposition").strip()
    if proposition.startswith(UNLISTED):
        return None
    if proposition and known and proposition not in known:
        near = get_close_matches(proposition, sorted(known), 1)
        meant = f"; did you mean {near[0]}" if near else ""
        row.refuse("proposition", f"{proposition!r} is not in the codebook{meant}")
    return proposition


def _annotation(row: Row, propositions: Collection[str]) -> Annotation | None:
    proposition = read_proposition(row, propositions)
    if proposition is None:
        return None
    said_on = row.day("said_on")
    polarity = row.text("polarity").strip().lower()
    row.require("polarity", polarity, POLARITIES)
    return Annotation(
        document=row.text("doc"),
        holder=row.text("holder"),
        proposition=proposition,
        polarity=polarity,
        said_on=str(said_on) if said_on else None,
        quote=row.text("quote", default=""),
        start=row.number("start"),
        end=row.number("end"),
        attribution=row.text("attribution", default="not-known"),
        sure=row.flag("sure", default=True),
    )


def _misplaced(
    stances: Mapping[Annotation, Row], reports: Mapping[str, Report]
) -> Iterator[Problem]:
    """Rows whose words do not stand where they say."""
    for stance, row in stances.items():
        if stance.start is None or stance.end is None:
            continue
        if reports[stance.document].text[stance.start : stance.end] != stance.quote:
            words = f"{stance.document}: {stance.quote[:40]!r} does not stand at its offsets"
            yield Problem(row.path, row.line, row.column("start") or 1, words)
