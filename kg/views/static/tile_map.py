"""Who stands where by country: one square each, without outlines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.printing import counted
from kg.views.contract import GraphPage
from kg.views.positions import Position
from kg.views.static.frame import MARGIN, Plan, fitted
from kg.views.static.sheet import INK, LINE, MARK, PAPER, SHAPES, SOFT, Sheet, one_line
from kg.views.tiles import tile_places

_TILE = 62.0
_GAP = 3.0
_MARK = 9.5
_PAD = 6.0
_BENEATH = 0.55
"""Between Europe and the rows beneath it, in tiles."""
_MOST_ELSEWHERE, _MOST_BODIES = 33, 5
_ORDER = (Polarity.FAVOURS, Polarity.MIXED, Polarity.OPPOSES)


def plan_map(page: GraphPage, found: Sequence[Position], about: str | None) -> Plan:
    """The picture of one proposition by its id, a mark an actor, or of all, a bar a country."""
    proposition = next((one for one in page.propositions if one.id == about), None)
    held = [one for one in found if proposition is None or one.proposition == about]
    tiles = _tiles(page, found)
    owners = _owners(page)
    by_tile: dict[str, list[Position]] = defaultdict(list)
    for one in held:
        by_tile[owners[one.actor]].append(one)
    drawn = [one for one in held if owners[one.actor] in tiles]
    columns = 1 + max(column for _, column, _, _ in tiles.values())
    rows = 1 + max(row for _, _, row, _ in tiles.values())

    def draw(sheet: Sheet, top: float) -> float:
        for tile, (label, column, row, wide) in tiles.items():
            x, y = MARGIN + column * _TILE, top + row * _TILE
            high, width = _TILE - _GAP, wide * _TILE - _GAP
            here = by_tile.get(tile, [])
            sheet.box(x, y, width, high, fill=PAPER if here else MARK, edge=SOFT if here else LINE)
            words = fitted(label, width - 2 * _PAD, 9, bold=bool(here))
            sheet.text(
                x + _PAD, y + 10, words, size=9, bold=bool(here), colour=INK if here else SOFT
            )
            if here and proposition:
                _draw_marks(sheet, x + _PAD, y + 19, width - 2 * _PAD, high - 22, here)
            elif here:
                _draw_bar(sheet, x + _PAD, y + high - 12, width - 2 * _PAD, here)
        bottom = top + rows * _TILE
        missing = len(held) - len(drawn)
        if missing:
            words = f"{counted(missing, 'position')} of actors without a square."
            sheet.text(MARGIN, bottom + 4, words, size=7, colour=SOFT)
        return bottom + 6

    if proposition:
        told = f"{proposition.label}: one mark per actor"
    else:
        told = "All propositions together: for, mixed and against by country"
    told += f"; grey: none {'shown' if page.meta.narrowed else 'recorded'}"
    width = columns * _TILE + 2 * MARGIN
    return Plan(width, one_line(told, 400), draw, drawn, marks=bool(proposition))


def _owners(page: GraphPage) -> dict[str, str]:
    """The tile of each actor: its country's, or its own."""
    return {
        one.id: f"country/{one.country}" if one.country else f"actor/{one.id}"
        for one in page.actors
    }


def _tiles(page: GraphPage, found: Sequence[Position]) -> dict[str, tuple[str, float, float, int]]:
    """Label, column, row and width of each tile; beneath Europe others, and who has no country."""
    places = tile_places()
    tiles = {
        f"country/{code}": (code, float(column), float(row), 1)
        for code, (column, row) in places.items()
    }
    owners, names = _owners(page), {f"actor/{one.id}": one.name for one in page.actors}
    counts: Counter[str] = Counter()
    for one in found:
        counts[owners[one.actor]] += len(one.stances)
    ranked = sorted(counts, key=lambda tile: (-counts[tile], tile))
    others = [one for one in ranked if one not in tiles and one.startswith("country/")]
    bodies = [one for one in ranked if one.startswith("actor/")][:_MOST_BODIES]
    across = 1 + max(column for column, _ in places.values())
    row = 1 + max(row for _, row in places.values()) + _BENEATH
    for number, tile in enumerate(sorted(others[:_MOST_ELSEWHERE])):
        label = one_line(tile.partition("/")[2], 3)
        tiles[tile] = (label, float(number % across), row + number // across, 1)
    row += -(-len(others[:_MOST_ELSEWHERE]) // across)
    for number, tile in enumerate(bodies):
        tiles[tile] = (one_line(names[tile], 24), number * 2.0, row, 2)
    return tiles


def _draw_marks(
    sheet: Sheet, x: float, y: float, width: float, height: float, here: Sequence[Position]
) -> None:
    """Marks in rows, those for first; what has no room is told as a number."""
    columns, rows = int(width // _MARK), int(height // _MARK)
    ranked = sorted(here, key=lambda one: (_ORDER.index(one.polarity), one.actor))
    room = columns * rows
    shown = ranked if len(ranked) <= room else ranked[: room - 2]
    for number, one in enumerate(shown):
        sheet.mark(
            x + (number % columns + 0.5) * _MARK, y + (number // columns + 0.5) * _MARK,
            SHAPES[one.polarity], COLOURS[one.polarity], size=6.4,
        )  # fmt: skip
    if len(shown) < len(ranked):
        left = x + (len(shown) % columns) * _MARK + 1
        words = f"+{len(ranked) - len(shown)}"
        sheet.text(left, y + (len(shown) // columns + 0.5) * _MARK, words, size=6.5)


def _draw_bar(sheet: Sheet, x: float, y: float, width: float, here: Sequence[Position]) -> None:
    counts = Counter(one.polarity for one in here)
    sheet.text(x, y - 7, str(len(here)), size=7.5, colour=SOFT)
    for polarity in _ORDER:
        part = width * counts[polarity] / len(here)
        if part:
            sheet.box(x, y, max(part - 0.8, 0.8), 6, fill=COLOURS[polarity])
        x += part
