"""The constraints of SHACL that a single value, or the values of one path, can break.

Each function returns a test. Source: W3C Shapes Constraint Language, 2017, sections 2.3 and 4;
in what the standard leaves open, and in what rdflib makes of literals, as pyshacl has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.rdf.described import Described, Term
from kg.rdf.literals import STRING, at_least, at_most, read
from kg.rdf.terms import PREFIXES

Test = Callable[[Described, Term], bool]
"""Whether one value keeps to a constraint."""
Count = Callable[[Sequence[Term]], bool]
"""Whether the values of one path, each once, keep to a constraint."""
Path = Callable[[Described, str], Sequence[Term]]
"""The values that a path leads to from a thing; one may come twice."""

_LANG_STRING = f"{PREFIXES['rdf']}langString"
_NODE_KINDS = {"IRI": (True, False), "Literal": (False, True), "IRIOrLiteral": (True, True)}


def words(term: Term) -> str:
    """What a report shows of a value."""
    return term.value if isinstance(term, NamedNode) else read(term).text


def distinct(values: Sequence[Term]) -> Sequence[Term]:
    """The values, each once: literals too that only their spelling tells apart."""
    if len(values) < 2:
        return values
    found: dict[object, Term] = {}
    for term in values:
        found.setdefault(term if isinstance(term, NamedNode) else read(term)[:3], term)
    return list(found.values())


def of_class(bit: int) -> Test:
    """The value is a thing of a class, or of one below it."""

    def test(graph: Described, term: Term) -> bool:
        return isinstance(term, NamedNode) and bool(graph.classes(term.value) & bit)

    return test


def of_datatype(datatype: str) -> Test:
    """The value is a literal of a datatype, and one that the datatype knows."""
    if datatype == _LANG_STRING:
        return lambda _, term: not isinstance(term, NamedNode) and term.language is not None
    told = None if datatype == STRING else datatype

    def test(_: Described, term: Term) -> bool:
        if isinstance(term, NamedNode):
            return False
        reading = read(term)
        return reading.datatype == told and reading.language is None and reading.valid

    return test


def of_kind(kind: str) -> Test | None:
    """The value is an IRI or a literal; None where the kind is not known here."""
    if kind not in _NODE_KINDS:
        return None
    names, literals = _NODE_KINDS[kind]
    return lambda _, term: names if isinstance(term, NamedNode) else literals


def of_language(languages: Iterable[str]) -> Test:
    """The value is a text in one of some languages, or in a variety of one."""
    known = {language.lower() for language in languages}

    def test(_: Described, term: Term) -> bool:
        if isinstance(term, NamedNode) or term.language is None:
            return False
        language = term.language.lower()
        return language in known or language.partition("-")[0] in known or "*" in known

    return test


def of_pattern(pattern: str) -> Test:
    """A regular expression is found in the value's words."""
    search = re.compile(pattern).search
    return lambda _, term: search(words(term)) is not None


def of_length(least: int) -> Test:
    """The value has so many characters at least."""
    return lambda _, term: len(words(term)) >= least


def of_number(bound: Decimal, *, lowest: bool) -> Test:
    """The value is a number, not below a bound or not above it."""
    compare = at_least if lowest else at_most
    return lambda _, term: not isinstance(term, NamedNode) and compare(read(term), bound)


def one_of(names: Iterable[NamedNode]) -> Test:
    """The value is one of some things."""
    known = set(names)
    return lambda _, term: isinstance(term, NamedNode) and term in known


def all_of(tests: Sequence[Test]) -> Test:
    """The value keeps to every constraint."""
    if len(tests) == 1:
        return tests[0]

    def test(graph: Described, term: Term) -> bool:
        # Asked of every value: a generator for each costs more than most of the tests.
        for one in tests:  # noqa: SIM110
            if not one(graph, term):
                return False
        return True

    return test


def any_of(tests: Sequence[Test]) -> Test:
    """The value keeps to one constraint at least."""

    def test(graph: Described, term: Term) -> bool:
        for one in tests:  # noqa: SIM110
            if one(graph, term):
                return True
        return False

    return test


def exactly_one_of(tests: Sequence[Test]) -> Test:
    """The value keeps to one constraint and no other."""
    return lambda graph, term: sum(test(graph, term) for test in tests) == 1


def none_of(test: Test) -> Test:
    """The value breaks a constraint."""
    return lambda graph, term: not test(graph, term)


def no_fewer(number: int) -> Count:
    """So many values at least."""
    return lambda values: len(values) >= number


def no_more(number: int) -> Count:
    """So many values at most."""
    return lambda values: len(values) <= number


def among_them(name: NamedNode) -> Count:
    """One thing is among the values."""
    return lambda values: name in values


def forward(predicate: str) -> Path:
    """The values of a property."""
    return lambda graph, node: graph.values(node, predicate)


def backward(predicate: str) -> Path:
    """Whoever has the thing as a value of a property."""
    return lambda graph, node: graph.sayers(node, predicate)


def along(steps: Sequence[Path]) -> Path:
    """The values of one path after another."""

    def follow(graph: Described, node: str) -> Sequence[Term]:
        reached: Sequence[Term] = [NamedNode(node)]
        for step in steps:
            names = [term.value for term in distinct(reached) if isinstance(term, NamedNode)]
            reached = [term for name in names for term in step(graph, name)]
        return reached

    return follow
