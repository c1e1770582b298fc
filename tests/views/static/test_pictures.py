"""Pictures for papers: what they show, from which page, in which bytes."""

from __future__ import annotations

import re
import struct
import sys
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from kg.colours import COLOURS
from kg.errors import UsageError
from kg.model.actors import ActorKind
from kg.views.contract import GraphPage, PageActor
from kg.views.opening import Opening
from kg.views.positions import positions
from kg.views.static.chart import NAME, breadth, name_on_chart
from kg.views.static.grounds import by_country
from kg.views.static.labels import Rect
from kg.views.static.picture import draw_picture, parse_form, picked
from kg.views.static.sheet import drawing, width_of
from kg.views.static.timeline import Scale, _in_lanes
from tests.views.invented_page import (
    ANNA,
    EMPTY,
    HOSTILE_STRINGS,
    META,
    PAGE,
    TALKS,
    hostile_page,
    stance,
)

pytest.importorskip("matplotlib")

OPENINGS = {
    "agreement": Opening(),
    "country": Opening("network", "country"),
    "split": Opening("network", "split"),
    "matrix": Opening("matrix"),
    "actor": Opening("timeline", actor="anna"),
    "proposition": Opening("timeline", proposition="talks"),
    "countries": Opening("agreement"),
    "polarisation": Opening("polarisation"),
    "polarised": Opening("polarisation", proposition="talks"),
    "map": Opening("map"),
    "mapped": Opening("map", proposition="talks"),
}
EVERY = pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)


