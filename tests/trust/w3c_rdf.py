"""The W3C's tests of RDF 1.1, read from their manifests, with the base of each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse

from tests.serve.w3c_queries import FORMS, MF, entries, path_of

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TEST = "http://www.w3.org/ns/rdftest#Test"
_PLACE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
_ROOT = re.compile(rb"\A((?:[^<]|<\?.*?\?>|<!--.*?-->)*<[\w:.-]+)([^>]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RdfTest:
    """One test: a file that is good, or bad, or means the same as another."""

    name: str
    kind: str
    path: Path
    result: Path | None
    base: str

    @property
    def form(self) -> RdfFormat:
        """The form of RDF of its file."""
        return FORMS[self.path.suffix]

    @property
    def content(self) -> bytes:
        """Its file, told its base in its own words: files of RDF are read without one."""
        content = self.path.read_bytes()
        if self.form in (RdfFormat.TURTLE, RdfFormat.TRIG):
            return f"@base <{self.base}> .\n".encode() + content
        if self.form == RdfFormat.RDF_XML:
            return _ROOT.sub(self._with_base, content, count=1)
        return content

    def _with_base(self, root: re.Match[bytes]) -> bytes:
        if b"xml:base" in root[2]:
            return root[0]
        return root[1] + f' xml:base="{self.base}"'.encode() + root[2]


def read_tests(suite: Path) -> Iterator[RdfTest]:
    """The tests that the manifest of a suite lists."""
    manifest = suite / "manifest.ttl"
    store = Store()
    store.load(path=str(manifest), format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
    for subject in entries(store):
        (kind,) = _objects(store, subject, _TYPE)
        if not kind.value.startswith(_TEST):
            continue
        (action,) = _objects(store, subject, NamedNode(f"{MF}action"))
        results = _objects(store, subject, NamedNode(f"{MF}result"))
        path = path_of(action)
        base = f"{_PLACE}{suite.name}/{path.relative_to(suite).as_posix()}"
        yield RdfTest(
            name=subject.value.rpartition("#")[2],
            kind="bad" if "Negative" in kind.value else "same" if results else "good",
            path=path,
            result=path_of(results[0]) if results else None,
            base=base,
        )


def expected(test: RdfTest) -> set[Quad]:
    """What a file means by the suite, whatever its blank nodes are called."""
    assert test.result
    return canonical(parse(test.result.read_bytes(), format=FORMS[test.result.suffix]))


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """The same quads with the names for blank nodes of RDFC-1.0 (W3C, 2024)."""
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = (quad.object for quad in store.quads_for_pattern(subject, predicate, None))
    return [one for one in found if isinstance(one, NamedNode)]
