"""What a DNA document's notes tell of our stances, written and read: DNA has no field for it.

The first lines are the address, the id and the date of the document as it was told, for DNA knows
days alone; then one line a statement, such as
``0-54: anna favours talks, said 2025-12, stance anna-2025-12-talks, on behalf of exampleland``.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.dates import PartialDate
from kg.model.stances import Polarity

PASSAGES_ONLY = "Only the passages shown as evidence; the whole text stands at the address above."
PARAPHRASE = "[paraphrase] "
"""Before a passage that is in our words."""
_VERBS = {
    Polarity.FAVOURS.sign: "favours",
    Polarity.MIXED.sign: "is mixed on",
    Polarity.OPPOSES.sign: "opposes",
}
_BACK = {verb: sign for sign, verb in _VERBS.items()}
_ID = r"[a-z0-9][a-z0-9.-]*"
_LINE = re.compile(
    rf"(?P<start>\d{{1,9}})-(?P<stop>\d{{1,9}}): (?P<holder>{_ID}) (?P<verb>{'|'.join(_BACK)}) "
    rf"(?P<proposition>{_ID}), (?P<how>said|held by) (?P<day>[\d-]{{4,10}}), "
    rf"stance (?P<stance>{_ID})"
    rf"(?:, on behalf of (?P<behalf>{_ID}))?(?:, organization (?P<organization>{_ID}))?"
    rf"(?:, confidence (?P<confidence>[01](?:\.\d{{1,9}})?))?",
    re.ASCII,
)
_ADDRESS = re.compile(r"https?://\S+")
_DOCUMENT = re.compile(rf"document: ({_ID})", re.ASCII)
_PUBLISHED = re.compile(r"published: ([\d-]{4,10}|not told)", re.ASCII)


Key = tuple[int, int, str, int, str]
"""Start and stop, holder, sign and proposition of a statement."""


@dataclass(frozen=True, slots=True)
class StanceNote:
    """Which stance a statement shows; ``told`` False: it was held by that day.

    ``behalf`` is on whose behalf it was said, as far as that was told; ``organization`` the one of
    the statement where that is another: the person's office or party tells it. ``confidence`` is
    that of a machine, None where a person entered it.
    """

    start: int
    stop: int
    holder: str
    sign: int
    proposition: str
    day: PartialDate
    told: bool
    stance: str
    behalf: str | None = None
    organization: str | None = None
    confidence: str | None = None

    @property
    def key(self) -> Key:
        """What must be as it was for the note to hold: a statement coded anew is another stance."""
        return self.start, self.stop, self.holder, self.sign, self.proposition

    def __str__(self) -> str:
        how = "said" if self.told else "held by"
        line = (
            f"{self.start}-{self.stop}: {self.holder} {_VERBS[self.sign]} {self.proposition}, "
            f"{how} {self.day}, stance {self.stance}"
        )
        if self.behalf:
            line += f", on behalf of {self.behalf}"
        if self.organization:
            line += f", organization {self.organization}"
        return f"{line}, confidence {self.confidence}" if self.confidence else line


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a document: its address, id and date where known, and the stances in it.

    ``undated`` says that nobody told when it was published.
    """

    url: str | None = None
    document: str | None = None
    stances: tuple[StanceNote, ...] = ()
    published: PartialDate | None = None
    undated: bool = False

    def waiting(self) -> dict[Key, deque[StanceNote]]:
        """The stances by what a statement must say to show one: each is for one statement."""
        found: dict[Key, deque[StanceNote]] = defaultdict(deque)
        for note in self.stances:
            found[note.key].append(note)
        return dict(found)

    def __str__(self) -> str:
        day = str(self.published or "not told" * self.undated)
        told = f"published: {day}" if day else ""
        head = [self.url or "", f"document: {self.document}", told, PASSAGES_ONLY]
        return "\n".join(filter(None, [*head, *map(str, self.stances)]))


def read_notes(text: str) -> Notes:
    """What notes tell; words of other people in them tell nothing but perhaps an address."""
    lines = text.splitlines()
    found = ((_ADDRESS.search(line), line) for line in lines)
    # After an address that stands among words, a full stop or bracket is theirs.
    addresses = (
        address[0] if address[0] == line else address[0].rstrip(".,;)>")
        for address, line in found
        if address
    )
    ids = (document[1] for line in lines if (document := _DOCUMENT.fullmatch(line)))
    told = next((day[1] for line in lines if (day := _PUBLISHED.fullmatch(line))), "")
    return Notes(
        next(addresses, None), next(ids, None), tuple(_stances(lines)), _day(told), told[:1] == "n"
    )


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _stances(lines: list[str]) -> Iterator[StanceNote]:
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        day = _day(match["day"])
        if day is None:
            continue
        yield StanceNote(
            start=int(match["start"]),
            stop=int(match["stop"]),
            holder=match["holder"],
            sign=_BACK[match["verb"]],
            proposition=match["proposition"],
            day=day,
            told=match["how"] == "said",
            stance=match["stance"],
            behalf=match["behalf"],
            organization=match["organization"],
            confidence=match["confidence"],
        )
