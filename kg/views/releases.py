"""Two releases compared, as plain text: what was added, removed, recoded, and what moved by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.analysis.comparison.revisions import ReleasesCompared, Revision
from kg.analysis.comparison.standing import Move
from kg.views.card import MARKS
from kg.views.changes import part_of, sheet
from kg.views.moves import Shown, draw_movement, draw_turned, list_positions
from kg.views.sides import wrap

_LISTED = 20


def draw_releases(
    found: ReleasesCompared,
    words: tuple[Shown, Shown],
    narrowed: Sequence[str],
    *,
    width: int,
) -> str:
    """Two releases: what was added, removed and recoded, and what moved because of it."""
    (old, new), (fewer, more) = found.stances, found.documents
    kinds = ("added", "removed", "recoded")
    numbers = [f"{len(found.of(kind)):,} {kind}" for kind in kinds]
    moved = [f"{len(found.moves(move)):,} {move}" for move in (Move.TURNED, Move.NEW, Move.GONE)]
    if others := len(found.of("evidence")):
        numbers.append(f"{others:,} shown by other documents")
    lines = [
        f"From {found.names[0]} to {found.names[1]}: {part_of(narrowed)}",
        f"Stances: {old:,} to {new:,}, in {fewer:,} to {more:,} documents: {', '.join(numbers)}.",
        f"Positions of {found.level.plural}, by that: {', '.join(moved)}.",
    ]
    if not found.revisions:
        lines[1:] = [f"Both hold the same {old:,} stances with the same evidence."]
    return sheet(
        [
            *wrap(lines, width),
            *(line for kind in ("recoded", "removed", "evidence", "added")
              for line in _revised(kind, found.of(kind), width)),
            *draw_turned(found.moves(Move.TURNED), words, found.level, width),
            *list_positions("Positions that are gone", found.moves(Move.GONE), width),
            *list_positions("Positions that are new", found.moves(Move.NEW), width),
            *draw_movement(found.network, width),
        ]
    )  # fmt: skip


def _revised(kind: str, found: Sequence[Revision], width: int) -> Iterator[str]:
    title = "Other evidence" if kind == "evidence" else kind.capitalize()
    if found:
        yield from ("", *wrap([f"== {title} =="], width))
    for one in found[:_LISTED]:
        side = one.after or one.before
        if side:
            verb = one.proposition.verb(side.polarity)
            yield from wrap(
                [
                    f"{MARKS[side.polarity]} {side.when}  {one.unit.label}: {verb} "
                    f"({one.proposition.short}), stance {side.stance}"
                ],
                width,
            )
        yield from wrap(one.notes, width, "    ")
    if len(found) > _LISTED:
        yield f"... and {len(found) - _LISTED:,} more: --format csv lists them"
