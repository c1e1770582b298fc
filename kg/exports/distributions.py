"""The data set with what of it can be had where: VoID and DCAT for those who come to fetch it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.build.describe import DATASET, LICENCE
from kg.exports.dumps import DUMPS, Sum
from kg.exports.select import graph_quads
from kg.rdf.terms import BASE, DCAT, DCT, RDF, SPDX, VOID, XSD
from kg.rdf.turtle import write_turtle
from kg.store.graphs import META

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogue(
    store: Store, base: str | None, sums: Mapping[str, Sum], *, endpoint: bool = False
) -> bytes:
    """Turtle: the description of the data set, and a distribution for each of the downloads.

    ``base`` is the public address with a slash at the end; without it the data are where the
    IRIs lead. ``endpoint`` says that SPARQL is answered there.

    Source: Data Catalog Vocabulary (DCAT), version 3 (W3C, 2024), sections 6.8 and 6.17; VoID
    (W3C, 2011), section 3.2.
    """
    told = [quad.triple for quad in graph_quads(store, META)]
    return write_turtle([*told, *_places(base or BASE, sums, endpoint=endpoint)])


def _places(base: str, sums: Mapping[str, Sum], *, endpoint: bool) -> Iterator[Triple]:
    yield Triple(DATASET, DCAT.landingPage, NamedNode(base))
    if endpoint:
        yield Triple(DATASET, VOID.sparqlEndpoint, NamedNode(f"{base}sparql"))
    for name, told in sums.items():
        yield from _distribution(name, NamedNode(f"{base}dump/{name}"), told)


def _distribution(name: str, address: NamedNode, told: Sum) -> Iterable[Triple]:
    kind = DUMPS[name]
    # The thing keeps its IRI when the site moves; only the address is where it lies today.
    this, checksum = NamedNode(f"{BASE}dump/{name}"), NamedNode(f"{BASE}dump/{name}#sha256")
    packing = DCAT.packageFormat if kind.packed == "application/zip" else DCAT.compressFormat
    yield Triple(DATASET, DCAT.distribution, this)
    yield Triple(this, RDF.type, DCAT.Distribution)
    yield Triple(this, DCT.title, Literal(f"{name}: {kind.holds}", language="en"))
    yield Triple(this, DCT.license, LICENCE)
    yield Triple(this, DCAT.downloadURL, address)
    yield Triple(this, DCAT.mediaType, NamedNode(f"{_MEDIA_TYPES}{kind.media_type}"))
    yield Triple(this, DCAT.byteSize, Literal(str(told.size), datatype=XSD.nonNegativeInteger))
    if kind.packed:
        yield Triple(this, packing, NamedNode(f"{_MEDIA_TYPES}{kind.packed}"))
    if kind.form in {"turtle", "ntriples", "jsonld"}:
        yield Triple(DATASET, VOID.dataDump, address)
    yield Triple(this, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(checksum, SPDX.checksumValue, Literal(told.digest, datatype=XSD.hexBinary))
