"""Nanopublications, checked by the guidelines' own rules with rdflib."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import NamedNode, Store

from kg.errors import UsageError
from kg.exports.nanopub import nanopub, nanopubs
from kg.exports.select import Selection, published
from kg.rdf.terms import PREFIXES, mint

NP = rdflib.Namespace(PREFIXES["np"])
PROV = rdflib.Namespace(PREFIXES["prov"])
ST = rdflib.Namespace(PREFIXES["st"])
PARTS = (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)


def parsed(text: bytes) -> rdflib.Dataset:
    return rdflib.Dataset().parse(data=text, format="trig")  # type: ignore[return-value]


@pytest.fixture(scope="module")
def whole(world_reader: Store) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=b"".join(nanopubs(published(world_reader, Selection()))), format="trig")
    return dataset


def test_every_published_stance_is_one(whole: rdflib.Dataset, world_reader: Store) -> None:
    stances = {
        quad.subject.value.rpartition("/")[2]
        for quad in world_reader.quads_for_pattern(
            None, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(str(ST.Stance)), None
        )
        if str(quad.graph_name) == "DEFAULT"
    }
    named = {
        str(s).rpartition("/")[2] for s, *_ in whole.quads((None, None, NP.Nanopublication, None))
    }
    assert named == stances
    assert len(stances) > 5


def test_each_is_well_formed(whole: rdflib.Dataset) -> None:
    found = list(whole.quads((None, rdflib.RDF.type, NP.Nanopublication, None)))
    assert found
    for this, _, _, head in found:
        tied = {part: list(whole.graph(head).objects(this, part)) for part in PARTS}
        assert all(len(graphs) == 1 for graphs in tied.values())
        assertion, provenance, info = (tied[part][0] for part in PARTS)
        assert len({head, assertion, provenance, info}) == 4
        assert all(len(whole.graph(one)) for one in (assertion, provenance, info))
        assert (assertion, None, None) in whole.graph(provenance)
        assert (this, None, None) in whole.graph(info)


def test_nothing_stands_outside_the_four_graphs(whole: rdflib.Dataset) -> None:
    heads = len(list(whole.quads((None, rdflib.RDF.type, NP.Nanopublication, None))))
    graphs = {graph for *_, graph in whole.quads((None, None, None, None))}
    assert None not in graphs
    assert len(graphs) == 4 * heads


def test_one_stands_alone(world_reader: Store) -> None:
    dataset = rdflib.Dataset()
    text = b"".join(nanopub(world_reader, mint("stance", "samplia-aid")))
    dataset.parse(data=text, format="trig")
    base = f"{PREFIXES['nanopub']}samplia-aid#"
    claim = dataset.graph(rdflib.URIRef(base + "assertion"))
    stance = rdflib.URIRef(PREFIXES["stance"] + "samplia-aid")
    assert set(claim.subjects()) == {stance}
    assert (stance, ST.status, None) not in claim
    info = dataset.graph(rdflib.URIRef(base + "pubinfo"))
    for thing in (claim.value(stance, ST.holder), claim.value(stance, ST.proposition)):
        assert info.value(thing, rdflib.RDFS.label)
    provenance = dataset.graph(rdflib.URIRef(base + "provenance"))
    source = provenance.value(rdflib.URIRef(base + "assertion"), PROV.wasDerivedFrom)
    assert (source, rdflib.URIRef(PREFIXES["schema"] + "url"), None) in provenance


def test_the_same_content_gives_the_same_bytes(world_reader: Store) -> None:
    triples = list(published(world_reader, Selection()))
    assert b"".join(nanopubs(triples)) == b"".join(nanopubs(reversed(triples)))


def test_only_a_stance_is_one(world_reader: Store) -> None:
    with pytest.raises(UsageError, match="only a published stance"):
        nanopub(world_reader, mint("actor", "anna-examplova"))
