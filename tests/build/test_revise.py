from __future__ import annotations

import contextlib
import os
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, Store

from kg.build import build as building
from kg.build import holdings, kept
from kg.build import revise as revising
from kg.build import words as wording
from kg.build.build import build
from kg.build.changes import Editor
from kg.build.edit import Change
from kg.build.inventory import opened
from kg.build.revise import INVENTORY
from kg.errors import InputError, StoreError, StoreLocked, UsageError
from kg.model.actors import Actor, ActorKind
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence, Outlet, Text
from kg.model.stances import Candidate, Polarity, Review, Run, Stance, Verdict
from kg.project import Project
from kg.rdf.codec import Gathered, encode, iri
from kg.rdf.terms import ST, graph
from kg.rdf.turtle import read_turtle, write_turtle
from kg.store import words_writing
from kg.store.embedded import database, input_hash, open_reader
from kg.store.words import WordsIndex, added_to, place
from tests.invented import (
    ANNA,
    BORIS,
    OTHER,
    SUMMIT,
    TENURE,
    candidate,
    enter,
    evidence,
    inventoried,
    review,
    stance,
    stored,
)

_KINDS = (Document, Run, Stance, Evidence, Candidate, Review)
GOER = Actor("dana-goersen", "Dana Goersen", ActorKind.PERSON, "XC")
STEPS = 12
_DATES = (None, "2021", "2021-03", "2021-03-04", "2024-02-29")


def records(path: Path) -> list[Any]:
    gathered = Gathered(read_turtle(path))
    return [record for kind in _KINDS for record in gathered.records(kind)]


def save(path: Path, told: Sequence[Any]) -> None:
    path.write_bytes(write_turtle(triple for one in told for triple in encode(one)))


def anew(project: Project, folder: Path) -> list[str]:
    other = Project(project.root, folder)
    build(other)
    return stored(other)


def change(project: Project, kind: type, alter: Callable[[Any], Any]) -> Path:
    """The file whose first record of a class was altered."""
    for path in sorted(project.seeds.rglob("*.ttl")):
        told = records(path) if path.parent != project.seeds or kind is Review else []
        for at, one in enumerate(told):
            if isinstance(one, kind):
                told[at] = alter(one)
                save(path, told)
                return path
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "alter"),
    [
        (Evidence, lambda one: replace(one, paraphrase=Text("Other words of ours.", "en"))),
        (Stance, lambda one: replace(one, polarity=Polarity.MIXED)),
        (Stance, lambda one: replace(one, proposition=OTHER)),
        (Stance, lambda one: replace(one, holder=BORIS.id)),
        (Stance, lambda one: replace(one, reason=Text("because", "en"))),
        (Document, lambda one: replace(one, headline=Text("Another headline", "en"))),
        (Candidate, lambda one: replace(one, confidence=Decimal("0.36"))),
        (Candidate, lambda one: replace(one, confidence=Decimal("0.99"))),
        (Run, lambda one: replace(one, version="2.0")),
    ],
)
def test_a_change_makes_the_store_that_a_whole_build_makes(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    alter: Callable[[Any], Any],
) -> None:
    before = stored(project)
    path = change(project, kind, alter)
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        built = build(project, files=[path])
    after = stored(project)
    assert after != before
    assert len(set(after) - set(before)) == built.added
    assert len(set(before) - set(after)) == built.removed
    assert after == anew(project, tmp_path / "anew")
    assert sum(built.graphs.values()) == len(after)


def random_edit(project: Project, chance: random.Random) -> None:
    """Change, take away or add something in one of the files."""
    known = [one for path in sorted(project.seeds.rglob("*.ttl")) for one in records(path)]
    stances = [one for one in known if isinstance(one, Stance)]
    if chance.random() < 0.4:
        return random_decision(project, chance, known)
    if chance.random() < 0.15:
        return random_name(project, chance)
    files = [path for path in project.seeds.rglob("*.ttl") if path.parent != project.seeds]
    path = chance.choice(sorted(files))
    told = records(path)
    at = chance.randrange(len(told))
    for one in _altered(told[at], chance, stances):
        told[at] = one
    if isinstance(told[at], Stance) and chance.random() < 0.2:
        gone = told[at].id
        told = [o for o in told if gone not in (getattr(o, "id", ""), getattr(o, "stance", ""))]
    elif isinstance(told[at], Candidate) and chance.random() < 0.2:
        del told[at]
    elif chance.random() < 0.4:
        name = f"new-{chance.randrange(10**6)}"
        page = next((one for one in told if isinstance(one, Document)), None)
        run = next((one for one in told if isinstance(one, Run)), None)
        shown = chance.choice(stances)
        if page and chance.random() < 0.5:
            told += [stance(name, "opposes", "2021-02", holder=ANNA.id), evidence(name, page)]
        elif page:
            told.append(replace(evidence(name, page), stance=shown.id))
        elif run:
            told.append(_found(name, run, shown, chance))
    save(path, told)
    return None


