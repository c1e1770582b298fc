"""How much of what curated stances say the extractor recognises, wording by wording.

A quote is read as one sentence spoken by its holder on its day; what the curator tells of it, as
one with the holder for its subject. What is missed is a wording that the lexicon does not know:
a measure of how general it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.findings import Finding, Registry, find
from kg.evaluation.gold import Report
from kg.evaluation.scores import Accuracy
from kg.extract.engines import Engine
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence
from kg.model.stances import Stance
from kg.project import Project
from kg.seeds.read import read_seeds

QUOTE = "quote"
TOLD = "told"
KINDS = (QUOTE, TOLD)
"""The holder's own words, in English or translated; a curator's sentence about the stance."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """A curated stance in one wording, and the polarities found for its proposition."""

    stance: Stance
    kind: str
    words: str
    polarities: frozenset[str]
    others: frozenset[str]

    @property
    def found(self) -> bool:
        """Whether the proposition was recognised."""
        return bool(self.polarities)

    @property
    def right(self) -> bool:
        """Whether it was recognised with the curated polarity and no other."""
        return self.polarities == {self.stance.polarity.value}


def recognise(project: Project, registry: Registry, engine: Engine) -> tuple[Recognition, ...]:
    """What the extractor makes of every curated wording; in order of proposition and stance."""
    seeds = read_seeds(project)
    stances = {stance.id: stance for stance in seeds.records(Stance)}
    days = {document.id: document.published for document in seeds.records(Document)}
    names = {actor.id: actor.name for actor in registry.actors}
    results = []
    curated = [
        (str(stance.said_on or days.get(item.document) or ""), stance, item)
        for item in seeds.records(Evidence)
        if item.candidate is None and (stance := stances.get(item.stance)) is not None
    ]
    # Day after day: the registry of a day is the dearest thing to make, and is kept for the next.
    for day, stance, item in sorted(curated, key=lambda one: (one[0], one[2].id)):
        published = PartialDate.parse(day) if day else None
        for kind, words, text in _wordings(item, names.get(stance.holder, stance.holder)):
            report = Report(stance.id, text, published, hard_negative=False)
            results.append(_recognition(stance, kind, words, find([report], registry, engine)))
    return tuple(sorted(results, key=lambda r: (r.stance.proposition, r.stance.id, r.kind)))


def _wordings(item: Evidence, name: str) -> Iterator[tuple[str, str, str]]:
    """What kind, the words, and the sentence that they are read in."""
    for words in (item.quote, item.translation):
        if words and words.language.startswith("en"):
            yield QUOTE, words.value, f'{name} said: "{words.value.strip()}"'
    told = item.paraphrase
    if told and told.language.startswith("en"):
        yield TOLD, told.value, f"{name} {told.value[:1].lower()}{told.value[1:]}"


def _recognition(stance: Stance, kind: str, words: str, pool: Sequence[Finding]) -> Recognition:
    return Recognition(
        stance,
        kind,
        words,
        frozenset(f.polarity for f in pool if f.proposition == stance.proposition),
        frozenset(f.proposition for f in pool if f.proposition != stance.proposition),
    )


def by_proposition(
    recognitions: Sequence[Recognition],
) -> Mapping[str, tuple[Accuracy, Accuracy, Accuracy]]:
    """Recall of quotes, recall of what is told, polarity of the recognised; and of all together."""
    names = sorted({one.stance.proposition for one in recognitions})
    groups = {
        name: [one for one in recognitions if one.stance.proposition == name] for name in names
    }
    return {name: _accuracies(group) for name, group in {**groups, "all": recognitions}.items()}


def _accuracies(group: Sequence[Recognition]) -> tuple[Accuracy, Accuracy, Accuracy]:
    found = [one for one in group if one.found]
    quotes, told = (
        Accuracy(sum(o.kind == kind for o in found), sum(o.kind == kind for o in group))
        for kind in KINDS
    )
    return quotes, told, Accuracy(sum(one.right for one in found), len(found))
