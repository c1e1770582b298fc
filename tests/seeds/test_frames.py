from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import (
    AmbiguousName,
    InputError,
    Severity,
    StoreLocked,
    UnknownName,
    UsageError,
)
from kg.model.documents import Document, Evidence, Outlet
from kg.model.stances import Stance
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from kg.seeds.frames import DocumentFrame, StanceFrame, enter
from kg.seeds.lock import alone
from kg.seeds.read import read_seeds
from tests.invented import BORIS, MARCH, REGISTRY, new_project

URL = "https://herald.example/news/1"
PAGE = DocumentFrame(URL, "Herald", "2021-03-05", "Examplova on sanctions", "en")
SAYS = StanceFrame(
    holder="Examplova",
    proposition="sanctions-on-russia",
    polarity="favours",
    said_on="2021-03-04",
    quote="The sanctions stay",
    quote_language=None,
    translation=None,
    paraphrase=None,
    attribution="direct",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


def content(project: Project) -> dict[str, bytes]:
    root = project.seeds
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*.ttl"))}


def test_a_document_is_entered_with_its_outlet(project: Project) -> None:
    path, *_ = enter(project, PAGE, None)
    assert path.parent == project.seeds / "documents" / "2021"
    (document,) = decode(Document, read_turtle(path))
    assert path.stem == document.id
    assert document.id.startswith("2021-03-05-herald-")
    assert document.headline is not None
    assert (document.headline.value, document.language) == ("Examplova on sanctions", "en")
    outlets = decode(Outlet, read_turtle(project.seeds / "outlets.ttl"))
    assert [outlet.id for outlet in outlets] == ["herald", "sample-times"]
    assert check(project) == []


def test_a_stance_gets_its_ids(project: Project) -> None:
    path, *_ = enter(project, PAGE, SAYS)
    triples = read_turtle(path)
    (stance,), (evidence,) = decode(Stance, triples), decode(Evidence, triples)
    assert stance.id == "anna-examplova-2021-03-04-sanctions-on-russia"
    assert evidence.id == f"{stance.id}-1"
    assert (evidence.stance, evidence.document) == (stance.id, path.stem)
    assert evidence.quote is not None
    assert (evidence.quote.value, evidence.quote.language) == ("The sanctions stay", "en")
    assert path.read_bytes() == write_turtle(triples)
    assert [p for p in check(project) if p.severity is Severity.ERROR] == []


def test_a_clash_of_ids_is_numbered(project: Project) -> None:
    for number in range(3):
        enter(project, replace(PAGE, url=f"{URL}-{number}"), SAYS)
    names = [s.id for s in decode(Stance, read_seeds(project).triples())]
    base = "anna-examplova-2021-03-04-sanctions-on-russia"
    assert names == [base, f"{base}-2", f"{base}-3"]
    evidence = [e.id for e in decode(Evidence, read_seeds(project).triples())]
    assert evidence == [f"{base}-1", f"{base}-2-1", f"{base}-3-1"]


def test_a_stance_is_entered_once_a_document(project: Project) -> None:
    enter(project, PAGE, SAYS)
    before = content(project)
    with pytest.raises(UsageError, match="shows that already: stance:anna-examplova-2021-03-04"):
        enter(project, PAGE, replace(SAYS, quote="Other words"))
    assert content(project) == before


@pytest.mark.parametrize(
    ("stance", "message"),
    [
        (replace(SAYS, quote="word " * 31), "a quote of more than 30 words"),
        (replace(SAYS, quote="word " * 13, attribution="reported"), "more than 12 words"),
        (replace(SAYS, said_on="2021-03-06"), "after its source was published"),
    ],
)
def test_what_breaks_a_promise_is_not_written(
    project: Project, stance: StanceFrame, message: str
) -> None:
    before = content(project)
    with pytest.raises(UsageError, match=message):
        enter(project, PAGE, stance)
    assert content(project) == before


def test_a_stance_without_date_says_so_in_its_id(project: Project) -> None:
    path, *_ = enter(project, PAGE, replace(SAYS, said_on=None))
    (stance,) = decode(Stance, read_turtle(path))
    assert stance.id == "anna-examplova-undated-sanctions-on-russia"
    assert stance.said_on is None


def test_a_page_that_is_known_is_kept_as_it_is(project: Project) -> None:
    assert MARCH.url is not None
    before = decode(Document, read_seeds(project).triples())
    path, *_ = enter(project, replace(PAGE, url=MARCH.url, published="1999"), SAYS)
    assert path.stem == MARCH.id
    assert decode(Document, read_seeds(project).triples()) == before


def test_words_are_in_the_language_of_the_page(project: Project) -> None:
    said = replace(SAYS, quote="Die Sanktionen bleiben", translation="The sanctions stay")
    path, *_ = enter(project, replace(PAGE, language="de"), said)
    (evidence,) = decode(Evidence, read_turtle(path))
    assert evidence.quote is not None
    assert evidence.translation is not None
    assert (evidence.quote.language, evidence.translation.language) == ("de", "en")


def test_a_quote_may_be_of_another_language_than_its_page(project: Project) -> None:
    said = replace(SAYS, quote="Мы за диалог", quote_language="RU", translation="We want dialogue")
    path, *_ = enter(project, PAGE, said)
    (evidence,) = decode(Evidence, read_turtle(path))
    assert evidence.quote is not None
    assert (evidence.quote.value, evidence.quote.language) == ("Мы за диалог", "ru")


def test_a_quote_is_not_told_to_be_of_a_language_without_its_letters(project: Project) -> None:
    before = content(project)
    with pytest.raises(UsageError, match="Cyrillic letters, in which 'en'") as raised:
        enter(project, PAGE, replace(SAYS, quote="Мы за диалог"))
    assert raised.value.hint is not None
    assert "--quote-language" in raised.value.hint
    assert content(project) == before


def test_a_quote_in_a_page_of_unknown_language_is_in_the_one_told(project: Project) -> None:
    known = replace(MARCH, id=f"{MARCH.id}0", url="https://herald.example/bare", language=None)
    place_file = project.seeds / "documents" / "2021" / f"{known.id}.ttl"
    place_file.parent.mkdir(parents=True, exist_ok=True)
    place_file.write_bytes(write_turtle(encode(known)))
    assert known.url is not None
    page = replace(PAGE, url=known.url, language="de")
    path, *_ = enter(project, page, replace(SAYS, quote="Die Sanktionen bleiben"))
    (evidence,) = decode(Evidence, read_turtle(path))
    assert evidence.quote is not None
    assert evidence.quote.language == "de"


def test_an_agency_is_told_apart_from_the_page(project: Project) -> None:
    path, *_ = enter(project, replace(PAGE, outlet="Imaginary Agency (Herald)"), None)
    (document,) = decode(Document, read_turtle(path))
    assert (document.outlet, document.agency) == ("herald", "imaginary-agency")


@pytest.mark.parametrize(
    ("page", "says", "error", "message"),
    [
        ({"url": "ftp://x.example"}, {}, UsageError, "no http or https URL"),
        ({"url": "https://x.example/a b"}, {}, UsageError, "Invalid IRI"),
        ({"published": "2021-02-30"}, {}, UsageError, "is not a date"),
        ({"outlet": "—"}, {}, UsageError, "no letter or digit"),
        ({"language": "en glish"}, {}, UsageError, "language"),
        ({}, {"polarity": "likes"}, UsageError, "'likes' is none of: favours, opposes, mixed"),
        ({}, {"attribution": "told"}, UsageError, "'told' is none of: direct"),
        ({}, {"said_on": "yesterday"}, UsageError, "is not a date"),
        ({}, {"holder": None}, UsageError, "needs --holder"),
        ({}, {"proposition": None}, UsageError, "needs --holder"),
        ({}, {"quote": None}, UsageError, "needs evidence"),
        ({}, {"holder": "Nobody Known"}, UnknownName, "Nobody Known"),
        ({}, {"proposition": "nonsense"}, UnknownName, "nonsense"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(
    project: Project,
    page: dict[str, str],
    says: dict[str, str | None],
    error: type[Exception],
    message: str,
) -> None:
    before = content(project)
    with pytest.raises(error, match=message):
        enter(project, replace(PAGE, **page), replace(SAYS, **says))  # type: ignore[arg-type]
    assert content(project) == before


def test_a_name_of_two_actors_is_refused(tmp_path: Path) -> None:
    namesake = replace(BORIS, id="boris-samplov", name="Boris Samplov")
    project = new_project(tmp_path, (*REGISTRY, namesake))
    with pytest.raises(AmbiguousName, match="Boris"):
        enter(project, PAGE, replace(SAYS, holder="Boris"))


def test_an_outlet_of_another_name_but_the_same_id_is_refused(project: Project) -> None:
    before = content(project)
    with pytest.raises(InputError, match="nothing was written") as caught:
        enter(project, replace(PAGE, outlet="Sample: Times"), None)
    assert "sample-times is described otherwise already" in str(caught.value.problems[0])
    assert content(project) == before


def test_an_outlet_of_nearly_a_known_name_is_entered_and_told(project: Project) -> None:
    entered = enter(project, replace(PAGE, outlet="The Sample-Times"), None)
    ((new, known),) = entered.alike
    assert (new.id, known.id) == ("the-sample-times", "sample-times")
    assert enter(project, replace(PAGE, outlet="Herald", url=f"{URL}2"), None).alike == ()


def test_what_is_told_of_a_known_document_otherwise_is_not_written_but_told(
    project: Project,
) -> None:
    enter(project, PAGE, None)
    before = content(project)
    assert enter(project, PAGE, None).ignored == ()
    page = replace(PAGE, published="2021-04", headline="Another", outlet="Weekly")
    assert enter(project, page, None).ignored == (
        "--outlet Weekly (there: Herald)",
        "--published 2021-04 (there: 2021-03-05)",
        "--headline Another (there: Examplova on sanctions)",
    )
    assert enter(project, replace(PAGE, published=None, headline=None), None).ignored == ()
    assert content(project) == before
    with pytest.raises(UsageError, match="is not a date"):
        enter(project, replace(PAGE, published="05.03.2021"), None)


def test_an_outlet_keeps_its_id_under_the_name_that_it_has_now(project: Project) -> None:
    entered = enter(project, replace(PAGE, outlet="The Sample Times"), None)
    assert (entered.others, entered.alike) == ((), ())
    documents = {one.url: one for one in read_seeds(project).records(Document)}
    assert documents[PAGE.url].outlet == "sample-times"


def test_words_are_kept_composed_and_with_one_kind_of_line_end(project: Project) -> None:
    page = replace(PAGE, outlet="El  Pai\u0301s", headline="Cafe\u0301", language="DE")
    path, *_ = enter(project, page, replace(SAYS, quote="Sie\r\nbleiben\rhier"))
    triples = read_turtle(path)
    (document,), (evidence,) = decode(Document, triples), decode(Evidence, triples)
    assert document.headline is not None
    assert (document.headline.value, document.headline.language) == ("Caf\u00e9", "de")
    assert document.language == "de"
    assert evidence.quote is not None
    assert (evidence.quote.value, evidence.quote.language) == ("Sie\nbleiben\nhier", "de")
    outlets = decode(Outlet, read_turtle(project.seeds / "outlets.ttl"))
    assert "El Pa\u00eds" in [outlet.name for outlet in outlets]
    assert [p for p in check(project) if p.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("page", "says", "message"),
    [
        ({}, {"quote": "a\x1b[31mb"}, "control characters"),
        ({}, {"paraphrase": "a\u202eb"}, "control characters"),
        ({"headline": "a\x00b"}, {}, "control characters"),
        ({"headline": None, "language": "en_US"}, {"quote": None, "paraphrase": "so"}, "BCP 47"),
        ({"outlet": "Hera\u200bld"}, {}, "invisible characters"),
        ({"outlet": "Hera\u04cfd"}, {}, "mixes"),
        ({"headline": "Мы за диалог"}, {}, "'en' is not written in Cyrillic letters"),
        ({}, {"paraphrase": "Они за диалог"}, "'en' is not written in Cyrillic letters"),
    ],
)
def test_what_a_check_would_refuse_is_not_written(
    project: Project, page: dict[str, str | None], says: dict[str, str | None], message: str
) -> None:
    before = content(project)
    with pytest.raises(UsageError, match=message):
        enter(project, replace(PAGE, **page), replace(SAYS, **says))  # type: ignore[arg-type]
    assert content(project) == before


def test_the_same_again_finishes_what_was_cut_off(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = []

    def cut_off(self: Path, target: Path) -> Path:
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        return self.rename(target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            enter(project, PAGE, SAYS)
    assert [path.name for path in moved] == ["outlets.ttl"]
    enter(project, PAGE, SAYS)
    assert [p for p in check(project) if p.severity is Severity.ERROR] == []


def test_who_enters_waits_for_who_writes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0.0)
    before = content(project)
    with alone(project.seeds), pytest.raises(StoreLocked):
        enter(project, PAGE, SAYS)
    assert content(project) == before


def test_seeds_that_are_not_whole_are_told_with_their_line(project: Project) -> None:
    path = project.seeds / "documents" / "x.ttl"
    path.write_text(
        "<https://w3id.org/eurostance/document/x> a <https://w3id.org/eurostance/ns#Document> .\n"
    )
    with pytest.raises(InputError) as caught:
        enter(project, PAGE, SAYS)
    assert (caught.value.problems[0].path, caught.value.problems[0].line) == (path, 1)
