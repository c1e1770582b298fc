from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UsageError
from kg.extract.engines import RULES
from kg.extract.lexicon import english
from kg.ingest.articles import Article, Unreadable
from kg.ingest.sources import read_articles
from kg.model.dates import PartialDate
from kg.model.documents import text_hash
from kg.stream.articles import Archive
from kg.stream.ledger import Ledger, ledger_of
from kg.stream.rows import jsonl
from kg.stream.shards import Passage, Shard, hash_told, join
from kg.stream.stream import Elsewhere, Known, Method, Outcome, Reading, find_stances
from tests.invented import new_project
from tests.invented_articles import write_varied

COUNT = 40


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(new_project(tmp_path_factory.mktemp("shards")))


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article | Unreadable]:
    path = write_varied(tmp_path_factory.mktemp("sources") / "all.jsonl", COUNT, sentences=1)
    return [Unreadable("first", "broken"), *read_articles([str(path)])]


Run = Callable[..., list[Outcome]]


def whence(outcome: Reading | Known, shard: Shard | None) -> tuple[Any, ...]:
    """What the ledger of a shard holds of an article besides its text."""
    article = outcome.article
    return () if shard is None or article is None else (outcome.place, hash_told(article))


@pytest.fixture(scope="module")
def read(archive: Archive, articles: list[Article | Unreadable]) -> Run:
    """Reads all articles, or those of a shard, into a file, as the command does."""
    method = Method(RULES, english())

    def run(
        output: Path,
        shard: Shard | None = None,
        stop: int = 2 * COUNT,
        sources: Sequence[Article | Unreadable] = articles,
    ) -> list[Outcome]:
        passage = Passage(sources)
        part = "" if shard is None else f", documents {archive.documents}, shard {shard}"
        shown = f"worth showing{part}"
        told: list[Outcome] = []
        with Ledger(output, str(method), shown) as ledger:
            stream = find_stances(
                passage, archive, method, is_done=ledger.__contains__, shard=shard
            )
            for outcome in stream:
                told.append(outcome)
                if isinstance(outcome, Reading):
                    shelf = [(each, None) for each in outcome.extraction.candidates]
                    rows = jsonl(shelf).encode()
                    ledger.add(text_hash(outcome.article.text), rows, *whence(outcome, shard))
                elif isinstance(outcome, Known) and outcome.article is not None and shard:
                    ledger.pass_by(text_hash(outcome.article.text), *whence(outcome, shard))
                if len(told) == stop:
                    return told
            if shard is not None:
                ledger.seal(passage.count, passage.passed)
        return told

    return run


@pytest.fixture(scope="module")
def whole(read: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Outcome]]:
    output = tmp_path_factory.mktemp("whole") / "one.jsonl"
    return output, read(output)


def same(one: Path, other: Path) -> bool:
    rows = one.read_bytes() == other.read_bytes()
    return rows and ledger_of(one).read_bytes() == ledger_of(other).read_bytes()


@pytest.mark.parametrize("count", [1, 3])
def test_shards_joined_are_the_one_run(
    read: Run, whole: tuple[Path, list[Outcome]], tmp_path: Path, count: int
) -> None:
    one, outcomes = whole
    assert {type(outcome) for outcome in outcomes} == {Reading, Known, Unreadable}
    parts = [tmp_path / f"{number}.jsonl" for number in range(count)]
    told = [read(part, Shard(n, count)) for n, part in enumerate(parts, 1)]
    # Each outcome is told by one shard alone, and is that of the one run.
    for place, outcome in enumerate(outcomes):
        own = [each[place] for each in told if not isinstance(each[place], Elsewhere)]
        assert [type(each) for each in own] == [type(outcome)]
    assert count == 1 or all(part.stat().st_size < one.stat().st_size for part in parts)
    join(parts[::-1], tmp_path / "all.jsonl")
    assert same(tmp_path / "all.jsonl", one)


def test_a_shard_that_was_stopped_goes_on(
    read: Run, whole: tuple[Path, list[Outcome]], tmp_path: Path
) -> None:
    parts = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    read(parts[0], Shard(1, 2))
    read(parts[1], Shard(2, 2), stop=20)
    with pytest.raises(InputError, match="not at its end"):
        join(parts, tmp_path / "all.jsonl")
    read(parts[1], Shard(2, 2))
    sealed = ledger_of(parts[1]).read_bytes()
    read(parts[1], Shard(2, 2))
    assert ledger_of(parts[1]).read_bytes() == sealed
    for _ in range(2):
        join(parts, tmp_path / "all.jsonl")
        assert same(tmp_path / "all.jsonl", whole[0])


