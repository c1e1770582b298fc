"""GEXF read by the rules of its schema and of Gephi's importer, not by what writes it.

Schema: GEXF 1.2draft (gexf.net). Gephi refuses intervals of one element that overlap, takes edges
of weight 0 away, and knows a weight that changes by the id ``weight``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

GEXF = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
READ = {"string": str, "integer": int, "double": float}
Spells = list[tuple[date, date]]


@dataclass
class Element:
    attributes: dict[str, str]
    about: dict[str, str | int | float] = field(default_factory=dict)
    changing: dict[str, list[tuple[str | int | float, date, date]]] = field(default_factory=dict)
    spells: Spells = field(default_factory=list)
    colour: str = ""
    size: float | None = None

    @property
    def label(self) -> str:
        return self.attributes["label"]

    @property
    def weight(self) -> float:
        return float(self.attributes["weight"])


@dataclass
class Gexf:
    directed: bool
    dynamic: bool
    description: str
    nodes: dict[str, Element]
    edges: list[Element]

    def edge(self, source: str, target: str) -> Element:
        (found,) = (
            one
            for one in self.edges
            if {one.attributes["source"], one.attributes["target"]} == {source, target}
        )
        return found


def read_gexf(content: bytes) -> Gexf:
    """What a GEXF file holds; fails where it breaks a rule."""
    root = ET.fromstring(content)
    assert root.tag == f"{GEXF}gexf"
    assert root.get("version") == "1.2"
    meta, graph = root
    assert meta.tag == f"{GEXF}meta"
    assert set(meta.attrib) == set(), "no day of the clock"
    *declared, nodes, edges = graph
    assert graph.tag == f"{GEXF}graph"
    assert nodes.tag == f"{GEXF}nodes"
    assert edges.tag == f"{GEXF}edges"
    dynamic = graph.get("mode") == "dynamic"
    assert graph.get("timeformat") == ("date" if dynamic else None)
    kinds = {"node": _declared(declared, "node"), "edge": _declared(declared, "edge")}
    found = [_element(one, "node", kinds["node"]) for one in nodes]
    by_id = {one.attributes["id"]: one for one in found}
    assert len(by_id) == len(found), "ids are used once"
    ties = [_element(one, "edge", kinds["edge"]) for one in edges]
    assert len({one.attributes["id"] for one in ties}) == len(ties)
    for tie in ties:
        _check_edge(tie, by_id)
    return Gexf(
        directed=graph.get("defaultedgetype") == "directed",
        dynamic=dynamic,
        description=meta.findtext(f"{GEXF}description") or "",
        nodes=by_id,
        edges=ties,
    )


def _declared(lists: list[ET.Element], of: str) -> dict[str, tuple[type, bool]]:
    kinds: dict[str, tuple[type, bool]] = {}
    for some in lists:
        assert some.tag == f"{GEXF}attributes"
        assert some.get("mode") in {"static", "dynamic"}
        for one in some if some.get("class") == of else ():
            name = str(one.get("id"))
            assert name not in kinds, "Gephi ignores what has an id of before"
            assert one.get("title") == name
            kinds[name] = READ[str(one.get("type"))], some.get("mode") == "dynamic"
    return kinds


def _element(element: ET.Element, of: str, kinds: dict[str, tuple[type, bool]]) -> Element:
    assert element.tag == f"{GEXF}{of}"
    found = Element(dict(element.attrib))
    inner = {child.tag: child for child in element}
    assert len(inner) == len(element)
    for value in inner.pop(f"{GEXF}attvalues", ()):
        name = str(value.get("for"))
        kind, changes = kinds[name]
        told = kind(str(value.get("value")))
        assert ("start" in value.attrib) == ("end" in value.attrib) == changes
        if changes:
            found.changing.setdefault(name, []).append((told, *_time(value)))
        else:
            assert name not in found.about
            found.about[name] = told
    found.spells = [_time(one) for one in inner.pop(f"{GEXF}spells", ())]
    colour = inner.pop(f"{VIZ}color")
    found.colour = "#" + bytes(int(str(colour.get(part))) for part in "rgb").hex()
    if of == "node":
        found.size = float(str(inner.pop(f"{VIZ}size").get("value")))
        assert found.size > 0
    assert not inner
    _check_apart(found.spells)
    for values in found.changing.values():
        _check_apart([(first, last) for _, first, last in values])
    return found


def _time(element: ET.Element) -> tuple[date, date]:
    first, last = (date.fromisoformat(str(element.get(end))) for end in ("start", "end"))
    assert first <= last
    return first, last


def _check_apart(spells: Spells) -> None:
    assert all(one[1] < other[0] for one, other in pairwise(spells)), "Gephi refuses overlaps"


def _check_edge(edge: Element, nodes: dict[str, Element]) -> None:
    assert edge.weight > 0
    for end in ("source", "target"):
        node = nodes[edge.attributes[end]]
        for first, last in edge.spells:
            assert any(begun <= first and last <= ended for begun, ended in merged(node.spells)), (
                "an edge is there while its nodes are"
            )


def merged(spells: Spells) -> Spells:
    """Times that follow each other as one."""
    found: Spells = []
    for first, last in spells:
        if found and (first - found[-1][1]).days == 1:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found