def random_decision(project: Project, chance: random.Random, known: list[Any]) -> None:
    """Let somebody decide, on a stance above all, or have a decision never been taken."""
    ledger = project.seeds / "reviews.ttl"
    told = [one for one in known if isinstance(one, Review)]
    reactions = [one.reacts_to or "" for one in known if isinstance(one, Stance)]
    reacted = [path for path in reactions if path.startswith("stance/")]
    open_ = [f"candidate/{one.id}" for one in known if isinstance(one, Candidate)]
    stances = [f"stance/{one.id}" for one in known if isinstance(one, Stance)]
    again = [one.subject for one in told]
    if told and chance.random() < 0.2:
        told.remove(chance.choice(told))
    else:
        subjects = chance.choice([stances, stances, reacted, again, again, open_])
        subject = chance.choice(
            [one for one in subjects if not one.startswith("event/")] or stances
        )
        verdict = chance.choice(("refuse", "refuse", "withdraw", "accept"))
        day, name = f"2026-11-{chance.randint(1, 28):02}", f"r-{chance.randrange(10**6)}"
        told.append(review(subject, verdict, day, name, chance.choice(("A.", "B.", "C."))))
    save(ledger, told)


def random_name(project: Project, chance: random.Random) -> None:
    """Let an actor be of another country, or gone or back, or it or an outlet called otherwise."""
    actors = project.seeds / "actors.ttl"
    told = [*Gathered(read_turtle(actors)).records(Actor)]
    at = chance.randrange(len(told))
    if chance.random() < 0.4:
        told[at] = replace(told[at], country=chance.choice((None, "XA", "XB", "XC")))
        return save(actors, told)
    if chance.random() < 0.4:
        kept = [one for one in told if one != GOER]
        return save(actors, kept if len(kept) < len(told) else [*told, GOER])
    path = chance.choice((actors, actors, project.seeds / "outlets.ttl"))
    parts = re.split(r'(?<=rdfs:label ")([^"]+)(?=")', path.read_text())
    parts[chance.randrange(1, len(parts), 2)] = f"Nova {chance.choice(('Ada', 'Eva', 'Ida'))}"
    path.write_text("".join(parts))
    return None


def _found(name: str, run: Run, shown: Stance, chance: random.Random) -> Candidate:
    """What a machine found of a stance, or the contrary of it."""
    polarity = chance.choice((shown.polarity, shown.polarity, *Polarity))
    key = {"holder": shown.holder, "proposition": shown.proposition, "run": run.id}
    made = candidate(name, chance.choice(("0.95", "0.5")), polarity)
    return replace(made, document=run.document, said_on=shown.said_on, **key)


def _altered(record: Any, chance: random.Random, stances: list[Stance]) -> Iterator[Any]:
    told = chance.choice(_DATES)
    day = PartialDate.parse(told) if told else None
    who = chance.choice((ANNA.id, ANNA.id, BORIS.id, BORIS.id, GOER.id))
    match record:
        case Stance() | Candidate():
            yield chance.choice(
                (
                    replace(record, polarity=chance.choice(list(Polarity))),
                    replace(record, said_on=day),
                    replace(record, proposition=OTHER),
                    replace(record, holder=who) if isinstance(record, Stance) else record,
                    replace(record, reacts_to=f"stance/{chance.choice(stances).id}")
                    if isinstance(record, Stance)
                    else record,
                )
            )
        case Evidence():
            yield replace(record, paraphrase=Text(f"In our words {told}", "en"))
        case Document():
            yield replace(record, published=day)


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_make_the_store_that_a_whole_build_makes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    revised = []
    found = Editor.change

    def counted(editor: Editor) -> Change:
        made = found(editor)
        revised.append(made)
        return made

    monkeypatch.setattr(Editor, "change", counted)
    for step in range(STEPS):
        held = {path: path.read_bytes() for path in project.seeds.rglob("*.ttl")}
        for _ in range(chance.choice((1, 1, 2))):
            random_edit(project, chance)
        try:
            build(project)
        except InputError:
            # What cannot be built is no matter of this test; the whole build tells of it.
            for path, content in held.items():
                path.write_bytes(content)
            build(project)
        other = Project(project.root, tmp_path / f"anew-{step}")
        build(other)
        assert stored(project) == stored(other)
        assert inventoried(project) == inventoried(other)
    assert len(revised) > STEPS // 3


