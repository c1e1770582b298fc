from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from starlette.routing import Route

from kg.build.build import build
from kg.model.documents import Text
from kg.model.stances import Verdict
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.queue import queue
from kg.review.session import KEYS
from kg.serve.review import ROUTES
from tests.invented import MARCH, REGISTRY, RUN, new_project
from tests.invented import review as decided
from tests.review.conftest import HASH, POOL, SAID, TEXT, waiting
from tests.serve.reviewing import ADA, RITA, Reviewed, decide, reviewed

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }} &lt;"


def texts_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_queue_is_that_of_the_terminal(review: Reviewed) -> None:
    page = review.browser().get("review/queue").text
    shown = re.findall(r'<th scope="row"><a href="candidate/([^"]*)"', page)
    desk = Desk(review.project, RITA, date.today())
    assert shown == [entry.candidate.id for entry in queue(desk)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("band=accept", {"sure"}),
        ("novelty=another polarity", {"turned"}),
        ("holder=boris-fictionov", {"borises"}),
        ("holder=Ivo Muster", {"stranger"}),
        ("proposition=sanctions-on-russia", {"first"}),
        ("band=review&holder=anna-examplova&novelty=as before", {"annas"}),
        ("document=" + MARCH.id, {candidate.id for candidate in POOL}),
        ("second=1", set()),
    ],
)
def test_the_queue_can_be_narrowed(review: Reviewed, query: str, wanted: set[str]) -> None:
    rows = review.program().get(f"review/queue.json?{query}").json()["candidates"]
    assert {row["candidate"] for row in rows} == wanted
    page = review.browser().get(f"review/queue?{query}").text
    assert set(re.findall(r'<th scope="row"><a href="candidate/([^"?]*)', page)) == wanted


@pytest.mark.parametrize(
    "query", ["band=x", "novelty=x", "holder=nobody at all", "document=x", "proposition=zzz"]
)
def test_a_choice_that_cannot_be_is_told(review: Reviewed, query: str) -> None:
    answer = review.browser().get(f"review/queue?{query}")
    assert answer.status_code == 404
    assert 'id="problem"' in answer.text
    assert review.program().get(f"review/queue.json?{query}").status_code in (404, 422)


def test_a_candidate_shows_what_the_terminal_shows(review: Reviewed) -> None:
    page = texts_of(review.browser().get("review/candidate/annas").text)
    for part in (
        "Anna Examplova wants dialogue: Direct dialogue with Russia (2021-03-03)",
        "We have to talk",
        "Mayor of Sampleton",
        "On this so far: 1",
        "2021-03-01",
        "direct-quote, modal",
        "Examplova would talk",
        "The article’s text is not at hand",
    ):
        assert part in page, part


def test_the_quote_is_marked_in_its_context(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, *SAID, replace(RUN, text_hash=HASH), *POOL))
    build(project)
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "march.txt").write_bytes(TEXT.encode())
    with reviewed(project, tmp_path, texts=(folder,)) as found:
        page = found.browser().get("review/candidate/annas").text
        marked = "The mayor met reporters in Sampleton. <mark>We have to talk</mark>, Examplova"
        assert marked in page
        assert "Ivo Muster stayed away" not in page


def test_every_page_is_html_that_works_without_a_script(review: Reviewed) -> None:
    browser = review.browser()
    decide(browser, "first", "accept")
    decide(review.browser(ADA), "first", "refuse", note="no")
    paths = ("queue", "agreement", "candidate/annas", "candidate/stranger", "candidate/first")
    for path in paths:
        page = browser.get(f"review/{path}").text
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        parser.parse(page)
        assert " style=" not in page
        assert not re.search(r" on\w+=", page)
        assert re.findall(r"<script[^>]*>", page) == [
            f'<script defer src="{"../" if "/" in path else ""}assets/review.js">'
        ]


