"""The graph as one offline HTML file: network, matrix, timeline, agreement, map and table."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.model.documents import web_address
from kg.views.contract import GraphPage, PageProposition, PageStance, in_order
from kg.views.network import network_rows
from kg.views.offline import asset, inline_script, policy, vis_network
from kg.views.page_json import network_json, script_json, to_json
from kg.views.positions import Position, positions
from kg.views.steering import finalize
from kg.views.tiles import tile_places

_SCRIPTS = (
    "base/elements",
    "base/words",
    "base/marks",
    "base/folding",
    "records/records",
    "records/shifts",
    "records/positions",
    "records/runs",
    "records/ranks",
    "state/settings",
    "state/choices",
    "state/state",
    "state/link",
    "records/sides",
    "tabs/tabs",
    "network/labels",
    "network/shapes",
    "network/vector",
    "network/places",
    "network/split",
    "network/folding",
    "network/focus",
    "network/naming",
    "network/drawing",
    "network/pointing",
    "network/picture",
    "network/legend",
    "network/keyboard",
    "matrix/rows",
    "matrix/order",
    "matrix/cells",
    "matrix/keys",
    "matrix/pointing",
    "matrix/picture",
    "matrix/matrix",
    "timeline/axis",
    "timeline/passing",
    "timeline/lanes",
    "timeline/marks",
    "timeline/chart",
    "timeline/keys",
    "timeline/timeline",
    "agreement/measures",
    "agreement/order",
    "agreement/scale",
    "agreement/ties",
    "agreement/grid",
    "agreement/periods",
    "agreement/draws",
    "agreement/course",
    "agreement/polarisation",
    "agreement/picture",
    "agreement/agreement",
    "map/tiles",
    "map/drawing",
    "map/map",
    "table/columns",
    "table/table",
    "panel/rows",
    "panel/evidence",
    "panel/citing",
    "panel/cards",
    "panel/landing",
    "panel/panel",
    "panel/events",
    "panel/pair",
    "panel/peers",
    "panel/groups",
    "panel/actor",
    "panel/proposition",
    "controls/names",
    "controls/search",
    "controls/filters",
    "controls/chips",
    "controls/help",
    "controls/histogram",
    "controls/events",
    "controls/play",
    "controls/days",
    "controls/drawer",
    "exports/paper",
    "exports/caption",
    "exports/files",
    "exports/tables",
    "exports/sparql",
    "exports/dialog",
    "exports/embed",
    "exports/scopes",
    "exports/menu",
    "exports/print",
    "start",
)
"""The parts of the page's own script, in the order in which they run."""

_BESIDE_CODE = re.compile(r"^\s*/\*(?:(?!\*/)[\s\S])*\*/\n|^\s*//[^\n]*\n|^\s+", re.MULTILINE)

_STYLES = (
    "tokens",
    "base",
    "frame",
    "controls",
    "days",
    "panel",
    "network",
    "matrix",
    "timeline",
    "agreement",
    "map",
    "table",
    "exports",
    "narrow",
    "print",
)
"""The parts of the page's style; a later one wins."""


def draw_page(page: GraphPage, *, home: str | None = None) -> str:
    """The page as HTML that needs no other file and makes no request.

    ``home`` is a relative link to the site that it is a page of; its title leads there. The same
    page gives the same bytes, in any input order. Raises ValueError if a stance names
    an actor or proposition that the page does not have.
    """
    page = in_order(page)
    found = positions(page)
    network = network_rows(page, found)
    style = "".join(asset(f"page/style/{name}.css") for name in _STYLES)
    own = "\n".join(_lean(asset(f"page/{name}.js")) for name in _SCRIPTS)
    scripts = {
        "early": inline_script(asset("page/base/early.js")),
        "vis": vis_network(),
        "own": inline_script(f'(() => {{\n"use strict";\n{own}}})();\n'),
    }
    blocks = {
        "kg-page": to_json(page),
        "kg-network": network_json(network.nodes, network.edges),
        "kg-islands": script_json(network.islands),
        "kg-options": script_json(network.options),
        "kg-tiles": script_json(tile_places()),
    }
    html = (
        _environment()
        .get_template("page.html")
        .render(
            meta=page.meta,
            home=home,
            plain=_plain(page, found),
            # script_json left nothing that the parser could take for markup.
            blocks={name: Markup(text) for name, text in blocks.items()},  # noqa: S704
            scripts=scripts,
            style=Markup(style),  # noqa: S704 - our own files
            policy=policy(scripts.values(), [style]),
        )
    )
    # What cannot be written as UTF-8 can only stand in a label: the page goes on without it.
    return html.encode("utf-8", "replace").decode("utf-8")


def _lean(script: str) -> str:
    """The script without indentation and comments, of which it has whole lines only.

    A test sees to it that no string goes over several lines.
    """
    return _BESIDE_CODE.sub("", script)


def _when(stance: PageStance) -> str:
    # The last day of a month is none that anybody told.
    return stance.said_on or f"reported by {stance.latest}"


def _plain(
    page: GraphPage, found: tuple[Position, ...]
) -> list[tuple[PageProposition, list[tuple[str, list[str]]]]]:
    """Who is on which side of each proposition, in words, for where no script runs."""
    names = {actor.id: actor.name for actor in page.actors}
    sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        side = "several" if one.several else str(one.polarity)
        sides[one.proposition][side].append(f"{names[one.actor]} ({_when(one.latest)})")

    def words(about: PageProposition) -> list[tuple[str, list[str]]]:
        verbs = {
            "favours": about.for_verb,
            "opposes": about.against_verb,
            "mixed": "mixed or conditional",
            "several": "several positions at once",
        }
        held = sides[about.id]
        return [(verb, sorted(held[side])) for side, verb in verbs.items() if side in held]

    return [(about, words(about)) for about in page.propositions if about.id in sides]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
    )
    environment.filters["web_address"] = web_address
    return environment
