"""One request of a reviewer at the desk: what was sent, and where to go from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import NamedNode, Store
from starlette.requests import Request
from starlette.responses import Response

from kg.model.decisions import corrected
from kg.model.stances import Candidate, Review
from kg.rdf.terms import RDF, ST, graph, local
from kg.review.card import sentence
from kg.review.context import Texts
from kg.review.desk import Desk
from kg.review.queue import Wanted, queue
from kg.review.session import KEYS
from kg.serve.edition import Edition
from kg.serve.review_access import Visitor
from kg.serve.review_answers import onward, page
from kg.serve.review_deciding import waiting
from kg.serve.review_form import wanted_of, wants_json, within
from kg.serve.review_views import decision_view


@dataclass(frozen=True, slots=True)
class Visit:
    """A reviewer's request, with the desk as the files are now."""

    request: Request
    visitor: Visitor
    desk: Desk
    texts: Texts
    form: dict[str, str]
    edition: Edition

    @property
    def path(self) -> str:
        """The path asked for, from the base."""
        root = self.request.scope.get("root_path", "")
        return self.request.url.path.removeprefix(root).lstrip("/")

    @property
    def json(self) -> bool:
        """Whether a program asks."""
        return wants_json(self.request)

    @property
    def wanted(self) -> Wanted:
        """The candidates that the address asks for; raises UsageError."""
        return wanted_of(self.desk, self.request.query_params)

    @property
    def within(self) -> str:
        """The end of every address that keeps to these candidates."""
        return within(self.request.query_params)

    @property
    def passed(self) -> set[str]:
        """The candidates that were skipped in this session."""
        return self.visitor.session.passed if self.visitor.session else set()

    def say(self, text: str) -> None:
        """Have the next page say something."""
        if self.visitor.session:
            self.visitor.session.told = text

    def show(self, template: str, status: int = 200, **more: Any) -> Response:
        """A page with what all of them show."""
        session = self.visitor.session
        told = session.told if session else ""
        if session:
            session.told = ""
        return page(
            template,
            self.path,
            status,
            reviewer=self.visitor.reviewer,
            within=self.within,
            keys=KEYS,
            told=told,
            last=self._last(),
            **{"problem": "", **more},
        )

    def _last(self) -> dict[str, Any] | None:
        last = self.desk.last_decision()
        return decision_view(last) | {"claim": claim_of(self.desk, last)} if last else None

    def go(self, target: str) -> Response:
        """Go on to another page that keeps to the same candidates."""
        return onward(self.path, f"{target}{self.within}")

    def following(self, candidate: Candidate) -> list[str]:
        """The ids after a candidate in the queue as it is now, and then those before it.

        None where it does not wait there. Raises UsageError.
        """
        names = [entry.candidate.id for entry in queue(self.desk, self.wanted)]
        if candidate.id not in names:
            return []
        at = names.index(candidate.id)
        return names[at + 1 :] + names[:at]

    def go_next(self, following: Sequence[str] = ()) -> Response:
        """Go on to the first of some candidates that waits, else to the first of all.

        To the queue where none does.
        """
        entries = waiting(self.desk, self.wanted, self.passed)
        left = {entry.candidate.id: entry.candidate for entry in entries}
        found = next((name for name in (*following, *left) if name in left), None)
        return self.go(place_of(left[found]) if found else "review/queue")

    def since_build(self) -> int:
        """How many decisions the graph that is served does not know yet."""
        known = _reviews(self.edition.store)
        return sum(review.id not in known for review in self.desk.reviews)

    def has(self, path: str) -> bool:
        """Whether the graph that is served has a page of that path."""
        return self.edition.library.find(path) is not None


def place_of(candidate: Candidate) -> str:
    """The path of a candidate's page."""
    return f"review/candidate/{quote(candidate.id, safe='')}"


def claim_of(desk: Desk, review: Review) -> str:
    """What a decision accepts, with its corrections, or refuses, in words."""
    name = review.subject.partition("/")[2]
    found = desk.candidates.get(name)
    return sentence(desk, corrected(found, review)) if found else name


def _reviews(store: Store) -> set[str]:
    found = store.quads_for_pattern(None, RDF.type, ST.Review, graph("reviews"))
    subjects = (quad.subject for quad in found)
    return {local(node, "review") for node in subjects if isinstance(node, NamedNode)}