def words(page: GraphPage, opening: Opening) -> list[str]:
    root = ET.fromstring(draw_picture(page, "svg", opening))
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def shape(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@EVERY
def test_a_picture_says_what_it_is_and_where_it_is_from(opening: Opening) -> None:
    page = replace(PAGE, meta=replace(PAGE.meta, licence="CC BY 4.0", narrowed=("a part",)))
    told = words(page, opening)
    assert "Invented stances" in told
    assert "Only: a part" in told
    (source,) = [one for one in told if one.startswith("Source:")]
    assert all(part in source for part in ("0.0", "2025-06-30", "CC BY 4.0"))


COUNTS = {
    "agreement": "8 stances of 3 actors",
    "country": "8 stances of 3 actors",
    "split": "5 stances of 3 actors",
    "matrix": "8 stances of 3 actors",
    "actor": "3 stances of 1 actor",
    "proposition": "5 stances of 3 actors",
    "countries": "0 stances of 0 actors",
    "polarisation": "8 stances of 3 actors",
    "polarised": "5 stances of 3 actors",
    "map": "8 stances of 3 actors",
    "mapped": "5 stances of 3 actors",
}


@pytest.mark.parametrize("name", OPENINGS)
def test_the_foot_counts_what_is_drawn(name: str) -> None:
    (source,) = [one for one in words(PAGE, OPENINGS[name]) if one.startswith("Source:")]
    assert f"· {COUNTS[name]} ·" in source


@EVERY
@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_page_gives_the_same_bytes(opening: Opening, form: str) -> None:
    turned = replace(
        PAGE,
        actors=PAGE.actors[::-1],
        stances=PAGE.stances[::-1],
        propositions=PAGE.propositions[::-1],
        documents=PAGE.documents[::-1],
    )
    picture = draw_picture(PAGE, form, opening)
    assert draw_picture(turned, form, opening) == picture
    assert b"matplotlib" not in picture.lower()
    assert b"2026" not in picture or form == "png"


@EVERY
@pytest.mark.parametrize("form", ["png", "svg"])
def test_hostile_words_stay_words(opening: Opening, form: str) -> None:
    page = hostile_page()
    awkward = "\ud800 漢字 \x00\x1b[31m \u202e $\\frac{1$ \ufffe"
    page = replace(
        page, actors=tuple(replace(one, name=f"{awkward}{one.name}") for one in page.actors)
    )
    first = HOSTILE_STRINGS[0]
    picture = draw_picture(
        page,
        form,
        replace(
            opening,
            actor=opening.actor and first,
            proposition=opening.proposition and first,
        ),
    )
    if form == "svg":
        root = ET.fromstring(picture)
        assert not [one for one in root.iter() if one.tag.endswith(("script", "foreignObject"))]
        assert "onload" not in {name for one in root.iter() for name in one.attrib}


@EVERY
def test_an_empty_page_is_an_honest_picture(opening: Opening) -> None:
    assert "No stance to show." in words(EMPTY, opening)


@EVERY
def test_nothing_stands_beyond_the_sheet(opening: Opening) -> None:
    root = ET.fromstring(draw_picture(PAGE, "svg", opening))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for one in root.iter("{http://www.w3.org/2000/svg}text"):
        turned = re.match(r"translate\(([\d.-]+) ([\d.-]+)\)", one.attrib["transform"])
        x, y = turned.groups() if turned else (one.attrib["x"], one.attrib["y"])
        assert 0 <= float(x) <= width, one.text
        assert 0 <= float(y) <= height, one.text


def test_for_and_against_have_their_columns() -> None:
    root = ET.fromstring(
        draw_picture(PAGE, "svg", Opening("network", "split", proposition="talks"))
    )
    x = {
        "".join(one.itertext()): float(one.attrib["x"])
        for one in root.iter("{http://www.w3.org/2000/svg}text")
    }
    assert x["Anna Examplova (FR)"] < x["Talks"] < x["Örjan Öztürkłund (SE)"]
    assert {"wants talks (1)", "rejects talks (1)", "mixed or conditional (1)"} <= set(x)
    assert any(one.endswith("changed") for one in x)


def test_without_a_proposition_the_most_contested_is_drawn() -> None:
    told = words(PAGE, Opening(arrange="split"))
    assert "wants talks (1)" in told
    assert any("the most contested of 2 propositions" in one for one in told)
    assert picked(PAGE, Opening(arrange="split")) == TALKS
    assert picked(PAGE, Opening(arrange="split", proposition="talks")) is None
    assert picked(PAGE, Opening()) is None


def test_what_a_page_keeps_to_is_told_whatever_the_picture_is_about() -> None:
    page = replace(PAGE, meta=replace(PAGE.meta, narrowed=("Exampleland", "Talks")))
    assert "Only: Exampleland; Talks" in words(page, Opening("map", proposition="talks"))


def test_grey_is_not_said_to_be_unrecorded_where_a_part_is_shown() -> None:
    page = replace(PAGE, meta=replace(PAGE.meta, narrowed=("since 2025-01-01",)))
    assert any(one.endswith("grey: none shown") for one in words(page, Opening("map")))
    assert any(one.endswith("grey: none recorded") for one in words(PAGE, Opening("map")))


def test_a_long_title_wraps() -> None:
    title = " ".join(f"invented{number}" for number in range(16))
    told = words(replace(PAGE, meta=replace(PAGE.meta, title=title)), Opening())
    lines = [one for one in told if one.startswith("invented")]
    assert len(lines) > 1
    assert " ".join(lines) == title


def test_countries_have_the_names_that_the_graph_knows() -> None:
    page = replace(PAGE, countries=(("FR", "Invented France"),))
    told = words(page, Opening("network", "country"))
    assert "Invented France" in told
    assert "SE" in told


@pytest.mark.parametrize("kept", [{"anna"}, {"anna", "oz"}, {"anna", "oz", "party"}])
def test_grounds_hold_their_names_and_lie_over_nothing(kept: set[str]) -> None:
    page = replace(PAGE, stances=tuple(one for one in PAGE.stances if one.actor in kept))
    with drawing():
        chart = by_country(page, positions(page))
        rooms = [Rect(g.left, g.top, g.left + g.width, g.top + g.height) for g in chart.grounds]
        for one in page.actors:
            if one.id in kept:
                x, y = chart.places[f"actor/{one.id}"]
                end = x + width_of(name_on_chart(one), NAME)
                name = Rect(x, y - 3, end, y + 3)
                assert sum(room.overlaps(name) for room in rooms) == 1
                assert any(room.left <= x and end <= room.right for room in rooms)
        for one in page.propositions:
            if at := chart.places.get(f"proposition/{one.id}"):
                half = breadth(one) / 2
                rooms.append(Rect(at[0] - half, at[1] - 9, at[0] + half, at[1] + 9))
    pairs = [(one, other) for one in rooms for other in rooms if one is not other]
    assert pairs
    assert not any(one.overlaps(other) for one, other in pairs)


def test_a_timeline_of_one_actor_needs_no_name() -> None:
    page = replace(PAGE, stances=tuple(one for one in PAGE.stances if one.actor == "anna"))
    assert any("Anna Examplova (FR)" in one for one in words(page, Opening("timeline")))


def test_stances_of_one_day_stand_beside_each_other() -> None:
    same = tuple(stance(f"s{n}", "anna", "talks", "favours", "2025-01-01") for n in range(4))
    later = stance("later", "anna", "talks", "favours", "2026-01-01")
    page = GraphPage(META, (TALKS,), (ANNA,), (*same, later))
    (held,) = positions(page)
    placed = _in_lanes(held, Scale(date(2025, 1, 1), date(2026, 1, 1)))
    assert [lane for *_, lane in placed] == [0, 1, 2, 3, 0]


def test_a_year_ends_with_its_first_report() -> None:
    year = replace(
        stance("year", "anna", "talks", "opposes", "2025"),
        latest="2025-02-01",
    )
    page = GraphPage(META, (TALKS,), (ANNA,), (year,))
    (held,) = positions(page)
    ((_, first, last, _, _),) = _in_lanes(held, Scale(date(2025, 1, 1), date(2026, 1, 1)))
    assert (first, last) == (date(2025, 1, 1), date(2025, 2, 1))


def test_a_band_ends_with_the_data() -> None:
    scale = Scale(date(2025, 1, 1), date(2026, 1, 1))
    only = stance("s", "anna", "talks", "favours", "2025-01-01")
    page = GraphPage(replace(META, as_of="2026-01-01"), (TALKS,), (ANNA,), (only,))
    told = draw_picture(page, "svg", Opening("timeline")).decode()
    ends = [float(x) for x in re.findall(r'd="M [\d.]+ [\d.]+ \nL ([\d.]+) [\d.]+', told)]
    assert any(abs(x - scale.place(date(2026, 1, 1))) < 0.01 for x in ends)


def test_the_colours_are_those_of_the_page() -> None:
    picture = draw_picture(PAGE, "svg", Opening("matrix")).decode()
    assert all(colour in picture for colour in COLOURS.values())
    from kg.views.offline import asset

    style = asset("page/style/tokens.css")
    assert all(f"light-dark({colour}" in style for colour in COLOURS.values())


def test_a_line_has_its_own_dash() -> None:
    picture = draw_picture(PAGE, "svg", Opening(arrange="split", proposition="talks")).decode()
    assert picture.count("stroke-dasharray") >= 4


def test_many_actors_are_told_to_be_left_out() -> None:
    crowd = tuple(
        PageActor(f"a{number}", f"Invented Person {number}", ActorKind.PERSON, country="FR")
        for number in range(320)
    )
    stances = tuple(
        stance(f"s{number}", one.id, "talks", "favours", "2025-01-01")
        for number, one in enumerate(crowd)
    )
    page = GraphPage(META, (TALKS,), crowd, stances)
    assert any("200 most active of 320" in one for one in words(page, Opening()))
    assert "and 260 with fewer stances" in words(page, Opening(arrange="split"))
    assert any("70 actors" in one and "of 320" in one for one in words(page, Opening("matrix")))
    assert any(one.startswith("+") for one in words(page, Opening("map", proposition="talks")))


def test_the_course_of_polarisation_has_figures_shares_and_numbers() -> None:
    told = words(PAGE, Opening("polarisation", proposition="talks"))
    # In 2024 Anna alone; in early 2025 she for, Oz against, the party both on one day.
    assert "Talks with Exampleland: polarisation of actors over time (Esteban–Ray, alpha 1;" in (
        " ".join(told)
    )
    # A third each: 16/27.
    assert "0.59" in told
    assert told.index("n") < told.index("1", told.index("n")) < told.index("3", told.index("n"))
    assert "Invented summit" in told


def test_the_polarisation_of_one_actor_is_an_honest_picture() -> None:
    page = replace(PAGE, stances=tuple(one for one in PAGE.stances if one.actor == "anna"))
    assert "share of positions" in words(page, Opening("polarisation"))


def test_png_is_fine_enough_for_print() -> None:
    width, _ = shape(draw_picture(PAGE, "png", Opening("map")))
    assert width >= 2000


def test_what_cannot_be_a_picture_is_told() -> None:
    for opening in (Opening("table"), Opening("timeline")):
        with pytest.raises(UsageError) as caught:
            draw_picture(PAGE, "svg", opening)
        assert caught.value.hint


def test_what_the_page_does_not_have_is_not_chosen() -> None:
    unknown = Opening(arrange="split", proposition="no-such")
    assert "wants talks (1)" in words(PAGE, unknown)
    with pytest.raises(UsageError, match="timeline"):
        draw_picture(PAGE, "svg", Opening("timeline", actor="nobody"))


def test_forms() -> None:
    assert (parse_form(None), parse_form("PNG"), parse_form("Svg")) == (None, "png", "svg")
    with pytest.raises(UsageError, match="pdf"):
        parse_form("pdf")


def test_without_matplotlib_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.style", None)
    with pytest.raises(UsageError) as caught:
        draw_picture(PAGE, "svg", Opening())
    assert "eurostance[pictures]" in str(caught.value.hint)


def test_no_window_system_is_asked_for() -> None:
    draw_picture(PAGE, "svg", Opening())
    assert "matplotlib.pyplot" not in sys.modules


def test_a_user_s_own_settings_change_nothing() -> None:
    import matplotlib as mpl

    plain = draw_picture(PAGE, "svg", Opening())
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert draw_picture(PAGE, "svg", Opening()) == plain
    assert ANNA.name in words(PAGE, Opening())
