"""Networks as files for other programs: Gephi, visone, UCINET, R."""

from __future__ import annotations

from collections.abc import Sequence

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.network.series import Slice
from kg.exports.gexf import gexf
from kg.exports.graphml import graphml
from kg.exports.matrix import dl, matrix
from kg.exports.network_graph import network_graph
from kg.exports.plain_values import used_once
from kg.exports.windows_graph import windows_graph

NETWORK_FORMS = ("matrix", "dl", "graphml", "gexf")


def render_networks(slices: Sequence[Slice], form: str, corpus: Corpus) -> dict[str, bytes]:
    """The networks in one of NETWORK_FORMS, files by what is added to a name; none of no slice.

    What is added is "" where there is one file, ``-2025-01-01-2025-06-30`` where each window has
    its own. ``corpus`` is the one that the slices were made of: it tells of the units.

    matrix, dl and graphml give a file for each window, gexf one for all, with times: of several
    windows each network on days of its own, of one its ties since the day on which they are there.
    Raises ValueError for any other form.
    """
    if not slices:
        return {}
    if form == "gexf":
        whole = len(slices) == 1
        graph = network_graph(slices[0], corpus) if whole else windows_graph(slices, corpus)
        return {"": b"".join(gexf(graph))}
    if form not in NETWORK_FORMS:
        raise ValueError(f"{form!r} is none of {', '.join(NETWORK_FORMS)}")
    names = [f"-{part.window.first}-{part.window.last}" for part in slices]
    keys = used_once(names) if len(slices) > 1 else [""]
    return {key: _file(part, form, corpus) for key, part in zip(keys, slices, strict=True)}


def _file(part: Slice, form: str, corpus: Corpus) -> bytes:
    if form == "graphml":
        return graphml(network_graph(part, corpus))
    return dl(part.network) if form == "dl" else matrix(part.network)
