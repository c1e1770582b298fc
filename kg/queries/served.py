"""A query that a served store answers: checked here, asked there, and read in a guarded worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from pyoxigraph import Store

from kg.project import Address
from kg.queries.binding import bind, spaces_of
from kg.queries.catalogue import Query
from kg.queries.faults import not_sparql
from kg.queries.inspect import (
    names_dataset,
    refuse_dangerous,
    refuse_service,
    refuse_service_elsewhere,
)
from kg.queries.spelled import MOST_ROWS, hear, spell
from kg.queries.table import Result
from kg.store.guard import Limits, run_guarded
from kg.store.remote.names import read_names
from kg.store.remote.query import Asked, ask, canonical, makes_triples, read_answer
from kg.store.remote.remote import broken

_TRIPLES = b"triples"


def ask_served(
    address: Address, query: Query, values: Mapping[str, str], limits: Limits, rows: int | None
) -> Result:
    """The answer of a server; raises what kg.queries.run.run_query does.

    The text is bound, checked and parsed here first, so that the errors are the same and nothing
    that is refused leaves this machine.
    """
    refuse_dangerous(query.text, query.path)
    kinds = {parameter.name: parameter.kind for parameter in query.parameters}
    wanted = [
        (value, spaces)
        for name, value in values.items()
        if name in kinds and (spaces := spaces_of(kinds[name]))
    ]
    known = read_names(address, wanted, seconds=limits.seconds) if wanted else Store()
    text = bind(known, query, values)

    def look(out: IO[bytes]) -> None:
        refuse_service(text, query.path)
        refuse_service_elsewhere(text, query.path)
        try:
            out.write(_TRIPLES if makes_triples(text) else b"table")
        except SyntaxError as error:
            raise not_sparql(query.path, str(error), text) from None

    triples = b"".join(run_guarded(look, limits)) == _TRIPLES
    asked = Asked(text, triples, names_dataset(text))
    most = MOST_ROWS if rows is None else rows
    body = ask(address, asked, seconds=limits.seconds, rows=most)

    def read(out: IO[bytes]) -> None:
        try:
            spell(read_answer(body, triples=triples), out, rows)
        except (SyntaxError, ValueError, OSError):
            raise broken(address) from None

    return hear(run_guarded(read, limits), rows, canonical)
