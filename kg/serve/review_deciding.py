"""What a reviewer's form does to the seeds: decide, take back, name an actor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kg.errors import UsageError
from kg.model.actors import ActorKind
from kg.model.stances import Candidate, Review, Verdict
from kg.rdf.folded import fold
from kg.review.card import about, sentence
from kg.review.decision import Decision, meant
from kg.review.desk import Desk
from kg.review.filled import CORRECTED, correct
from kg.review.queue import Entry, Wanted, queue
from kg.review.registry import country_code

Form = Mapping[str, str]
LONGEST_NOTE = 2000


class Unsure(UsageError):
    """A name was found by a part of it: the reviewer is to say whether it is the one meant.

    ``fields`` are the form's fields with the names as they were found.
    """

    def __init__(self, message: str, fields: Form) -> None:
        super().__init__(message)
        self.fields = fields


def candidate_of(desk: Desk, form: Form) -> Candidate:
    """The candidate that a form is about; raises UnknownName."""
    return desk.find_candidate(_needed(form, "candidate"))


def drafted(desk: Desk, form: Form) -> str:
    """What an acceptance of the form would publish, in words.

    Raises UsageError where it cannot be, Unsure where a name is only a part of one.
    """
    decision = _sound(desk, _acceptance(desk, form))
    return sentence(desk, decision.applied_to(desk.candidates[decision.candidate]))


def decide(desk: Desk, form: Form, *, asks: bool) -> list[Review]:
    """Take the decision of a form, as it was seen; ``asks`` where names must be whole.

    Returns the records written: none where it stood so already. Raises UsageError, Changed,
    StoreError.
    """
    candidate = candidate_of(desk, form)
    seen = _needed(form, "seen")
    verdict = form.get("verdict", "")
    if len(form.get("note", "")) > LONGEST_NOTE:
        raise UsageError(f"the note has more than {LONGEST_NOTE} letters")
    if verdict == "refuse":
        if not form.get("note"):
            raise UsageError("not refused: a refusal says why")
        decision = Decision(candidate.id, Verdict.REFUSE, form["note"])
    elif verdict == "accept":
        decision = _acceptance(desk, form, asks=asks)
    else:
        raise UsageError(f"verdict: {verdict!r} is none of: accept, refuse")
    return desk.decide([_sound(desk, decision)], {candidate.id: seen})


def undo(desk: Desk, form: Form) -> Review:
    """Take back the decision that a form names; raises Changed where another is the last."""
    return desk.undo(_needed(form, "review"))


def add_alias(desk: Desk, form: Form) -> str:
    """Write a further name of an actor; returns the actor's id.

    Raises UsageError, and Unsure where the actor is named by a part of a name.
    """
    try:
        _require_whole(desk, {"holder": _needed(form, "actor")})
    except Unsure as unsure:
        raise Unsure(str(unsure), {"actor": unsure.fields["holder"]}) from None
    actor = desk.registry.find_actor(form["actor"])
    return desk.registry.add_alias(actor, _needed(form, "alias")).id


def add_actor(desk: Desk, form: Form) -> str:
    """Write a new actor; returns its id. Raises UsageError where it cannot be."""
    registry = desk.registry
    kind = meant(form.get("kind") or ActorKind.PERSON, ActorKind)
    name, country = _needed(form, "name"), country_code(form.get("country", ""))
    return registry.add_actor(name, kind, country).id


def waiting(desk: Desk, wanted: Wanted, passed: Collection[str]) -> Iterator[Entry]:
    """The candidates that wait and were not skipped, in the order of the queue."""
    return (entry for entry in queue(desk, wanted) if entry.candidate.id not in passed)


def _acceptance(desk: Desk, form: Form, *, asks: bool = True) -> Decision:
    candidate = candidate_of(desk, form)
    corrections = {name: form.get(name) for name in CORRECTED}
    if asks:
        _require_whole(desk, form)
    decision = Decision(candidate.id, Verdict.ACCEPT, form.get("note"))
    return correct(desk, decision, corrections)


def _sound(desk: Desk, decision: Decision) -> Decision:
    """The decision, if it can be taken; raises UsageError that says why not."""
    if wrong := desk.faults(decision):
        raise UsageError(f"not done: {'; '.join(wrong)}")
    return decision


def _require_whole(desk: Desk, form: Form) -> None:
    """Raise Unsure where the holder or the proposition goes by another name than the one given."""
    found: dict[str, str] = {}
    told: list[str] = []
    if name := form.get("holder"):
        actor = desk.registry.find_actor(name)
        if not _is_name(name, (actor.name, *actor.aliases, actor.id, f"actor:{actor.id}")):
            found["holder"] = f"actor:{actor.id}"
            told.append(about(actor))
    if name := form.get("proposition"):
        proposition = desk.registry.find_proposition(name)
        names = (proposition.label, proposition.id, f"proposition:{proposition.id}")
        if not _is_name(name, names):
            found["proposition"] = f"proposition:{proposition.id}"
            told.append(f"{proposition.label}: “{proposition.sentence}”")
    if told:
        raise Unsure(f"is this meant: {'; '.join(told)}? Then send it again", found)


def _is_name(text: str, names: Collection[str]) -> bool:
    return text in names or fold(text) in {fold(name) for name in names}


def _needed(form: Form, field: str) -> str:
    if not form.get(field):
        raise UsageError(f"{field} is missing")
    return form[field]
