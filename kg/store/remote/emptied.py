"""A graph of a served store emptied, however large it is."""

from __future__ import annotations

from kg.errors import StoreUnusable
from kg.rdf.terms import graph
from kg.store.remote.claim import Claim
from kg.store.remote.dialect import Engine
from kg.store.remote.remote import Remote

_AT_ONCE = 500_000
"""So many triples go in one request: an engine that logs each takes seconds for them."""
_PAGE = 50_000


def empty(line: Remote, name: str, claim: Claim) -> None:
    """Take every triple out of a graph; raises StoreLocked where another has taken the claim.

    Raises StoreUnusable where the server says that it does so, and does not.
    """
    # Oxigraph drops a range of keys, however long.
    held = 0 if line.dialect.engine == Engine.OXIGRAPH else line.size(name)
    while held > _AT_ONCE:
        claim.check(line)
        # Who waits for this loader to get on, or to be gone, must see that it does.
        claim.arrived(line, f"{name} of {held}")
        line.update(_page(line, name))
        # To count a large graph takes as long as to empty a page of it: that is done at the end.
        held -= _PAGE
    claim.check(line)
    line.delete(name)
    if left := line.size(name):
        raise StoreUnusable(f"{line.address}: {left} triples of {name} cannot be removed")


def _page(line: Remote, name: str) -> str:
    """An update that takes some triples out of a graph."""
    if line.dialect.is_default(name):
        return f"DELETE {{ ?s ?p ?o }} WHERE {{ SELECT * {{ ?s ?p ?o }} LIMIT {_PAGE} }}"
    pattern = f"GRAPH {graph(name)} {{ ?s ?p ?o }}"
    return f"DELETE {{ {pattern} }} WHERE {{ {{ SELECT * {{ {pattern} }} LIMIT {_PAGE} }} }}"
