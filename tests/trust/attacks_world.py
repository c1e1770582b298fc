"""A store that no check has let pass: every word in it is hostile, or every name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.project import Project
from kg.rdf.terms import BASE, XSD
from kg.store.locks import locked_to_write
from kg.store.replacing import replace_all
from tests.invented import quads

STEERING = (
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b[2J\x1b[31m",
    "\x9b2J",
    "\x9d0;title\x9c",
    "\x90q\x1b\\",
    "\u202egnorw\u202c",
    "\u2066x\u2069",
    "a\rb\x08\x08\x7f",
    "\x0e\x0f\x00",
)
"""What writes the clipboard, clears the screen, names the window, turns the order around."""
FORMULAS = ('=HYPERLINK("http://x.example/","x")', "+1+cmd|' /C x'!A0", "@SUM(1;2)", "\t=1", "x;=1")
NAMES = ("../../../../outside", "..%2F..%2Foutside", "a/../../../outside", "%00", "con", "a" * 300)
"""What an id may not be, as it is the name of files."""
_WORDS = (None, XSD.string)


def hostile_words(world: Project, folder: Path, words: Iterable[str]) -> Project:
    """The world with such words before every text of its store."""
    told = tuple(words)
    found = {_said(quad, told[number % len(told)]) for number, quad in enumerate(quads(world))}
    return _stored(world, folder, found)


def hostile_names(world: Project, folder: Path) -> Project:
    """The world whose things have ids that lead out of a folder."""
    started = sorted(
        {str(one.value) for quad in quads(world) for one in (quad.subject,) if _is_thing(one)}
    )
    other = {
        name: NamedNode(f"{name.rpartition('/')[0]}/{NAMES[number % len(NAMES)]}-{number}")
        for number, name in enumerate(started)
    }

    def renamed(term: object) -> object:
        return other.get(term.value, term) if isinstance(term, NamedNode) else term

    found = {
        Quad(renamed(quad.subject), quad.predicate, renamed(quad.object), quad.graph_name)  # type: ignore[arg-type]
        for quad in quads(world)
    }
    return _stored(world, folder, found)


def _said(quad: Quad, words: str) -> Quad:
    value = quad.object
    if not isinstance(value, Literal) or (value.language is None and value.datatype not in _WORDS):
        return quad
    if value.value.isalnum() and len(value.value) == 2:
        # A code of a country or language; without it things hang together no more.
        return quad
    told = f"{words}{value.value}"
    text = Literal(told, language=value.language) if value.language else Literal(told)
    return Quad(quad.subject, quad.predicate, text, quad.graph_name)


def _is_thing(term: object) -> bool:
    if isinstance(term, BlankNode) or not isinstance(term, NamedNode):
        return False
    spaces = ("actor", "document", "event", "outlet", "stance", "evidence", "tenure")
    return term.value.startswith(tuple(f"{BASE}{space}/" for space in spaces))


def _stored(world: Project, folder: Path, found: set[Quad]) -> Project:
    store = folder / "store"
    with locked_to_write(store):
        replace_all(store, found)
    return Project(world.root, store)
