"""Invented blocks on their way to a served store, and a process that is to be killed with them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Set

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.project import Address
from kg.rdf.terms import BASE, ST, graph
from kg.store.blocks import Block
from kg.store.graphs import GRAPHS
from kg.store.remote.remote import Remote
from kg.store.remote.writer import RemoteWriter

TRIPLES = 40


def blocks(count: int, input_hash: str, *, word: str = "said") -> Iterator[Block]:
    """So many blocks of a few triples, in several graphs, and one of the graph `meta`."""
    for number in range(count):
        lines = (
            f"<{BASE}stance/{number}-{k}> <{ST.note.value}> "
            f'"{word} \u201c{number}\u201d \\\\ \\"{k}\\"\\n"@en .\n'
            for k in range(TRIPLES)
        )
        yield Block(GRAPHS[number % 3], "".join(lines).encode())
    about = f"<{BASE}dataset> <{ST.note.value}> <{ST.inputHash.value}> .\n"
    hash_ = f'<{BASE}dataset> <{ST.inputHash.value}> "{input_hash}" .\n'
    yield Block("meta", f"{about}{hash_}".encode())


def quads(given: Iterable[Block]) -> Set[Quad]:
    """What a store holds that holds exactly some blocks."""
    return {
        Quad(triple.subject, triple.predicate, triple.object, _node(block.graph))
        for block in given
        for triple in parse(block.content, format=RdfFormat.N_TRIPLES)
    }


def _node(name: str) -> object:
    return DefaultGraph() if name == "published" else graph(name)


def stopping(given: Iterable[Block], after: int) -> Iterator[Block]:
    """Some of the blocks, and then nothing any more, for ever."""
    for number, block in enumerate(given):
        if number == after:
            sys.stdout.write("now\n")
            sys.stdout.flush()
            time.sleep(600)
        yield block


def main(url: str, count: str, after: str, input_hash: str) -> None:
    """Load blocks, and stop after some of them."""
    with Remote(Address(url)) as remote:
        given = stopping(blocks(int(count), input_hash), int(after))
        RemoteWriter(remote).load(given, input_hash)


if __name__ == "__main__":
    main(*sys.argv[1:])
