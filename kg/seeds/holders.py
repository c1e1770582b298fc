"""What deserves a second look among all the stances of one holder, whatever file tells of them.

Of a stance only its row is kept, in one of many portions by its holder, in temporary files where
they are long: all the stances of a holder are looked at together, and never all of all holders.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, cast

from pyoxigraph import Literal, NamedNode

from kg.model.dated import place_in_time
from kg.model.dates import PartialDate
from kg.model.positions import by_pair, possibly_same
from kg.model.stances import Polarity, Stance
from kg.rdf.described import TYPE, Said, Term
from kg.rdf.terms import PREFIXES, SCHEMA, ST
from kg.seeds.partial_dates import Days, days_of, told_as
from kg.temporary import Spool

_PORTIONS = 64
_REPORTS = -1
"""The portion of the reports: what a file shows of a stance may not tell who holds it."""
_SPOOLED = 1 << 17
_PERSON, _TENURE, _STANCE, _STATE, _REPORT = 0, 1, 2, 3, 4
_EVER = (1, 3652059)
Row = tuple[Any, ...]
"""A holder, a state's country or a reported stance; what the row is of, the file's number, and
what is told."""


_Pair = tuple[int, Stance, Stance]
"""Two stances that may be one utterance, and the number of the second one's file."""


def rows_of(said: Said, number: int) -> Iterator[Row]:
    """The persons, tenures, stances and reports of a file, as far as each is whole."""
    for node, values in said.items():
        space = node.rpartition("/")[0] + "/"
        if space == PREFIXES["stance"]:
            yield from _of_stance(node, values, number)
        elif space == PREFIXES["tenure"] and (actor := _name(values, ST.actor, "actor")):
            begun, ended = _days(values, ST.from_), _days(values, ST.to)
            span = (begun or _EVER)[0], (ended or _EVER)[1]
            yield actor, _TENURE, number, span
        elif space == PREFIXES["actor"] and ST.Person in values.get(TYPE, ()):
            yield node.removeprefix(PREFIXES["actor"]), _PERSON, number
        elif space == PREFIXES["actor"] and ST.State in values.get(TYPE, ()):
            for country in values.get(ST.country.value, ()):
                yield country.value, _STATE, number, node.removeprefix(PREFIXES["actor"])
        elif space == PREFIXES["evidence"] and (stance := _name(values, ST.supports, "stance")):
            yield from _of_report(stance, values, said, number)


def _of_report(
    stance: str, values: dict[str, list[Term]], said: Said, number: int
) -> Iterator[Row]:
    document = _name(values, ST.document, "document")
    published = _days(said.get(f"{PREFIXES['document']}{document}", {}), SCHEMA.datePublished)
    told = _days(said.get(f"{PREFIXES['stance']}{stance}", {}), ST.saidOn)
    # A report tells nothing more of a stance that is told to the day.
    if published and not (told and told[0] == told[1]):
        yield stance, _REPORT, number, published


def _of_stance(node: str, values: dict[str, list[Term]], number: int) -> Iterator[Row]:
    holder = _name(values, ST.holder, "actor")
    proposition = _name(values, ST.proposition, "proposition")
    polarity = _name(values, ST.polarity, "polarity")
    known = polarity in tuple(Polarity) and ST.Stance in values.get(TYPE, ())
    days = _days(values, ST.saidOn)
    if holder and proposition and known and days:
        name = node.removeprefix(PREFIXES["stance"])
        yield holder, _STANCE, number, name, proposition, str(polarity), days


def _name(values: dict[str, list[Term]], predicate: NamedNode, space: str) -> str | None:
    terms = values.get(predicate.value, ())
    if len(terms) != 1 or not terms[0].value.startswith(PREFIXES[space]):
        return None
    return terms[0].value[len(PREFIXES[space]) :]


def _days(values: dict[str, list[Term]], predicate: NamedNode) -> Days | None:
    terms = values.get(predicate.value, ())
    return days_of(terms[0].value) if len(terms) == 1 and isinstance(terms[0], Literal) else None


