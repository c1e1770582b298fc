"""The page as one canonical JSON, with the agreements that keep it small.

Records of one kind are a table: ``fields``, those that most have first, and ``rows``, whose ends
are absent where nothing is told. A value at its default is null, and so are the ``latest`` day of
a stance that is told by day, the id of evidence that is ``STANCE-NUMBER``, counted from 1, the
language of a quote that is its document's, English as the language of a document, and its day
where its id begins with it; where one of these three is not known, it is empty. Evidence is a
table of its own. Stances name actor and proposition, evidence its stance and document, by their
row, counted from 0.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kg.views.contract import GraphPage, in_order

_USUAL_LANGUAGE = "en"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=-)", re.ASCII)
# A script element ends at "</script", whatever its type; JavaScript once ended lines at U+2028;
# a lone surrogate has no UTF-8.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def to_json(page: GraphPage) -> str:
    """The page as canonical JSON, safe inside a script element.

    The same page gives the same bytes in any input order. Raises ValueError for a number that
    JSON does not know, KeyError for a stance or evidence that names what the page does not have.
    """
    told: dict[str, Any] = _told(in_order(page))
    told.pop("countries", None)
    languages = {one["id"]: one.get("language") for one in told.get("documents", [])}
    for document in told.get("documents", []):
        _shorten_document(document)
    for stance in told.get("stances", []):
        _shorten_stance(stance, languages)
    stances = told.get("stances", [])
    rows = {
        kind: {one["id"]: number for number, one in enumerate(told.get(kind, []))}
        for kind in ("actors", "propositions", "documents")
    }
    told["evidence"] = [
        {**one, "stance": number, "document": rows["documents"][one["document"]]}
        for number, stance in enumerate(stances)
        for one in stance.pop("evidence", [])
    ]
    for stance in stances:
        stance["actor"] = rows["actors"][stance["actor"]]
        stance["proposition"] = rows["propositions"][stance["proposition"]]
    tables = {kind: table(records) for kind, records in told.items() if kind != "meta"}
    return script_json({"meta": told["meta"], **tables})


def network_json(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
    """The nodes and edges of a network as tables; an edge names its ends by their rows."""
    rows = {node["id"]: number for number, node in enumerate(nodes)}
    ends = [
        {name: rows.get(value, value) for name, value in edge.items() if name != "id"}
        for edge in edges
    ]
    return script_json({"nodes": table(nodes), "edges": table(ends)})


def table(records: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The records as field names, those that most have first, and rows without empty ends."""
    often = Counter(name for record in records for name in record)
    names = sorted(often, key=lambda name: (-often[name], name))
    rows = []
    for record in records:
        last = max(number for number, name in enumerate(names) if name in record)
        rows.append([record.get(name) for name in names[: last + 1]])
    return {"fields": names, "rows": rows}


def _shorten_document(document: dict[str, Any]) -> None:
    _leave_out(document, "language", _USUAL_LANGUAGE)
    if day := _DAY.match(document["id"]):
        _leave_out(document, "published", day[0])


def _shorten_stance(stance: dict[str, Any], languages: Mapping[str, str | None]) -> None:
    if stance["latest"] == stance.get("said_on"):
        del stance["latest"]
    for number, evidence in enumerate(stance.get("evidence", []), 1):
        if evidence["id"] == f"{stance['id']}-{number}":
            del evidence["id"]
        if "quote" in evidence and (usual := languages[evidence["document"]]):
            _leave_out(evidence, "language", usual)


def _leave_out(record: dict[str, Any], name: str, usual: str) -> None:
    """What is as usual is absent, and what is not known is told as empty."""
    if record.get(name) == usual:
        del record[name]
    else:
        record.setdefault(name, "")


def script_json(value: Any) -> str:
    """The value as JSON with sorted keys that no HTML parser can take for markup."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _told(value: Any) -> Any:
    """The record as plain values without what is at its default, or nothing."""
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    if not is_dataclass(value):
        return value
    told = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
    return {name: _told(part) for name, part, default in told if part not in (None, (), default)}
