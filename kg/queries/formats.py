"""Results in the formats that people and programs read.

JSON, XML, CSV and TSV follow the W3C recommendations SPARQL 1.1 Query Results JSON Format, XML
Format, and CSV and TSV Formats (2013).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.errors import UsageError
from kg.printing import as_text, printable
from kg.queries.table import Answer, Graph, Result, Table
from kg.queries.terms import Term, shown
from kg.rdf.terms import XSD

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
_NARROWEST = 8
_BOM = "\ufeff"
"""By this spreadsheets know UTF-8."""


def render(result: Result, form: str, *, width: int | None = None, excel: bool = False) -> str:
    """A result in one of FORMATS; a table is cut to ``width`` columns of a terminal if given.

    With ``excel`` CSV is for spreadsheets: nothing in it runs there, and its letters are read as
    UTF-8. Raises UsageError where the format cannot carry that kind of result.
    """
    if excel:
        return f"{_BOM}{_csv(_as_text(result, form))}"
    if isinstance(result, Graph):
        if form not in _GRAPH:
            raise _unfit(form, "a graph", _GRAPH)
        return _GRAPH[form](result)
    if isinstance(result, Answer):
        if form not in _ANSWER:
            raise _unfit(form, "a yes or no", _ANSWER)
        return _ANSWER[form](result)
    if form == "table":
        return _aligned(result, width)
    if form not in _TABLE:
        raise _unfit(form, "a table", _TABLE)
    return _TABLE[form](result)


def _unfit(form: str, kind: str, known: dict[str, Callable[..., str]]) -> UsageError:
    return UsageError(f"{form} cannot carry {kind}", hint=f"one of: {', '.join(sorted(known))}")


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text + " " * (width - _width(text))
    kept = ""
    for character in text:
        if _width(kept + character) > width - 1:
            break
        kept += character
    return kept + "…" + " " * (width - 1 - _width(kept))


def _aligned(table: Table, width: int | None) -> str:
    rows = [[printable(shown(term)) for term in row] for row in table.rows]
    widths = [
        max(_width(text) for text in column) for column in zip(table.columns, *rows, strict=True)
    ]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    lines = [table.columns, ["─" * size for size in widths], *rows]
    cells = (
        "  ".join(_cut(text, size) for text, size in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(line.rstrip() for line in cells) + "\n"


def _csv(table: Table) -> str:
    import csv  # what one format needs is imported when it is asked for
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_value(term) for term in row] for row in table.rows)
    return stream.getvalue()


def _as_text(result: Result, form: str) -> Table:
    if form != "csv" or not isinstance(result, Table):
        raise UsageError("--excel is for a table in csv", hint="ask for it with -f csv")
    rows = (tuple(Literal(as_text(_value(term))) for term in row) for row in result.rows)
    return Table(result.columns, tuple(rows), result.cut)


def _value(term: Term | None) -> str:
    return "" if term is None else str(term) if isinstance(term, BlankNode) else term.value


def _tsv(table: Table) -> str:
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join("" if t is None else str(t) for t in row) for row in table.rows]
    return "\n".join(lines).replace("\r", "\\r") + "\n"


def _markdown(table: Table) -> str:
    def line(cells: list[str]) -> str:
        safe = (re.sub(r"([\\`*_\[\]<>|])", r"\\\1", printable(cell)) for cell in cells)
        return f"| {' | '.join(safe)} |"

    head = [line(list(table.columns)), f"|{'---|' * len(table.columns)}"]
    return "\n".join(head + [line([shown(t) for t in row]) for row in table.rows]) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype != XSD.string:
        found["datatype"] = term.datatype.value
    return found


def _json(table: Table) -> str:
    bindings = [
        {
            name: _json_term(term)
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return _as_json(document, indent=1)


def _as_json(document: object, indent: int | None = None) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, indent=indent) + "\n"


_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def _xml_text(text: str) -> str:
    return re.sub(_FORBIDDEN, "�", text).translate(_ESCAPES)


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    kind = ""
    if term.language:
        kind = f' xml:lang="{_xml_text(term.language)}"'
    elif term.datatype != XSD.string:
        kind = f' datatype="{_xml_text(term.datatype.value)}"'
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml(table: Table) -> str:
    variables = "".join(f'<variable name="{name}"/>' for name in table.columns)
    lines = []
    for row in table.rows:
        cells = (
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        )
        lines.append(f"<result>{''.join(cells)}</result>\n")
    body = "".join(lines)
    return f"{_XML_HEAD}<head>{variables}</head>\n<results>\n{body}</results>\n</sparql>\n"


def _jsonld(graph: Graph) -> str:
    from kg.rdf.turtle import sort_key, to_bytes

    triples = sorted(set(graph.triples), key=sort_key)
    return to_bytes(triples, RdfFormat.JSON_LD).decode() + "\n"


def _ntriples(graph: Graph) -> str:
    return "".join(sorted(f"{triple} .\n" for triple in set(graph.triples)))


def _turtle(graph: Graph) -> str:
    from kg.rdf.turtle import write_turtle

    try:
        return write_turtle(graph.triples).decode()
    except ValueError as error:
        raise UsageError(f"turtle has no place for it: {error}", hint="try ntriples") from None


def _yes(answer: Answer) -> str:
    return "yes\n" if answer.yes else "no\n"


_TABLE: dict[str, Callable[[Table], str]] = {
    "csv": _csv,
    "json": _json,
    "md": _markdown,
    "tsv": _tsv,
    "xml": _xml,
}
_GRAPH: dict[str, Callable[[Graph], str]] = {
    "jsonld": _jsonld,
    "ntriples": _ntriples,
    "turtle": _turtle,
    "table": _turtle,
}
_ANSWER: dict[str, Callable[[Answer], str]] = {
    "csv": _yes,
    "json": lambda answer: _as_json({"head": {}, "boolean": answer.yes}),
    "md": _yes,
    "table": _yes,
    "tsv": _yes,
    "xml": lambda answer: (
        f"{_XML_HEAD}<head/>\n<boolean>{str(answer.yes).lower()}</boolean>\n</sparql>\n"
    ),
}
ENDINGS = {f".{form}": form for form in ("csv", "tsv", "json", "xml", "md", "jsonld")} | {
    ".ttl": "turtle",
    ".nt": "ntriples",
}
"""What a file's ending says of its format."""
FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "turtle", "ntriples", "jsonld")
