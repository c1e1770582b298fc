from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad, Triple

from kg.errors import InputError, Severity, StoreLocked, UsageError
from kg.extract.engines import RULES
from kg.extract.extractor import Extraction, extract
from kg.extract.reasons import Decision, Reasons
from kg.ingest.articles import Article
from kg.ingest.sources import Manner
from kg.model.documents import Document, Outlet, text_hash
from kg.model.stances import WORKING, Candidate, Run
from kg.project import Project
from kg.rdf.codec import Gathered, decode, encode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from kg.seeds.lock import alone
from kg.seeds.read import Seeds, read_seeds, seed_paths
from kg.seeds.write import add_triples, place
from kg.stream.articles import Archive, overruled, require_outlet
from kg.stream.rows import jsonl, turtle
from tests.invented import ANNA, MARCH, RUN, SAMPLE, candidate, new_project, review, told

TEXT = "Anna Examplova said that Europe must talk to Russia directly.\n"
DAY = told("2025-03-04")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


def read(archive: Archive, article: Article) -> tuple[Document, Extraction]:
    document = archive.document_of(article)
    found = extract(
        article.text,
        document=document.id,
        published=article.published,
        actors=archive.actors,
        tenures=archive.tenures,
    )
    return document, found


def keep(project: Project, article: Article) -> Path:
    archive = Archive(project)
    path, *_ = archive.keep(article, *read(archive, article))
    return path


def test_a_new_document_and_its_id(project: Project) -> None:
    archive = Archive(project)
    dated = archive.document_of(Article("x", TEXT, DAY, None, "Imaginary Agency"))
    assert dated.id == f"2025-03-04-imaginary-agency-{dated.id[-8:]}"
    undated = archive.document_of(Article("x", TEXT, None, "https://example.org/n", "A"))
    assert undated.id.startswith("undated-a-")
    assert undated.published is None


def test_a_url_or_a_text_that_is_known_is_the_same_document(project: Project) -> None:
    assert Archive(project).document_of(Article("x", TEXT, DAY, MARCH.url)) == MARCH
    path = keep(project, Article("x", TEXT, DAY, None, "Imaginary Agency"))
    archive = Archive(project)
    moved = archive.document_of(Article("y", TEXT, told("2026"), "https://example.org/y", "B"))
    assert moved.id == path.stem
    run = archive.kept_run(text_hash(TEXT))
    assert run is not None
    assert (run.document, run.extractor, run.version) == (path.stem, RULES.name, RULES.version)
    assert archive.kept_run(text_hash("other")) is None


@pytest.mark.parametrize(
    "known",
    [
        {"url": "http://x/a b"},
        {"outlet": "..."},
        {"outlet": "x" * 500},
        {"outlet": "The\x1b[31m Paper"},
        {"outlet": "The P\u0430per"},
        {"outlet": "The\u200bPaper"},
    ],
)
def test_what_cannot_be_kept(project: Project, known: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"URL|letter|name"):
        Archive(project).document_of(Article("x", TEXT, DAY, **known))  # type: ignore[arg-type]


def test_outlets_must_have_a_name() -> None:
    assert require_outlet("The Sample Times") == "the-sample-times"
    with pytest.raises(UsageError, match="--outlet"):
        require_outlet("...")


def test_what_is_kept(project: Project) -> None:
    path = keep(project, Article("x", TEXT, DAY, None, "Imaginary Agency"))
    triples = read_turtle(path)
    (run,) = decode(Run, triples)
    assert run.text_hash == text_hash(TEXT)
    kept = decode(Candidate, triples)
    assert ("anna-examplova", "favours") in {(each.holder, each.polarity) for each in kept}
    assert all(each.confidence >= WORKING for each in kept)
    seeds = list(read_seeds(project).triples())
    assert path.stem in {document.id for document in decode(Document, seeds)}
    assert "imaginary-agency" in {outlet.id for outlet in decode(Outlet, seeds)}


def test_on_what_the_codebook_has_not_nothing_is_kept(project: Project) -> None:
    article = Article("x", TEXT, DAY, None, "Imaginary Agency")
    codebook = project.ontology / "codebook.ttl"
    triples = read_turtle(codebook)
    codebook.write_bytes(
        write_turtle(t for t in triples if "direct-dialogue-with-russia" not in str(t.subject))
    )
    found = read(Archive(project), article)[1].candidates
    assert {one.proposition for one in found} == {"direct-dialogue-with-russia"}
    kept = decode(Candidate, read_turtle(keep(project, article)))
    assert kept == []
    assert [one for one in check(project) if one.severity is Severity.ERROR] == []


