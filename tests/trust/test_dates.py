"""A date means the same day wherever and whenever the computer stands."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.build.build import build
from kg.errors import InputError
from kg.exports.dna import code_debate
from kg.exports.formats import FORMATS, export_blocks, export_debate, export_tables
from kg.exports.select import Selection, published
from kg.extract.dates import find_dates
from kg.extract.lexicon import english
from kg.extract.segment import segment
from kg.ingest.dates import read_date
from kg.ingest.dna import read_debate
from kg.model.dates import PartialDate
from kg.model.documents import Document
from kg.model.stances import Stance
from kg.pages.library import Library
from kg.project import Project
from kg.queries.narrowed import parse_day
from kg.rdf.codec import decode, encode
from kg.seeds.check import check
from kg.seeds.debates import tabulate
from kg.store.embedded import open_reader
from tests.invented import ANNA, EXAMPLELAND, REGISTRY, ROOT, SAMPLE, evidence, new_project, stance
from tests.trust import dates_corpus as corpus
from tests.trust.tally import count

ZONES = ("UTC", "Europe/Moscow", "Pacific/Kiritimati")
CLOCKS = {"leap day": 951_868_799, "end of 2099": 4_102_444_799}
"""Each is the last second of its day in UTC: in the east it is tomorrow."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return invented(tmp_path_factory.mktemp("dates"))


@pytest.fixture(scope="module")
def usual(project: Project) -> dict[str, str]:
    """Hashes of all exports, made where and when this computer stands."""
    build(project)
    return hashes(project)


