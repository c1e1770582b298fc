"""In what two states of the data differ, thing by thing."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import InputError, UsageError
from kg.files import is_folder
from kg.printing import printable
from kg.rdf.content import require_file
from kg.rdf.foreign import form_of, parse_file
from kg.rdf.terms import compact
from kg.rdf.turtle import read_turtle, sort_key
from kg.seeds.read import read_files, turtle_files


@dataclass(frozen=True, slots=True)
class Difference:
    """What one thing lost and won: lines such as ``st:polarity polarity:favours``."""

    thing: str
    kind: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def compare(old: Path, new: Path) -> list[Difference]:
    """The differences between two folders of Turtle or RDF files, by thing.

    Raises InputError where either cannot be read.
    """
    before, after = _read(old), _read(new)
    things: dict[NamedNode, tuple[list[Triple], list[Triple]]] = defaultdict(lambda: ([], []))
    for triple in sorted(before ^ after, key=sort_key):
        if isinstance(triple.subject, NamedNode):
            things[triple.subject][triple in after].append(triple)
    existed, exists = {t.subject for t in before}, {t.subject for t in after}
    return [
        Difference(
            thing=compact(thing),
            kind="added"
            if thing not in existed
            else "removed"
            if thing not in exists
            else "changed",
            removed=tuple(_line(t) for t in lost),
            added=tuple(_line(t) for t in won),
        )
        for thing, (lost, won) in sorted(things.items(), key=lambda item: compact(item[0]))
    ]


def _read(path: Path) -> set[Triple]:
    if is_folder(path):
        paths = turtle_files(path)
        if not paths:
            raise InputError(
                f"{path}: there is no Turtle in it", hint="name a folder of seeds or an RDF file"
            )
        files = read_files(paths)
        return {triple for file in files for triple in file.triples}
    require_file(path)
    if path.suffix == ".ttl":
        return set(read_turtle(path))
    form = form_of(path)
    if form is None:
        raise InputError(
            f"{path}: neither a folder nor an RDF file", hint="such as .ttl, .nq, .trig"
        )
    return {quad.triple for quad in parse_file(path, form)}


def _line(triple: Triple) -> str:
    value = triple.object
    words = compact(value) if isinstance(value, NamedNode) else str(value)
    return f"{compact(triple.predicate)} {words}"


def render(differences: list[Difference], form: str) -> str:
    """The differences as ``text``, ``md`` or ``json``; raises UsageError on any other form."""
    if form == "json":
        rows = [
            {"thing": d.thing, "kind": d.kind, "removed": d.removed, "added": d.added}
            for d in differences
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if form not in ("text", "md"):
        raise UsageError(f"{form!r} is none of: text, md, json")
    lines = []
    for difference in differences:
        lines.append(f"{difference.kind} {printable(difference.thing)}")
        lines += [f"  - {printable(line)}" for line in difference.removed]
        lines += [f"  + {printable(line)}" for line in difference.added]
    if form == "md" and lines:
        lines = ["```diff", *(line.removeprefix("  ") for line in lines), "```"]
    return "".join(f"{line}\n" for line in lines)
