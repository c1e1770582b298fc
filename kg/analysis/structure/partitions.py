"""A network in communities, with all that is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements
from kg.analysis.network.networks import Network
from kg.analysis.structure.communities import (
    ALONE,
    Labels,
    Search,
    find_communities,
    largest,
    members,
    modularity,
    name_of,
)
from kg.analysis.structure.community_positions import CommunityPosition, community_positions
from kg.analysis.structure.stability import Chance, Stability, assess, by_chance

_MOST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """A network with its communities, how stable these are, and what they are for and against."""

    network: Network
    labels: Labels
    modularity: float
    stability: Stability
    chance: Chance | None
    positions: Sequence[CommunityPosition]

    @property
    def communities(self) -> list[list[str]]:
        """The labels of each community's members, those with most statements first."""
        found = members(self.labels)
        return [[unit.label for unit in largest(one, self.network)] for one in found]

    @property
    def names(self) -> list[str]:
        """What each community is called: its largest member, and how many stand with it."""
        return [name_of(one, self.network) for one in members(self.labels)]

    @property
    def alone(self) -> list[str]:
        """The labels of the units that spoke and are tied to nobody."""
        labelled = zip(self.network.rows, self.labels.tolist(), self.network.said, strict=True)
        return [unit.label for unit, label, said in labelled if label == ALONE and said > 0]

    def differs_on(self, number: int) -> tuple[str | None, str | None]:
        """What a community is for, and against, where it differs most from all others; in words."""
        telling = [one for one in self.positions if one.community == number and one.telling]
        favoured = [one for one in telling if one.difference > 0 and one.within > 0]
        opposed = [one for one in reversed(telling) if one.difference < 0 and one.within < 0]
        return _told(favoured), _told(opposed)


def partition(statements: Statements, search: Search, draws: Draws) -> Partition:
    """The communities of some statements, with all that is told of them."""
    network = search.network(statements)
    labels = find_communities(network, search)
    reached = modularity(network, labels, search.resolution)
    return Partition(
        network=network,
        labels=labels,
        modularity=reached,
        stability=assess(network, labels, statements, search, draws),
        chance=by_chance(reached, statements, search, draws),
        positions=community_positions(statements, labels, draws),
    )


def _told(telling: Sequence[CommunityPosition]) -> str | None:
    words = (
        f"{one.proposition.label} {one.within:+.1f} (others {one.outside:+.1f})"
        for one in telling[:_MOST]
    )
    return "; ".join(words) or None
