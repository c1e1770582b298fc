from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kg.stream.partition
from kg.errors import InputError
from kg.extract.engines import RULES
from kg.extract.extractor import Extraction, extract
from kg.extract.lexicon import english
from kg.ingest.articles import Article, Unreadable
from kg.model.documents import text_hash
from kg.model.stances import Run
from kg.project import Project
from kg.stream.articles import Archive
from kg.stream.partition import Crew, Pool
from kg.stream.stream import Known, Method, Outcome, Reading, find_stances
from tests.invented import HASH, MARCH, new_project, told

DAY = told("2025-03-04")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(new_project(tmp_path_factory.mktemp("stream")))


@pytest.fixture(scope="module")
def method() -> Method:
    return Method(RULES, english())


def article(number: int, origin: str | None = None) -> Article:
    text = f"On day {number} Anna Examplova said that Europe must talk to Russia directly.\n"
    return Article(origin or f"a{number}", text, DAY, None, "Imaginary Agency")


def same_address(count: int) -> list[Article]:
    """So many articles, and two with the first one's URL: of another day, and of nobody."""
    first, *others = (article(number) for number in range(count))
    first = replace(first, url="https://example.org/one")
    later = replace(article(count), url=first.url, published=told("2025-03-05"))
    nobody = replace(article(count + 1), url=first.url, outlet=None)
    return [first, *others, later, nobody]


def keep_all(
    project: Project, articles: list[Article], method: Method, crew: Crew
) -> list[Outcome]:
    """What became of the articles, those that were read kept in the seeds one by one."""
    archive = Archive(project)
    told = []
    for outcome in find_stances(articles, archive, method, keeping=True, crew=crew):
        told.append(outcome)
        if isinstance(outcome, Reading):
            archive.keep(outcome.article, outcome.document, outcome.extraction)
    return told


def where(outcome: Outcome) -> str:
    return outcome.article.origin if isinstance(outcome, Reading) else outcome.origin


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_the_order_of_the_articles(
    archive: Archive, method: Method, workers: int
) -> None:
    missed = Unreadable("bad", "broken")
    articles = [article(1), missed, article(2), article(1, "twin"), missed, article(3)]
    told = list(find_stances(articles, archive, method, crew=Pool(workers)))
    assert [where(outcome) for outcome in told] == ["a1", "bad", "a2", "twin", "bad", "a3"]
    assert told[3] == Known("twin", here=True)
    assert told[1] == missed


def test_what_a_worker_finds_is_what_the_extractor_finds(archive: Archive, method: Method) -> None:
    (reading,) = find_stances([article(1)], archive, method)
    assert isinstance(reading, Reading)
    assert reading.extraction == extract(
        article(1).text,
        document=reading.document.id,
        published=DAY,
        actors=archive.actors,
        tenures=archive.tenures,
    )
    assert "anna-examplova" in {each.holder for each in reading.extraction.candidates}
    assert set(reading.extraction.reasons) == {each.id for each in reading.extraction.candidates}


def test_the_same_text_is_read_once_whatever_it_is_called(archive: Archive, method: Method) -> None:
    moved = replace(article(1), published=told("2026-01"), url="https://example.org/other")
    first, second = find_stances([article(1), moved], archive, method)
    assert isinstance(first, Reading)
    assert second == Known("a1", here=True)


def test_what_is_done_is_not_read(archive: Archive, method: Method) -> None:
    done = {text_hash(article(2).text)}
    told = find_stances([article(1), article(2)], archive, method, is_done=done.__contains__)
    assert [type(outcome) for outcome in told] == [Reading, Known]


def test_a_known_document_has_its_own_date(archive: Archive, method: Method) -> None:
    known = replace(article(1), url=MARCH.url, published=told("2026"))
    (reading,) = find_stances([known], archive, method)
    assert isinstance(reading, Reading)
    assert reading.document == MARCH
    assert {str(each.said_on) for each in reading.extraction.candidates} == {"2021-03-04"}


def test_two_texts_cannot_be_one_document(archive: Archive, method: Method) -> None:
    one, two = (replace(article(number), url=MARCH.url) for number in (1, 2))
    _, second = find_stances([one, two], archive, method)
    assert isinstance(second, Unreadable)
    assert MARCH.id in second.why


