"""Whether quoted words are given to the one who spoke them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.evaluation.findings import Finding, Registry, find
from kg.evaluation.gold import Annotation, Gold
from kg.extract.engines import Engine
from kg.extract.lexicon import Lexicon, english
from kg.extract.segment import segment
from kg.model.documents import Attribution

_PROBE = "probe-"
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sure stance in quoted words, and who the extractor says speaks them; None: nobody."""

    stance: Annotation
    speaker: str | None


def find_speakers(gold: Gold, registry: Registry, engine: Engine) -> tuple[Spoken, ...]:
    """The speaker of every quotation that a sure, direct annotation overlaps, in the order of gold.

    Found by an extraction whose only topics are the first words of those quotations, taken for
    plain assertions: so that no wording of a proposition decides who is heard.
    """
    spoken: list[Spoken] = []
    for report in gold.reports:
        asked = list(_asked(gold.of(report.id), report.text))
        if not asked:
            continue
        probes = _probes([words for _, words in asked])
        heard: dict[str, Finding] = {}
        for one in find([report], registry, engine, probes):
            rival = heard.get(one.proposition)
            if rival is None or one.confidence > rival.confidence:
                heard[one.proposition] = one
        spoken.extend(
            Spoken(stance, best.holder if (best := heard.get(f"{_PROBE}{number}")) else None)
            for number, (stance, _) in enumerate(asked)
        )
    return tuple(spoken)


def _asked(stances: tuple[Annotation, ...], text: str) -> Iterator[tuple[Annotation, str]]:
    """Sure and direct annotations, with the first words that they share with a quotation."""
    segments = segment(text)
    for stance in stances:
        if not stance.sure or stance.attribution != Attribution.DIRECT:
            continue
        if stance.start is None or stance.end is None:
            continue
        for quotation in segments.quotations:
            first, last = max(quotation.start, stance.start), min(quotation.end, stance.end)
            words = re.findall(r"\w+", segments.view[first:last])
            if first < last and words:
                yield stance, segments.view[first:last]
                break


def _probes(openings: list[str]) -> Lexicon:
    lexicon = english()
    pattern = next(rule for rule in lexicon.topics if rule.kind == "S")
    return replace(
        lexicon,
        topics=tuple(
            replace(
                pattern,
                id=f"{_PROBE}{number}",
                proposition=f"{_PROBE}{number}",
                orientation=1,
                pattern=re.compile(_opening(words)),
                unless=None,
            )
            for number, words in enumerate(openings)
        ),
    )


def _opening(words: str) -> str:
    """An expression of the first words of a stretch, of one sentence."""
    first_sentence = re.split(r"(?<=\w{2})[.!?](?= )", words.lstrip(" .!?"), maxsplit=1)[0]
    pieces = re.findall(r"\w+|\W+", first_sentence)
    first = next(number for number, piece in enumerate(pieces) if piece[0].isalnum())
    return "".join(map(re.escape, pieces[first : first + 2 * _WORDS - 1])).rstrip()
