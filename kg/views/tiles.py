"""Where the square of each country stands on the tile map."""

from __future__ import annotations

import json

from kg.views.offline import asset


def tile_places() -> dict[str, tuple[int, int]]:
    """Column and row of each European country, and of the EU, by code; from the upper left.

    The page's map and pictures for papers read the same table: no outlines, so no borders.
    """
    places: dict[str, list[int]] = json.loads(asset("page/map/tiles.json"))
    return {code: (column, row) for code, (column, row) in places.items()}
