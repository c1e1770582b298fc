"""What the rules see in a text before they decide: propositions worded, and holders named."""

from __future__ import annotations

from dataclasses import dataclass

from kg.evaluation.findings import Registry
from kg.evaluation.gold import Report
from kg.extract.lexicon import english
from kg.extract.mentions import find_mentions
from kg.extract.roster import day_of_offices, roster
from kg.extract.segment import segment
from kg.extract.topics import find_topics


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences in a row: the propositions that they word, the actors that they name."""

    start: int
    end: int
    propositions: frozenset[str]
    holders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, sentence by sentence."""

    sentences: tuple[Stretch, ...]

    @property
    def propositions(self) -> frozenset[str]:
        """The propositions worded anywhere."""
        return frozenset().union(*(sentence.propositions for sentence in self.sentences))

    def around(self, start: int, end: int) -> Stretch:
        """The sentences that share a character with a stretch."""
        inside = [one for one in self.sentences if one.start < end and start < one.end]
        return Stretch(
            min((one.start for one in inside), default=start),
            max((one.end for one in inside), default=end),
            frozenset().union(*(one.propositions for one in inside)),
            frozenset().union(*(one.holders for one in inside)),
        )


def read_wording(report: Report, registry: Registry) -> Wording:
    """The wording of a report."""
    lexicon = english()
    segments = segment(report.text)
    day = day_of_offices(report.published, registry.tenures)
    named = find_mentions(
        segments, roster(registry.actors, registry.tenures, day, lexicon), lexicon
    )
    return Wording(
        tuple(
            Stretch(
                sentence.start,
                sentence.end,
                frozenset(
                    hit.rule.proposition for hit in find_topics(segments.view, sentence, lexicon)
                ),
                frozenset(
                    mention.actor
                    for mention in named
                    if mention.actor and sentence.start <= mention.start < sentence.end
                ),
            )
            for sentence in segments.sentences
        )
    )
