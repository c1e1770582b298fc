from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.build import build
from kg.model.actors import Actor, ActorKind
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Verdict
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle
from kg.review.context import Texts, find_texts
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.queue import Wanted, queue, want
from kg.review.retraction import Retraction
from kg.review.session import KEYS, Session
from kg.review.sheet import row_of
from tests.invented import ANNA, BORIS, OTHER
from tests.review.conftest import HASH, Script, reviews_of

Sit = Callable[..., Desk]


def hold(desk: Desk, *answers: str | type[BaseException], only: str = "") -> Script:
    """A session in which the answers are given; ``only`` names the holder to be looked at."""
    script = Script(answers)
    wanted = want(desk, actor=only) if only else Wanted()
    Session(desk, script, Texts(), wanted).run()
    return script


def actors_of(project: Project) -> dict[str, Actor]:
    triples = read_turtle(project.seeds / "actors.ttl")
    return {actor.id: actor for actor in decode(Actor, triples)}


def test_accepting_is_on_disk_before_the_next_is_shown(sit: Sit, project: Project) -> None:
    desk = sit()

    class Looking(Script):
        def tell(self, text: str) -> None:
            super().tell(text)
            if "candidate:first" in text:
                seen.append([review.subject for review in reviews_of(project)])

    seen: list[list[str]] = []
    tally = Session(desk, Looking(["a"]), Texts(), Wanted()).run()
    assert seen == [["candidate/borises"]]
    assert tally.accepted == 1
    (review,) = reviews_of(project)
    assert (review.id, review.verdict) == ("2021-04-01-0001-rita-reviewer", Verdict.ACCEPT)
    assert (review.reviewer, str(review.decided_on)) == ("Rita Reviewer", "2021-04-01")


def test_refusing_asks_why(sit: Sit, project: Project) -> None:
    script = hold(sit(), "r", "", "r", "another Boris")
    assert "Not refused: a refusal says why." in script.shown
    (review,) = reviews_of(project)
    assert review.verdict is Verdict.REFUSE
    assert review.note is not None
    assert review.note.value == "another Boris"


@pytest.mark.parametrize(
    ("answers", "field", "value"),
    [
        (("h", "examplova", "y"), "holder", ANNA.id),
        (("h", "examplova", "n"), "holder", None),
        (("h", ""), "holder", None),
        (("h", "nobody at all", "h", "Exampleland", "y"), "holder", "exampleland"),
        (("h", "Fictionov", "y"), "holder", None),
        (("p", OTHER, "y"), "proposition", OTHER),
        (("p", OTHER, "n"), "proposition", None),
        (("p", "zzz"), "proposition", None),
        (("l", "o"), "polarity", Polarity.OPPOSES),
        (("l", "mixed"), "polarity", Polarity.MIXED),
        (("l", "x"), "polarity", None),
        (("l", "foo"), "polarity", None),
        (("l", "fish"), "polarity", None),
        (("l", "opp"), "polarity", Polarity.OPPOSES),
        (("l", "favours"), "polarity", None),
        (("d", "2021-02"), "said_on", PartialDate.parse("2021-02")),
        (("d", "soon", "d", "2020"), "said_on", PartialDate.parse("2020")),
        (("d", "2021-03-04"), "said_on", None),
        (("d", "-"), "undated", True),
        (("d", "-", "d", "2021-02-03"), "undated", False),
        (("d", ""), "undated", False),
        (("x", "?"), "holder", None),
    ],
)
def test_what_is_corrected_is_kept_with_the_acceptance(
    sit: Sit, project: Project, answers: tuple[str, ...], field: str, value: object
) -> None:
    hold(sit(), *answers, "a", only=BORIS.id)
    (review,) = reviews_of(project)
    assert review.subject == "candidate/borises"
    assert getattr(review, field) == value
    build(project)


def test_a_date_after_the_publication_is_not_accepted(sit: Sit, project: Project) -> None:
    script = hold(sit(), "d", "2021-03-05", "a", "q")
    assert any("after its source was published" in text for text in script.shown)
    assert reviews_of(project) == []


def test_undo_takes_back_and_shows_again(sit: Sit, project: Project) -> None:
    script = hold(sit(), "a", "u", "r", "on second thoughts")
    shown = [text for text in script.shown if "candidate:" in text]
    assert ["candidate:borises" in text for text in shown] == [True, False, True, False]
    verdicts = [review.verdict for review in reviews_of(project)]
    assert verdicts == [Verdict.ACCEPT, Verdict.WITHDRAW, Verdict.REFUSE]


def test_undo_goes_back_through_all_decisions_and_deletes_none(sit: Sit, project: Project) -> None:
    script = hold(sit(), "a", "a", "u", "u", "u")
    assert "no decision of Rita Reviewer stands" in script.shown
    assert len(reviews_of(project)) == 4
    assert sit().decision_on("borises") is None
    assert sit().decision_on("first") is None


