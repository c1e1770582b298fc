"""Every IRI of the graph: its namespaces, its terms, and how things get their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

BASE = "https://w3id.org/eurostance/"
SPACES = (
    "actor",
    "proposition",
    "theme",
    "stance",
    "evidence",
    "document",
    "outlet",
    "event",
    "tenure",
    "candidate",
    "review",
    "run",
    "search",
    "shift",
    "nanopub",
    "polarity",
    "graph",
)
"""The folders under BASE in which things live; each is a prefix too."""

PREFIXES = {space: f"{BASE}{space}/" for space in SPACES} | {
    "st": f"{BASE}ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "formats": "http://www.w3.org/ns/formats/",
    "marl": "http://www.gsi.upm.es/ontologies/marl/ns#",
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix to namespace; declared beforehand for queries given on the command line."""


class Vocabulary:
    """The terms of one namespace that this project uses; any other name is a slip."""

    def __init__(self, prefix: str, names: str) -> None:
        self._prefix = prefix
        self._terms = {name: NamedNode(PREFIXES[prefix] + name) for name in names.split()}

    def __getattr__(self, name: str) -> NamedNode:
        """The term of that name; a trailing underscore keeps clear of Python's keywords."""
        try:
            return self._terms[name.removesuffix("_")]
        except KeyError:
            raise AttributeError(f"{self._prefix}:{name} is not a term in use") from None

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._terms.values())


ST = Vocabulary(
    "st",
    "Actor Person State Organisation Party Tenure Event Outlet Document Proposition Theme Stance "
    "Evidence Candidate Review Run Search Shift MonthlyCount StatusCount PositionCount "
    "CountryCount CandidateCount AnyProposition "
    "Polarity Status Attribution Wording StartPrecision EventKind Dating Verdict "
    "Curated Accepted Extracted Rejected Direct Reported Inferred AttributionNotKnown "
    "ExactWords Paraphrase FromStart FromFirstSeen FromNotKnown NotAfterPublication "
    "Accept Refuse Withdraw "
    "Attack Call Decision Invasion Meeting SanctionsPackage Statement Summit "
    "holder proposition polarity onBehalfOf reactsTo reason condition saidOn earliest latest "
    "dating status possiblySameAs ambivalentWith currentStance currentOn position firstOn until "
    "since favours opposes isMixedOn "
    "supports document quote translation paraphrase wording attribution origin confidence "
    "start end textHash rule extractor lexiconHash model holderName provisionalHolder "
    "reviews verdict reviewer decidedOn note correctedHolder correctedProposition "
    "correctedPolarity correctedDate dateNotTold "
    "searchedFor searchedIn searchedOn searcher "
    "actor role organisation from to startPrecision eventKind date participant summary "
    "month stances actors candidates favouring opposing mixed "
    "country verifiedIn isReprint agency before after changedBy "
    "shortLabel sentence forVerb againstVerb favoursMeans opposesMeans inputHash",
)
RDF = Vocabulary("rdf", "type")
RDFS = Vocabulary("rdfs", "label seeAlso")
SKOS = Vocabulary("skos", "Concept prefLabel altLabel notation broader inScheme topConceptOf")
SCHEMA = Vocabulary(
    "schema",
    "headline publisher url datePublished inLanguage sameAs softwareVersion "
    "PropertyValue additionalProperty name value",
)
DCT = Vocabulary("dct", "source isPartOf isReplacedBy title description license creator")
PROV = Vocabulary("prov", "wasDerivedFrom wasGeneratedBy used")
OA = Vocabulary(
    "oa",
    "SpecificResource TextQuoteSelector TextPositionSelector hasTarget hasSource hasSelector "
    "exact start end",
)
NP = Vocabulary("np", "Nanopublication hasAssertion hasProvenance hasPublicationInfo")
DCAT = Vocabulary(
    "dcat",
    "Dataset Distribution version distribution downloadURL byteSize mediaType compressFormat "
    "packageFormat landingPage",
)
SPDX = Vocabulary("spdx", "Checksum checksum algorithm checksumValue checksumAlgorithm_sha256")
VOID = Vocabulary(
    "void",
    "Dataset uriSpace triples distinctSubjects classes properties classPartition class entities "
    "propertyPartition property dataDump sparqlEndpoint",
)
SD = Vocabulary(
    "sd",
    "Service Dataset Graph NamedGraph SPARQL11Query endpoint supportedLanguage resultFormat "
    "defaultDataset defaultGraph namedGraph name graph",
)
FORMATS = Vocabulary(
    "formats",
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N-Triples JSON-LD RDF_XML TriG",
)
XSD = Vocabulary(
    "xsd",
    "date gYearMonth gYear integer decimal double float boolean string hexBinary "
    "nonNegativeInteger",
)

CODEBOOK = NamedNode(BASE + "codebook")
WIKIDATA = PREFIXES["wd"]
_SAFE = re.compile(r"[a-z0-9][a-z0-9.-]*", re.ASCII)


def mint(space: str, name: str) -> NamedNode:
    """The IRI of the thing of that id in a space.

    Raises ValueError where the id is not lower-case ASCII letters, digits, hyphens and dots.
    """
    return NamedNode(f"{PREFIXES[space]}{safe(name)}")


def safe(name: str) -> str:
    """An id as it stands; raises ValueError where it cannot be one."""
    if not _SAFE.fullmatch(name):
        raise ValueError(f"{name!r} cannot be an id: use a-z, 0-9, hyphen and dot")
    return name


def local(node: NamedNode, space: str) -> str:
    """The id of a thing in a space; raises ValueError where the IRI is not of that space."""
    if not node.value.startswith(PREFIXES[space]):
        raise ValueError(f"<{node.value}> is not in {PREFIXES[space]}")
    return node.value[len(PREFIXES[space]) :]


def graph(name: str) -> NamedNode:
    """The IRI of a named graph: candidates, rejected, reviews, counts or meta."""
    return mint("graph", name)


def compact(node: NamedNode | Literal) -> str:
    """An IRI as prefix:name where a prefix fits, else in angle brackets; a literal's words."""
    if isinstance(node, Literal):
        return node.value
    for prefix, namespace in PREFIXES.items():
        if node.value.startswith(namespace) and len(node.value) > len(namespace):
            return f"{prefix}:{node.value[len(namespace) :]}"
    return f"<{node.value}>"