@pytest.fixture(params=[(zone, clock) for zone in ZONES for clock in CLOCKS], ids=" at ".join)
def sky(
    request: pytest.FixtureRequest, usual: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A time zone and a clock that stands still."""
    zone, clock = request.param
    second = float(CLOCKS[clock])
    with monkeypatch.context() as changed:
        changed.setenv("TZ", zone)
        time.tzset()
        changed.setattr(time, "time", lambda: second)
        changed.setattr(time, "time_ns", lambda: int(second) * 10**9)
        # What asks for the day of today is told that of the frozen clock, in that zone.
        assert date.today() == datetime.fromtimestamp(second).date()
        yield f"{zone}, {clock}"
    time.tzset()


def invented(folder: Path) -> Project:
    """A project of stances at all ends of the calendar."""
    records: list[Any] = []
    for name, (said, day) in corpus.SAID.items():
        page = Document(
            id=f"{day or 'undated'}-sample-times-{hashlib.sha256(name.encode()).hexdigest()[:8]}",
            url=f"https://example.org/{name}",
            outlet=SAMPLE.id,
            published=PartialDate.parse(day) if day else None,
            language="en",
        )
        records += [page, stance(name, said_on=said), evidence(name, page)]
    return new_project(folder, (*REGISTRY, *records))


def hashes(project: Project) -> dict[str, str]:
    """The SHA-256 of every export and of the pages of one actor, by name."""
    everything, made = Selection(), {}
    for form in set(FORMATS) - {"csv"}:
        made[form] = b"".join(export_blocks(project, form, everything, None))
    for name, blocks in export_tables(project, everything):
        made[f"{name}.csv"] = b"".join(blocks)
    for form in ("dna", "dna-events"):
        made[form] = export_debate(project, form, everything)[0]
    page = Library(project, open_reader(project.store)).find(f"actor/{ANNA.id}")
    assert page is not None
    for form in page.forms:
        made[f"page {form}"] = page.render(form, live=False)
    for day in corpus.AS_OF:
        as_of = Selection(parse_day(day))
        made[f"as of {day}"] = b"".join(export_blocks(project, "turtle", as_of, None))
    return {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}


def hold(what: str, cases: Mapping[Any, Any], found: Callable[[Any], Any], sky: str) -> None:
    """Count for how many cases what is found is what is expected, and tell of the others."""
    wrong = {}
    for case, expected in cases.items():
        got = found(case)
        if got != expected:
            wrong[case] = (got, expected)
    count("dates", what, len(cases), len(cases) - len(wrong))
    assert not wrong, f"{sky}: {wrong}"


def told(text: str) -> tuple[str, str] | None:
    try:
        day = PartialDate.parse(text)
    except ValueError:
        return None
    assert str(day) == text
    return day.earliest.isoformat(), day.latest.isoformat()


def spoken(case: tuple[str | None, str]) -> str | None:
    published, words = case
    sentences = segment(f"Anna Examplova said {words} that Europe should talk to Russia.")
    day = PartialDate.parse(published) if published else None
    found = find_dates(sentences.view, sentences.sentences[0], day, english())
    return str(found[0].date) if found else None


def overlapping(case: tuple[str, str]) -> bool:
    one, other = map(PartialDate.parse, case)
    assert one.overlaps(other) is other.overlaps(one)
    return one.overlaps(other)


def test_what_may_stand_as_a_date(sky: str) -> None:
    hold("forms of dates", corpus.TOLD, told, sky)


def test_what_pages_say_of_their_publication(sky: str) -> None:
    def written(text: str) -> str | None:
        day = read_date(text)
        return str(day) if day else None

    hold("days of publication", corpus.WRITTEN, written, sky)


def test_what_a_text_says_of_days(sky: str) -> None:
    cases = {(published, words): day for published, words, day in corpus.SPOKEN}
    hold("days told in texts", cases, spoken, sky)


def test_which_dates_may_be_one(sky: str) -> None:
    hold("pairs of dates", corpus.OVERLAPPING, overlapping, sky)


def test_what_stands_as_of_a_day(sky: str, project: Project) -> None:
    store = open_reader(project.store)

    def standing(day: str) -> set[str]:
        found = published(store, Selection(parse_day(day)))
        return {one.id for one in decode(Stance, found)}

    hold("states as of a day", corpus.AS_OF, standing, sky)


def test_what_check_says_of_dates(sky: str, tmp_path: Path) -> None:
    project = new_project(tmp_path, (SAMPLE,))
    page = (
        "@prefix schema: <https://schema.org/> . @prefix st: <https://w3id.org/eurostance/ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "<https://w3id.org/eurostance/document/undated-sample-times-{0:08x}> a st:Document ,\n"
        "  schema:NewsArticle ; schema:publisher <https://w3id.org/eurostance/outlet/sample-times>"
        ' ; schema:headline "x"@en ; schema:inLanguage "en" ;\n'
        "  schema:url <https://example.org/{0}> ; schema:datePublished {1} .\n"
    )
    paths = {}
    for number, literal in enumerate(corpus.TYPED):
        paths[literal] = tmp_path / f"{number}.ttl"
        paths[literal].write_text(page.format(number, literal), encoding="utf-8")
    faults: dict[Path, list[str]] = {path: [] for path in paths.values()}
    for one in check(project, paths.values(), workers=0):
        if "datePublished" in one.message or "date" in one.message:
            assert one.line == 3
            faults[one.path].append(one.message)
    hold("dates in the seeds", corpus.TYPED, lambda one: not faults[paths[one]], sky)


def test_times_of_event_lists(sky: str, tmp_path: Path) -> None:
    def moment(text: str) -> str | None:
        path = tmp_path / "events.csv"
        head = "time;person;concept;agreement;document_id"
        path.write_text(f"{head}\n{text};Anna;Talks;1;1\n", encoding="utf-8")
        try:
            return read_debate(path).documents[0].moment.date().isoformat()
        except InputError as error:
            return None if error.problems[0].line == 2 else str(error)

    hold("times of event lists", corpus.MOMENTS, moment, sky)


def test_dates_come_back_from_dna_as_they_were_told(sky: str, project: Project) -> None:
    store = open_reader(project.store)
    known = list(published(store, Selection()))
    seeds = [triple for one in (ANNA, EXAMPLELAND) for triple in encode(one)]
    known_but_pages = [t for t in known if "/proposition/" in str(t.subject)] + seeds
    tables = tabulate(code_debate(known), known_but_pages)
    back = {row["url"].rpartition("/")[2]: row["published"] for row in tables.sources}
    said = {row["id"]: row["said_on"] for row in tables.stances}
    cases = {
        name: (when or "", day or "") for name, (when, day) in corpus.SAID.items() if when or day
    }
    hold("dates through DNA", cases, lambda name: (said.get(name), back.get(name)), sky)


def test_the_same_bytes_wherever_and_whenever(
    sky: str, usual: dict[str, str], tmp_path: Path
) -> None:
    project = invented(tmp_path)
    build(project)
    made = hashes(project)
    assert made.keys() == usual.keys()
    hold("exports, byte by byte", usual, lambda name: made[name], sky)


def test_nothing_but_reviews_asks_what_day_it_is() -> None:
    asking = ("date.today", "datetime.now", "utcnow", "time.time()", "localtime", "gmtime")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*.py")
        if any(words in path.read_text(encoding="utf-8") for words in asking)
    }
    assert found == {"kg/cli/review.py", "kg/review/room.py"}
