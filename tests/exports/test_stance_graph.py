"""The export of all stances as a network: an edge each, with its words and its source."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from kg.build.build import build
from kg.colours import COLOURS
from kg.errors import UsageError
from kg.exports.formats import export_blocks
from kg.exports.select import Selection
from kg.model.documents import Text
from kg.model.stances import Polarity, Stance, Status
from kg.project import Project
from kg.store.embedded import open_reader
from kg.store.records import load
from tests.exports.gexf_reader import Gexf, read_gexf
from tests.invented import (
    BORIS,
    MAY,
    OTHER,
    PROPOSITION,
    REGISTRY,
    UNDATED,
    evidence,
    new_project,
    stance,
)

ALL = Selection()
DAY = date.fromisoformat


def exported(project: Project, form: str, selection: Selection = ALL) -> bytes:
    return b"".join(export_blocks(project, form, selection, None))


def gexf(project: Project, selection: Selection = ALL) -> Gexf:
    return read_gexf(exported(project, "gexf", selection))


@pytest.fixture(scope="module")
def turning(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Anna turns; Boris is heard without a date, and once in words that do harm."""
    records = (
        *REGISTRY,
        stance("early", "favours", "2021-01", on_behalf_of="exampleland"),
        evidence("early", quote=None, paraphrase=Text("She would talk.", "en")),
        evidence("early", MAY, number=2, quote=Text("Parlons\nenfin", "fr"),
                 translation=Text("Let us talk", "en")),
        stance("turned", "opposes", "2021-03-04"),
        evidence("turned", quote=Text('<script>alert("&")</script>', "en")),
        stance("again", "opposes", "2021-05-06"),
        evidence("again", MAY),
        stance("undated", "mixed", None, BORIS.id, OTHER),
        evidence("undated", MAY),
        stance("nowhen", "opposes", None, BORIS.id, OTHER),
        evidence("nowhen", UNDATED),
    )  # fmt: skip
    project = new_project(tmp_path_factory.mktemp("turning"), records)
    build(project)
    return project


def test_an_edge_for_each_stance(world: Project, world_store: Path) -> None:
    stances = {one.id: one for one in load(open_reader(world_store), Stance)}
    found = gexf(world)
    assert found.directed
    assert {one.attributes["id"] for one in found.edges} == set(stances)
    for edge in found.edges:
        said = stances[edge.attributes["id"]]
        assert edge.attributes["source"] == said.holder
        assert edge.attributes["target"] == f"proposition/{said.proposition}"
        # Gephi keeps edges of different kinds side by side, and adds up those of one.
        assert edge.attributes["kind"] == edge.about["polarity"] == str(said.polarity)
        assert edge.weight == 1
        assert edge.colour == COLOURS[said.polarity]
    # Whoever said nothing is not there.
    ends = {one.attributes[end] for one in found.edges for end in ("source", "target")}
    assert set(found.nodes) == ends
    said_ = [int(node.about["said"]) for node in found.nodes.values()]
    assert sum(said_) == 2 * len(stances)


def test_beside_an_edge_stands_what_is_known_of_the_stance(turning: Project) -> None:
    found = gexf(turning)
    edges = {one.attributes["id"]: one for one in found.edges}
    early = edges["early"]
    assert early.about == {
        "stance": "early", "polarity": "favours", "verb": early.attributes["label"],
        "said_on": "2021-01", "earliest": "2021-01-01", "latest": "2021-01-31",
        "status": "curated", "on_behalf_of": "exampleland",
        # The first document has no words of hers, so the second speaks, on one line.
        "quote": "Parlons enfin", "language": "fr", "translation": "Let us talk",
        "url": "https://example.org/may", "published": "2021-05-06", "documents": 2,
    }  # fmt: skip
    assert early.spells == [(DAY("2021-01-01"), DAY("2021-01-31"))]
    assert edges["turned"].about["quote"] == '<script>alert("&")</script>'


def test_dates_that_are_not_told(turning: Project) -> None:
    edges = {one.attributes["id"]: one for one in gexf(turning).edges}
    # Reported in May, and not told since when.
    assert edges["undated"].spells == [(DAY("2021-05-06"), DAY("2021-05-06"))]
    assert edges["undated"].about["latest"] == "2021-05-06"
    assert not {"said_on", "earliest"} & set(edges["undated"].about)
    assert edges["undated"].colour == COLOURS[Polarity.MIXED]
    # Without any date it is there all the time.
    assert edges["nowhen"].spells == []
    assert not {"said_on", "earliest", "latest"} & set(edges["nowhen"].about)


def test_nodes_are_there_from_their_first_stance_to_the_last(turning: Project) -> None:
    found = gexf(turning)
    assert found.nodes["anna-examplova"].spells == [(DAY("2021-01-01"), DAY("2021-05-06"))]
    assert found.nodes["anna-examplova"].about["said"] == 3
    assert found.nodes["anna-examplova"].label == "Anna Examplova"
    assert found.nodes[f"proposition/{PROPOSITION}"].about["kind"] == "proposition"
    assert found.description == "An edge a stance: 5 of 2 actors."


def test_as_of_a_day_and_of_a_status(turning: Project) -> None:
    early = gexf(turning, Selection(as_of=DAY("2021-03-03")))
    assert [one.attributes["id"] for one in early.edges] == ["early"]
    assert list(early.nodes) == ["anna-examplova", f"proposition/{PROPOSITION}"]
    none = gexf(turning, Selection(status=frozenset({Status.EXTRACTED})))
    assert (none.edges, none.nodes) == ([], {})


def test_graphml_holds_the_same(turning: Project) -> None:
    drawn = gexf(turning)
    read = nx.read_graphml(io.BytesIO(exported(turning, "graphml")), force_multigraph=True)
    assert read.is_directed()
    assert set(read) == set(drawn.nodes)
    told = {key: about for _, _, key, about in read.edges(keys=True, data=True)}
    assert told == {one.attributes["id"]: {"weight": 1.0} | one.about for one in drawn.edges}
    networkx = nx.read_gexf(io.BytesIO(exported(turning, "gexf")))
    assert networkx.number_of_edges() == 5


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_only_what_is_published(turning: Project, form: str) -> None:
    assert exported(turning, form) == exported(turning, form)
    with pytest.raises(UsageError, match="shows published stances"):
        export_blocks(turning, form, ALL, "candidates")