def test_one_run_that_was_stopped_goes_on_as_if_it_were_not(
    read: Run, whole: tuple[Path, list[Outcome]], tmp_path: Path
) -> None:
    """What was read before keeps other texts of the same document away, as it did then."""
    for stop in (13, 2 * COUNT):
        read(tmp_path / "one.jsonl", stop=stop)
    assert same(tmp_path / "one.jsonl", whole[0])


@pytest.mark.parametrize("shard", [Shard(1, 1), Shard(1, 2)])
def test_a_shard_does_not_go_on_with_other_sources(
    read: Run, articles: list[Article | Unreadable], tmp_path: Path, shard: Shard
) -> None:
    """Whether a text moves, goes, or has another date: its rows would be joined all the same."""
    before = articles[:9]
    new = Article("new", "Anna Examplova said that it was too early.\n")
    day = PartialDate.parse("2020")
    dated = [replace(a, published=day) if isinstance(a, Article) else a for a in before]
    for name, sources in (("moved", [new, *before]), ("gone", before[:3]), ("dated", dated)):
        output = tmp_path / f"{name}.jsonl"
        read(output, shard, sources=before)
        with pytest.raises(InputError, match="were others when") as caught:
            read(output, shard, sources=sources)
        assert f"{name}.jsonl.done" in str(caught.value.hint)


def test_a_shard_with_a_text_that_the_sources_no_longer_hold_is_not_whole(
    read: Run, articles: list[Article | Unreadable], tmp_path: Path
) -> None:
    new = Article("new", "Anna Examplova said that it was too early.\n")
    output = tmp_path / "1.jsonl"
    read(output, Shard(1, 1), stop=2, sources=[new, *articles[:9]])
    with pytest.raises(InputError, match="were others when"):
        read(output, Shard(1, 1), sources=articles[:9])
    with pytest.raises(InputError, match="not at its end"):
        join([output], tmp_path / "all.jsonl")


def test_a_shard_goes_on_where_more_came_at_the_end(
    read: Run, articles: list[Article | Unreadable], tmp_path: Path
) -> None:
    for count in (9, len(articles)):
        read(tmp_path / "1.jsonl", Shard(1, 1), sources=articles[:count])
    join([tmp_path / "1.jsonl"], tmp_path / "all.jsonl")
    read(tmp_path / "one.jsonl")
    assert same(tmp_path / "all.jsonl", tmp_path / "one.jsonl")


@pytest.mark.parametrize(
    "other",
    [
        {"text": "It rained all week.\n"},
        {"published": PartialDate.parse("2025")},
        {"url": "https://example.org/other"},
        {"outlet": "Other Agency"},
    ],
)
def test_articles_that_differ_in_anything_that_decides_do_not_pass_alike(
    other: dict[str, Any],
) -> None:
    told = Article("a", "It rained all day.\n", PartialDate.parse("2026"), None, "Agency")
    passed = []
    for article in (told, replace(told, origin="b"), replace(told, **other)):
        passage = Passage([article])
        list(passage)
        passed.append(passage.passed)
    assert passed[0] == passed[1] != passed[2]


def test_shards_are_not_joined_onto_rows_of_another_choice(tmp_path: Path) -> None:
    part = write_part(tmp_path, "1/1", [0, 1, 2])
    with Ledger(tmp_path / "all.jsonl", "m", "shown, explained") as ledger:
        ledger.add(TEXTS[4], rows_of(4))
    before = (tmp_path / "all.jsonl").read_bytes()
    with pytest.raises(UsageError, match="another way: m, shown, explained"):
        join([part], tmp_path / "all.jsonl")
    assert (tmp_path / "all.jsonl").read_bytes() == before


def test_rows_of_shards_are_not_mixed(read: Run, tmp_path: Path) -> None:
    read(tmp_path / "1.jsonl", Shard(1, 2), stop=10)
    for shard in (None, Shard(2, 2), Shard(1, 3)):
        with pytest.raises(UsageError, match="--shard"):
            read(tmp_path / "1.jsonl", shard)
    read(tmp_path / "one.jsonl", stop=10)
    with pytest.raises(UsageError, match="--shard"):
        read(tmp_path / "one.jsonl", Shard(1, 2))


TEXTS = [f"{number:064x}" for number in range(12)]
PASSED = "ab" * 32


