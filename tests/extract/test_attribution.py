from __future__ import annotations

import pytest

from kg.extract.extractor import extract
from kg.model.actors import Actor, ActorKind
from kg.rdf.terms import mint
from tests.extract.conftest import ACTORS, worded

TALKS = "direct-dialogue-with-russia"


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ('"It is time to talk to Russia," Anna Examplova said.', "anna-examplova"),
        ('"It is useful to talk to Russia," said Anna Examplova.', "anna-examplova"),
        ('Anna Examplova said: "It is useful to talk to Russia."', "anna-examplova"),
        ('Anna Examplova said it would be "useful to talk to Russia".', "anna-examplova"),
        ("Anna Examplova said that Europe should talk to Russia.", "anna-examplova"),
        ("It is useful to talk to Russia, Anna Examplova said on Tuesday.", "anna-examplova"),
        ("According to Anna Examplova, it is useful to talk to Russia.", "anna-examplova"),
        ("In Anna Examplova's view it is useful to talk to Russia.", "anna-examplova"),
        ("Anna Examplova was quoted as saying it is useful to talk to Russia.", "anna-examplova"),
        ('"Snow," Anna Examplova said. "It is useful to talk to Russia."', "anna-examplova"),
        ('Anna Examplova spoke.\n\n"It is useful to talk to Russia."', "anna-examplova"),
        ("Examplova: useful to talk to Russia\n\nIt snowed.", "anna-examplova"),
        (
            "Anna Examplova, the foreign minister, said it is useful to talk to Russia.",
            "anna-examplova",
        ),
        (
            "Carlo Madeup said Dora Inventa believed it was useful to talk to Russia.",
            "dora-inventa",
        ),
        (
            "Carlo Madeup said Dora Inventa is demanding that Europe talk to Russia.",
            "dora-inventa",
        ),
        (
            "Anna Examplova spoke of snow, adding that it is useful to talk to Russia.",
            "anna-examplova",
        ),
    ],
)
def test_words_go_to_their_innermost_source(stances, text, holder):
    assert (holder, TALKS, "favours") in stances(text)
    assert {found[0] for found in stances(text)} == {holder}


@pytest.mark.parametrize(
    "text",
    [
        '"It is useful to talk to Russia," Peter Stranger said.',
        "It is useful to talk to Russia, an official said.",
        "Analysts say it is useful to talk to Russia.",
        'Anna Examplova slept. "It is useful to talk to Russia," said Peter Stranger.',
    ],
)
def test_words_of_strangers_are_their_own(stances, text):
    assert {found[0] for found in stances(text)} <= {"peter-stranger"}


def test_a_stranger_is_a_provisional_holder_by_name_and_later_by_surname(read):
    text = "Peter Stranger, a lawmaker, left. Stranger said that Europe should talk to Russia."
    (found,) = worded(read(text))
    assert (found.holder, found.holder_name) == ("peter-stranger", "Peter Stranger")


def test_an_analyst_holds_nothing(stances):
    assert stances("Peter Stranger, an analyst, said that Europe should talk to Russia.") == set()


def test_another_spelling_of_an_office_bearer_is_no_stranger(stances):
    text = "Czech Foreign Minister Ana Eksamplova said that Europe should talk to Russia."
    assert {found[0] for found in stances(text)} == {"anna-examplova"}


def test_joined_subjects_share_a_stance(stances):
    text = "Anna Examplova and Carlo Madeup said that Europe should talk to Russia."
    assert {found[0] for found in stances(text)} == {"anna-examplova", "carlo-madeup"}


def test_a_state_beside_its_speaker_is_no_holder(stances):
    text = "Carlo Madeup said France opposed lifting sanctions on Russia."
    assert {found[0] for found in stances(text)} == {"carlo-madeup"}


def test_the_agent_of_a_passive_shares_the_proposition(stances):
    text = (
        'Carlo Madeup said it is "useful to talk to Russia", a statement welcomed by the Kremlin.'
    )
    assert ("kremlin", TALKS, "favours") in stances(text)


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("Thomas Strauß", "thomas-strauss"),
        ("Lars Kjær", "lars-kjaer"),
        ("Guðni Jóhannesson", "gudni-johannesson"),
        ("Jean Cœur", "jean-coeur"),
        ("Peter Borħ", "peter-borh"),
        ("Bjørn Sæther", "bjorn-saether"),
        ("Peter Þórsson", "peter-thorsson"),
        ("P\u0435ter Stranger", "p435ter-stranger"),
        ("Peter Müller", "peter-muller"),
        ("Peter\u00a0Stranger", "peter-stranger"),
        ("Peter O’Stranger", "peter-o-stranger"),
    ],
)
def test_the_id_of_a_stranger_is_ascii(read, name, holder):
    (found,) = worded(read(f"{name} said that Europe should talk to Russia."))
    assert (found.holder, found.holder_name) == (holder, name.replace("\u00a0", " "))
    assert mint("candidate", found.id)


@pytest.mark.parametrize("surname", ["Müller", "Novák", "Şahin", "Strauß", "Łukasik"])
def test_a_stranger_with_an_accent_is_known_by_surname(read, surname):
    text = f"Peter {surname}, a lawmaker, left. {surname} said that Europe should talk to Russia."
    (found,) = worded(read(text))
    assert found.holder_name == f"Peter {surname}"


@pytest.mark.parametrize("name", ["", " "])
def test_somebody_without_a_name_is_named_nowhere(name):
    nobody = Actor("nobody", name, ActorKind.PERSON)
    text = "Anna Examplova said that Europe should talk to Russia."
    found = extract(text, document="p", published=None, actors=(*ACTORS, nobody), tenures=())
    assert {one.holder for one in worded(found)} == {"anna-examplova"}
