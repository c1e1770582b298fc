"""Tables as a notebook shows them: HTML without script, everything from the graph escaped."""

from __future__ import annotations

from html import escape

from pyoxigraph import NamedNode

from kg.queries.formats import shown
from kg.queries.table import Table, Term

MOST = 60
"""So many rows are shown."""


def html_table(table: Table) -> str:
    """A table as HTML; IRIs are short, and links where they are of the web."""
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(term)}</td>' for term in row)}</tr>"
        for row in table.rows[:MOST]
    )
    total = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
    if len(table.rows) > MOST:
        total = f"{MOST} of {total}"
    if table.cut:
        total += ", and there are more"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{total}</p>"


def _cell(term: Term | None) -> str:
    words = escape(shown(term))
    if isinstance(term, NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{escape(term.value)}">{words}</a>'
    return words
