"""What a page or a picture shows first: the tab, the arrangement, and what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from urllib.parse import urlencode

from kg.errors import UsageError
from kg.queries.narrowing import Narrowing

TABS = ("network", "matrix", "timeline", "agreement", "map", "table")
PICTURES = {"polarisation": "agreement"}
"""Pictures of their own on paper, and in which tab the page has them."""
ARRANGEMENTS = {"agreement": "agreement", "country": "country", "for-against": "split"}
"""How the network may stand, and what the page's address calls it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A tab and an arrangement as the page's address calls them, an actor and a proposition."""

    tab: str | None = None
    arrange: str | None = None
    actor: str | None = None
    proposition: str | None = None

    @property
    def address(self) -> str | None:
        """What stands behind the # of the page's address when a link gives nothing."""
        named = {
            "tab": PICTURES.get(self.tab or "", self.tab),
            "arrange": self.arrange,
            "actor": self.actor,
            "proposition": self.proposition,
        }
        return urlencode({name: word for name, word in named.items() if word}) or None

    def on(self, narrowing: Narrowing) -> Opening:
        """The same, on the only actor and the only proposition that were asked for."""
        return replace(
            self, actor=_only(narrowing.actors), proposition=_only(narrowing.propositions)
        )


def parse_opening(tab: str | None, arrange: str | None) -> Opening:
    """The opening of these names, in any case.

    Raises UsageError with the nearest where there is none such, and where a tab other than the
    network would have to be arranged.
    """
    tab = _known("tab", tab, (*TABS, *PICTURES))
    if arrange is None or arrange.casefold() not in ARRANGEMENTS.values():
        arrange = _known("arrangement", arrange, ARRANGEMENTS)
        arrange = ARRANGEMENTS.get(arrange or "")
    if arrange and tab not in {None, "network"}:
        raise UsageError(
            "only the network can be arranged", hint=f"leave out --arrange or --tab {tab}"
        )
    return Opening(tab, arrange and arrange.casefold())


def _known(kind: str, name: str | None, known: Iterable[str]) -> str | None:
    if name is None or name.casefold() in known:
        return name and name.casefold()
    near = get_close_matches(name.casefold(), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(known)}"
    raise UsageError(f"{name!r} is no {kind}", hint=hint)


def _only(ids: frozenset[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None
