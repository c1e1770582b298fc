"""What the rest of a text says for or against a candidate, and its final rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.pool import PAIRED
from kg.extract.proposals import Proposal
from kg.extract.rank import confidence
from kg.extract.reasons import Reasons


def corroborate(
    chosen: Sequence[Proposal], found: Sequence[Proposal], weights: Mapping[str, float]
) -> tuple[Proposal, ...]:
    """The chosen proposals ranked anew, with the evidence that all that was found adds.

    It counts whether the stance is told in several places, whether the same holder is also taken
    for the opposite, and whether the text turns on the matter or on the holder.
    """
    places: dict[tuple[str, str, str], set[int]] = {}
    clear: set[tuple[str, str, str]] = set()
    for one in found:
        if PAIRED in one.reasons.evidence:
            continue
        if "no-polarity" not in one.reasons.evidence:
            clear.add(_key(one))
        places.setdefault(_key(one), set()).add(one.candidate.span.start)
    pairs = Counter(key[:2] for key in places)
    told = Counter(key[:2] for key in clear)
    matters = Counter(key[1] for key, starts in places.items() for _ in starts)
    holders = Counter(key[0] for key, starts in places.items() for _ in starts)
    opening = min((one.candidate.span.start for one in found), default=0)
    ranked = []
    for one in chosen:
        holder, matter, _ = key = _key(one)
        added = ["told-again"] * (len(places.get(key, ())) > 1)
        rivals = (told if key in clear else pairs)[holder, matter]
        added += ["told-otherwise"] * (rivals > 1)
        added += ["outdone"] * (key in places and key not in clear and told[holder, matter] > 0)
        added += ["matter-of-text"] * (matters[matter] > 2)
        added += ["matter-alone"] * (matters[matter] == 1)
        added += ["holder-of-text"] * (holders[holder] > 2)
        added += ["holder-alone"] * (holders[holder] == 1)
        added += ["opening"] * (one.candidate.span.start - opening < 400)
        if not added:
            ranked.append(one)
            continue
        evidence = (*one.reasons.evidence, *added)
        ranked.append(
            Proposal(
                replace(one.candidate, confidence=confidence(evidence, weights)),
                Reasons(one.reasons.decisions, evidence),
            )
        )
    return tuple(ranked)


def _key(proposal: Proposal) -> tuple[str, str, str]:
    candidate = proposal.candidate
    return candidate.holder, candidate.proposition, candidate.polarity
