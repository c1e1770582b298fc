"""The stances as a network: a networkx graph becomes a pyvis one, with a place for every node.

One edge per actor and proposition; nodes, edges and options go into our own template. pyvis'
templates are not used: they fetch from the network, run what labels contain, and show nothing for
seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from math import sqrt
from typing import TYPE_CHECKING, Any

from kg.views.contract import GraphPage, PageActor
from kg.views.islands import Inhabitant, settle
from kg.views.layout import Box, Tie, on_screen, place
from kg.views.positions import Position

if TYPE_CHECKING:
    import networkx as nx

MOST_SINGLE = 1500
"""With more nodes, a page first shows groups of actors."""

_LEVELS: dict[str, Callable[[PageActor], str | None]] = {
    "country": lambda actor: actor.country,
    "family": lambda actor: actor.family,
}
_NO_GROUP = "none"
_SCREEN = (610, 480)
_PORTRAIT = (310, 390)
_FULL = 0.4
_PORTRAIT_FULL = 0.6
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "keyboard": False,
        "selectable": False,
        "tooltipDelay": 250,
        "zoomSpeed": 0.6,
    },
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
}


@dataclass(frozen=True, slots=True)
class NetworkRows:
    """What the page draws: nodes, edges and options as vis-network takes them.

    A node carries its place by agreement as x and y, and as [x, y] one by each level of groups; if
    there are few, also ``portrait``, that by agreement on a screen higher than wide.
    ``islands`` are the grounds of the groups, by level.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    islands: dict[str, list[dict[str, Any]]]


def network_rows(page: GraphPage, found: tuple[Position, ...]) -> NetworkRows:
    """The page's network, placed.

    Raises ValueError if a stance names an actor or proposition that the page does not have.
    """
    graph = stance_graph(page)
    crowded = graph.number_of_nodes() > MOST_SINGLE
    ties = [
        Tie(f"actor/{one.actor}", f"proposition/{one.proposition}", one.polarity.sign)
        for one in found
    ]
    by_level = {
        level: settle(
            _inhabitants(page, graph, level),
            [_on_screen(graph, node) for node in _propositions(graph)],
            ties,
            crowded=crowded,
        )
        for level in (_LEVELS if crowded else ("country",))
    }
    # Springs between thousands of actors would take hours, and show a ball.
    places = by_level["country"][0] if crowded else _by_agreement(graph, ties, _SCREEN, _FULL)
    network = pyvis_network(graph, places, found)
    if not crowded:
        high = _by_agreement(graph, ties, _PORTRAIT, _PORTRAIT_FULL)
        for node in network.nodes:
            node["portrait"] = list(high[node["id"]])
    for node in network.nodes:
        node |= {level: list(spots[node["id"]]) for level, (spots, _) in by_level.items()}
    islands = {level: [asdict(one) for one in those] for level, (_, those) in by_level.items()}
    return NetworkRows(network.nodes, network.edges, network.options, islands)


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


def pyvis_network(
    graph: nx.MultiDiGraph[str],
    places: dict[str, tuple[int, int]],
    found: tuple[Position, ...],
) -> Any:
    """The ``pyvis.network.Network`` of the graph: placed nodes, and one edge per position."""
    # pyvis imports IPython: too slow for those who only import this module. It has no types.
    network = import_module("pyvis.network").Network(directed=True)
    network.options = _OPTIONS
    # add_node and add_edge search all that is there each time, and add what the page ignores.
    # Propositions come last: vis-network draws in this order, and boxes belong on top.
    network.nodes = [
        {
            "id": node,
            "size": _radius(graph.degree(node)),
            "x": places[node][0],
            "y": places[node][1],
        }
        for node in sorted(graph)
    ]
    network.edges = [
        {
            "id": f"position/{number}",
            "from": f"actor/{position.actor}",
            "to": f"proposition/{position.proposition}",
        }
        for number, position in enumerate(found)
    ]
    return network


def _by_agreement(
    graph: nx.MultiDiGraph[str], ties: list[Tie], screen: tuple[int, int], fullness: float
) -> dict[str, tuple[int, int]]:
    marks = {node: 2 * _radius(graph.degree(node)) + 14 for node in _actors(graph)}
    subjects = [_on_screen(graph, node) for node in _propositions(graph)]
    boxes = [Box(node, size, size) for node, size in marks.items()]
    boxes += on_screen(subjects, boxes, screen, fullness=fullness)
    return place(boxes, ties, ratio=screen[0] / screen[1], fullness=fullness)


def _sorted(graph: nx.MultiDiGraph[str]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(graph.nodes.items())


def _actors(graph: nx.MultiDiGraph[str]) -> list[str]:
    return [node for node, about in _sorted(graph) if about["group"] != "proposition"]


def _propositions(graph: nx.MultiDiGraph[str]) -> list[str]:
    return [node for node, about in _sorted(graph) if about["group"] == "proposition"]


def _inhabitants(page: GraphPage, graph: nx.MultiDiGraph[str], level: str) -> list[Inhabitant]:
    return [
        Inhabitant(
            id=f"actor/{actor.id}",
            group=f"{level}/{_LEVELS[level](actor) or _NO_GROUP}",
            name=actor.name,
            weight=graph.degree(f"actor/{actor.id}"),
        )
        for actor in page.actors
        if f"actor/{actor.id}" in graph
    ]


def _on_screen(graph: nx.MultiDiGraph[str], node: str) -> Box:
    """The room of a proposition in pixels, with its text at its smallest."""
    return Box(node, width=min(len(graph.nodes[node]["label"]), 28) * 6.3 + 15, height=26)


def _radius(stances: int) -> float:
    return round(min(22.0, 8 + 2.2 * sqrt(stances)), 1)
