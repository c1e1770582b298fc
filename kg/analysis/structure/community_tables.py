"""Communities as tables: one row a community, a unit, a proposition, or a figure of them all."""

from __future__ import annotations

from enum import StrEnum

from kg.analysis.counting.resampling import FEW, Interval, ends, few_word
from kg.analysis.structure.communities import ALONE
from kg.analysis.structure.partitions import Partition
from kg.analysis.structure.stability import verdict
from kg.queries.table import Table, Value, make_table


class CommunityView(StrEnum):
    """What a row of a table of communities is."""

    COMMUNITIES = "communities"
    UNITS = "units"
    POSITIONS = "positions"
    SUMMARY = "summary"


def community_table(found: Partition, view: CommunityView) -> Table:
    """A row a community, a unit, a community and proposition, or a figure of the whole."""
    makers = {
        CommunityView.COMMUNITIES: _communities,
        CommunityView.UNITS: _units,
        CommunityView.POSITIONS: _positions,
        CommunityView.SUMMARY: _summary,
    }
    return makers[view](found)


def _communities(found: Partition) -> Table:
    """One row a community: members, stability, and on what it differs most from all others."""
    columns = (
        "community", "name", "size", "few", "stability", "verdict", "for", "against", "members",
    )  # fmt: skip
    rows = []
    for number, labels in enumerate(found.communities):
        stability = float(found.stability.communities[number])
        favoured, opposed = found.differs_on(number)
        rows.append(
            (
                number + 1,
                found.names[number],
                len(labels),
                few_word(len(labels) < FEW),
                stability,
                verdict(stability),
                favoured,
                opposed,
                ", ".join(labels),
            )
        )
    return make_table(columns, rows)


def _units(found: Partition) -> Table:
    """One row a unit: its community, and in which share of draws it is with most of it."""
    columns = ("unit", "unitLabel", "community", "name", "together", "statements")
    names, network = found.names, found.network
    said, labels = network.said.tolist(), found.labels.tolist()
    # Those without ties come last.
    order = sorted(
        (at for at, number in enumerate(said) if number > 0),
        key=lambda at: (labels[at] if labels[at] != ALONE else len(names), -said[at], at),
    )
    return make_table(
        columns,
        (
            (
                network.rows[at].id,
                network.rows[at].label,
                labels[at] + 1 if labels[at] != ALONE else None,
                names[labels[at]] if labels[at] != ALONE else None,
                float(found.stability.together[at]),
                int(said[at]),
            )
            for at in order
        ),
    )


def _positions(found: Partition) -> Table:
    """One row a community and proposition: its position, the others', and the difference."""
    columns = (
        "community", "name", "proposition", "propositionLabel", "within", "outside",
        "difference", "low", "high", "speakers", "others", "few",
    )  # fmt: skip
    names = found.names
    return make_table(
        columns,
        (
            (
                one.community + 1,
                names[one.community],
                one.proposition.id,
                one.proposition.label,
                one.within,
                one.outside,
                one.difference,
                *ends(one.interval),
                one.speakers,
                one.others,
                few_word(one.few),
            )
            for one in found.positions
        ),
    )


def _summary(found: Partition) -> Table:
    """One row a figure of the whole: how many units and communities, and the modularity."""
    spoke = int((found.network.said > 0).sum())
    chance = found.chance
    return make_table(
        ("figure", "value", "low", "high"),
        [
            ("statements", found.network.statements, None, None),
            ("units", spoke, None, None),
            ("units without ties", len(found.alone), None, None),
            ("ties", int((found.network.weights.data > 0).sum()) // 2, None, None),
            _figure("communities", len(found.names), found.stability.number),
            _figure("modularity", found.modularity, found.stability.modularity),
            _figure(
                "modularity by chance",
                chance.middle if chance else None,
                chance.interval if chance else None,
            ),
            _figure("chance to reach the modularity", chance.reached if chance else None, None),
            _figure("stability by chance", chance.stability if chance else None, None),
        ],
    )


def _figure(name: str, value: float | None, interval: Interval | None) -> tuple[Value, ...]:
    return (name, value, *ends(interval))
