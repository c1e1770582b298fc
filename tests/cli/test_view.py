"""The command that draws: what it keeps to, how the page opens, pictures for papers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg.cli.publish import _tell_size
from tests.cli.conftest import Run
from tests.views.conftest import told

DIALOGUE = "direct-dialogue-with-russia"


def drawn(kg: Run, tmp_path: Path, *options: str, stdin: str = "") -> tuple[dict[str, Any], str]:
    """The data inside the page that the options give, and what was said on stderr."""
    ended = kg("view", "-o", "page.html", *options, stdin=stdin)
    assert ended.returncode == 0, ended.stderr
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    return told(html), ended.stderr


def ids(page: dict[str, Any]) -> set[str]:
    return {stance["id"] for stance in page.get("stances", [])}


def test_the_page_is_graph_html_unless_named(kg: Run, tmp_path: Path) -> None:
    ended = kg("view")
    assert "graph.html: 22 stances of 10 actors" in ended.stderr
    assert ended.stdout == ""
    named = kg("view", "-o", "-")
    assert named.stdout == (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert named.stderr == ""


def test_a_page_too_large_for_a_browser_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _tell_size(20_000, 10_000_000)
    assert capsys.readouterr().err == ""
    _tell_size(1_000_000, 512_345_678)
    told = capsys.readouterr().err
    assert "1,000,000 stances (512 MB)" in told
    assert "hint: --proposition" in told


def test_every_option_narrows(kg: Run, tmp_path: Path) -> None:
    whole = {stance["id"]: stance for stance in drawn(kg, tmp_path)[0]["stances"]}
    page, _ = drawn(kg, tmp_path, "--proposition", "Direct dialogue", "--actor", "examplova")
    assert ids(page) == {
        "anna-examplova-2025-01-10-dialogue", "anna-examplova-2025-06-02-dialogue",
    }  # fmt: skip
    page, _ = drawn(kg, tmp_path, "--country", "Samplia", "--theme", "Talking to Moscow")
    assert ids(page) == {
        "bert-samplovic-2025-03-10-envoy",
        "bert-samplovic-2025-06-04-dialogue",
        "samplia-2025-07-dialogue",
    }
    page, _ = drawn(kg, tmp_path, "--since", "2025-06", "--until", "2025-06", "--status", "curated")
    assert ids(page) == {one for one in whole if whole[one].get("latest", "").startswith("2025-06")
                         or whole[one].get("said_on", "").startswith("2025-06")}  # fmt: skip
    assert page["meta"]["as_of"] == "2025-06-30"
    page, _ = drawn(kg, tmp_path, "--as-of", "2024")
    assert ids(page) == {"dora-formerova-2024-03-05-dialogue", "exampleland-2024-threat"}


def test_options_given_twice_add_up(kg: Run, tmp_path: Path) -> None:
    page, _ = drawn(
        kg, tmp_path, "--actor", "samplia", "--actor", "formerova", "--status", "curated"
    )
    assert {one["actor"] for one in page["stances"]} == {"samplia", "dora-formerova"}


def test_the_head_and_the_first_view(kg: Run, tmp_path: Path) -> None:
    page, _ = drawn(
        kg, tmp_path, "--title", "An <i>invented</i> title", "--tab", "NETWORK",
        "--arrange", "For-Against", "--proposition", DIALOGUE, "--actor", "Anna Examplova",
    )  # fmt: skip
    assert page["meta"]["title"] == "An <i>invented</i> title"
    assert page["meta"]["opens"] == (
        f"tab=network&arrange=split&actor=anna-examplova&proposition={DIALOGUE}"
    )
    assert page["meta"]["narrowed"] == ["Direct dialogue", "Anna Examplova"]
    assert "<i>invented" not in (tmp_path / "page.html").read_text(encoding="utf-8")
    several, _ = drawn(kg, tmp_path, "--actor", "samplia", "--actor", "examplova")
    assert "opens" not in several["meta"]


def test_nothing_left_is_a_page_and_a_word(kg: Run, tmp_path: Path) -> None:
    page, said = drawn(kg, tmp_path, "--country", "RU", "--proposition", "special envoy")
    assert ids(page) == set()
    assert "nothing to see" in said


def test_a_named_query_with_a_parameter(kg: Run, tmp_path: Path) -> None:
    page, _ = drawn(kg, tmp_path, "--query", "stances-of", "-p", "actor=Samplović")
    assert {one["actor"] for one in page["stances"]} == {"bert-samplovic"}
    assert page["meta"]["narrowed"] == [
        "the stances that the query “Stances of an actor” (actor Samplović) names "
        "(positions follow from these)"
    ]
    page, _ = drawn(kg, tmp_path, "--query", "positions-on")
    assert "(proposition direct-dialogue-with-russia)" in page["meta"]["narrowed"][0]


def test_a_query_from_a_file_and_from_stdin(kg: Run, tmp_path: Path) -> None:
    text = "CONSTRUCT { ?s a st:Stance } WHERE { ?s st:polarity polarity:mixed }"
    (tmp_path / "mixed.rq").write_text(text, encoding="utf-8")
    by_file, _ = drawn(kg, tmp_path, "--query", "mixed.rq")
    by_stdin, _ = drawn(kg, tmp_path, "--query", "-", stdin=text)
    assert ids(by_file) == ids(by_stdin) == {
        "bert-samplovic-2025-03-10-envoy", "samplia-2025-07-dialogue",
    }  # fmt: skip
    assert "the query mixed.rq names" in by_file["meta"]["narrowed"][0]
    assert "a query from stdin names" in by_stdin["meta"]["narrowed"][0]
    narrowed, _ = drawn(kg, tmp_path, "--query", "mixed.rq", "--actor", "samplia")
    assert ids(narrowed) == {"samplia-2025-07-dialogue"}


def test_a_day_beside_a_query_is_told_not_to_reach_into_it(kg: Run, tmp_path: Path) -> None:
    text = "SELECT ?s { ?s a st:Stance }"
    page, said = drawn(kg, tmp_path, "--query", "-", "--as-of", "2025-01-31", stdin=text)
    assert "as of now" in said
    assert "positions-as-of" in said
    assert page["meta"]["narrowed"][0] == "as of 2025-01-31"
    _, said = drawn(kg, tmp_path, "--query", "-", "--since", "2025-01-31", stdin=text)
    assert "as of now" not in said


def test_what_a_query_names_in_vain_is_told(kg: Run, tmp_path: Path) -> None:
    text = "SELECT ?s { VALUES ?s { stance:samplia-aid stance:no-such } }"
    page, said = drawn(kg, tmp_path, "--query", "-", stdin=text)
    assert ids(page) == {"samplia-aid"}
    assert "not published: stance:no-such" in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--tab", "netwrk"), "did you mean network"),
        (("--arrange", "split-up"), "arrangement"),
        (("--status", "rejected"), "curated"),
        (("--since", "2025-13"), "2025-13"),
        (("--since", "2026", "--until", "2025"), "after"),
        (("--since", "2026", "--as-of", "2025"), "as of 2025-12-31"),
        (("--theme", "Qwertyuiop"), "Support for Ukraine, Talking to Moscow"),
        (("--theme", ""), "--theme is empty"),
        (("--as-of", ""), "--as-of is empty"),
        (("--title", " "), "--title is empty"),
        (("--arrange", "country", "--tab", "map"), "only the network"),
        (("-o", "."), "folder"),
        (("-o", "graph.svg", "--static", "png"), ".png"),
        (("-o", "graph.html", "--static", "svg"), ".svg"),
        (("-o", "graph.pdf"), "end it in .html"),
        (("--country", "Examplelant"), "exampleland"),
        (("--query", "activity-by-month"), "?month"),
        (("--query", "stances-off"), "stances-of"),
        (("-p", "actor=samplia"), "--query"),
        (("--open", "-o", "-"), "-o"),
        (("--static", "pdf"), "PNG or SVG"),
        (("--static", "svg", "--tab", "table"), "--format csv"),
        (("--static", "svg", "--tab", "timeline"), "--actor or --proposition"),
        (("--query", "summary", "--timeout", "nan"), "--timeout"),
    ],
)
def test_what_makes_no_sense_is_told(
    kg: Run, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    ended = kg("view", *options)
    assert ended.returncode == 2, ended.stderr
    assert told in ended.stderr
    assert ended.stdout == ""
    assert not list(tmp_path.glob("graph.*"))


def test_a_query_that_is_none_is_told_with_its_place(kg: Run) -> None:
    ended = kg("view", "--query", "-", stdin="SELECT ?s {\n ?s ? }")
    assert ended.returncode == 3
    assert re.search(r"-:2:\d+: error: not valid SPARQL", ended.stderr)


def test_a_query_may_not_take_for_ever(kg: Run) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert kg("view", "--query", "-", "--timeout", "0.3", stdin=text).returncode == 5


def test_a_picture_for_a_paper(kg: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ended = kg("view", "--static", "PNG", "--tab", "matrix", "--as-of", "2025-06")
    assert "graph.png: drawn from 19 stances" in ended.stderr
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    shown = kg("view", "--static", "svg", "--arrange", "for-against", "-o", "-")
    assert shown.stdout.startswith("<?xml")
    assert "most contested proposition, Military aid" in shown.stderr
    named = kg("view", "-o", "own.SVG", "--arrange", "for-against", "--proposition", DIALOGUE)
    assert (tmp_path / "own.SVG").read_bytes().startswith(b"<?xml")
    assert "contested" not in named.stderr
    again = kg("view", "--static", "svg", "--arrange", "for-against", "-o", "-", PYTHONHASHSEED="5")
    assert again.stdout == shown.stdout
