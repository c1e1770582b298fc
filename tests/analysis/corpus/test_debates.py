"""Debates of Discourse Network Analyzer as corpora: what DNA itself computes, and the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.corpus.debate_names import name_all
from kg.analysis.corpus.debate_part import narrow_debate
from kg.analysis.corpus.debates import corpus_of
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import Duplicates, count_statements
from kg.analysis.network.method import Kind, Method, Mixed
from kg.analysis.network.networks import make_network
from kg.errors import UnknownName
from kg.exports.dna import code_debate
from kg.exports.dna_events import dna_events
from kg.exports.dna_file import dna_file
from kg.exports.select import Selection, published
from kg.ingest.dna import read_debate
from kg.model.actors import ActorKind
from kg.model.debates import Debate
from kg.queries.narrowed import Asked
from kg.rdf.codec import encode
from kg.store.embedded import open_reader
from tests.exports.test_dna import TALKS as TALKING
from tests.exports.test_dna import THEME
from tests.invented import EXAMPLELAND, REGISTRY, evidence, stance
from tests.invented_debate import ANNA, BERT, BRIDGES, CARLA, TALKS, TOLLS, debate

Ties = dict[frozenset[str], float]


def saved(told: Debate, folder: Path, name: str = "debate.dna") -> Debate:
    path = folder / name
    path.write_bytes(dna_file(told) if name.endswith(".dna") else dna_events(told))
    return read_debate(path)


def ties(corpus: Corpus, method: Method, level: Level, duplicates: Duplicates) -> Ties:
    """Weights by the labels of both ends; concepts, too, have labels of their own."""
    found = make_network(count_statements(corpus, level, duplicates), method)
    return {
        frozenset((found.rows[row].label, found.columns[column].label)): weight
        for row, column, weight in found.ties()
    }


# What DNA 3.1.2 computes of this debate, run without its windows on the file that is written here;
# by hand: of congruence with all statements, Anna and Bert share talks 3 x 1 and tolls 1 x 2.
DNA = [
    (Kind.CONGRUENCE, Duplicates.NONE, {(ANNA, BERT): 5, (ANNA, CARLA): 1, (BERT, CARLA): 3}),
    (Kind.CONGRUENCE, Duplicates.DOCUMENT, {(ANNA, BERT): 3, (ANNA, CARLA): 1, (BERT, CARLA): 2}),
    (Kind.CONFLICT, Duplicates.DOCUMENT, {(ANNA, CARLA): 2, (BERT, CARLA): 1}),
]


@pytest.mark.parametrize(("kind", "duplicates", "weights"), DNA)
def test_persons_are_tied_as_dna_ties_them(
    tmp_path: Path, kind: Kind, duplicates: Duplicates, weights: dict[tuple[str, str], float]
) -> None:
    found = ties(
        corpus_of(saved(debate(), tmp_path)), Method(kind, mixed=Mixed.LEFT_OUT),
        Level.ACTOR, duplicates,
    )  # fmt: skip
    among_persons = {pair: weight for pair, weight in found.items() if "Exampleland" not in pair}
    assert among_persons == {frozenset(pair): weight for pair, weight in weights.items()}


def test_organizations_are_tied_as_dna_ties_them(tmp_path: Path) -> None:
    found = ties(
        corpus_of(saved(debate(), tmp_path)), Method(mixed=Mixed.LEFT_OUT),
        Level.GOVERNMENT, Duplicates.DOCUMENT,
    )  # fmt: skip
    assert found == {
        frozenset(("Exampleland", "Exampleland First")): 2,
        frozenset(("Exampleland", "Samplia")): 4,
        frozenset(("Exampleland First", "Samplia")): 2,
    }


def test_concepts_are_tied_to_persons_as_dna_ties_them(tmp_path: Path) -> None:
    method = Method(Kind.AFFILIATION, mixed=Mixed.LEFT_OUT)
    found = ties(
        corpus_of(saved(debate(), tmp_path, "events.csv")), method, Level.ACTOR,
        Duplicates.DOCUMENT,
    )  # fmt: skip
    weights = {
        (ANNA, TALKS): 2, (ANNA, TOLLS): -1,
        (BERT, BRIDGES): 1, (BERT, TALKS): 1, (BERT, TOLLS): -1,
        (CARLA, BRIDGES): 1, (CARLA, TALKS): -1, (CARLA, TOLLS): -1,
    }  # fmt: skip
    among_persons = {pair: weight for pair, weight in found.items() if "Exampleland" not in pair}
    assert among_persons == {frozenset(pair): weight for pair, weight in weights.items()}


def test_a_statement_is_a_stance_of_the_person_for_the_organization() -> None:
    corpus = corpus_of(debate())
    stances = corpus.stances
    assert list(stances.ids) == [f"statement-{at:02}" for at in range(1, 14)]
    behalf = [stances.actors[at] if at != NOBODY else None for at in stances.behalf]
    assert (stances.actors[stances.holder[0]], behalf[0]) == ("anna-examplova", "exampleland")
    assert (stances.actors[stances.holder[8]], behalf[8]) == ("exampleland", None)
    assert [str(day) for day in stances.latest[[0, 4, 12]]] == [
        "2021-03-04", "2021-05-06", "2022-03-05",
    ]  # fmt: skip
    assert stances.told.all()
    assert (stances.sure == 1).all()
    assert stances.sign.tolist() == [1, 1, 1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 0]


def test_kinds_and_countries_follow_the_attributes() -> None:
    told = {
        ANNA: {"Country": "XA", "Party": "Exampleland First", "Alias": "Examplova|E."},
        "Exampleland": {"Type": "State", "Country": "XA"},
        "Exampleland First": {"Type": "party", "Family": "League of Samples"},
        "Samplia": {"Type": "NGO", "Wikidata": "no item"},
    }
    corpus = corpus_of(debate(attributes=told))
    kinds = {one.name: one.kind for one in corpus.actors.values()}
    assert kinds == {
        ANNA: ActorKind.PERSON, BERT: ActorKind.PERSON, CARLA: ActorKind.PERSON,
        "Exampleland": ActorKind.STATE, "Exampleland First": ActorKind.PARTY,
        "Samplia": ActorKind.ORGANISATION, "League of Samples": ActorKind.ORGANISATION,
    }  # fmt: skip
    assert corpus.actors["samplia"].wikidata is None
    assert corpus.countries["XA"] == "Exampleland"
    families = count_statements(corpus, Level.FAMILY, Duplicates.NONE)
    # Anna's party is known, and Carla speaks for it: 5 statements of Anna, 3 of Carla.
    assert ([one.label for one in families.units], len(families)) == (["League of Samples"], 8)


def test_ids_are_unique_whatever_the_names_are() -> None:
    names = ["Same", "same", "SAME!", "???", "…", "x" * 200, "x" * 201]
    corpus = corpus_of(debate([(1, name, "", TALKS, 1) for name in names]))
    assert len(corpus.actors) == len(names)
    assert {"same", "same-2", "same-3", "unnamed", "unnamed-2"} < set(corpus.actors)


def test_one_name_of_a_person_and_an_organization_is_one_actor() -> None:
    corpus = corpus_of(debate([(1, "Samplia", "", TALKS, 1), (2, "", "Samplia", TALKS, 1)]))
    assert [one.kind for one in corpus.actors.values()] == [ActorKind.ORGANISATION]


def test_an_empty_debate_has_an_empty_corpus() -> None:
    corpus = corpus_of(Debate((), (), ()))
    assert len(corpus.stances) == 0
    assert len(count_statements(corpus)) == 0


@pytest.fixture(scope="module")
def world_and_back(
    world_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Corpus, Corpus]:
    told = code_debate(published(open_reader(world_store), Selection()))
    return read_corpus(world_store), corpus_of(saved(told, tmp_path_factory.mktemp("back")))


def test_what_was_exported_comes_back_as_it_was(world_and_back: tuple[Corpus, Corpus]) -> None:
    before, after = (one.stances for one in world_and_back)
    places = [after.ids.index(one) for one in before.ids]
    assert len(before) == len(after)
    for column in ("sign", "earliest", "latest", "told", "sure", "status"):
        assert np.array_equal(getattr(before, column), getattr(after, column)[places]), column
    for names, column in (("actors", "holder"), ("propositions", "proposition")):
        assert [getattr(before, names)[at] for at in getattr(before, column)] == [
            getattr(after, names)[at] for at in getattr(after, column)[places]
        ]
    assert set(before.documents) == set(after.documents)


LEVELS = [Level.ACTOR, Level.GOVERNMENT, Level.PARTY, Level.COUNTRY]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("duplicates", [Duplicates.DOCUMENT, Duplicates.STANCE, Duplicates.MONTH])
@pytest.mark.parametrize("kind", [Kind.CONGRUENCE, Kind.CONFLICT, Kind.AFFILIATION])
def test_networks_survive_the_way_there_and_back(
    world_and_back: tuple[Corpus, Corpus], level: Level, duplicates: Duplicates, kind: Kind
) -> None:
    before, after = (ties(one, Method(kind), level, duplicates) for one in world_and_back)
    assert before == after


def test_a_statement_that_was_coded_anew_is_another_stance(world_store: Path) -> None:
    told = code_debate(published(open_reader(world_store), Selection()))
    first, *others = (one for one in told.statements if one.sign)
    changed = replace(told, statements=(replace(first, sign=-first.sign), *others))
    before, after = (set(corpus_of(one).stances.ids) for one in (told, changed))
    assert list(after - before) == [f"statement-{first.number:02}"]


def test_names_are_found_in_the_debate_itself() -> None:
    told = {
        ANNA: {"Alias": "Examplova", "Country": "Exampleland"},
        TALKS: {"Type": "War and peace"},
    }
    named = name_all(debate(attributes=told))
    corpus = corpus_of(debate(attributes=told), named)

    def kept(**asked: Any) -> int:
        return len(corpus.narrow(narrow_debate(corpus, named, Asked(**asked))).stances)

    assert kept(actors=("EXAMPLOVA",)) == 5
    assert kept(actors=("samplovic", "Carla Voorbeeld")) == 7
    assert kept(propositions=("talks",)) == 5
    assert kept(themes=("war and peace",)) == 5
    assert kept(countries=("exampleland",)) == 5
    assert kept() == 13
    for asked in (
        {"actors": ("macron",)}, {"propositions": ("sanctions",)}, {"countries": ("France",)},
    ):  # fmt: skip
        with pytest.raises(UnknownName):
            kept(**asked)


def test_a_body_for_which_only_another_body_spoke_comes_back(tmp_path: Path) -> None:
    union = replace(EXAMPLELAND, id="union", name="Union")
    records = (
        *REGISTRY, THEME, TALKING, union,
        stance("for-all", holder=EXAMPLELAND.id, on_behalf_of=union.id), evidence("for-all"),
    )  # fmt: skip
    coded = code_debate(triple for one in records for triple in encode(one))
    back = corpus_of(saved(coded, tmp_path))
    assert back.stances.behalf.tolist() != [NOBODY]
    statements = count_statements(back, Level.GOVERNMENT)
    assert [statements.units[at].label for at in statements.unit.tolist()] == ["Union"]
