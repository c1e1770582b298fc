"""What speaks for and against a finding, as names that the weights are looked up by."""

from __future__ import annotations

import re

from kg.extract.holders import Holding, Scene
from kg.extract.polarity import Judgement
from kg.extract.topics import TopicHit
from kg.model.actors import ActorKind

_PERFECT = re.compile(
    r"\b(?:has|have|had)(?: \w+ly| long| already| always| also| never)? $", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)(?: \w+ly)? $", re.IGNORECASE)
_AGAINST_RUSSIA = {
    "russia-is-threat": 1,
    "russia-peace-willingness": -1,
    "attacks-on-ukraine": -1,
    "special-tribunal": 1,
    "sanctions-on-russia": 1,
    "military-aid-to-ukraine": 1,
}
_WATCHED = ("US", "RU", "UA", "EU")


def weigh_in(
    hit: TopicHit, judgement: Judgement, holding: Holding, scene: Scene
) -> tuple[str, ...]:
    """The evidence for a finding, every kind once."""
    found = [f"kind-{hit.rule.kind}", f"how-{holding.how}", *judgement.evidence]
    found += ["no-polarity"] * (judgement.sign is None) + ["headline"] * scene.sentence.headline
    found += ["far-cue"] * (hit.start - judgement.start > 60)
    found += _of_clause(judgement, holding, scene) + _of_holder(hit, judgement, holding, scene)
    return tuple(dict.fromkeys(found))


def _of_clause(judgement: Judgement, holding: Holding, scene: Scene) -> list[str]:
    if holding.how != "subject":
        return []
    before = scene.segments.view[scene.sentence.start : judgement.start]
    perfect = _PERFECT.search(before) is not None
    return ["perfect"] * perfect + ["passive"] * (_PASSIVE.search(before) is not None)


def _of_holder(hit: TopicHit, judgement: Judgement, holding: Holding, scene: Scene) -> list[str]:
    kinds = {scene.roster.actors[actor].kind for actor in holding.actors}
    country = scene.roster.country(holding.actors[0])
    proposition, sign = hit.rule.proposition, judgement.sign
    found = ["state"] * (ActorKind.STATE in kinds)
    found += ["provisional"] * any(a in scene.roster.provisional for a in holding.actors)
    found += ["body"] * bool(kinds & {ActorKind.ORGANISATION, ActorKind.PARTY})
    found += [f"from-{country}"] * (country in _WATCHED)
    found += ["third-party-talks"] * (
        proposition == "direct-dialogue-with-russia" and country == "US"
    )
    russian = country == "RU"
    found += ["russian-favours"] * (russian and sign == 1 and hit.rule.kind in ("T", "A"))
    implausible = sign is not None and _AGAINST_RUSSIA.get(proposition) == sign
    found += ["implausible"] * (russian and implausible)
    return found