def write_part(
    folder: Path,
    shard: str,
    places: list[int],
    method: str = "m, shown",
    passed: str = PASSED,
    documents: str = "12ef",
) -> Path:
    output = folder / f"part-{shard.replace('/', '-')}.jsonl"
    with Ledger(output, f"{method}, documents {documents}, shard {shard}") as ledger:
        for place in places:
            ledger.add(TEXTS[place], rows_of(place), place)
        ledger.seal(len(TEXTS), passed)
    return output


def rows_of(place: int) -> bytes:
    return b'{"row": %d}\n' % place * (place % 3)


@given(st.lists(st.integers(1, 4), min_size=len(TEXTS), max_size=len(TEXTS)), st.randoms())
def test_places_give_the_order_whatever_was_read_when(
    tmp_path_factory: pytest.TempPathFactory, homes: list[int], draw: st.DrawFn
) -> None:
    folder = tmp_path_factory.mktemp("places")
    with Ledger(folder / "one.jsonl", "m, shown") as ledger:
        for place, text in enumerate(TEXTS):
            ledger.add(text, rows_of(place))
    parts = []
    for number in range(1, 5):
        places = [place for place, home in enumerate(homes) if home == number]
        draw.shuffle(places)  # type: ignore[attr-defined]
        parts.append(write_part(folder, f"{number}/4", places))
    assert join(parts, folder / "all.jsonl") == len(TEXTS)
    assert same(folder / "all.jsonl", folder / "one.jsonl")


def parts_of(folder: Path, *more: Path) -> Iterator[Path]:
    return chain([write_part(folder, "1/2", [0, 2])], more)


@pytest.mark.parametrize(
    ("shard", "known", "why"),
    [
        ("1/2", {}, "there twice"),
        ("2/3", {}, "shards of 2 and of 3"),
        ("2/2", {"method": "n, shown"}, "more than one way"),
        ("2/2", {"documents": "34cd"}, "different documents"),
        ("2/2", {"passed": "cd" * 32}, "not gone through the same articles"),
    ],
)
def test_shards_that_make_no_run(
    tmp_path: Path, shard: str, known: dict[str, str], why: str
) -> None:
    (tmp_path / "other").mkdir()
    other = write_part(tmp_path / "other", shard, [1], **known)
    with pytest.raises(InputError, match=why):
        join([*parts_of(tmp_path, other)], tmp_path / "all.jsonl")
    assert not (tmp_path / "all.jsonl").exists()


def test_a_shard_that_is_missing_or_no_shard(tmp_path: Path) -> None:
    first = write_part(tmp_path, "1/2", [0])
    with pytest.raises(InputError, match="2/2 is missing"):
        join([first], tmp_path / "all.jsonl")
    with pytest.raises(InputError, match="cannot be read"):
        join([first, tmp_path / "none.jsonl"], tmp_path / "all.jsonl")
    with Ledger(tmp_path / "plain.jsonl", "m, shown") as ledger:
        ledger.add(TEXTS[0], b"")
    with pytest.raises(InputError, match="of no shard"):
        join([first, tmp_path / "plain.jsonl"], tmp_path / "all.jsonl")
    second = write_part(tmp_path, "2/2", [4])
    with pytest.raises(UsageError, match="one of the shards"):
        join([first, second], first)
    second.write_bytes(b"")
    with pytest.raises(InputError, match="not at its end"):
        join([first, second], tmp_path / "all.jsonl")


@pytest.mark.parametrize("told", ["", "0/2", "3/2", "1", "a/b", "1/2/3", "-1/2", "1/0", "١/٢"])
def test_what_names_no_shard(told: str) -> None:
    with pytest.raises(UsageError, match="K/N"):
        Shard.parse(told)


@given(st.text(), st.integers(1, 9))
def test_each_text_is_of_one_shard(text: str, count: int) -> None:
    found = Article("somewhere", text)
    assert sum(Shard(number, count).holds(found, 0) for number in range(1, count + 1)) == 1


def test_a_shard_is_the_same_on_every_machine() -> None:
    assert [Shard(n, 3).holds(Article("x", "Europe must talk."), 0) for n in (1, 2, 3)] == [
        False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("count", [2, 7])
def test_what_cannot_be_read_is_told_once_wherever_it_is_found(
    archive: Archive, count: int
) -> None:
    method = Method(RULES, english())
    told = []
    for number in range(1, count + 1):
        # Each machine has the same folder under another name.
        broken = [Unreadable(f"/mnt/{number}/{name}.txt", "broken") for name in range(30)]
        shard = Shard(number, count)
        for place, outcome in enumerate(find_stances(broken, archive, method, shard=shard)):
            told += [place] if isinstance(outcome, Unreadable) else []
    assert sorted(told) == list(range(30))