def test_every_file_that_is_written_is_told(project: Project) -> None:
    before = {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")}
    archive = Archive(project)
    for number in range(2):
        article = Article("x", f"{TEXT}It was day {number}.\n", DAY, None, "Imaginary Agency")
        told = archive.keep(article, *read(archive, article))
        after = {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")}
        assert set(told) == {path for path in after if after[path] != before.get(path)}
        assert told[0].parent.name == "candidates"
        before = after


def test_a_candidate_that_was_accepted_meanwhile_stays(project: Project) -> None:
    article = Article("x", TEXT, DAY, None, "Imaginary Agency")
    path = keep(project, article)
    archive = Archive(project)
    document, found = read(archive, article)
    accepted = decode(Candidate, read_turtle(path))[0]
    decision = review(f"candidate/{accepted.id}", "accept")
    (project.seeds / "reviews.ttl").write_bytes(write_turtle(encode(decision)))
    later = replace(found.run, id=f"{found.run.id}-again")
    archive.keep(article, document, replace(found, run=later, candidates=()))
    assert decode(Candidate, read_turtle(path)) == [accepted]
    assert {run.id for run in decode(Run, read_turtle(path))} == {found.run.id, later.id}


def test_two_who_keep_at_once_enter_an_outlet_and_a_document_once(project: Project) -> None:
    first, second = Archive(project), Archive(project)
    one = Article("x", TEXT, DAY, "https://example.org/x", "Imaginary Agency")
    other = Article("y", f"{TEXT}More.\n", DAY, "https://example.org/y", "IMAGINARY agency")
    for archive, article in ((first, one), (second, other), (second, replace(one, published=DAY))):
        archive.keep(article, *read(archive, article))
    seeds = list(read_seeds(project).triples())
    names = [outlet.name for outlet in decode(Outlet, seeds)]
    assert names == ["Imaginary Agency", SAMPLE.name]
    assert [p for p in check(project) if p.severity is Severity.ERROR] == []


def test_who_keeps_waits_for_who_writes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stream.articles._PATIENCE", 0.0)
    before = {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")}
    with alone(project.seeds), pytest.raises(StoreLocked):
        keep(project, Article("x", TEXT, DAY, None, "Imaginary Agency"))
    assert {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")} == before


def test_of_an_article_all_is_kept_or_nothing(project: Project) -> None:
    archive = Archive(project)
    article = Article("x", TEXT, DAY, None, "Imaginary Agency")
    document, found = read(archive, article)
    before = {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")}
    odd = replace(found.candidates[0], confidence=WORKING, holder="Stra\u00dfe", holder_name="S")
    with pytest.raises(ValueError, match="cannot be an id"):
        archive.keep(article, document, replace(found, candidates=(odd,)))
    assert {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")} == before


def test_options_that_a_kept_document_overrules(project: Project) -> None:
    given = Manner(told("2026-02"), "https://example.org/new", "Other Agency")
    article = Article("x", TEXT, given.published, given.url, given.outlet)
    new = Archive(project).document_of(article)
    assert list(overruled(article, new, given)) == []
    keep(project, Article("x", TEXT, DAY, None, "Imaginary Agency"))
    kept = Archive(project).document_of(article)
    assert list(overruled(article, kept, given)) == [
        "--published 2026-02 (there: 2025-03-04)",
        "--outlet 'Other Agency' (there: imaginary-agency)",
        "--url https://example.org/new (there: none)",
    ]
    assert list(overruled(article, kept, Manner())) == []
    assert list(overruled(article, kept, Manner(DAY, None, "imaginary  agency"))) == []


def test_a_text_with_nothing_in_it_is_remembered(project: Project) -> None:
    article = Article("x", "It rained all day.\n", DAY, None, SAMPLE.id)
    path = keep(project, article)
    assert decode(Candidate, read_turtle(path)) == []
    assert Archive(project).kept_run(text_hash(article.text)) is not None


def test_an_outlet_that_is_known_keeps_its_name(project: Project) -> None:
    keep(project, Article("x", TEXT, DAY, None, "SAMPLE times"))
    outlets = decode(Outlet, read_seeds(project).triples())
    assert [outlet.name for outlet in outlets if outlet.id == SAMPLE.id] == [SAMPLE.name]


def test_one_archive_keeps_many_articles(project: Project) -> None:
    archive = Archive(project)
    for number in range(3):
        article = Article("x", f"{TEXT}It was day {number}.\n", DAY, None, "Imaginary Agency")
        archive.keep(article, *read(archive, article))
    assert len(list((project.seeds / "candidates").iterdir())) == 3
    assert len(Archive(project).actors) == len(archive.actors)


def test_what_is_kept_changes_no_answer(project: Project) -> None:
    archive = Archive(project)
    article = Article("x", TEXT, DAY, "https://example.org/x", "Imaginary Agency")
    archive.keep(article, *read(archive, article))
    later = replace(article, published=told("2025-03-05"))
    assert archive.document_of(later).published == later.published
    assert archive.kept_run(text_hash(TEXT)) is None
    assert Archive(project).document_of(later).published == DAY


def test_what_decides_of_the_seeds_changes_its_hash(project: Project) -> None:
    before = Archive(project)
    keep(project, Article("x", TEXT, DAY, None, "Imaginary Agency"))
    after = Archive(project)
    assert after.registry == before.registry
    assert after.documents != before.documents
    add_triples(place(project, [replace(ANNA, id="anna-other", name="Anna Other")], Seeds())[0])
    again = Archive(project)
    assert again.registry != before.registry
    assert again.documents == after.documents


def test_the_seeds_are_held_a_file_at_a_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [path for path in seed_paths(project) if path.is_file()]
    sizes = []

    class Counted(Gathered):
        def __init__(self, triples: Iterable[Triple | Quad]) -> None:
            told = list(triples)
            sizes.append(len(told))
            super().__init__(told)

    monkeypatch.setattr("kg.stream.articles.Gathered", Counted)
    Archive(project)
    assert sizes == [len(read_turtle(path)) for path in paths]


def test_every_file_of_the_seeds_that_is_broken_is_told(project: Project) -> None:
    for name in ("a.ttl", "b.ttl"):
        (project.seeds / name).write_text("oops")
    with pytest.raises(InputError, match="2 file") as caught:
        Archive(project)
    assert [problem.path.name for problem in caught.value.problems] == ["a.ttl", "b.ttl"]


def test_nothing_is_kept_without_a_source(project: Project) -> None:
    archive = Archive(project)
    article = Article("x", TEXT, DAY)
    document, found = read(archive, article)
    assert not archive.has_source(article, document)
    with pytest.raises(UsageError, match="source"):
        archive.keep(article, document, found)
    assert not (project.seeds / "candidates").exists()
    assert archive.has_source(replace(article, url=MARCH.url), MARCH)


def test_a_holder_whom_nobody_knows_is_kept_with_the_name(project: Project) -> None:
    archive = Archive(project)
    article = Article("x", TEXT, DAY, None, "Imaginary Agency")
    document, found = read(archive, article)
    stranger = replace(found.candidates[0], holder="carl-nemo", holder_name="Carl Nemo")
    path, *_ = archive.keep(article, document, replace(found, candidates=(stranger,)))
    (kept,) = decode(Candidate, read_turtle(path))
    assert (kept.holder, kept.holder_name) == ("carl-nemo", "Carl Nemo")


def test_rows() -> None:
    import json

    reasons = Reasons((Decision("topic", "t-1", 3, 7, "dialogue, for"),), ("kind-S",))
    known = candidate("a")
    stranger = replace(known, holder_name="Carl Nemo", said_on=None)
    plain, explained = map(json.loads, jsonl([(known, None), (stranger, reasons)]).splitlines())
    assert list(plain) == [
        "holder",
        "proposition",
        "polarity",
        "said_on",
        "quote",
        "start",
        "end",
        "attribution",
        "confidence",
        "band",
        "rules",
        "document",
    ]
    assert plain["said_on"] == "2021-03-04"
    assert (explained["holder_name"], explained["said_on"]) == ("Carl Nemo", None)
    assert explained["evidence"] == ["kind-S"]
    assert explained["decisions"] == [
        {"stage": "topic", "rule": "t-1", "start": 3, "end": 7, "effect": "dialogue, for"}
    ]


def test_turtle(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(turtle([RUN], [candidate("a")]))
    triples = read_turtle(path)
    assert decode(Run, triples) == [RUN]
    assert [each.id for each in decode(Candidate, triples)] == ["a"]


def test_an_outlet_keeps_its_id_under_the_name_that_it_has_now(project: Project) -> None:
    article = Article("one.txt", TEXT, outlet="The Sample Times", published=DAY)
    assert Archive(project).document_of(article).outlet == "sample-times"
