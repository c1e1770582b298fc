"""What a request asks of the query pages: a query of one's own, or a named one with values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request

from kg.endpoint.question import Question
from kg.errors import InputError, KgError, UnknownName, UsageError
from kg.pages.queries_form import Fault, find_faults
from kg.queries.binding import bind
from kg.queries.catalogue import Query, parse_query, read_catalogue
from kg.serve.receiving import parameters, read_body
from kg.serve.refusals import Refused, tell
from kg.serve.server import Server, server_of

NAME = "name"
QUERY = "query"
_PLACE = re.compile(r"[^:\n]*:(\d+):(\d+): error: ")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its parameters bound; ``faults`` are of values, by parameter.

    ``own`` says that the text came with the request; ``values`` are then empty.
    """

    query: Query
    text: str
    values: dict[str, str]
    faults: dict[str, Fault]
    own: bool = False

    def question(self, table_form: str | None, graph_form: str | None) -> Question:
        """It as a question to the pool."""
        if self.own:
            return Question(table_form, graph_form, self.text)
        values = tuple(sorted(self.values.items()))
        return Question(table_form, graph_form, name=self.query.name, values=values)

    @property
    def again(self) -> str:
        """The values as the query part of a link, its mark included; empty where there are none."""
        return f"?{urlencode(sorted(self.values.items()))}" if self.values else ""


async def read_pairs(request: Request) -> list[tuple[str, str]]:
    """What the address and, where there is one, the form of a request tell; raises Refused."""
    pairs = parameters(request.scope["query_string"])
    if request.method == "POST":
        most = 4 * server_of(request).settings.allowance.text
        pairs += parameters(await read_body(request, most))
    return pairs


def find_named(server: Server, name: str) -> Query:
    """The named query of that name; raises UnknownName with the nearest ones.

    No file is looked for: the name comes from anyone.
    """
    catalogue = read_catalogue(server.project)
    if name in catalogue:
        return catalogue[name]
    near = get_close_matches(name[:100], catalogue, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else None
    raise UnknownName(f"there is no query {name[:100]!r}", hint=hint)


def ask_named(server: Server, query: Query, pairs: Iterable[tuple[str, str]]) -> Asked:
    """A named query with values; raises UsageError where it has no such parameter."""
    values = {name: value.strip() for name, value in pairs if value.strip()}
    known = {parameter.name for parameter in query.parameters}
    if strange := [name for name in values if name not in known]:
        takes = ", ".join(sorted(known)) or "none"
        raise UsageError(
            f"{query.name} has no parameter {strange[0][:100]!r}", hint=f"it takes: {takes}"
        )
    names = server.edition.names
    faults = find_faults(names, query, values)
    text = query.text if faults else bind(names, query, values)
    return Asked(query, text, values, faults)


def find_asked(server: Server, pairs: list[tuple[str, str]]) -> Asked | None:
    """What a request asks, or None where it asks nothing.

    Raises UnknownName, UsageError, and InputError on a query that is too long.
    """
    told = dict(pairs)
    if text := told.get(QUERY, "").strip():
        most = server.settings.allowance.text
        if len(text.encode("utf-8", "replace")) > most:
            raise InputError(f"the query is longer than {most} bytes")
        return Asked(parse_query(text, Path(QUERY), QUERY), text, {}, {}, own=True)
    if name := told.pop(NAME, "").strip():
        told.pop(QUERY, None)
        return ask_named(server, find_named(server, name), told.items())
    return None


def fault(error: KgError | Refused) -> tuple[int, str]:
    """The status of an error, and what is wrong in one line, with its place in the query."""
    if isinstance(error, Refused):
        return error.status, str(error)
    answer = tell(error, {})
    first, *more = bytes(answer.body).decode().strip().split("\n")
    first = _PLACE.sub(r"line \1, column \2: ", first, count=1)
    return answer.status_code, "; ".join([first, *(line.removeprefix("hint: ") for line in more)])
