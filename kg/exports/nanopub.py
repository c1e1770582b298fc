"""Nanopublications: each stance as a small publication of its own, unsigned.

Source: Nanopublication Guidelines (Concept Web Alliance, 2015): an assertion, its provenance and
the publication's own information, each a named graph, tied together by a fourth, the head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kg.build.describe import AUTHORS, DATASET, LICENCE
from kg.errors import UsageError
from kg.exports.select import Selection, published
from kg.rdf.terms import DCT, NP, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, ST
from kg.rdf.turtle import sort_key, to_bytes

_GRAPHS = ("Head", "assertion", "provenance", "pubinfo")
_DERIVED = frozenset(
    {
        ST.status,
        ST.since,
        ST.currentOn,
        ST.position,
        ST.firstOn,
        ST.until,
        ST.possiblySameAs,
        ST.ambivalentWith,
        PROV.wasDerivedFrom,
    }
)
"""What a stance has for its place among others, or for how it came in: no part of the claim."""
_FURTHER = (ST.document, PROV.wasGeneratedBy, SCHEMA.publisher, ST.agency, OA.hasTarget)
"""Where the evidence leads on: each thing there is told too, or it could not stand alone."""

_Told = Mapping[NamedNode, Sequence[Triple]]


def nanopub(store: Store, stance: NamedNode) -> Iterator[bytes]:
    """TriG of one published stance as a nanopublication; raises UsageError on any other thing."""
    triples = list(published(store, Selection()))
    if Triple(stance, RDF.type, ST.Stance) not in triples:
        raise UsageError("only a published stance is a nanopublication", hint="name a stance")
    return nanopubs(triples, stance)


def nanopubs(triples: Iterable[Triple], only: NamedNode | None = None) -> Iterator[bytes]:
    """TriG of the stances among published triples, or of only one, a nanopublication each, by IRI.

    They carry no time of making: the same content gives the same bytes; who signs them for a
    nanopublication server adds it.
    """
    told: dict[NamedNode, list[Triple]] = defaultdict(list)
    supporting: dict[object, list[NamedNode]] = defaultdict(list)
    stances = []
    for triple in triples:
        if not isinstance(triple.subject, NamedNode):
            continue
        told[triple.subject].append(triple)
        if triple.predicate == ST.supports:
            supporting[triple.object].append(triple.subject)
        elif triple.predicate == RDF.type and triple.object == ST.Stance:
            stances.append(triple.subject)
    found = sorted((one for one in stances if only in {None, one}), key=str)
    yield _prefixes()
    for stance in found:
        yield b"\n" + _body(_nanopub(stance, told, sorted(supporting[stance], key=str)))


def _nanopub(stance: NamedNode, told: _Told, evidence: Sequence[NamedNode]) -> list[Quad]:
    name = stance.value.removeprefix(PREFIXES["stance"])
    this = NamedNode(PREFIXES["nanopub"] + name)
    head, assertion, provenance, info = (NamedNode(f"{this.value}#{part}") for part in _GRAPHS)
    own = told.get(stance, ())
    claim = [triple for triple in own if triple.predicate not in _DERIVED]
    came = [t for t in own if t.predicate in {ST.status, PROV.wasDerivedFrom}]
    came += [t for thing in _reached(evidence, told) for t in told.get(thing, ())]
    sources = {t.object for t in came if t.predicate == ST.document}
    came += [Triple(assertion, PROV.wasDerivedFrom, source) for source in sources]
    named = {t.object for t in claim if isinstance(t.object, NamedNode)}
    words = [t for thing in named for t in told.get(thing, ()) if _explains(t)]
    label = next((t.object for t in own if t.predicate == RDFS.label), Literal(name))
    parts = {
        head: [
            Triple(this, RDF.type, NP.Nanopublication),
            Triple(this, NP.hasAssertion, assertion),
            Triple(this, NP.hasProvenance, provenance),
            Triple(this, NP.hasPublicationInfo, info),
        ],
        assertion: claim,
        provenance: came,
        info: [
            Triple(this, DCT.license, LICENCE),
            Triple(this, DCT.creator, AUTHORS),
            Triple(this, DCT.isPartOf, DATASET),
            Triple(this, RDFS.label, label),
            *words,
        ],
    }
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for graph, content in parts.items()
        for triple in sorted(set(content), key=sort_key)
    ]


def _reached(begin: Sequence[NamedNode], told: _Told) -> list[NamedNode]:
    """The evidence, and what it leads to: documents, outlets, runs, selectors."""
    found = dict.fromkeys(begin)
    waiting = list(begin)
    while waiting:
        for triple in told.get(waiting.pop(), ()):
            further = triple.object
            follows = triple.predicate in _FURTHER or triple.predicate == OA.hasSelector
            if follows and isinstance(further, NamedNode) and further not in found:
                found[further] = None
                waiting.append(further)
    return list(found)


def _explains(triple: Triple) -> bool:
    return triple.predicate in {RDFS.label, ST.sentence, SCHEMA.sameAs}


def _prefixes() -> bytes:
    lines = (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))
    return "".join(lines).encode()


def _body(quads: list[Quad]) -> bytes:
    text = to_bytes(quads, RdfFormat.TRIG).decode()
    # A literal may hold a line end of another kind, at which str.splitlines would break it.
    lines = (line for line in text.split("\n") if not line.startswith("@prefix "))
    return "\n".join(lines).lstrip("\n").encode()
