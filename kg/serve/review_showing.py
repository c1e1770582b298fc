"""The page of one candidate: fresh, or again with what was sent and why it was not done."""

from __future__ import annotations

from starlette.responses import Response

from kg.errors import KgError
from kg.model.actors import ActorKind
from kg.model.decisions import outcome
from kg.model.stances import Candidate, Polarity, Review
from kg.printing import counted
from kg.review.filled import CORRECTED
from kg.review.queue import queue
from kg.review.seen import Changed, what_changed
from kg.serve.review_answers import lines_of, status_of, told
from kg.serve.review_deciding import Form, Unsure
from kg.serve.review_views import candidate_view, decision_view
from kg.serve.review_visit import Visit, claim_of

_FIELDS = (*CORRECTED, "note", "actor", "alias", "name", "kind", "country")


def show(
    visit: Visit,
    found: Candidate,
    *,
    given: Form,
    draft: str = "",
    error: KgError | None = None,
) -> Response:
    """A candidate's page with the fields as given.

    Where a form was sent and the candidate has changed since that was opened, it is told at once:
    the new page carries a new mark, under which nothing would stop the next decision.
    """
    registry, now = visit.desk.registry, visit.desk.mark_of(found.id)
    status, headers = _outcome(error) if error else (200, {})
    changes = what_changed(given.get("seen", now), now)
    # Nobody reads what others decided before they decide, unless it came between.
    others = _others(visit, found) if changes else []
    return visit.show(
        "candidate",
        status,
        headers=headers,
        one=candidate_view(visit.desk, found, visit.texts),
        left=len(queue(visit.desk, visit.wanted)),
        given={name: given.get(name, "") for name in _FIELDS},
        draft=draft,
        problem=_problem(error),
        changes=changes,
        others=[decision_view(one) for one in others],
        correcting=any(given.get(name) for name in CORRECTED),
        actors=sorted(registry.actors.values(), key=lambda actor: actor.name),
        propositions=sorted(registry.propositions.values(), key=lambda one: one.label),
        polarities=[polarity.value for polarity in Polarity],
        kinds=[kind.value for kind in ActorKind],
        has=visit.has,
        second=visit.wanted.second,
    )


def hindered(visit: Visit, found: Candidate, error: KgError) -> Response:
    """What was sent, again, with the reason why it was not done."""
    if not visit.json:
        fields = error.fields if isinstance(error, Unsure) else {}
        return show(visit, found, error=error, given={**visit.form, **fields})
    status, headers = _outcome(error)
    more = {"candidate": candidate_view(visit.desk, found, visit.texts)} if status == 409 else {}
    lines = lines_of(error)
    return told({"error": lines[0], "more": lines[1:], **more}, status, headers)


def said(visit: Visit, found: Candidate, written: list[Review]) -> str:
    """What the next page says of a decision, and how others decided on the same candidate."""
    own = visit.desk.own_decision_on(found.id)
    if own is None:
        return ""
    done = {"accept": "Accepted", "refuse": "Refused"}[own.verdict]
    others = _others(visit, found)
    already = "" if written else " It stood so already."
    doubled = ""
    if others:
        agreed = sum(outcome(other) == outcome(own) for other in others)
        doubled = f" Of {counted(len(others), 'other reviewer')}, {agreed} decided the same."
    return f"{done}: {claim_of(visit.desk, own)}.{already}{doubled}"


def _outcome(error: KgError) -> tuple[int, dict[str, str]]:
    status, headers = status_of(error)
    # What is not found is a name in the form: the page itself is there.
    return (422 if status == 404 else status), headers


def _problem(error: KgError | None) -> str:
    if isinstance(error, Changed):
        return "nothing was written: it has changed since you opened it"
    return " – ".join(lines_of(error)) if error else ""


def _others(visit: Visit, found: Candidate) -> list[Review]:
    standing = visit.desk.decisions_on(found.id)
    return [one for one in standing if one.reviewer != visit.visitor.reviewer]
