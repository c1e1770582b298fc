"""The shapes of a SHACL file as tests that run without an RDF engine.

Compiled is what ontology/shapes.ttl is written with. A file that uses more of SHACL is refused:
what cannot be tested here is never passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from kg.errors import InputError
from kg.rdf import constraints
from kg.rdf.conformance import Promise, Query, Shapes
from kg.rdf.constraints import Count, Path, Test
from kg.rdf.selects import BEGIN, sees_one_thing
from kg.rdf.shapes_file import FIRST, ShapesFile
from kg.rdf.terms import BASE, PREFIXES

SHAPE = f"{BASE}shape/"
_SH = PREFIXES["sh"]
_TARGETS = {"targetClass", "targetSubjectsOf"}
_OTHER = _TARGETS | {"path", "message", "property", "sparql"}
_ASKED = {"select", "message", "prefixes"}
_SHAPE_TYPES = {f"{_SH}NodeShape", f"{_SH}PropertyShape"}
_CLASS_TYPES = {f"{PREFIXES['rdfs']}Class", f"{PREFIXES['owl']}Class"}
Node = NamedNode | BlankNode


@lru_cache(maxsize=8)
def compile_shapes(path: FilePath, changed: int) -> Shapes:
    """The shapes of a file as it stands at ``changed``, the time of its last change.

    Raises InputError on bad Turtle, and on what of SHACL cannot be tested here.
    """
    del changed  # it only tells one state of the file from the next
    try:
        return _Compiler(path).shapes()
    except SyntaxError as error:
        raise InputError(f"{path}: {error.msg}") from None
    except (ValueError, OSError) as error:
        raise InputError(f"{path}: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: shapes within shapes, deeper than can be read") from None


class _Compiler(ShapesFile):
    def __init__(self, path: FilePath) -> None:
        super().__init__(path)
        self._classes: list[str] = []
        self._backwards: set[str] = set()
        self._afar: set[str] = set()
        self._read: set[Any] = set()

    def shapes(self) -> Shapes:
        by_class: dict[str, list[Promise]] = defaultdict(list)
        by_property: dict[str, list[Promise]] = defaultdict(list)
        for node in list(self.said):
            self._refuse_other_targets(node)
            targets = self.all(node, "targetClass"), self.all(node, "targetSubjectsOf")
            if any(targets):
                promise = self._promise(node)
                for term in targets[0]:
                    self._bit(term)
                    by_class[term.value].append(promise)
                for term in targets[1]:
                    by_property[term.value].append(promise)
        self._refuse_idle()
        return Shapes(
            classes=tuple(self._classes),
            backwards=frozenset(self._backwards),
            afar=frozenset(self._afar),
            by_class={self._bit(NamedNode(name)): tuple(p) for name, p in by_class.items()},
            by_property={name: tuple(promises) for name, promises in by_property.items()},
        )

    def _refuse_other_targets(self, node: Any) -> None:
        """A shape whose target is not looked at would be kept by everything.

        So would one with a constraint that the file defines itself.
        """
        if "parameter" in self.words(node):
            raise self.refuse(f"{node}: a constraint of its own")
        for name in self.words(node):
            if name.startswith("target") and name not in _TARGETS:
                raise self.refuse(f"sh:{name}")
        types = self.types(node)
        if types & _SHAPE_TYPES and types & _CLASS_TYPES:
            raise self.refuse(f"{node}: a shape that is a class itself")

    def _refuse_idle(self) -> None:
        """Whatever is called a shape must be read, for a target or for another shape."""
        for node in self.said.keys() - self._read:
            if self.types(node) & _SHAPE_TYPES:
                raise self.refuse(f"{node}: a shape that nothing is subject to")

    def _bit(self, term: Any) -> int:
        if not isinstance(term, NamedNode):
            raise self.refuse(f"{term}: a class without a name")
        if term.value not in self._classes:
            self._classes.append(term.value)
        return 2 << self._classes.index(term.value)

    def _promise(self, node: Node) -> Promise:
        """A shape that is reported by its name and message, if it has any constraint itself."""
        with self.within(node):
            return self._read_promise(node)

    def _read_promise(self, node: Node) -> Promise:
        self._read.add(node)
        message, path = self.one(node, "message"), self.one(node, "path")
        tests, counts = self._tests(node), self._counts(node)
        query = self._query(node)
        if (tests or counts or query) and (message is None or not isinstance(node, NamedNode)):
            raise self.refuse("a shape without a name or a message")
        if path and (self.all(node, "property") or query):
            raise self.refuse("a shape or query of the values of a path")
        return Promise(
            name=node.value.removeprefix(SHAPE),
            message=message.value if message else "",
            path=self._way(path) if path else None,
            optional=path is not None and all(count(()) for count in counts),
            counts=counts,
            tests=tests,
            parts=tuple(self._promise(part) for part in self.all(node, "property")),
            query=query,
        )

    def _conforms(self, node: Node) -> Test:
        """Whether a value keeps to a shape that only another one refers to."""
        with self.within(node):
            return self._read_condition(node)

    def _read_condition(self, node: Node) -> Test:
        self._read.add(node)
        if self.all(node, "sparql"):
            raise self.refuse("a query within a constraint")
        parts = [self._conforms(part) for part in self.all(node, "property")]
        tests, counts = constraints.all_of([*self._tests(node), *parts]), self._counts(node)
        if not (path := self.one(node, "path")):
            if counts:
                raise self.refuse("a count without a path")
            return tests
        follow = self._way(path)

        def test(graph: Any, term: Any) -> bool:
            found = follow(graph, term.value) if isinstance(term, NamedNode) else ()
            values = constraints.distinct(found)
            kept = all(count(values) for count in counts)
            return kept and all(tests(graph, value) for value in values)

        return test

    def _tests(self, node: Node) -> tuple[Test, ...]:
        makers: dict[str, Callable[[Any], Test | None]] = {
            "class": lambda term: constraints.of_class(self._bit(term)),
            "datatype": lambda term: constraints.of_datatype(self.name(term).value),
            "nodeKind": lambda term: constraints.of_kind(term.value.removeprefix(_SH)),
            "pattern": lambda term: constraints.of_pattern(term.value),
            "minLength": lambda term: constraints.of_length(int(term.value)),
            "minInclusive": lambda term: constraints.of_number(_number(term), lowest=True),
            "maxInclusive": lambda term: constraints.of_number(_number(term), lowest=False),
            "languageIn": lambda term: constraints.of_language(t.value for t in self.items(term)),
            "in": lambda term: constraints.one_of(map(self.name, self.items(term))),
            "not": lambda term: constraints.none_of(self._conforms(term)),
            "and": lambda term: constraints.all_of(self._shapes_of(term)),
            "or": lambda term: constraints.any_of(self._shapes_of(term)),
            "xone": lambda term: constraints.exactly_one_of(self._shapes_of(term)),
        }
        known = _OTHER | makers.keys() | {"minCount", "maxCount", "hasValue"}
        tests = []
        for name in self.words(node):
            if name not in known:
                raise self.refuse(f"sh:{name}")
            for term in self.all(node, name) if name in makers else ():
                with self.value_of(name, term):
                    test = makers[name](term)
                if test is None:
                    raise self.refuse(f"sh:{name} {term}")
                tests.append(test)
        return tuple(tests)

    def _shapes_of(self, node: Node) -> list[Test]:
        return [self._conforms(one) for one in self.items(node)]

    def _counts(self, node: Node) -> tuple[Count, ...]:
        least, most = self.one(node, "minCount"), self.one(node, "maxCount")
        found = [constraints.among_them(self.name(term)) for term in self.all(node, "hasValue")]
        if least:
            with self.value_of("minCount", least):
                found.append(constraints.no_fewer(int(least.value)))
        if most:
            with self.value_of("maxCount", most):
                found.append(constraints.no_more(int(most.value)))
        return tuple(found)

    def _way(self, path: Any, *, later: bool = False) -> Path:
        """A path; what stands later in it may lead to things of other files."""
        if isinstance(path, NamedNode):
            if later:
                self._afar.add(path.value)
            return constraints.forward(path.value)
        turned = self.one(path, "inversePath")
        if isinstance(turned, NamedNode):
            self._backwards.add(turned.value)
            return constraints.backward(turned.value)
        if FIRST not in self.said.get(path, {}):
            raise self.refuse("such a path")
        with self.within(path):
            steps = enumerate(self.items(path))
            return constraints.along([self._way(step, later=number > 0) for number, step in steps])

    def _query(self, node: Node) -> Query | None:
        constraint = self.one(node, "sparql")
        if constraint is None:
            return None
        for name in self.words(constraint):
            if name not in _ASKED:
                raise self.refuse(f"sh:{name} of a query")
        select, message = self.one(constraint, "select"), self.one(constraint, "message")
        if select is None or not select.value.startswith(BEGIN):
            raise self.refuse(f"a query that does not begin with {BEGIN}")
        if message != self.one(node, "message"):
            raise self.refuse("a query with another message than its shape")
        if not sees_one_thing(select.value):
            raise self.refuse("a query that looks at more than $this")
        declared = {}
        for home in self.all(constraint, "prefixes"):
            for one in self.all(home, "declare"):
                prefix, namespace = self.one(one, "prefix"), self.one(one, "namespace")
                if prefix is None or namespace is None:
                    raise self.refuse("a prefix without its namespace")
                declared[prefix.value] = namespace.value
        return Query(select.value, declared)


def _number(term: Any) -> Decimal:
    """The number of a literal; raises ArithmeticError or ValueError where it is none."""
    found = Decimal(term.value)
    if not found.is_finite():
        raise ValueError(term.value)
    return found