def test_a_decision_publishes_and_takes_back(project: Project, tmp_path: Path) -> None:
    ledger = project.seeds / "reviews.ttl"
    told = records(ledger)
    candidates = [
        one
        for path in sorted((project.seeds / "candidates").glob("*.ttl"))
        for one in records(path)
        if isinstance(one, Candidate) and one.holder_name is None
    ]
    decided = {one.subject for one in told}
    free = next(one for one in candidates if f"candidate/{one.id}" not in decided)
    before = stored(project)
    for verdict in (Verdict.ACCEPT, Verdict.REFUSE):
        made = review(f"candidate/{free.id}", verdict, "2026-11-01", "r-new")
        save(ledger, [*told, made])
        build(project)
        assert stored(project) == anew(project, tmp_path / verdict)
    save(ledger, told)
    build(project)
    assert stored(project) == before


@pytest.mark.parametrize(
    "record",
    [
        Actor("cara-newcomova", "Cara Newcomova", ActorKind.PERSON, "XC"),
        Outlet("brand-new-times", "The Brand New Times"),
        replace(SUMMIT, id="new-summit-2024-02-01", label="A new summit"),
        replace(TENURE, id="anna-examplova-newer", role="Minister of Examples"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_who_is_new_in_the_register_costs_no_whole_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Any
) -> None:
    before = stored(project)
    enter(project, [record])
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")
    changed = [path for path in project.seeds.rglob("*.ttl") if record.id in path.read_text()]
    assert len(changed) == 1
    drop(changed[0], iri(record).value)
    build(project)
    assert stored(project) == before


def drop(path: Path, subject: str) -> None:
    """Take a thing out of its file."""
    kept = [t for t in read_turtle(path) if getattr(t.subject, "value", "") != subject]
    if kept:
        path.write_bytes(write_turtle(kept))
    else:
        path.unlink()


def test_another_name_of_an_actor_costs_no_whole_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(p for p in project.seeds.rglob("*.ttl") if '"Anna Examplova"' in p.read_text())
    path.write_text(path.read_text().replace('"Anna Examplova"', '"Anna Renamova"'))
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    assert any("Anna Renamova favours" in line for line in stored(project))
    assert stored(project) == anew(project, tmp_path / "anew")


def test_another_country_of_an_actor_moves_its_positions(project: Project, tmp_path: Path) -> None:
    path = next(p for p in project.seeds.rglob("*.ttl") if '"Anna Examplova"' in p.read_text())
    lines = path.read_text().split("\n\n")
    at = next(n for n, part in enumerate(lines) if '"Anna Examplova"' in part)
    assert "st:country" in lines[at]
    lines[at] = re.sub('st:country "[A-Z]+"', 'st:country "LV"', lines[at])
    path.write_text("\n\n".join(lines))
    build(project)
    assert stored(project) == anew(project, tmp_path / "anew")
    assert any("CountryCount" in line or '"LV"' in line for line in stored(project))


def test_an_alias_of_an_actor_does_not(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(p for p in project.seeds.rglob("*.ttl") if '"Examplova"' in p.read_text())
    path.write_text(path.read_text().replace('"Examplova"', '"Examplowa"'))
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")


def test_a_file_given_that_did_not_change_changes_nothing(project: Project) -> None:
    path = next(project.seeds.glob("documents/*/*.ttl"))
    assert not build(project, files=[path]).changed


def test_other_files_than_those_given_are_not_looked_at(project: Project, tmp_path: Path) -> None:
    before = stored(project)
    path = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    others = [other for other in project.seeds.glob("documents/*/*.ttl") if other != path]
    assert not build(project, files=others[:1]).changed
    assert stored(project) == before
    assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")


def test_a_file_that_is_no_seed_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        build(project, files=[tmp_path / "elsewhere.ttl"])


def test_a_fault_in_a_changed_file_is_told_with_its_place(project: Project) -> None:
    before = stored(project)
    path = change(project, Stance, lambda one: replace(one, holder="nobody-at-all"))
    with pytest.raises(InputError) as told:
        build(project)
    (problem,) = told.value.problems
    assert problem.path == path
    assert problem.line > 0
    assert "actor:nobody-at-all is described nowhere" in problem.message
    assert stored(project) == before


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_without_its_inventory_a_store_is_made_anew(
    project: Project, tmp_path: Path, content: bytes | None
) -> None:
    inventory = project.store / INVENTORY
    if content is None:
        inventory.unlink()
    else:
        inventory.write_bytes(content)
    change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")


def test_an_inventory_of_another_form_is_not_believed(project: Project, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(project.folder / INVENTORY)) as inventory:
        inventory.execute("UPDATE told SET value = 'of old' WHERE key = 'form'")
        inventory.execute("DELETE FROM pairs")
        inventory.commit()
    change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    build(project)
    with contextlib.closing(sqlite3.connect(project.folder / INVENTORY)) as inventory:
        (form,) = inventory.execute("SELECT value FROM told WHERE key = 'form'").fetchone()
    assert form != "of old"
    assert stored(project) == anew(project, tmp_path / "anew")


def test_an_inventory_of_another_state_is_not_believed(project: Project, tmp_path: Path) -> None:
    old = (project.store / INVENTORY).read_bytes()
    path = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    build(project)
    (project.store / INVENTORY).write_bytes(old)
    change(project, Stance, lambda one: replace(one, polarity=Polarity.OPPOSES))
    build(project)
    assert stored(project) == anew(project, tmp_path / "anew")
    assert path.is_file()


def test_a_revision_keeps_the_database(project: Project) -> None:
    before = database(project.store)
    change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    assert build(project).changed
    assert database(project.store) == before


def test_the_day_of_a_review_is_no_matter(project: Project, tmp_path: Path) -> None:
    change(project, Review, lambda one: replace(one, decided_on=date(2021, 4, 9)))
    build(project)
    assert stored(project) == anew(project, tmp_path / "anew")


def test_files_that_only_bear_another_time_cost_no_whole_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revising, "_MANY", 1)
    moved = 10**18
    for path in project.seeds.rglob("*.ttl"):
        os.utime(path, ns=(moved, moved))
    changed = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")
    with opened(project.store / INVENTORY) as inventory:
        assert inventory
        times = {name: modified for name, _, modified, _ in inventory.files()}
    others = [path for path in project.seeds.rglob("*.ttl") if path != changed]
    names = {f"seeds/{path.relative_to(project.seeds).as_posix()}" for path in others}
    assert {times[name] for name in names} == {moved}


@pytest.mark.parametrize("vanish", [False, True])
def test_where_many_files_have_changed_all_are_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vanish: bool
) -> None:
    candidates = next((project.seeds / "candidates").glob("*.ttl"))
    monkeypatch.setattr(revising, "_MANY", 1)
    change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    if vanish:
        candidates.unlink()
        (project.seeds / "reviews.ttl").unlink()
    else:
        candidates.write_bytes(candidates.read_bytes() + b"# More.\n")
    monkeypatch.setattr(Editor, "change", None)
    assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")


def found_by_words(project: Project, text: str) -> int:
    """How much evidence the index of words names for a text; it has to be of use."""
    index = WordsIndex.open(database(project.store), input_hash(open_reader(project.store)))
    assert index
    found = index.find(text)
    index.close()
    assert found is not None
    return len(found)


def reword(project: Project, text: str) -> None:
    change(project, Evidence, lambda one: replace(one, paraphrase=Text(text, "en")))


def test_an_index_of_words_to_which_too_much_was_added_is_written_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_writing, "MOST_ADDED", 1)
    monkeypatch.setattr(building, "_build_whole", None)
    for text in ("Zebras graze.", "Quinces ripen.", "Walnuts fall."):
        reword(project, text)
        assert build(project).changed
        assert found_by_words(project, text) == 1


