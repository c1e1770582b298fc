"""What reviewers do at the desk, request by request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import urlencode

from starlette.responses import Response

from kg.errors import StoreError, UsageError
from kg.model.stances import Candidate
from kg.review.desk import Desk
from kg.review.queue import Wanted, queue
from kg.review.seen import Changed
from kg.serve import review_deciding as deciding
from kg.serve.review_answers import lines_of, onward, told
from kg.serve.review_showing import hindered, said, show
from kg.serve.review_tables import agreement_view, choices_view, queue_view
from kg.serve.review_views import candidate_view
from kg.serve.review_visit import Visit, claim_of, place_of

_ROWS = 200
"""Rows that the page of the queue shows; the filters lead to the others."""


def queue_page(visit: Visit) -> Response:
    """The queue as a page, with what it can be narrowed to."""
    problem = ""
    try:
        wanted = visit.wanted
    except UsageError as error:
        problem, wanted = " ".join(lines_of(error)), Wanted()
    entries = queue(visit.desk, wanted)
    second = wanted.second
    return visit.show(
        "queue",
        404 if problem else 200,
        problem=problem,
        wanted=asdict(wanted),
        waiting=len(entries),
        rows=queue_view(visit.desk, entries[:_ROWS], visit.passed, visit.texts),
        passed=sum(entry.candidate.id in visit.passed for entry in entries),
        choices=choices_view(queue(visit.desk, Wanted(second=second)), visit.desk),
        doubled=len(queue(visit.desk, Wanted(second=True))),
        since_build=visit.since_build(),
    )


def queue_rows(visit: Visit) -> Response:
    """The queue as JSON."""
    entries = queue(visit.desk, visit.wanted)
    rows = queue_view(visit.desk, entries, visit.passed, visit.texts)
    return told({"reviewer": visit.visitor.reviewer, "waiting": len(rows), "candidates": rows})


def start(visit: Visit) -> Response:
    """On to the first candidate that waits."""
    return visit.go_next()


def candidate(visit: Visit) -> Response:
    """One candidate."""
    found = visit.desk.find_candidate(visit.request.path_params["name"])
    if visit.json:
        return told(candidate_view(visit.desk, found, visit.texts))
    asked = visit.request.query_params.get("as", "")
    return show(visit, found, given={"holder": asked} if asked else {})


def decide(visit: Visit) -> Response:
    """Take a decision, and go on to the next; what hinders it is told with all that was sent."""
    found = deciding.candidate_of(visit.desk, visit.form)
    if visit.form.get("verdict") == "look" and not visit.json:
        return _look(visit, found)
    # A decision takes the candidate, and with it its place, from the queue.
    following = [] if visit.json else visit.following(found)
    try:
        written = deciding.decide(visit.desk, visit.form, asks=not visit.json)
    except (UsageError, StoreError) as error:
        return hindered(visit, found, error)
    if visit.json:
        left = len(queue(visit.desk))
        return told({"written": [review.id for review in written], "waiting": left})
    visit.say(said(visit, found, written))
    return visit.go_next(following)


def undo(visit: Visit) -> Response:
    """Take back the last decision, and show its candidate again."""
    try:
        undone = deciding.undo(visit.desk, visit.form)
    except Changed as error:
        if visit.json:
            raise
        visit.say(f"Nothing was taken back: {error}.")
        return visit.go("review/queue")
    name = undone.subject.partition("/")[2]
    if visit.json:
        return told({"taken_back": undone.id, "candidate": name})
    visit.passed.discard(name)
    visit.say(f"Taken back: {undone.verdict} of {claim_of(visit.desk, undone)}.")
    known = visit.desk.candidates.get(name)
    return visit.go(place_of(known) if known else "review/queue")


def skip(visit: Visit) -> Response:
    """Leave a candidate for another time; without one, have all that were skipped again."""
    if "candidate" not in visit.form:
        visit.passed.clear()
        return visit.go("review/queue")
    found = deciding.candidate_of(visit.desk, visit.form)
    visit.passed.add(found.id)
    visit.say("Skipped; it stays in the queue.")
    return visit.go_next(visit.following(found))


def alias(visit: Visit) -> Response:
    """Enter a further name of an actor."""
    return _name(visit, deciding.add_alias, "goes by that name too")


def new_actor(visit: Visit) -> Response:
    """Enter a new actor."""
    return _name(visit, deciding.add_actor, "is entered")


def agreement(visit: Visit) -> Response:
    """How far reviewers agree, and where they differ."""
    view = agreement_view(visit.desk)
    return told(view) if visit.json else visit.show("agreement", **view)


def _name(visit: Visit, enter: Callable[[Desk, deciding.Form], str], done: str) -> Response:
    found = deciding.candidate_of(visit.desk, visit.form)
    try:
        actor = enter(visit.desk, visit.form)
    except (UsageError, StoreError) as error:
        return hindered(visit, found, error)
    if visit.json:
        return told({"actor": actor})
    visit.say(f"actor:{actor} {done}; it is the holder if you accept.")
    mark = "&" if visit.within else "?"
    chosen = urlencode({"as": f"actor:{actor}"})
    return onward(visit.path, f"{place_of(found)}{visit.within}{mark}{chosen}")


def _look(visit: Visit, found: Candidate) -> Response:
    try:
        draft = deciding.drafted(visit.desk, visit.form)
    except UsageError as error:
        return hindered(visit, found, error)
    return show(visit, found, draft=draft, given=visit.form)
