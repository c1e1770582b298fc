"""The lists of actors, propositions, themes, countries, events and outlets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.model.actors import Actor, Event
from kg.pages.gathered import Gathered, Sides
from kg.pages.register import Cell, Content, Group, Record, Register, Row
from kg.pages.spelling import first_letter, folded
from kg.pages.wording import date_words
from kg.printing import counted
from kg.rdf.terms import BASE
from kg.store.records import load


def registers(gathered: Gathered) -> Iterator[Register]:
    """The lists, each a page."""
    for path, title, make in (
        ("actor/index", "Actors", actors),
        ("proposition/index", "Propositions", propositions),
        ("theme/index", "Themes", themes),
        ("country/index", "Countries", countries),
        ("event/index", "Events", events),
        ("outlet/index", "Outlets", outlets),
    ):
        yield Register(path, title, _later(make, gathered))


def _later(make: Callable[[Gathered], Content], gathered: Gathered) -> Callable[[], Content]:
    return lambda: make(gathered)


def actors(gathered: Gathered) -> Content:
    """Every actor by name, with how much is on record."""
    found = sorted(gathered.published.actors.values(), key=lambda one: (folded(one.name), one.id))
    holding = sum(1 for one in found if one.id in gathered.of_holder)
    about = (
        f"{counted(len(found), 'actor')}, of whom {holding:,} hold a stance. No stance on record "
        "does not mean a neutral one: nothing was found, or nobody looked."
    )
    heads = ("Name", "Country", "Stances", "Latest")
    rows = [(first_letter(one.name), _actor(gathered, one)) for one in found]
    return Content(about, heads, tuple(_groups(rows, "letter")))


def _actor(gathered: Gathered, actor: Actor) -> Row:
    held = gathered.of_holder.get(actor.id, [])
    latest = held[0].day if held else ""
    country = gathered.published.countries.get(actor.country or "", actor.country or "")
    return Row(
        (
            Cell(actor.name, f"actor/{actor.id}.html", below=str(actor.kind)),
            Cell(country, country_file(actor.country) if actor.country else None),
            _number(len(held)),
            Cell(date_words(latest) if latest else ""),
        ),
        {
            "iri": f"{BASE}actor/{actor.id}",
            "id": actor.id,
            "name": actor.name,
            "kind": str(actor.kind),
            "country": actor.country,
            "stances": len(held),
            "latest": latest or None,
        },
    )


def propositions(gathered: Gathered) -> Content:
    """Every proposition under its theme, with how many stand on either side now."""
    published = gathered.published
    about = (
        f"{counted(len(published.propositions), 'sentence')} that one favours or opposes, by "
        "theme. The figures count actors by their latest position."
    )
    heads = ("Proposition", "For", "Mixed", "Against", "Stances")
    by_theme: dict[str, list[Row]] = defaultdict(list)
    for one in sorted(published.propositions.values(), key=lambda one: (folded(one.label), one.id)):
        sides = gathered.sides.get(one.id, Sides())
        held = len(gathered.on_proposition.get(one.id, ()))
        row = Row(
            (
                Cell(one.label, f"proposition/{one.id}.html", below=one.sentence, sides=sides),
                *_camps(sides),
                _number(held),
            ),
            {
                "iri": f"{BASE}proposition/{one.id}",
                "id": one.id,
                "label": one.label,
                "theme": one.theme,
                "sentence": one.sentence,
                "favours": sides.favours,
                "mixed": sides.mixed,
                "opposes": sides.opposes,
                "stances": held,
            },
        )
        by_theme[one.theme].append(row)
    groups = (
        Group(theme.label, f"theme-{theme.id}", tuple(by_theme[theme.id]), f"theme/{theme.id}.html")
        for theme in published.themes.values()
    )
    return Content(about, heads, tuple(groups))


def themes(gathered: Gathered) -> Content:
    """Every theme, with how much there is on it."""
    published = gathered.published
    about = f"{counted(len(published.themes), 'group')} of propositions."
    rows = []
    for theme in published.themes.values():
        on = [one.id for one in published.propositions.values() if one.theme == theme.id]
        held = sum(len(gathered.on_proposition.get(one, ())) for one in on)
        cells = (Cell(theme.label, f"theme/{theme.id}.html"), _number(len(on)), _number(held))
        record: Record = {
            "iri": f"{BASE}theme/{theme.id}",
            "id": theme.id,
            "label": theme.label,
            "propositions": len(on),
            "stances": held,
        }
        rows.append(Row(cells, record))
    return Content(about, ("Theme", "Propositions", "Stances"), _one_group(rows))


def countries(gathered: Gathered) -> Content:
    """Every country of an actor, with how much its actors said."""
    published = gathered.published
    members = Counter(one.country for one in published.actors.values() if one.country)
    about = (
        f"{counted(len(published.countries), 'country', 'countries')} and unions with an actor "
        "on record. An actor counts for its own country, whoever it speaks for."
    )
    rows = []
    for code, name in sorted(published.countries.items(), key=lambda item: folded(item[1])):
        held = gathered.of_country.get(code, [])
        latest = held[0].day if held else ""
        cells = (
            Cell(name, country_file(code)),
            _number(members[code]),
            _number(len({one.holder for one in held})),
            _number(len(held)),
            Cell(date_words(latest) if latest else ""),
        )
        record: Record = {
            "code": code,
            "name": name,
            "actors": members[code],
            "holders": len({one.holder for one in held}),
            "stances": len(held),
            "latest": latest or None,
        }
        rows.append(Row(cells, record))
    heads = ("Country", "Actors", "With a stance", "Stances", "Latest")
    return Content(about, heads, _one_group(rows))


def events(gathered: Gathered) -> Content:
    """Every event by month, the newest first."""
    found = load(gathered.published.store, Event)
    found.sort(key=lambda one: (one.date.latest, one.id), reverse=True)
    about = f"{counted(len(found), 'event')} to which stances refer, the newest first."
    rows = [(date_words(str(event.date)[:7]), _event(gathered, event)) for event in found]
    heads = ("Date", "Event", "Reactions")
    return Content(about, heads, tuple(_groups(rows, "month")), dated=True)


def _event(gathered: Gathered, event: Event) -> Row:
    kind, answers = event.kind.replace("-", " ").capitalize(), gathered.reactions[event.id]
    return Row(
        (
            Cell(date_words(event.date)),
            Cell(event.label, f"event/{event.id}.html", below=f"{kind}. {event.summary}"),
            _number(answers),
        ),
        {
            "iri": f"{BASE}event/{event.id}",
            "id": event.id,
            "label": event.label,
            "kind": str(event.kind),
            "date": str(event.date),
            "summary": event.summary,
            "reactions": answers,
        },
    )


def outlets(gathered: Gathered) -> Content:
    """Every outlet by name, with how many documents are its own."""
    found = sorted(gathered.published.outlets.values(), key=lambda one: (folded(one.name), one.id))
    about = f"{counted(len(found), 'outlet')}: who published what stances were found in."
    rows = []
    for one in found:
        printed = gathered.printed_by[one.id]
        cells = (Cell(one.name, f"outlet/{one.id}.html"), _number(printed))
        record: Record = {
            "iri": f"{BASE}outlet/{one.id}",
            "id": one.id,
            "name": one.name,
            "documents": printed,
        }
        rows.append((first_letter(one.name), Row(cells, record)))
    return Content(about, ("Outlet", "Documents"), tuple(_groups(rows, "letter")))


def country_file(code: str) -> str:
    """The page of a country."""
    return f"country/{code.lower()}.html"


def _number(value: int) -> Cell:
    return Cell(f"{value:,}" if value else "–", number=True)


def _camps(sides: Sides) -> tuple[Cell, ...]:
    return _number(sides.favours), _number(sides.mixed), _number(sides.opposes)


def _one_group(rows: Iterable[Row]) -> tuple[Group, ...]:
    return (Group("", "all", tuple(rows)),)


def _groups(rows: Iterable[tuple[str, Row]], kind: str) -> Iterator[Group]:
    """The rows under their headings, in the order in which these first come."""
    found: dict[str, list[Row]] = defaultdict(list)
    for title, row in rows:
        found[title].append(row)
    for title, those in found.items():
        name = "other" if title == "#" else title.lower().replace(" ", "-")
        yield Group(title, f"{kind}-{name}", tuple(those))
