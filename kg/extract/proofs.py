"""Every row of a lexicon tried on its own example and counter-example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kg.errors import Problem
from kg.extract import readings
from kg.extract.extractor import extract
from kg.extract.lexicon import Lexicon
from kg.extract.readings import PUBLISHED, SIGNS, SPEAKER, Reading
from kg.extract.rules import Cue, Office, Phrase, TopicRule
from kg.extract.segment import level
from kg.extract.tables import Row, Tables
from kg.model.stances import Polarity

_RuleT = TypeVar("_RuleT", Cue, Office, Phrase, TopicRule)

_REFERRING = ("R", "E")
"""Kinds that have no proposition of their own; what they make of it hangs on their sentence."""

_WRITTEN = {Polarity.FAVOURS: SIGNS[1], Polarity.OPPOSES: SIGNS[-1], Polarity.MIXED: SIGNS[0]}


def prove(tables: Tables, lexicon: Lexicon) -> Iterator[Problem]:
    """What is wrong with the examples and counter-examples of all rows that could be read."""
    for row, reading in _readings(tables, lexicon):
        yield from _tried(row, reading)
    topics = {rule.id: rule for rule in lexicon.topics}
    for row in tables["propositions"]:
        if row.id in topics:
            yield from _turned(row, topics[row.id], lexicon)


def fit(rule: TopicRule, text: str) -> re.Match[str] | None:
    """Where a topic rule fits a text that nothing excepts from it."""
    view = level(text)
    excepted = rule.unless is not None and rule.unless.search(view) is not None
    return None if excepted else rule.pattern.search(view)


def _readings(tables: Tables, lexicon: Lexicon) -> Iterator[tuple[Row, Reading]]:
    """Every row beside what it takes texts for; rows that could not be read are left out."""
    proofs = (
        _paired(tables["cues"], lexicon.cues, readings.of_cue, lexicon),
        _paired(tables["reporting_verbs"], lexicon.reporting, readings.of_reporting_verb, lexicon),
        _paired(tables["background"], lexicon.background, readings.of_background, lexicon),
        _paired(tables["unsaid"], lexicon.unsaid, readings.of_unsaid, lexicon),
        _paired(tables["date_words"], lexicon.dates, readings.of_date_word, lexicon),
        _paired(tables["offices"], lexicon.offices, readings.of_office, lexicon),
        _paired(tables["propositions"], lexicon.topics, _of_topic, lexicon),
    )
    for proof in proofs:
        yield from proof
    for row in tables["groups"]:
        yield row, readings.of_group(row, lexicon)
    for row in tables["countries"]:
        yield row, readings.of_country(row, lexicon)
    for row in tables["word_classes"]:
        yield row, readings.of_word_class(row)
    macros = {row.id: row.cells["pattern"] for row in tables["names"]}
    for row in tables["names"]:
        try:
            yield row, readings.of_name(row, macros)
        except ValueError:
            continue


def _paired(
    rows: Iterable[Row],
    rules: Iterable[_RuleT],
    read: Callable[[Row, _RuleT, Lexicon], Reading],
    lexicon: Lexicon,
) -> Iterator[tuple[Row, Reading]]:
    by_id = {row.id: row for row in rows}
    for rule in rules:
        yield by_id[rule.id], read(by_id[rule.id], rule, lexicon)


def _of_topic(_: Row, rule: TopicRule, __: Lexicon) -> Reading:
    return Reading(rule.id, lambda text: rule.id if fit(rule, text) else None)


def _tried(row: Row, reading: Reading) -> Iterator[Problem]:
    example, counter = row.cells["example"], row.cells["counter_example"]
    taken = reading.takes(example) if example.strip() else None
    if taken != reading.expected:
        wrong = f"the example is taken for {taken or 'nothing'}, not for {reading.expected}"
        yield row.problem(wrong, "example")
    if not counter.strip():
        yield row.problem("there is no counter-example", "counter_example")
    elif (taken := reading.takes(counter)) is not None:
        yield row.problem(f"the counter-example is taken too, for {taken}", "counter_example")


def _turned(row: Row, rule: TopicRule, lexicon: Lexicon) -> Iterator[Problem]:
    """Whether the words of the example, put into a speaker's mouth, go the way of the rule."""
    match = fit(rule, rule.example)
    if match is None or rule.kind in _REFERRING:
        return
    verb = "supports" if rule.kind == "T" else "said that"
    report = f"Ann Speaker {verb} {match[0]}."
    candidates = extract(
        report,
        document="example",
        published=PUBLISHED,
        actors=(SPEAKER,),
        tenures=(),
        lexicon=lexicon,
    ).candidates
    signs = {
        _WRITTEN[candidate.polarity]
        for candidate in candidates
        if (candidate.holder, candidate.proposition) == (SPEAKER.id, rule.proposition)
    }
    if signs != {SIGNS[rule.orientation]}:
        told = " and ".join(sorted(filter(None, signs))) or "nothing"
        wrong = f"{report!r} gives {told} for {rule.proposition}, not {SIGNS[rule.orientation]}"
        yield row.problem(wrong, "example")