def test_the_last_decision_may_be_undone_after_the_last_candidate(
    sit: Sit, project: Project
) -> None:
    script = hold(sit(), "a", "x", "u", "r", "on second thoughts", "q", only=BORIS.id)
    assert "'x' is no key here" in script.shown
    assert script.shown.count("The queue is empty.") == 2
    verdicts = [review.verdict for review in reviews_of(project)]
    assert verdicts == [Verdict.ACCEPT, Verdict.WITHDRAW, Verdict.REFUSE]


def test_the_last_decision_may_be_undone_after_the_limit(sit: Sit, project: Project) -> None:
    script = Script(["a", "u", "r", "on second thoughts", "q", "a"])
    tally = Session(sit(), script, Texts(), Wanted()).run(limit=1)
    assert (tally.accepted, tally.undone, tally.refused) == (1, 1, 1)
    assert {review.subject for review in reviews_of(project)} == {"candidate/borises"}


def undone_at_the_end(desk: Desk, *undone: str) -> Script:
    """A session on Boris alone, in which that many decisions are taken back at the end."""

    class Watched(Script):
        def tell(self, text: str) -> None:
            super().tell(text)
            assert len(self.shown) < 20, "it goes on for ever"

    script = Watched(["a", *undone, "s", *undone, "q"])
    Session(desk, script, Texts(), want(desk, actor=BORIS.id)).run()
    return script


def test_a_stance_that_was_retracted_stands_again_after_undo(sit: Sit, project: Project) -> None:
    desk = sit()
    desk.retract([Retraction("one", Verdict.REFUSE, "the same utterance twice")])
    script = undone_at_the_end(desk, "u")
    assert "Taken back: refuse of stance/one" in script.shown
    assert [review.verdict for review in reviews_of(project)] == [
        Verdict.REFUSE,
        Verdict.ACCEPT,
        Verdict.WITHDRAW,
        Verdict.WITHDRAW,
    ]


def test_a_candidate_of_another_queue_is_taken_back_and_not_waited_for(
    sit: Sit, project: Project
) -> None:
    desk = sit()
    desk.decide([Decision("first", Verdict.ACCEPT)])
    script = undone_at_the_end(desk, "u")
    assert "Taken back: accept of candidate/first" in script.shown
    assert desk.decision_on("first") is None


def test_nothing_is_asked_where_nothing_was_decided(sit: Sit) -> None:
    script = hold(sit(), "s", "u", only=BORIS.id)
    assert script.shown[-1] == "All others were skipped."


def test_an_unknown_polarity_is_told(sit: Sit) -> None:
    script = hold(sit(), "l", "foo", "q")
    assert "'foo' is none of: favours, opposes, mixed" in script.shown


def test_a_skipped_candidate_stays_in_the_queue(sit: Sit, project: Project) -> None:
    script = hold(sit(), "s", "s", "s", "s", "s", "s")
    assert script.shown[-1] == "All others were skipped."
    assert len([text for text in script.shown if "candidate:" in text]) == 6
    assert reviews_of(project) == []


def test_a_stranger_is_not_accepted_until_a_person_says_who_it_is(
    sit: Sit, project: Project
) -> None:
    script = hold(sit(), "a", "q", only="Ivo Muster")
    assert any("nobody has said which actor 'Ivo Muster' is" in text for text in script.shown)
    assert reviews_of(project) == []


def test_a_stranger_may_be_a_new_actor(sit: Sit, project: Project) -> None:
    hold(sit(), "w", "", "", "XA", "y", "a", only="Ivo Muster")
    assert actors_of(project)["ivo-muster"] == Actor(
        "ivo-muster", "Ivo Muster", ActorKind.PERSON, "XA"
    )
    (review,) = reviews_of(project)
    assert review.holder == "ivo-muster"
    build(project)


def test_each_answer_on_a_new_actor_is_read_before_the_next_is_asked_for(
    sit: Sit, project: Project
) -> None:
    answers = ("w", "Examplova", "", "sk", "p", "party", "y", "XB", "y", "a")
    script = hold(sit(), *answers, only="Ivo Muster")
    assert actors_of(project)["ivo-muster"] == Actor(
        "ivo-muster", "Ivo Muster", ActorKind.PARTY, "XB"
    )
    told = (
        f"actor:{ANNA.id} is known already: {ANNA.name}",
        "'sk' is none of: person, state, organisation, party",
        "'p' may be any of: person, party",
        "'y' is no country code: two capital letters, or EU",
    )
    assert [text for text in script.shown if text in told] == list(told)


def test_a_stranger_who_was_entered_is_known_by_name_from_then_on(sit: Sit) -> None:
    desk = sit()
    assert "Holder: Ivo Muster, unknown" in hold(desk, "q", only="Ivo Muster").shown[0]
    desk.registry.add_actor("Ivo Muster", "person", "XA")
    for reader in (desk, sit()):
        card = hold(reader, "q", only="ivo-muster").shown[0]
        assert "Holder: Ivo Muster (actor:ivo-muster, person, XA)" in card
        assert "unknown" not in card
        (row,) = (row_of(reader, e, Texts()) for e in queue(reader, want(reader, actor="Muster")))
        assert row["proposed_holder"] == "Ivo Muster"


