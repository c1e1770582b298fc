"""The words of a stance: exact before paraphrased, a person's before a machine's."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from kg.analysis.corpus.quotes import read_words
from kg.build.build import build
from kg.model.documents import Evidence, Origin, Text
from kg.store.embedded import open_reader
from kg.store.records import load
from tests.invented import MAY, REGISTRY, evidence, new_project, stance


def test_words_in_the_original_with_their_source(world_reader: Store) -> None:
    name = "fictional-kremlin-office-2025-06-03-dialogue"
    words = read_words(world_reader, [name, name])[name]
    assert words.quote == Text("Мы приветствуем это", "ru")
    assert words.translation == Text("We welcome this", "en")
    assert words.outlet == "Imaginary Agency"
    assert words.published == "2025-06-03"
    assert words.url == "https://imaginary-agency.example/kremlin-welcomes"
    assert (words.extracted, words.score) == (False, None)


def test_a_stance_without_evidence_has_no_words(world_reader: Store) -> None:
    assert read_words(world_reader, ["there-is-none"]) == {}
    assert read_words(world_reader, []) == {}


def test_what_a_machine_found_says_so(world_reader: Store) -> None:
    origins: dict[str, set[Origin]] = {}
    for one in load(world_reader, Evidence):
        origins.setdefault(one.stance, set()).add(one.origin)
    words = read_words(world_reader, origins)
    assert {Origin.EXTRACTED} in origins.values()
    # A person's words come first: a machine's show only what nobody has entered.
    for name, told in origins.items():
        assert words[name].extracted == (told == {Origin.EXTRACTED}), name


def test_exact_words_come_before_a_paraphrase(tmp_path: Path) -> None:
    one = stance("anna-1")
    project = new_project(
        tmp_path,
        [
            *REGISTRY,
            one,
            evidence(one.id, quote=None, paraphrase=Text("Would talk.", "en")),
            evidence(one.id, MAY, 2, quote=Text("Let us talk.", "en")),
        ],
    )
    build(project)
    words = read_words(open_reader(project.store), [one.id])[one.id]
    assert words.quote == Text("Let us talk.", "en")
    assert words.paraphrase is None
    assert words.published == "2021-05-06"
