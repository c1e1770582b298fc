"""A picture for a paper: one tab of the page as PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import UsageError
from kg.views.contract import GraphPage, PageProposition, in_order
from kg.views.opening import Opening
from kg.views.positions import Position, positions
from kg.views.static.agreement import plan_agreement
from kg.views.static.frame import Plan, draw_foot, draw_head, draw_legend, draw_nothing
from kg.views.static.matrix import plan_matrix
from kg.views.static.network import plan_network
from kg.views.static.sheet import Sheet, drawing
from kg.views.static.split import contested, plan_split
from kg.views.static.tile_map import plan_map
from kg.views.static.timeline import plan_timeline

FORMS = ("png", "svg")
_NARROW = 560.0


def parse_form(name: str | None) -> str | None:
    """``png`` or ``svg`` in any case; raises UsageError on another form."""
    if name is None or name.lower() in FORMS:
        return name and name.lower()
    raise UsageError(f"{name!r} is no form of a picture", hint="PNG or SVG")


def picture_form(output: Path | None, static: str | None = None) -> str | None:
    """The form of the picture that is asked for, by name or by how a file ends; None for none.

    Raises UsageError where the two differ.
    """
    form = parse_form(static)
    ending = output.suffix.lower().removeprefix(".") if output else ""
    if form and ending and ending != form:
        raise UsageError(f"{output} is no name for --static {form}", hint=f"end it in .{form}")
    return form or (ending if ending in FORMS else None)


def draw_picture(page: GraphPage, form: str, opening: Opening) -> bytes:
    """The tab that an opening names, network without one, as the bytes of a file.

    The same page gives the same bytes, in any input order. Raises UsageError where matplotlib is
    not installed, or the tab cannot be a picture.
    """
    page = in_order(page)
    found = positions(page)
    if found:
        opening = _known(opening, found)
    _refuse(opening, found)
    with drawing():
        plan = _plan(page, found, opening) if found else None
        sheet = Sheet(plan.width if plan else _NARROW)
        y = draw_head(sheet, page.meta, plan.about if plan else "")
        if plan:
            y = draw_legend(sheet, y, plan)
            y = plan.draw(sheet, y)
        else:
            y = draw_nothing(sheet, y, "No stance to show.")
        return sheet.save(draw_foot(sheet, y, page, plan.shown if plan else ()), form)


def picked(page: GraphPage, opening: Opening) -> PageProposition | None:
    """The proposition that a picture for and against shows though the opening names none."""
    found = positions(page)
    opening = _known(opening, found)
    if opening.tab not in {None, "network"} or opening.arrange != "split" or opening.proposition:
        return None
    wanted = contested(found)
    return next((one for one in page.propositions if one.id == wanted), None)


def _refuse(opening: Opening, found: Sequence[Position]) -> None:
    if opening.tab == "table":
        raise UsageError(
            "a table is no picture", hint="kg export csv, or a query with --format csv, gives one"
        )
    if opening.tab == "timeline" and found and not (opening.actor or opening.proposition):
        raise UsageError(
            "a timeline is of one actor or one proposition",
            hint="name it with --actor or --proposition",
        )


def _known(opening: Opening, found: Sequence[Position]) -> Opening:
    """The opening on what the page has: the actor and the proposition named, or its only ones."""
    return replace(
        opening,
        actor=_of({one.actor for one in found}, opening.actor),
        proposition=_of({one.proposition for one in found}, opening.proposition),
    )


def _of(known: set[str], named: str | None) -> str | None:
    only = next(iter(known)) if len(known) == 1 else None
    return named if named in known else only


def _plan(page: GraphPage, found: Sequence[Position], opening: Opening) -> Plan:
    match opening.tab:
        case "matrix":
            return plan_matrix(page, found)
        case "timeline":
            return plan_timeline(page, found, opening)
        case "agreement":
            return plan_agreement(page, found)
        case "map":
            return plan_map(page, found, opening.proposition)
        case "polarisation":
            # It needs scipy, which takes longer to import than a page to draw.
            from kg.views.static.polarisation import plan_polarisation

            return plan_polarisation(page, found, opening)
    return _network(page, found, opening)


def _network(page: GraphPage, found: Sequence[Position], opening: Opening) -> Plan:
    if opening.arrange == "split":
        about = opening.proposition or contested(found) or ""
        return plan_split(page, found, about, picked=not opening.proposition)
    return plan_network(page, opening.arrange)
