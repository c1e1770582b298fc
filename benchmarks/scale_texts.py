"""Any number of articles to read: the annotated texts, with other speakers in each copy."""

from __future__ import annotations

import re
from pathlib import Path

from kg.model.actors import Actor, ActorKind
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle

_GOLD = Path(__file__).parents[1] / "tests" / "gold" / "docs"
_NAMES = 200
"""How many surnames take turns."""


def write_texts(project: Project, count: int, folder: Path) -> None:
    """So many texts, each in a file; the persons in a text give way to others in every copy."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_GOLD.glob("*.txt"))]
    names = _surnames(project)
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    places = {name: at for at, name in enumerate(names)}
    folder.mkdir(parents=True)
    for number in range(count):
        copy, which = divmod(number, len(texts))

        def other(match: re.Match[str], copy: int = copy) -> str:
            return names[(places[match[0]] + copy) % len(names)]

        text = known.sub(other, texts[which])
        (folder / f"{number:06}.txt").write_text(f"{text}\n({number})\n", encoding="utf-8")


def _surnames(project: Project) -> list[str]:
    """The last names of the first persons of the registry, each once, the real ones first."""
    actors = decode(Actor, read_turtle(project.seeds / "actors.ttl"))
    persons = [actor for actor in actors if actor.kind is ActorKind.PERSON]
    persons.sort(key=lambda actor: (actor.wikidata is None, actor.id))
    return list(dict.fromkeys(actor.name.split()[-1] for actor in persons))[:_NAMES]
