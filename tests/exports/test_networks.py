"""Networks as files: which there are, GraphML, names that do harm, the same bytes twice."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.counting.pooling import Level
from kg.analysis.network.method import Kind, Method, Normalisation, Qualifier
from kg.analysis.network.ties import Threshold, thin
from kg.exports.networks import NETWORK_FORMS, render_networks
from kg.exports.plain_values import line, number, used_once
from tests.exports.gexf_reader import read_gexf
from tests.exports.networks_invented import HALVES, WHOLE, named, of_roles, over_time, whole
from tests.exports.test_matrix import UNSAFE
from tests.invented import ROOT

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
METHODS = [
    Method(),
    Method(normalisation=Normalisation.AVERAGE),
    Method(Kind.SUBTRACT, normalisation=Normalisation.COSINE),
    Method(Kind.AFFILIATION),
    Method(Kind.AFFILIATION, Qualifier.IGNORE, Normalisation.ACTIVITY),
    Method(Kind.COOCCURRENCE, across=True),
]


def test_one_network_is_one_file_in_every_form() -> None:
    for form in NETWORK_FORMS:
        assert list(render_networks(whole(), form, WHOLE)) == [""]
        assert render_networks([], form, WHOLE) == {}


def test_windows_are_files_by_their_days() -> None:
    parts = over_time(HALVES)
    for form in ("matrix", "dl", "graphml"):
        files = render_networks(parts, form, WHOLE)
        assert list(files) == ["-2025-01-01-2025-03-31", "-2025-04-01-2025-06-30"]
        (one,) = render_networks(parts[:1], form, WHOLE).values()
        assert files["-2025-01-01-2025-03-31"] == one
    assert list(render_networks(parts, "gexf", WHOLE)) == [""]
    twice = render_networks([parts[0], parts[0]], "matrix", WHOLE)
    assert list(twice) == ["-2025-01-01-2025-03-31", "-2025-01-01-2025-03-31~2"]


def test_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of matrix, dl, graphml, gexf"):
        render_networks(whole(), "gml", WHOLE)


# GraphML.


def check_graphml(content: bytes) -> None:
    """Keys once, each of nodes or of edges; data of declared keys; edges between known nodes."""
    root = ET.fromstring(content)
    assert root.tag == f"{GRAPHML}graphml"
    *keys, graph = root
    of = {key.get("id"): key.get("for") for key in keys}
    assert len(of) == len(keys)
    for key in keys:
        assert key.get("attr.name") == key.get("id")
        assert key.get("attr.type") in {"string", "long", "double"}
        assert key.get("id") not in {"id", "d3", "d7"}
    nodes = [one.get("id") for one in graph.findall(f"{GRAPHML}node")]
    assert len(nodes) == len(set(nodes))
    for element in graph:
        name = element.tag.removeprefix(GRAPHML)
        if name == "edge":
            assert {element.get("source"), element.get("target")} <= set(nodes)
        for told in element:
            assert told.tag == f"{GRAPHML}data"
            assert of[told.get("key")] == name
            assert told.text


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.kind}-{one.normalisation}")
def test_graphml_holds_the_same_weights(method: Method) -> None:
    (part,) = whole(method)
    content = render_networks([part], "graphml", WHOLE)[""]
    check_graphml(content)
    read = nx.read_graphml(io.BytesIO(content))
    assert type(read) is nx.Graph
    network, name = part.network, "proposition/{}"
    ids = [name.format(one.id) if method.across else one.id for one in network.rows]
    others = [name.format(one.id) for one in network.columns] if network.is_two_mode else ids
    expected = {
        frozenset((ids[row], others[column])): weight for row, column, weight in network.ties()
    }
    found = {
        frozenset((one, other)): told["weight"] * told.get("sign", 1)
        for one, other, told in read.edges(data=True)
    }
    assert found == pytest.approx(expected, abs=1e-6)


def test_graphml_is_the_same_without_lxml(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = render_networks(whole(), "graphml", WHOLE)
    monkeypatch.setitem(sys.modules, "lxml", None)
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    assert render_networks(whole(), "graphml", WHOLE) == with_it


def test_graphml_tells_what_gexf_tells() -> None:
    method = Method(Kind.AFFILIATION)
    drawn = read_gexf(render_networks(whole(method), "gexf", WHOLE)[""])
    read = nx.read_graphml(io.BytesIO(render_networks(whole(method), "graphml", WHOLE)[""]))
    for name, node in drawn.nodes.items():
        assert read.nodes[name] == {"label": node.label} | node.about
    for edge in drawn.edges:
        ends = edge.attributes["source"], edge.attributes["target"]
        assert read.edges[ends] == {"weight": edge.weight} | edge.about


# Names.


def check_names(names: list[str]) -> None:
    people = dict(zip(("anna", "bela", "cora", "dora"), names, strict=False))
    called = named(WHOLE, **people)
    parts = whole(Method(Kind.AFFILIATION), called)
    drawn = read_gexf(render_networks(parts, "gexf", called)[""])
    content = render_networks(parts, "graphml", called)[""]
    check_graphml(content)
    read = nx.read_graphml(io.BytesIO(content))
    for actor, name in people.items():
        assert drawn.nodes[actor].label == (line(name) or actor)
        assert read.nodes[actor]["label"] == (line(name) or actor)


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_names(name: str) -> None:
    check_names([name, "", " \n", name])


@given(st.lists(st.text(st.characters(), max_size=40), max_size=4))
def test_any_names(names: list[str]) -> None:
    check_names(names)


@given(st.lists(st.text(st.characters(), min_size=1, max_size=20), min_size=1, max_size=4))
def test_ids_of_offices_may_be_any_words(roles: list[str]) -> None:
    of = of_roles(*roles)
    parts = whole(of=of, level=Level.OFFICE)
    drawn = read_gexf(render_networks(parts, "gexf", of)[""])
    assert len(drawn.nodes) == len(parts[0].network.rows)
    assert {node.about["kind"] for node in drawn.nodes.values()} == {"office"}
    read = nx.read_graphml(io.BytesIO(render_networks(parts, "graphml", of)[""]))
    assert set(read) == set(drawn.nodes)


def test_a_unit_that_is_called_like_a_propositions_node() -> None:
    of = of_roles("proposition/talks")
    parts = whole(Method(Kind.AFFILIATION), of, Level.OFFICE)
    drawn = read_gexf(render_networks(parts, "gexf", of)[""])
    assert list(drawn.nodes) == ["proposition/talks", "proposition/talks~2"]


def test_unsafe_words_of_a_proposition() -> None:
    said = 'There should be "talks" <b>now</b> & \x01 ever.'
    talks = replace(WHOLE.propositions["talks"], sentence=said)
    of = replace(WHOLE, propositions={**WHOLE.propositions, "talks": talks})
    drawn = read_gexf(render_networks(whole(Method(Kind.AFFILIATION), of), "gexf", of)[""])
    told = drawn.nodes["proposition/talks"].about["sentence"]
    assert told == 'There should be "talks" <b>now</b> & � ever.'


@given(st.text(st.characters()))
def test_a_line_is_one_and_stays_so(text: str) -> None:
    told = line(text)
    assert line(told) == told
    assert told.splitlines() in ([], [told])
    ET.fromstring(f"<a>{told.replace('&', '').replace('<', '')}</a>")
    told.encode()


@given(st.floats(-1e9, 1e9))
def test_numbers_are_plain(value: float) -> None:
    told = number(value)
    assert "e" not in told
    assert told != "-0"
    assert float(told) == pytest.approx(value, abs=1e-6)


@given(st.lists(st.sampled_from(["a", "A", "a~2", "b"])))
def test_names_are_used_once(names: list[str]) -> None:
    assert len(set(used_once(names))) == len(names)
    assert len({one.upper() for one in used_once(names, any_case=True)}) == len(names)


# The same bytes.

HASHES = """
import hashlib
from kg.exports.networks import NETWORK_FORMS, render_networks
from kg.analysis.network.method import Kind, Method
from tests.exports.networks_invented import HALVES, WHOLE, over_time, whole
for method in (Method(), Method(Kind.AFFILIATION), Method(Kind.SUBTRACT)):
    for parts in (whole(method), over_time(HALVES, method)):
        for form in NETWORK_FORMS:
            for key, content in render_networks(parts, form, WHOLE).items():
                print(form, key, hashlib.sha256(content).hexdigest())
"""


def test_the_same_bytes_twice() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", HASHES],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("0", "1")
    }
    (output,) = outputs
    # Of each method 4 files of the whole time, and of two windows 3 x 2 and 1.
    assert len(output.splitlines()) == 3 * (4 + 7)


def test_thinned_windows_may_have_different_units() -> None:
    parts = [replace(part, network=thin(part.network, Threshold())) for part in over_time(HALVES)]
    drawn = read_gexf(render_networks(parts, "gexf", WHOLE)[""])
    assert list(drawn.nodes) == ["anna", "bela", "cora"]
    assert len(drawn.edges) == 2