@pytest.mark.parametrize("crew", [Pool(1), Pool(8)], ids=["one", "eight"])
def test_what_is_kept_is_the_same_however_far_the_readers_are_ahead(
    tmp_path: Path, method: Method, crew: Pool
) -> None:
    """A URL that comes again with another date names the document that it named first."""
    project = new_project(tmp_path)
    told = keep_all(project, same_address(20), method, crew)
    first = told[0]
    assert isinstance(first, Reading)
    assert [each.why for each in told[-2:] if isinstance(each, Unreadable)] == [
        f"it is {first.document.id} again, with another text"
    ] * 2
    files = [path.name for path in (project.seeds / "candidates").iterdir()]
    assert len(files) == 20


def test_what_was_done_keeps_others_away_in_the_next_call_too(
    archive: Archive, method: Method
) -> None:
    """Its text may stand at an address of an earlier document too, where it was not read."""
    one, two, three = (replace(article(n), url=f"https://example.org/{n}") for n in (1, 2, 3))
    articles = [one, replace(two, url=one.url), two, replace(three, url=two.url)]
    done: set[str] = set()
    for _ in range(2):
        told = list(find_stances(articles, archive, method, is_done=done.__contains__))
        assert isinstance(told[3], Unreadable), told
        done |= {text_hash(o.article.text) for o in told if isinstance(o, Reading)}
    assert told[2] == Known("a2", False, two, 2)


@pytest.mark.parametrize(
    ("known", "why"),
    [({"url": "http://x/a b"}, "URL"), ({"outlet": "..."}, "no letter"), ({"outlet": None}, "who")],
)
def test_what_cannot_be_kept_is_told(
    archive: Archive, method: Method, known: dict[str, str], why: str
) -> None:
    bad = replace(article(1), **known)  # type: ignore[arg-type]
    told = list(find_stances([bad, article(2)], archive, method, keeping=True))
    assert isinstance(told[0], Unreadable)
    assert why in told[0].why
    assert isinstance(told[1], Reading)


def test_without_keeping_nobody_need_have_published_it(archive: Archive, method: Method) -> None:
    (reading,) = find_stances([replace(article(1), outlet=None)], archive, method)
    assert isinstance(reading, Reading)


def test_an_undated_article(archive: Archive, method: Method) -> None:
    (reading,) = find_stances([replace(article(1), published=None)], archive, method)
    assert isinstance(reading, Reading)
    assert reading.document.id.startswith("undated-")
    assert {each.said_on for each in reading.extraction.candidates} == {None}


def misread(text: str, **known: object) -> Extraction:
    """An extractor that has its troubles with some texts."""
    if "day 1 " in text:
        time.sleep(60)
    if "day 2 " in text:
        os.abort()
    if "day 3 " in text:
        raise ZeroDivisionError
    return extract(text, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_text_that_cannot_be_read_costs_no_other(
    archive: Archive, method: Method, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(kg.stream.partition, "extract", misread)
    articles = [article(number) for number in range(5)]
    told = list(find_stances(articles, archive, method, crew=Pool(workers, 2)))
    whys = [outcome.why if isinstance(outcome, Unreadable) else "" for outcome in told]
    assert whys[0] == whys[4] == ""
    assert "not done within 2 s" in whys[1]
    assert "SIGABRT" in whys[2]
    assert "this is a bug: ZeroDivisionError" in whys[3]
    traces = [outcome.trace for outcome in told if isinstance(outcome, Unreadable)]
    assert traces[:2] == [None, None]
    assert "in misread" in str(traces[2])


def test_errors_of_the_method_end_the_stream(
    archive: Archive, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable(text: str, **known: object) -> Extraction:
        raise InputError("the tables cannot be used")

    monkeypatch.setattr(kg.stream.partition, "extract", unusable)
    with pytest.raises(InputError, match="tables"):
        list(find_stances([article(1)], archive, method))


def test_articles_are_taken_as_they_are_needed(archive: Archive, method: Method) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield article(taken)

    stream = find_stances(endless(), archive, method, crew=Pool(2))
    for _ in range(5):
        next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert taken < 20


def test_equal_methods(method: Method) -> None:
    run = Run("r", MARCH.id, RULES.name, RULES.version, HASH, method.lexicon.hash, RULES.model)
    assert method.made(run)
    assert not method.made(replace(run, version="0"))
    assert not method.made(replace(run, lexicon_hash=HASH))
    assert not method.made(replace(run, model="m 1"))
    assert not method.made(replace(run, extractor="other"))
    assert str(method).startswith(f"{RULES.name} {RULES.version}, lexicon ")


def test_a_run_says_by_what_it_was_made(archive: Archive, method: Method) -> None:
    (reading,) = find_stances([article(1)], archive, method)
    assert isinstance(reading, Reading)
    assert method.made(reading.extraction.run)
