"""A file of shapes as it is written: its nodes, the words of SHACL on each, its lists."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import InputError
from kg.rdf.terms import PREFIXES

_SH = PREFIXES["sh"]
FIRST, REST = f"{PREFIXES['rdf']}first", f"{PREFIXES['rdf']}rest"
_NIL = f"{PREFIXES['rdf']}nil"
_TYPE = f"{PREFIXES['rdf']}type"


class ShapesFile:
    """What a file says of each node; raises SyntaxError where it is no Turtle."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            if isinstance(quad.object, Triple):
                raise self.refuse("a statement on a statement")
            self.said[quad.subject][quad.predicate.value].append(quad.object)
        self._open: set[Any] = set()

    def refuse(self, what: str) -> InputError:
        """The error that says that something cannot be tested here."""
        return InputError(
            f"{self.path}: {what} cannot be tested here", hint="kg check --engine pyshacl can"
        )

    def types(self, node: Any) -> set[str]:
        """The classes of a node, by their IRIs."""
        return {term.value for term in self.said[node].get(_TYPE, ())}

    def words(self, node: Any) -> list[str]:
        """The words of SHACL that are used of a node."""
        said = self.said.get(node, ())
        return [name.removeprefix(_SH) for name in said if name.startswith(_SH)]

    def all(self, node: Any, name: str) -> list[Any]:
        """The values of a word of SHACL."""
        return self.said[node][_SH + name] if node in self.said else []

    def one(self, node: Any, name: str) -> Any:
        """The value of a word of SHACL, None without one; raises InputError on several."""
        found = self.all(node, name)
        if len(found) > 1:
            raise self.refuse(f"more than one sh:{name}")
        return found[0] if found else None

    def items(self, node: Any) -> Iterator[Any]:
        """The items of a list; raises InputError where it is broken, or has no end."""
        seen = set[Any]()
        while node.value != _NIL:
            said = self.said.get(node, {})
            first, rest = said.get(FIRST, ()), said.get(REST, ())
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise self.refuse("a broken list")
            seen.add(node)
            yield first[0]
            (node,) = rest

    @contextlib.contextmanager
    def within(self, node: Any) -> Iterator[None]:
        """While a shape or a path is read it may not come again: that would have no end."""
        if isinstance(node, Literal) or not self.said.get(node):
            raise self.refuse(f"{node}: what is described nowhere")
        if node in self._open:
            raise self.refuse(f"{node}: what is within itself")
        self._open.add(node)
        yield
        self._open.remove(node)

    @contextlib.contextmanager
    def value_of(self, name: str, term: Any) -> Iterator[None]:
        """While a value is read: raises InputError where it is none of its word."""
        try:
            yield
        except (re.error, ValueError, ArithmeticError):
            raise InputError(f"{self.path}: {term} is no value of sh:{name}") from None

    def name(self, term: Any) -> NamedNode:
        """A term that must be an IRI; raises InputError."""
        if not isinstance(term, NamedNode):
            raise self.refuse("a literal among the values to be had")
        return term