def _fails(*_: object, **__: object) -> bool:
    raise StoreError("the disk is full")


def test_an_index_of_words_that_cannot_be_written_fails_no_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_build_whole", None)
    reword(project, "Zebras graze.")
    with monkeypatch.context() as full:
        full.setattr(wording, "follow", _fails)
        full.setattr(wording, "write", _fails)
        assert build(project).changed
    reword(project, "Quinces ripen.")
    with monkeypatch.context() as full:
        full.setattr(wording, "follow", _fails)
        assert build(project).changed
    assert found_by_words(project, "Quinces ripen.") == 1
    monkeypatch.undo()
    assert stored(project) == anew(project, tmp_path / "anew")


@pytest.mark.parametrize("missed", ["cut", "nothing", "index"])
def test_an_index_of_words_that_missed_a_change_is_written_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch, missed: str
) -> None:
    monkeypatch.setattr(building, "_build_whole", None)
    index = place(database(project.store))
    reword(project, "Zebras graze.")
    build(project)
    before = added_to(index).read_bytes()
    reword(project, "Quinces ripen.")
    build(project)
    # As a program leaves it that is killed before it has written it, or while it does.
    if missed == "index":
        index.unlink()
    else:
        cut = added_to(index).read_bytes()[:-3] if missed == "cut" else before
        added_to(index).write_bytes(cut)
    reword(project, "Walnuts fall.")
    build(project)
    assert found_by_words(project, "Walnuts fall.") == 1