class _Labels(HTMLParser):
    """The fields of a page, and what labels them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: set[str] = set()
        self.labelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "select") and told.get("type") not in ("hidden", "checkbox"):
            self.fields.add(str(told.get("id")))
        if tag == "label":
            self.labelled.add(str(told.get("for")))


def test_every_field_has_a_label_and_every_key_its_place(review: Reviewed) -> None:
    browser = review.browser()
    decide(browser, "first", "accept")
    page = browser.get("review/candidate/stranger").text
    labels = _Labels()
    labels.feed(page)
    assert labels.fields <= labels.labelled
    assert set(re.findall(r'aria-keyshortcuts="(.)"', page)) == set(KEYS)


def test_what_is_hostile_is_shown_and_never_run(tmp_path: Path) -> None:
    outlet = next(record for record in REGISTRY if record == MARCH)
    document = replace(outlet, headline=Text(HOSTILE, "en"), url="javascript:alert(1)")
    hostile = (
        replace(waiting("bad", holder="strange", holder_name=HOSTILE), quote=Text(HOSTILE, "en")),
        replace(waiting("worse"), rules=(HOSTILE,)),
        decided("candidate/worse", "refuse", reviewer=HOSTILE, note=Text(HOSTILE, "en")),
    )
    records = [document if record == MARCH else record for record in REGISTRY]
    project = new_project(tmp_path, (*records, replace(RUN, text_hash=HASH), *hostile))
    build(project)
    with reviewed(project, tmp_path) as found:
        browser = found.browser()
        decide(browser, "worse", "refuse", note=HOSTILE)
        pages = [
            browser.get(f"review/{path}").text
            for path in (
                "queue",
                "candidate/bad",
                "candidate/worse",
                "agreement",
                f"candidate/bad?as={HOSTILE}",
                f"candidate/{HOSTILE.replace('/', '')}",
                f"queue?holder={HOSTILE}",
            )
        ]
        pages.append(decide(browser, "bad", "accept", holder=HOSTILE, date=HOSTILE).text)
    for page in pages:
        assert "alert(1)" in page
        assert "<script>" not in page
        assert "<img" not in page
        assert "&gt;49" not in page
        assert 'href="javascript' not in page


def test_what_others_decided_is_told_after_ones_own_decision(review: Reviewed) -> None:
    rita, ada = review.browser(), review.browser(ADA)
    decide(rita, "first", "refuse", note="another Anna")
    decide(review.browser(ADA), "annas", "accept")
    for page in (
        ada.get("review/candidate/first").text,
        ada.get("review/queue?second=1").text,
        ada.get("review/agreement").text,
        review.program(ADA).get("review/candidate/first.json").text,
        review.program(ADA).get("review/queue.json?second=1").text,
    ):
        assert "another Anna" not in page
        assert "<b>refuse" not in page
    assert "A second reading" in ada.get("review/candidate/first").text
    answer = decide(ada, "first", "accept")
    assert answer.status_code == 303
    told = texts_of(ada.get("review/queue").text)
    assert "Of 1 other reviewer, 0 decided the same." in told
    shown = texts_of(ada.get("review/candidate/first").text)
    assert "another Anna" in shown
    assert "differs from you" in shown


def test_a_third_reads_a_conflict_blind(review: Reviewed) -> None:
    for name, verdict in ((RITA, "refuse"), ("Tom Terminal", "accept")):
        desk = Desk(review.project, name, date.today())
        desk.decide([Decision("first", Verdict(verdict), f"the word of {name}")])
    page = texts_of(review.browser(ADA).get("review/agreement").text)
    assert "Where reviewers differ: 1" in page
    assert "2 reviewers differ. You have not decided" in page
    assert "the word of" not in page
    own = texts_of(review.browser(RITA).get("review/agreement").text)
    assert "the word of Tom Terminal" in own
    assert "this one counts" in own


def test_the_agreement_is_measured_and_decisions_counted(review: Reviewed) -> None:
    for name, verdicts in (
        (RITA, {"first": "accept", "annas": "refuse", "turned": "accept"}),
        (ADA, {"first": "accept", "annas": "refuse"}),
    ):
        for candidate, verdict in verdicts.items():
            decide(review.browser(name), candidate, verdict, note="so")
    found = review.program().get("review/agreement.json").json()
    assert found["measured"][0] == {
        "question": "verdict",
        "alpha": 1.0,
        "candidates": 2,
        "answers": 4,
        "reviewers": 2,
    }
    assert found["reviewers"][1] == {
        "reviewer": RITA,
        "decisions": 3,
        "accepted": 2,
        "corrected": 0,
        "refused": 1,
    }
    assert found["conflicts"] == []


def test_it_is_told_what_the_graph_does_not_know_yet(review: Reviewed) -> None:
    browser = review.browser()
    assert "since the graph was built" not in browser.get("review/queue").text
    decide(browser, "first", "accept")
    page = texts_of(browser.get("review/queue").text)
    assert "1 decision has been taken since the graph was built" in page
    assert "kg build" in page


def test_an_unknown_candidate_is_told(review: Reviewed) -> None:
    assert review.browser().get("review/candidate/nothing").status_code == 404
    assert review.program().get("review/candidate/nothing.json").status_code == 404


def test_scripts_and_styles_are_its_own(review: Reviewed) -> None:
    client = review.stranger()
    for name, kind in (("review.js", "text/javascript"), ("review.css", "text/css")):
        answer = client.get(f"review/assets/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    for name in ("x", "..%2freview.py", "__init__.py"):
        assert client.get(f"review/assets/{name}").status_code == 404


def test_all_routes_lie_below_the_review() -> None:
    paths = [route.path for route in ROUTES if isinstance(route, Route)]
    assert len(paths) == len(ROUTES)
    assert all(path == "/review" or path.startswith("/review/") for path in paths)
