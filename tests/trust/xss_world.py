"""A world in which every text and every address of a source is one that would do harm.

No check has let it pass. By turns each field meets each of the payloads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.build.build import build
from kg.project import Project
from kg.rdf.terms import BASE, SCHEMA, XSD
from kg.rdf.turtle import read_turtle, write_turtle
from kg.store.locks import locked_to_write
from kg.store.replacing import replace_all
from tests.invented import REGISTRY, ROOT, RUN, evidence, new_project, quads, review, stance
from tests.review.conftest import POOL, SAID
from tests.trust.payloads import ADDRESSES, TEXTS

# A code of a country or language, a hash, a name of a rule: things hang together by it.
_KEPT = re.compile(r"[A-Za-z]{2}|[0-9a-f]{32,}|[a-z]+(-[a-z]+)*")
_QUERY = """#+ title: {0}
#+ question: {1}
#+ parameter words (text): {2}
#+ columns: found

# {3}
SELECT ?found WHERE {{ VALUES ?words {{ {4} }} BIND(?words AS ?found) }}
"""
_Said = TypeVar("_Said", Quad, Triple)


def text(turn: int) -> str:
    """The payload of a turn."""
    return TEXTS[turn % len(TEXTS)].text


def hostile_world(world: Project, folder: Path, turn: int) -> Project:
    """The world with a payload before every text of its store, and a query made of some."""
    root = folder / "world"
    (root / "queries").mkdir(parents=True)
    (root / "ontology").symlink_to(ROOT / "ontology", target_is_directory=True)
    (root / "seeds").symlink_to(world.seeds, target_is_directory=True)
    for path in (ROOT / "queries").iterdir():
        (root / "queries" / path.name).symlink_to(path)
    lines = [re.sub(r"[\x00-\x1f\u2028\u2029]+", " ", text(turn + at)).strip() for at in range(5)]
    (root / "queries" / "hostile.rq").write_text(
        _QUERY.format(*lines[:4], Literal(lines[4])), encoding="utf-8"
    )
    project = Project(root, root / "build" / "store")
    with locked_to_write(project.store):
        replace_all(project.store, _hostile(quads(world), turn))
    return project


def hostile_review(folder: Path, turn: int) -> Project:
    """A project with candidates that wait and decisions on them, hostile in its very seeds."""
    said = (*REGISTRY, *SAID, RUN, *POOL, stance("two"), evidence("two"))
    decided = (
        review("candidate/first", "accept", name="review-1", reviewer="R. One"),
        review("candidate/first", "refuse", name="review-2", reviewer="R. Two"),
        review("candidate/turned", "refuse", name="review-3", reviewer="R. Three"),
    )
    project = new_project(folder, (*said, *decided))
    for path in (*project.seeds.rglob("*.ttl"), project.ontology / "codebook.ttl"):
        path.write_bytes(write_turtle(_hostile(read_turtle(path), turn)))
    build(project)
    return project


def _hostile(told: Iterable[_Said], turn: int) -> list[_Said]:
    """What is told, field by field with one payload after the other."""
    tried: Counter[tuple[str, str]] = Counter()
    found = []
    for one in sorted(told, key=str):
        field = (_space(one.subject), str(one.predicate))
        value = _instead(one, turn + tried[field])
        if value is not None:
            tried[field] += 1
            rest = (one.graph_name,) if isinstance(one, Quad) else ()
            one = type(one)(one.subject, one.predicate, value, *rest)  # noqa: PLW2901
        found.append(one)
    return found


def _instead(one: Quad | Triple, turn: int) -> Literal | NamedNode | None:
    value = one.object
    if one.predicate == SCHEMA.url and isinstance(value, NamedNode):
        return NamedNode(ADDRESSES[turn % len(ADDRESSES)].text)
    if not isinstance(value, Literal) or _KEPT.fullmatch(value.value):
        return None
    if value.language is None and value.datatype != XSD.string:
        return None
    words = f"{text(turn)}{value.value}"
    return Literal(words, language=value.language) if value.language else Literal(words)


def _space(subject: object) -> str:
    name = subject.value if isinstance(subject, NamedNode) else ""
    return name.removeprefix(BASE).partition("/")[0]
