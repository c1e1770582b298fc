"""The words of a stance: exact before paraphrased, a person's before a machine's."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from kg.analysis.quotes import read_words
from kg.build.build import build
from kg.model.documents import Text
from kg.store.embedded import open_reader
from tests.invented import MAY, REGISTRY, evidence, new_project, stance


def test_words_in_the_original_with_their_source(world_reader: Store) -> None:
    name = "fictional-kremlin-office-2025-06-03-dialogue"
    words = read_words(world_reader, [name, name])[name]
    assert words.quote == Text("Мы приветствуем это", "ru")
    assert words.translation == Text("We welcome this", "en")
    assert words.outlet == "Imaginary Agency"
    assert words.published == "2025-06-03"
    assert words.url == "https://imaginary-agency.example/kremlin-welcomes"
    assert (words.reports, words.extracted, words.score) == (1, False, None)


def test_a_stance_without_evidence_has_no_words(world_reader: Store) -> None:
    assert read_words(world_reader, ["there-is-none"]) == {}
    assert read_words(world_reader, []) == {}


def test_what_a_machine_found_says_so(world_reader: Store) -> None:
    found = [
        words
        for words in read_words(world_reader, _extracted(world_reader)).values()
        if words.extracted
    ]
    assert found
    assert all(words.quote for words in found)


def _extracted(store: Store) -> list[str]:
    from kg.model.documents import Evidence, Origin
    from kg.store.records import load

    return [one.stance for one in load(store, Evidence) if one.origin is Origin.EXTRACTED]


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
    assert words.reports == 2
    assert words.published == "2021-05-06"