def packed(rows: Iterable[Row]) -> dict[int, bytes]:
    """Rows by their portion, as bytes that a process can hand to another."""
    portions: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        portion = _REPORTS if row[1] == _REPORT else hash(row[0]) % _PORTIONS
        portions[portion].append(row)
    return {portion: marshal.dumps(some) for portion, some in portions.items()}


class Holders:
    """The rows of all files, portion by portion, in whatever order the files were read."""

    def __init__(self) -> None:
        self._portions: dict[int, Spool] = {}

    def add(self, portions: dict[int, bytes]) -> None:
        """Put down what ``packed`` has made of some files."""
        for portion, content in portions.items():
            if portion not in self._portions:
                self._portions[portion] = Spool(_SPOOLED)
            self._portions[portion].write(content)

    def doubts(self) -> Iterator[tuple[int, str, str]]:
        """The file, the stance and the message of all that deserves a second look."""
        reports = self._portions.pop(_REPORTS, None)
        pairs: list[_Pair] = []
        for stream in self._portions.values():
            stream.seek(0)
            yield from _doubts(sorted(_rows(stream), key=itemgetter(2)), pairs)
            stream.close()
        yield from _still_same(pairs, reports)
        if reports:
            reports.close()


def _rows(stream: Spool) -> Iterator[Row]:
    while True:
        try:
            # What this process has written itself, and nobody else.
            yield from marshal.load(cast(Any, stream))  # noqa: S302
        except EOFError:
            return


def _doubts(rows: list[Row], pairs: list[_Pair]) -> Iterator[tuple[int, str, str]]:
    # A thing that two files describe, which is an error of its own, counts as the last one tells.
    stances = {row[3]: row for row in rows if row[1] == _STANCE}
    pairs.extend(_same_match(stances))
    yield from _outside_tenure(stances, rows)
    yield from _same_country(rows)


def _same_match(stances: dict[str, Row]) -> Iterator[_Pair]:
    """The pairs that may be one utterance by their dates alone, whatever was reported when."""
    dated = (
        place_in_time(Stance(name, holder, proposition, Polarity(polarity), told_as(days)), ())
        for holder, _, _, name, proposition, polarity, days in stances.values()
    )
    for pair in by_pair(one for one in dated if one).values():
        for one, other in possibly_same(pair):
            yield stances[other.id][2], one, other


def _still_same(pairs: list[_Pair], reports: Spool | None) -> Iterator[tuple[int, str, str]]:
    """What is told of those pairs whose dates overlap when each ends with its first report."""
    asked = {stance.id for _, *both in pairs for stance in both}
    reported: dict[str, list[PartialDate]] = defaultdict(list)
    if reports and asked:
        reports.seek(0)
        for stance, _, _, days in _rows(reports):
            if stance in asked:
                reported[stance].append(told_as(days))
    for file, one, other in pairs:
        first, second = (place_in_time(stance, reported[stance.id]) for stance in (one, other))
        if first and second and first.overlaps(second):
            yield (
                file,
                f"{PREFIXES['stance']}{other.id}",
                f"stance:{other.id} has holder, proposition, polarity and date in common with "
                f"stance:{one.id}: one utterance or two?",
            )


def _outside_tenure(stances: dict[str, Row], rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    persons = {row[0] for row in rows if row[1] == _PERSON}
    tenures: dict[str, list[Days]] = defaultdict(list)
    for row in rows:
        if row[1] == _TENURE:
            tenures[row[0]].append(row[3])
    for holder, _, file, name, _, _, days in stances.values():
        if holder in persons and not _covered(days, tenures[holder]):
            yield (
                file,
                f"{PREFIXES['stance']}{name}",
                f"no office of actor:{holder} is known on {told_as(days)}",
            )


def _same_country(rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    first: dict[str, str] = {}
    for country, _, file, name in (row for row in rows if row[1] == _STATE):
        other = first.setdefault(country, name)
        if other != name:
            yield (
                file,
                f"{PREFIXES['actor']}{name}",
                f"actor:{name}: actor:{other} is a state of the country {country} too: "
                "which of them is it?",
            )


def _covered(days: Days, tenures: list[Days]) -> bool:
    """Whether an office may have been held on the first or the last day of a date."""
    return any(begun <= day <= ended for begun, ended in tenures for day in days)
