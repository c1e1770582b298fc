"""The network view: who is for and against what, as one offline HTML file.

A networkx graph of the stances becomes a pyvis network with one edge per actor and proposition;
its nodes, edges and options go into our own template. pyvis' templates are not used: they fetch
from the network, run what labels contain, and show nothing for seconds.
"""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.model.stances import Polarity
from kg.views.contract import GraphPage, in_order, script_json, to_json
from kg.views.layout import Box, Tie, place
from kg.views.offline import asset, inline_script, policy, vis_network, web_address
from kg.views.positions import Position, changes, positions

if TYPE_CHECKING:
    import networkx as nx

_SCRIPTS = (
    "elements",
    "words",
    "records",
    "state",
    "labels",
    "shapes",
    "places",
    "drawing",
    "cards",
    "panel",
    "search",
    "filters",
    "days",
    "keyboard",
    "table",
    "print",
    "start",
)
"""The parts of the page's own script, each may use those before it."""

_SIGN = {Polarity.FAVOURS: 1, Polarity.MIXED: 0, Polarity.OPPOSES: -1}
_COLOUR = {
    Polarity.FAVOURS: "#1a66a6",
    Polarity.MIXED: "#6b7278",
    Polarity.OPPOSES: "#a83f0b",
}
_DASHES: dict[Polarity, bool | list[int]] = {
    Polarity.FAVOURS: False,
    Polarity.MIXED: [1, 5],
    Polarity.OPPOSES: [8, 5],
}
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "keyboard": False,
        "selectable": False,
        "tooltipDelay": 250,
        "zoomSpeed": 0.6,
    },
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
}


def draw_network(page: GraphPage) -> str:
    """The page as HTML that needs no other file and makes no request.

    The same page gives the same bytes, in any input order. Raises ValueError if a stance names
    an actor or proposition that the page does not have.
    """
    page = in_order(page)
    found = positions(page)
    network = pyvis_network(stance_graph(page), found)
    return _render(page, found, network)


def stance_graph(page: GraphPage) -> nx.MultiDiGraph[str]:
    """The stances as a networkx graph: an edge each, from ``actor/ID`` to ``proposition/ID``.

    Raises ValueError if a stance names an actor or proposition that the page does not have.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    actors = {actor.id: actor for actor in page.actors}
    propositions = {proposition.id: proposition for proposition in page.propositions}
    for stance in page.stances:
        if stance.actor not in actors or stance.proposition not in propositions:
            raise ValueError(
                f"stance {stance.id!r} is of actor {stance.actor!r} on {stance.proposition!r}: "
                "the page lacks one of them"
            )
        actor, proposition = actors[stance.actor], propositions[stance.proposition]
        graph.add_node(f"actor/{actor.id}", label=actor.name, group=str(actor.kind))
        graph.add_node(
            f"proposition/{proposition.id}", label=proposition.short, group="proposition"
        )
        graph.add_edge(
            f"actor/{actor.id}",
            f"proposition/{proposition.id}",
            key=stance.id,
            polarity=str(stance.polarity),
            latest=stance.latest,
        )
    return graph


def pyvis_network(graph: nx.MultiDiGraph[str], found: tuple[Position, ...]) -> Any:
    """The ``pyvis.network.Network`` of the graph: placed nodes, and one edge per position."""
    # pyvis imports IPython: too slow for those who only import this module. It has no types.
    network = import_module("pyvis.network").Network(directed=True)
    network.options = _OPTIONS
    places = _places(graph, found)
    # Propositions come last: vis-network draws in this order, and boxes belong on top.
    for node, about in sorted(graph.nodes(data=True)):
        x, y = places[node]
        network.add_node(
            node,
            label=about["label"].strip() or " ",
            shape="box" if about["group"] == "proposition" else "dot",
            color="#ffffff",
            kind=about["group"],
            size=_radius(graph.degree(node)),
            x=x,
            y=y,
        )
    for number, position in enumerate(found):
        network.add_edge(
            f"actor/{position.actor}",
            f"proposition/{position.proposition}",
            id=f"position/{number}",
            arrows="",
            color=_COLOUR[position.polarity],
            dashes=_DASHES[position.polarity],
            width=min(6.0, 0.9 + 0.75 * len(position.stances)),
            polarity=str(position.polarity),
        )
    return network


def _places(graph: nx.MultiDiGraph[str], found: tuple[Position, ...]) -> dict[str, tuple[int, int]]:
    boxes = [_box(node, about, graph.degree(node)) for node, about in sorted(graph.nodes.items())]
    ties = [
        Tie(f"actor/{one.actor}", f"proposition/{one.proposition}", _SIGN[one.polarity])
        for one in found
    ]
    return place(boxes, ties)


def _box(node: str, about: dict[str, Any], stances: int) -> Box:
    if about["group"] == "proposition":
        return Box(node, width=min(len(about["label"]), 28) * 10.5 + 30, height=54)
    return Box(node, width=2 * _radius(stances) + 14, height=2 * _radius(stances) + 16)


def _radius(stances: int) -> float:
    return round(min(22.0, 8 + 2.2 * sqrt(stances)), 1)


def _render(page: GraphPage, found: tuple[Position, ...], network: Any) -> str:
    style = asset("network.css")
    own = "\n".join(asset(f"network/{name}.js") for name in _SCRIPTS)
    scripts = {
        "early": inline_script(asset("network/early.js")),
        "vis": vis_network(),
        "own": inline_script(f'(() => {{\n"use strict";\n{own}}})();\n'),
    }
    blocks = {
        "kg-page": to_json(page),
        "kg-changes": script_json([asdict(change) for change in changes(page)]),
        "kg-nodes": script_json(network.nodes),
        "kg-edges": script_json(network.edges),
        "kg-options": script_json(network.options),
    }
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["web_address"] = web_address
    html = environment.get_template("network.html").render(
        meta=page.meta,
        actors={actor.id: actor for actor in page.actors},
        propositions={proposition.id: proposition for proposition in page.propositions},
        positions=found,
        # script_json left nothing that the parser could take for markup.
        blocks={name: Markup(text) for name, text in blocks.items()},  # noqa: S704
        scripts=scripts,
        style=Markup(style),  # noqa: S704 - our own file
        policy=policy(scripts.values(), [style]),
    )
    # What cannot be written as UTF-8 can only stand in a label: the page goes on without it.
    return html.encode("utf-8", "replace").decode("utf-8")
