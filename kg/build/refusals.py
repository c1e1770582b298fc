"""What is told otherwise when a person refuses a stance, or no more: it, and what speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kg.build.edit import Edit, few_of
from kg.build.holdings import Holdings, node_at, path_of
from kg.build.inventory import Inventory
from kg.model.documents import Evidence
from kg.model.stances import Stance
from kg.rdf.terms import ST
from kg.seeds.shared_ids import candidate_of
from kg.store.graphs import PUBLISHED, REJECTED


def retold(
    stances: Iterable[str], edit: Edit, holdings: Holdings, inventory: Inventory
) -> dict[str, Any]:
    """What files that did not change say of some stances, as records, by path.

    Those are the stances, their evidence, and the stances that react to them; what machines found
    is not among them. Raises FarReaching where it is much.
    """
    changed = edit.gone | edit.news.keys()
    speaking = (path for stance in stances for path in _speaking(stance, holdings, inventory))
    paths = few_of(path for path in speaking if path not in changed)
    told = {path: _as_entered(path, holdings, inventory) for path in set(paths)}
    return {path: record for path, record in told.items() if record is not None}


def _speaking(stance: str, holdings: Holdings, inventory: Inventory) -> Iterator[str]:
    yield stance
    yield from inventory.reacting_to(stance)
    for predicate in (ST.supports, ST.reactsTo):
        for subject in holdings.subjects(predicate, node_at(stance), PUBLISHED, REJECTED):
            yield path_of(subject)


def _as_entered(path: str, holdings: Holdings, inventory: Inventory) -> Any:
    """What the seeds say of a stance or a piece of evidence; None where a machine found it."""
    candidate = candidate_of(path)
    if candidate and holdings.has(candidate):
        return None
    if not path.startswith("stance/"):
        return holdings.record(Evidence, path)
    held = holdings.record(Stance, path)
    hidden = inventory.hidden_reaction(path)
    return replace(held, reacts_to=hidden) if held and hidden else held
