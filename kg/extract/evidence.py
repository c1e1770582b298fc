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
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be)(?: \w+ly)? \w+(?:ed|en)\b", re.IGNORECASE
)
_AGAINST_RUSSIA = {
    "russia-is-threat": 1,
    "russia-peace-willingness": -1,
    "attacks-on-ukraine": -1,
    "special-tribunal": 1,
    "sanctions-on-russia": 1,
    "military-aid-to-ukraine": 1,
    "escalation-restraint": 1,
}
_WATCHED = ("US", "RU", "UA", "EU")


def weigh_in(
    hit: TopicHit, judgement: Judgement, holding: Holding, scene: Scene
) -> tuple[str, ...]:
    """The evidence for a finding, every kind once."""
    found = [f"kind-{hit.rule.kind}", f"how-{holding.how}", *judgement.evidence]
    found += ["no-polarity"] * (judgement.sign is None) + ["headline"] * scene.sentence.headline
    found += ["far-cue"] * (hit.start - judgement.start > 60)
    found += ["near-cue"] * (judgement.start < hit.start and hit.start - judgement.start <= 25)
    found += ["spoken"] * (scene.segments.quotation_at(hit.start, hit.end) is not None)
    found += ["long-match"] * (hit.end - hit.start > 45) + ["short-match"] * (
        hit.end - hit.start < 16
    )
    found += ["long-sentence"] * (scene.sentence.end - scene.sentence.start > 260)
    found += [f"cues-{min(len(judgement.decisions), 3)}"]
    found += [f"named-{holding.decisions[-1].rule.split('-')[1]}"]
    found += _of_clause(judgement, holding, scene) + weigh_holder(hit, judgement, holding, scene)
    return tuple(dict.fromkeys(found))


def _of_clause(judgement: Judgement, holding: Holding, scene: Scene) -> list[str]:
    if holding.how != "subject":
        return []
    view, start = scene.segments.view, judgement.start
    perfect = _PERFECT.search(view, max(scene.sentence.start, start - 40), start) is not None
    passive = _PASSIVE.search(view, max(scene.sentence.start, start - 24), start + 14) is not None
    return ["perfect"] * perfect + ["passive"] * passive


def weigh_holder(hit: TopicHit, judgement: Judgement, holding: Holding, scene: Scene) -> list[str]:
    """What its holder says for and against a finding: who it is, and from where."""
    kinds = {scene.roster.actors[actor].kind for actor in holding.actors}
    country = scene.roster.country(holding.actors[0])
    proposition, sign = hit.rule.proposition, judgement.sign
    found = ["state"] * (ActorKind.STATE in kinds)
    found += ["provisional"] * any(a in scene.roster.provisional for a in holding.actors)
    found += ["person"] * (ActorKind.PERSON in kinds) + ["joined"] * (len(holding.actors) > 1)
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
