"""What the commands on structure say beside their tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from kg.cli.app import say, terminal_width

if TYPE_CHECKING:
    from kg.analysis.counting.resampling import Interval
    from kg.analysis.counting.statements import Statements
    from kg.analysis.network.method import Method
    from kg.analysis.structure.central_measures import Measure
    from kg.analysis.structure.centrality import Centralities
    from kg.analysis.structure.nested_backbone import Carrier
    from kg.analysis.structure.partitions import Partition
    from kg.analysis.structure.stability import Chance

_NAMES = 10
_SURE = 0.05


def tell_communities(found: Partition) -> None:
    """How many communities there are, how good the partition is, and what chance would find."""
    spoke = int((found.network.said > 0).sum())
    if not found.names:
        say(f"kg: {_untied(spoke)}: there are no communities")
        return
    if terminal_width():
        _tell_positions(found)
    interval, number = found.stability.modularity, found.stability.number
    line = f"kg: {len(found.names):,} communities of {spoke:,} units"
    if number:
        line += f" ({number.low:.0f} to {number.high:.0f} in the draws)"
    line += f" from {found.network.statements:,} statements; modularity {found.modularity:.3f}"
    say(line + _between(interval))
    if found.chance:
        _tell_chance(found.chance)
    if found.alone:
        say(f"kg: tied to nobody: {_several(found.alone)}")


def _tell_positions(found: Partition) -> None:
    """What a terminal cuts off the table."""
    for number, name in enumerate(found.names):
        favoured, opposed = found.differs_on(number)
        sides = [f"for {favoured}"] if favoured else []
        sides += [f"against {opposed}"] if opposed else []
        say(f"kg: {name}: {'; '.join(sides) or 'differs from the others in nothing for certain'}")


def _tell_chance(chance: Chance) -> None:
    line = (
        f"kg: the same speakers, positions dealt out by chance: modularity {chance.middle:.3f}"
        f"{_between(chance.interval)}, p = {chance.reached:.3f}"
    )
    if not isnan(chance.stability):
        line += f"; stability {chance.stability:.2f}"
    say(line + (": these communities may be chance" if chance.reached > _SURE else ""))


def _between(interval: Interval | None) -> str:
    return f" [{interval.low:.3f}, {interval.high:.3f}]" if interval else ""


def tell_brokers(found: Centralities, by: Measure) -> None:
    """How many units there are, and how alike the draws rank them."""
    from kg.analysis.structure.central_measures import LOW_FIRST

    if not found.network.weights.nnz:
        say(f"kg: {_untied(len(found.units))}: nobody is central")
        return
    ties = found.network.weights.nnz // 2
    order = ", the least first" if by in LOW_FIRST else ""
    line = f"kg: {len(found.units):,} units by {by}{order}, from {ties:,} ties"
    agreement = found.agreement[by]
    if not isnan(agreement):
        line += f"; the draws rank them alike by {agreement:.2f} (mean rank correlation)"
    say(line)


def tell_backbone(
    carriers: Sequence[Carrier], size: int | None, statements: Statements, method: Method
) -> None:
    """What a backbone of some size keeps of the network, and what the rest would be alone."""
    import numpy as np

    from kg.analysis.structure.spectra import losses_of

    if not carriers:
        say(f"kg: {_untied(len(np.unique(statements.unit)))}: there is no backbone")
        return
    if size is None or size >= len(carriers):
        say(f"kg: {len(carriers):,} propositions, those that carry most first")
        return
    place = {unit.id: at for at, unit in enumerate(statements.propositions)}
    places = np.array([place[one.proposition.id] for one in carriers])
    kept, rest = losses_of(statements, method, [places[:size], places[size:]])
    said = sum(one.statements for one in carriers[:size])
    all_said = sum(one.statements for one in carriers)
    say(
        f"kg: {size:,} of {len(carriers):,} propositions with {said:,} of {all_said:,} statements "
        f"lose {kept:.3f}; the others alone would lose {rest:.3f}"
    )


def _several(names: Sequence[str]) -> str:
    line = ", ".join(names[:_NAMES])
    more = len(names) - _NAMES
    return f"{line} and {more:,} more" if more > 0 else line


def _untied(units: int) -> str:
    if units < 2:
        return "only one unit speaks" if units else "nobody speaks"
    return f"none of {units:,} units is tied to another"
