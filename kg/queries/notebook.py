"""Tables as a notebook shows them: HTML without script, everything from the graph escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pyoxigraph import NamedNode

from kg.queries.terms import Term, shown

MOST = 60
"""So many rows are shown."""


def html_table(columns: Sequence[str], rows: Sequence[Sequence[Term | None]], *, cut: bool) -> str:
    """A table as HTML; IRIs are short, and links where they are of the web.

    ``cut`` says that there were more rows.
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(term)}</td>' for term in row)}</tr>" for row in rows[:MOST]
    )
    total = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    if len(rows) > MOST:
        total = f"{MOST} of {total}"
    if cut:
        total += ", and there are more"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{total}</p>"


def _cell(term: Term | None) -> str:
    words = escape(shown(term))
    if isinstance(term, NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{escape(term.value)}">{words}</a>'
    return words
