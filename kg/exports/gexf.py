"""GEXF, the format of Gephi; with times it opens there with a timeline.

Source: GEXF 1.2draft (gexf.net), which Gephi, Gephi Lite and every version of networkx read.
It is not written with networkx, because Gephi knows a weight that changes by the id ``weight`` of
its attribute, and networkx gives attributes numbers; nor does it write the ``kind`` by which
Gephi keeps edges side by side, and it adds the day of the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from kg.exports.drawn_graph import ATTRIBUTES, Attributed, Edge, Node, Spell, Value
from kg.exports.plain_values import line, number

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" \
version="1.2">
"""
_TYPES = {str: "string", int: "integer", float: "double"}
_BLOCK = 512


def gexf(graph: Attributed) -> Iterator[bytes]:
    """The graph in GEXF, block by block: attributes, times, colours and sizes.

    Ids of attributes are their names. Times are days, the last one within them.
    """
    block: list[str] = [_HEAD]
    for text in _lines(graph):
        block.append(text)
        if len(block) == _BLOCK:
            yield "".join(block).encode()
            block.clear()
    yield "".join([*block, "</gexf>\n"]).encode()


def _lines(graph: Attributed) -> Iterator[str]:
    yield " <meta>\n  <creator>eurostance</creator>\n"
    yield f"  <description>{escape(line(graph.description))}</description>\n </meta>\n"
    directed = "directed" if graph.directed else "undirected"
    time = 'dynamic" timeformat="date' if graph.is_dynamic else "static"
    yield f' <graph defaultedgetype="{directed}" mode="{time}">\n'
    for name, elements in (("node", graph.nodes), ("edge", graph.edges)):
        yield from _declared(name, "static", _types(one.about for one in elements))
        changing = ({n: v[0][0] for n, v in one.changing.items() if v} for one in elements)
        yield from _declared(name, "dynamic", _types(changing))
    yield "  <nodes>\n"
    yield from map(_node, graph.nodes)
    yield "  </nodes>\n  <edges>\n"
    yield from map(_edge, graph.edges)
    yield "  </edges>\n </graph>\n"


def _types(told: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    found = {name: _TYPES[type(value)] for about in told for name, value in about.items()}
    return {name: found[name] for name in ATTRIBUTES if name in found}


def _declared(of: str, mode: str, types: Mapping[str, str]) -> Iterator[str]:
    if types:
        yield f'  <attributes class="{of}" mode="{mode}">\n'
        for name, kind in types.items():
            yield f"   <attribute{_written(id=name, title=name, type=kind)}/>\n"
        yield "  </attributes>\n"


def _node(node: Node) -> str:
    head = f"   <node{_written(id=node.id, label=node.label)}>\n"
    size = f"    <viz:size{_written(value=node.size)}/>\n"
    return f"{head}{_inner(node)}{_colour(node.colour)}{size}   </node>\n"


def _edge(edge: Edge) -> str:
    head = _written(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        weight=edge.weight,
        kind=edge.kind,
        label=edge.label,
    )
    return f"   <edge{head}>\n{_inner(edge)}{_colour(edge.colour)}   </edge>\n"


def _inner(element: Node | Edge) -> str:
    values = [_written(**{"for": name, "value": value}) for name, value in element.about.items()]
    for name, timed in element.changing.items():
        values += [
            f"{_written(**{'for': name, 'value': value})}{_time(spell)}" for value, spell in timed
        ]
    return _listed("attvalues", "attvalue", values) + _listed(
        "spells", "spell", [_time(spell) for spell in element.spells]
    )


def _listed(group: str, name: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    inner = "".join(f"     <{name}{item}/>\n" for item in items)
    return f"    <{group}>\n{inner}    </{group}>\n"


def _time(spell: Spell) -> str:
    return _written(start=spell.first.isoformat(), end=spell.last.isoformat())


def _colour(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour[1:])
    return f"    <viz:color{_written(r=red, g=green, b=blue)}/>\n"


def _written(**attributes: Value | None) -> str:
    """XML attributes, each after a blank; what is None is left out."""
    return "".join(
        f' {name}="{escape(_text(value), {chr(34): "&quot;"})}"'
        for name, value in attributes.items()
        if value is not None
    )


def _text(value: Value) -> str:
    return line(value) if isinstance(value, str) else number(value)