def test_a_person_may_deny_that_a_stranger_is_their_namesake(sit: Sit, project: Project) -> None:
    sit().registry.add_actor("Ivo Muster", "person", None)
    script = hold(sit(), "a", "n", "q", only="ivo-muster")
    assert "Not accepted: h names another holder." in script.shown
    assert reviews_of(project) == []


def test_a_stranger_may_be_a_further_name_of_an_actor(sit: Sit, project: Project) -> None:
    hold(sit(), "n", "Fictionov", "", "y", "a", only="Ivo Muster")
    assert actors_of(project)[BORIS.id].aliases == ("Ivo Muster",)
    (review,) = reviews_of(project)
    assert review.holder == BORIS.id
    build(project)


def test_an_alias_of_a_known_holder_changes_no_holder(sit: Sit, project: Project) -> None:
    hold(sit(), "n", "Examplova", "Annie", "y", "a", only=BORIS.id)
    assert actors_of(project)[ANNA.id].aliases == ("Annie", "Examplova")
    (review,) = reviews_of(project)
    assert review.holder is None


def test_a_stranger_who_is_known_meanwhile_is_offered(sit: Sit, project: Project) -> None:
    sit().registry.add_actor("Ivo Muster", "person", None)
    hold(sit(), "a", "y", only="ivo-muster")
    assert [review.holder for review in reviews_of(project)] == ["ivo-muster"]


@pytest.mark.parametrize("answers", [("w", "", "king", "", "y"), ("w", "", "", "Utopia", "y")])
def test_what_cannot_be_an_actor_is_told(
    sit: Sit, project: Project, answers: tuple[str, ...]
) -> None:
    before = actors_of(project)
    hold(sit(), *answers, "q", only="Ivo Muster")
    assert actors_of(project) == before


def test_a_known_holder_is_no_new_actor(sit: Sit, project: Project) -> None:
    script = hold(sit(), "w", "q", only=BORIS.id)
    assert "the holder is an actor already: h names another one" in script.shown


@pytest.mark.parametrize("end", [("a", "h"), ("a", "r"), ("a",), ("a", "h", "examplova")])
def test_the_end_of_the_input_keeps_what_was_decided(
    sit: Sit, project: Project, end: tuple[str, ...]
) -> None:
    hold(sit(), *end)
    assert [review.subject for review in reviews_of(project)] == ["candidate/borises"]


def test_an_interrupt_keeps_what_was_decided(sit: Sit, project: Project) -> None:
    with pytest.raises(KeyboardInterrupt):
        hold(sit(), "a", "h", KeyboardInterrupt)
    assert [review.subject for review in reviews_of(project)] == ["candidate/borises"]
    left = [path.name for path in project.seeds.iterdir() if path.name.startswith(".")]
    assert left == []
    build(project)


def test_a_limit_ends_the_session(sit: Sit) -> None:
    script = Script(["s"] * 9)
    tally = Session(sit(), script, Texts(), Wanted()).run(limit=2)
    assert tally.skipped == 2


def test_the_keys_are_explained(sit: Sit) -> None:
    script = hold(sit(), "?", "q")
    listed = next(text for text in script.shown if "refuse, with the reason" in text)
    assert [line.split()[0] for line in listed.split("\n")] == list(KEYS)


def test_the_card_tells_words_context_office_and_past(
    sit: Sit, text_file: Path, project: Project
) -> None:
    desk = sit()
    script = Script(["q"])
    Session(desk, script, find_texts([text_file], [], {HASH}), want(desk, actor=ANNA.id)).run()
    card = script.shown[0]
    assert "candidate:first" in card
    assert "The mayor met reporters in Sampleton. »We have to talk«, Examplova said" in card
    assert "Ivo Muster stayed away" not in card
    assert "Mayor of Sampleton" in card
    assert "On this so far: nothing published" in card
    assert "https://example.org/march" in card
    assert "direct-quote, modal" in card


def test_without_its_text_the_quote_stands_alone(sit: Sit) -> None:
    card = hold(sit(), "q").shown[0]
    assert "»We have to talk«" in card
    assert "text is not at hand" in card


def test_a_text_that_is_another_one_is_told(sit: Sit, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Quite another article.\n", encoding="utf-8")
    script = Script(["q"])
    Session(sit(), script, find_texts([other], [], {HASH}), Wanted()).run()
    assert "none of the texts given is the one that was read" in script.shown[0]


def test_a_wrong_key_does_not_fill_the_screen(sit: Sit) -> None:
    script = hold(sit(), "x", "q")
    assert script.shown[-1] == "'x' is no key here: ? lists them"


def test_what_was_said_before_is_on_the_card(sit: Sit) -> None:
    script = hold(sit(), "s", "q", only=ANNA.id)
    card = script.shown[-1]
    assert "candidate:turned" in card
    assert "2021-03-01 wants dialogue “We must talk.” [2021-03-04-sample-times-00000001]" in card
