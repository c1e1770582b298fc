"""What the sentences so far have told, and which of it 'the idea' or 'the same view' means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.holders import Holding, Scene, Speaker
from kg.extract.polarity import Judgement
from kg.extract.topics import TopicHit
from kg.model.dates import PartialDate

_UTTERANCE = re.compile(
    r"\b(?:statements?|remarks?|comments?|(?<!phone )call|demands?|moves?|steps?|gesture|refusal"
    r"|stance|position|message|thought|warning)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:its|their) ", re.IGNORECASE)
_OTHER = re.compile(r"(?:an?|any|his|her|their) ", re.IGNORECASE)
MEMORY = 3
"""How many sentences back 'the idea' may point."""

ASSESSMENTS = frozenset(
    {
        "russia-is-threat",
        "russia-peace-willingness",
        "europe-obstructs-peace",
        "attacks-on-ukraine",
        "escalation-restraint",
        "support-for-ukraine",
    }
)
"""Matters that are no plan or step, so that 'the idea' does not mean them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stance before it is dated and put into words."""

    holding: Holding
    hit: TopicHit
    proposition: str
    sign: int
    judgement: Judgement
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Memory:
    """What the sentences so far have left behind."""

    speaker: Speaker = field(default_factory=Speaker)
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    matters: list[tuple[int, TopicHit]] = field(default_factory=list)
    days: dict[str, PartialDate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """What words refer to: its proposition, and +1 or -1 for the way in which they mean it."""

    proposition: str
    way: int
    evidence: tuple[str, ...] = ()


def is_matter(hit: TopicHit) -> bool:
    """Whether it names a plan or step, of which the next sentences may say 'the plan'."""
    return hit.rule.kind in ("T", "A") and hit.rule.proposition not in ASSESSMENTS


def refer(
    hit: TopicHit,
    holding: Holding,
    scene: Scene,
    number: int,
    told: Sequence[tuple[int, Finding]],
    memory: Memory,
) -> Reference | None:
    """The last stance or, where nobody took one, the matter last named; None without either."""
    echoed = _echoed(number, holding, told)
    if echoed is not None:
        return Reference(echoed.proposition, _meant(hit, echoed, scene))
    matter = _named(number, hit, scene.segments.view, memory)
    if matter is None:
        return None
    return Reference(matter.rule.proposition, matter.rule.orientation, ("matter-before",))


def _meant(hit: TopicHit, echoed: Finding, scene: Scene) -> int:
    """The way of what words refer to: 'the plan' is the matter, 'the call' is another's stance.

    'Its extension' is always that of the matter itself.
    """
    if _OWNED.match(scene.segments.view, hit.start):
        return 1
    if hit.rule.kind == "E" or _UTTERANCE.search(scene.segments.view, hit.start, hit.end):
        return echoed.sign
    attitudes = scene.lexicon.words["attitude-cues"]
    against = sum(one.rule in attitudes for one in echoed.judgement.decisions)
    return -echoed.sign if against % 2 else echoed.sign


def _echoed(number: int, holding: Holding, told: Sequence[tuple[int, Finding]]) -> Finding | None:
    for place, finding in reversed(told):
        if number - place > MEMORY:
            return None
        if finding.proposition in ASSESSMENTS:
            continue
        if not set(finding.holding.actors) & set(holding.actors) or place < number:
            return finding
    return None


def _named(number: int, hit: TopicHit, view: str, memory: Memory) -> TopicHit | None:
    """The matter last named, though nobody took a stance on it; an echo needs a stance."""
    near = [one for place, one in memory.matters if number - MEMORY <= place < number]
    return near[-1] if near and hit.rule.kind == "R" and not _OTHER.match(view, hit.start) else None
