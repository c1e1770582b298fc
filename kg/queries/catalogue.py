"""The named queries: one .rq file each, with a header that says what it answers.

The header is the unbroken block of ``#+`` lines at the top::

    #+ title: Positions on a proposition
    #+ question: Who favours it, who opposes it, and when did they last say so?
    #+ parameter proposition (proposition): the proposition asked about
    #+ columns: actor actorLabel polarity polarityLabel saidOn stance

A query that looks through the words of all evidence may tell so, as ``#+ index evidence: words of
text``: its ?evidence is none in whose words its ?text does not stand. It is then asked about the
evidence that an index names, and looks by itself; without an index it answers the same.

A parameter's default stands in the query itself, as ``VALUES ?proposition { ... }``, so that the
file runs as it is in any SPARQL tool. Where two sub-selects need it, it stands in both, the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from kg.errors import InputError, Problem, UnknownName
from kg.files import is_file
from kg.project import Project
from kg.rdf.content import require_file

KINDS = (
    "actor",
    "country",
    "date",
    "document",
    "event",
    "number",
    "outlet",
    "proposition",
    "stance",
    "text",
    "thing",
)
"""What a parameter may be; a thing is an actor, an event or a stance."""

ANY = ("UNDEF", "st:AnyProposition")
"""Defaults that stand for all there is."""
LONGEST = 1 << 20
"""How long a query may be, in characters."""
_LONGEST_BYTES = 4 * LONGEST

_LINE = re.compile(r"#\+ (?P<key>title|question|columns): (?P<value>.+)")
_INDEX = re.compile(r"#\+ index (?P<variable>\w+): words of (?P<parameter>\w+)")
_PARAMETER = re.compile(r"#\+ parameter (?P<name>\w+) \((?P<kind>\w+)\): (?P<about>.+)")
# A string, or a block, that is never closed ends with its line or the text: it is a fault that the
# engine tells, and looking for its end from every quote would take for ever.
_SLOT = re.compile(
    r"""
    "{3}(?>(?:[^"\\]++|\\.|"(?!""))*)(?:"{3}|\\?\Z) | <[^<>\s]*> | \#[^\r\n]*
    | '{3}(?>(?:[^'\\]++|\\.|'(?!''))*)(?:'{3}|\\?\Z) | VALUES\s+\?(?P<name>\w+)\s*\{
      (?P<values>(?>(?:"(?>(?:[^"\\\n]++|\\.)*)"|[^"}]++)*))(?:\}|\Z|(?="))
    | "(?>(?:[^"\\\n]++|\\.)*)(?:"|(?=\n)|\\?\Z) | '(?>(?:[^'\\\n]++|\\.)*)(?:'|(?=\n)|\\?\Z)
    """,
    re.VERBOSE | re.DOTALL,
)


class Parameter(NamedTuple):
    """What a query may be asked with; the default is a SPARQL term as it stands in the file."""

    name: str
    kind: str
    about: str
    default: str


class Indexed(NamedTuple):
    """A variable that is evidence with a text in its words, and the parameter that is the text."""

    variable: str
    parameter: str


class Query(NamedTuple):
    """A named query, ready to be bound; a CONSTRUCT query has no columns."""

    name: str
    path: Path
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    indexed: Indexed | None = None


def defaults(text: str) -> Iterator[tuple[str, str]]:
    """Each name that a query binds by ``VALUES ?name { ... }``, with what stands in the braces."""
    return ((m["name"], m["values"].strip()) for m in _SLOT.finditer(text) if m["name"])


def fill(text: str, terms: Mapping[str, str]) -> str:
    """The query with other terms in the braces of some names, all of them put in at once.

    One pass: a term that reads like another parameter's place is never taken for it.
    """

    def filled(match: re.Match[str]) -> str:
        name = match["name"]
        return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else match[0]

    return _SLOT.sub(filled, text)


def narrow(text: str, parameter: str, variable: str, terms: Iterable[str]) -> str:
    """The query with a variable bound to some terms where it binds a parameter."""

    def narrowed(match: re.Match[str]) -> str:
        if match["name"] != parameter:
            return match[0]
        return f"{match[0]} VALUES ?{variable} {{ {' '.join(terms)} }}"

    return _SLOT.sub(narrowed, text)


def read_query(path: Path, name: str | None = None) -> Query:
    """The query that a file holds; one without a header has neither title nor parameters.

    Raises InputError with file and line where a header cannot be read.
    """
    require_file(path)
    try:
        with path.open("rb") as stream:
            text = query_text(stream, path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    return parse_query(text, path, name or path.stem)


def query_text(stream: IO[bytes], path: Path) -> str:
    """The text of a query from where it is read, and not much more of it than one may be long.

    Raises InputError, with the line, where it is longer or not UTF-8.
    """
    content = stream.read(_LONGEST_BYTES + 1)
    if len(content) > _LONGEST_BYTES:
        raise _too_long(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(path, line, 0, "the file is not UTF-8")
        raise InputError(f"{path}: not UTF-8", problems=[problem]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_query(text: str, path: Path, name: str) -> Query:
    """The query that a text holds, header and all; ``path`` is named in errors."""
    if len(text) > LONGEST:
        raise _too_long(path)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _bad(path, 1, "the query is not UTF-8")
    found: dict[str, str] = {}
    parameters = []
    indexed = None
    bound: dict[str, set[str]] | None = None
    for number, line in enumerate(_header(text), start=1):
        if match := _LINE.fullmatch(line):
            found[match["key"]] = match["value"].strip()
        elif match := _PARAMETER.fullmatch(line):
            # Once, however many parameters there are: a header may come from anyone.
            bound = _bound(text) if bound is None else bound
            parameters.append(_parameter(match, bound, path, number))
        elif match := _INDEX.fullmatch(line):
            indexed = _indexed(match, parameters, path, number)
        else:
            raise _bad(path, number, f"cannot read the header line {line!r}")
    return Query(
        name=name,
        path=path,
        title=found.get("title", name),
        question=found.get("question", ""),
        parameters=tuple(parameters),
        columns=tuple(found.get("columns", "").split()),
        text=text,
        indexed=indexed,
    )


def _header(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#+"):
            return
        yield line.rstrip()


def _bound(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, values in defaults(text):
        found.setdefault(name, set()).add(values)
    return found


def _parameter(
    match: re.Match[str], bound: Mapping[str, set[str]], path: Path, number: int
) -> Parameter:
    if match["kind"] not in KINDS:
        raise _bad(path, number, f"{match['kind']!r} is no kind of parameter: {', '.join(KINDS)}")
    values = tuple(bound.get(match["name"], ()))
    if len(values) != 1:
        raise _bad(path, number, f"the query has not exactly one VALUES ?{match['name']} {{ ... }}")
    return Parameter(match["name"], match["kind"], match["about"].strip(), values[0])


def _indexed(
    match: re.Match[str], parameters: Iterable[Parameter], path: Path, number: int
) -> Indexed:
    if match["parameter"] not in {one.name for one in parameters if one.kind == "text"}:
        raise _bad(path, number, f"{match['parameter']!r} is no parameter of text above this line")
    return Indexed(match["variable"], match["parameter"])


def _too_long(path: Path) -> InputError:
    return _bad(path, 1, f"the query is longer than {LONGEST} characters")


def _bad(path: Path, line: int, message: str) -> InputError:
    return InputError(f"{path}: cannot be read", problems=[Problem(path, line, 1, message)])


def read_catalogue(project: Project) -> dict[str, Query]:
    """The named queries of a project, by name; those in ``graphs/`` carry the folder's name."""
    paths = sorted(project.queries.rglob("*.rq"))
    names = [path.relative_to(project.queries).with_suffix("").as_posix() for path in paths]
    return {name: read_query(path, name) for name, path in zip(names, paths, strict=True)}


def find_query(project: Project, name: str) -> Query:
    """The query of that name, or in the file of that path.

    Raises UnknownName with the nearest names where there is neither.
    """
    path = project.queries / f"{name}.rq"
    if re.fullmatch(r"[a-z0-9/-]{1,100}", name) and path.is_file():
        return read_query(path, name)
    if name.endswith(".rq") or is_file(name):
        return read_query(Path(name))
    names = [
        found.relative_to(project.queries).with_suffix("").as_posix()
        for found in project.queries.rglob("*.rq")
    ]
    raise no_query(name, names)


def no_query(name: str, names: Iterable[str]) -> UnknownName:
    """What to tell of a name that none of the queries has: with the nearest of their names."""
    from difflib import get_close_matches  # few names are slips

    near = get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "kg queries lists them"
    return UnknownName(f"there is no query {name!r}", hint=hint)