@pytest.mark.parametrize("lost", ["cut", "index"])
def test_a_build_without_changes_mends_the_index_of_words(project: Project, lost: str) -> None:
    index = place(database(project.store))
    reword(project, "Zebras graze.")
    build(project)
    if lost == "index":
        index.unlink()
    else:
        added_to(index).write_bytes(added_to(index).read_bytes()[:-3])
    assert not build(project).changed
    assert found_by_words(project, "Zebras graze.") == 1


def test_revisions_do_not_pile_up_what_the_engine_tells(project: Project) -> None:
    for number in range(5):
        reword(project, f"Zebras graze {number} times.")
        assert build(project).changed
    assert len(list(database(project.store).glob("LOG.old.*"))) <= 1


@pytest.mark.parametrize("kind", [Stance, Document, Candidate])
def test_a_revision_asks_the_store_nothing_twice(
    project: Project, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    asked: list[tuple[object, ...]] = []

    class Watched:
        def __init__(self, path: str) -> None:
            self.store = Store(path)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.store, name)

        def quads_for_pattern(self, *pattern: Any) -> Any:
            asked.append(pattern)
            return self.store.quads_for_pattern(*pattern)

        def __contains__(self, quad: Quad) -> bool:
            return quad in self.store

    monkeypatch.setattr(kept, "Store", Watched)
    monkeypatch.setattr(building, "_build_whole", None)
    said = PartialDate.parse("2030-01-02")
    names = {Stance: "polarity", Document: "published", Candidate: "confidence"}
    values = {Stance: Polarity.MIXED, Document: said, Candidate: Decimal("0.99")}
    change(project, kind, lambda one: replace(one, **{names[kind]: values[kind]}))
    assert build(project).changed
    assert asked
    assert len(asked) == len(set(asked))


def test_a_revision_that_remembers_next_to_nothing_tells_the_same(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "_REMEMBERED", 1)
    monkeypatch.setattr(building, "_build_whole", None)
    change(project, Stance, lambda one: replace(one, proposition=OTHER))
    assert build(project).changed
    monkeypatch.undo()
    assert stored(project) == anew(project, tmp_path / "anew")


def test_a_change_opens_the_database_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "open_reader", None)
    monkeypatch.setattr(building, "_build_whole", None)
    path = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    assert build(project, files=[path]).changed


def test_a_database_that_another_program_writes_to_is_told_and_not_made_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_build_whole", None)
    before = stored(project)
    path = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    other = Store(str(database(project.folder)))
    with pytest.raises(StoreLocked):
        build(project, files=[path])
    del other
    assert stored(project) == before
    assert build(project, files=[path]).changed


def test_a_store_that_does_not_hold_what_a_change_takes_out_is_made_anew(
    project: Project, tmp_path: Path
) -> None:
    damaged = Store(str(database(project.folder)))
    for quad in list(damaged.quads_for_pattern(None, ST.favouring, None, graph("counts"))):
        damaged.remove(quad)
        other = Literal("77", datatype=quad.object.datatype)
        damaged.add(Quad(quad.subject, quad.predicate, other, quad.graph_name))
    damaged.flush()
    del damaged
    path = change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    assert build(project, files=[path]).changed
    assert stored(project) == anew(project, tmp_path / "anew")


@pytest.mark.parametrize("moved", [False, True])
def test_a_database_that_is_gone_is_made_anew(
    project: Project, tmp_path: Path, moved: bool
) -> None:
    if moved:
        change(project, Stance, lambda one: replace(one, polarity=Polarity.MIXED))
    (project.folder / "current").unlink()
    assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")
