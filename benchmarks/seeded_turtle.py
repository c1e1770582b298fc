"""Documents, stances, evidence and candidates in the Turtle that ``kg format`` writes.

Text is put together rather than encoded: a million stances take a minute. The words and ids of
invented seeds hold nothing that Turtle escapes, and each block names its predicates in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.rdf.terms import PREFIXES

Block = tuple[str, str]
"""A subject, by the prefix and the id, and the lines that describe it."""
_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_STOP = " ;\n\t"


def file_of(blocks: Iterable[Block], prefixes: Iterable[str]) -> str:
    """A whole file: the prefixes in use, and the blocks in order of their subjects' IRIs.

    The prefixes are those of predicates and objects; the subjects' are added.
    """
    ordered = sorted(blocks, key=_place)
    used = {*prefixes, *(subject.partition(":")[0] for subject, _ in ordered)}
    head = "\n".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(used))
    return head + "".join(f"\n\n{subject} {told} ." for subject, told in ordered) + "\n"


def _place(block: Block) -> str:
    # The bracket that ends an IRI comes after a hyphen and before a letter.
    return f"{block[0].replace(':', '/', 1)}>"


def day(told: str) -> str:
    """A date as a literal, of a day, a month or a year."""
    return f'"{told}"^^xsd:{_TYPES[len(told)]}'


def document(name: str, told: Mapping[str, str]) -> Block:
    """A document: its ``day``, ``headline``, ``language``, ``outlet`` and ``url``."""
    return f"document:{name}", _STOP.join(
        (
            "a st:Document",
            f"schema:datePublished {day(told['day'])}",
            f'schema:headline "{told["headline"]}"@{told["language"]}',
            f'schema:inLanguage "{told["language"]}"',
            f"schema:publisher outlet:{told['outlet']}",
            f"schema:url <{told['url']}>",
        )
    )


def evidence(name: str, stance: str, page: str, words: Mapping[str, str]) -> Block:
    """Evidence on a stance; ``words`` are literals by property, and the ``attribution``."""
    lines = ["a st:Evidence", f"st:attribution st:{words['attribution']}", f"st:document {page}"]
    lines += [f"st:{key} {words[key]}" for key in ("paraphrase", "quote") if key in words]
    lines.append(f"st:supports stance:{stance}")
    if "translation" in words:
        lines.append(f"st:translation {words['translation']}")
    return f"evidence:{name}", _STOP.join(lines)


def stance(name: str, told: Mapping[str, str]) -> Block:
    """A curated stance; the optional ones of its properties are left out where missing."""
    lines = ["a st:Stance"]
    if "condition" in told:
        lines.append(f"st:condition {told['condition']}")
    lines.append(f"st:holder actor:{told['holder']}")
    if "behalf" in told:
        lines.append(f"st:onBehalfOf actor:{told['behalf']}")
    lines.append(f"st:polarity polarity:{told['polarity']}")
    lines.append(f"st:proposition proposition:{told['proposition']}")
    if "reacts" in told:
        lines.append(f"st:reactsTo {told['reacts']}")
    if "reason" in told:
        lines.append(f"st:reason {told['reason']}")
    if told["when"]:
        lines.append(f"st:saidOn {day(told['when'])}")
    return f"stance:{name}", _STOP.join(lines)


def candidate(name: str, told: Mapping[str, str]) -> Block:
    """What a machine proposes; a ``stranger`` is a holder whom the registry does not know."""
    page, start = told["document"], int(told["start"])
    lines = [
        "a st:Candidate",
        f"prov:wasGeneratedBy run:{told['run']}",
        f"st:attribution st:{told['attribution']}",
        f"st:confidence {told['confidence']}",
        f"st:document document:{page}",
        f"st:end {start + len(told['quote'])}",
    ]
    stranger = told.get("stranger")
    if stranger:
        lines.append(f'st:holderName "{stranger}"')
    else:
        lines.append(f"st:holder actor:{told['holder']}")
    lines.append(f"st:polarity polarity:{told['polarity']}")
    lines.append(f"st:proposition proposition:{told['proposition']}")
    if stranger:
        lines.append(f'st:provisionalHolder "{told["holder"]}"')
    lines.append(f'st:quote "{told["quote"]}"@{told["language"]}')
    lines.append(f"st:rule {told['rules']}")
    if told["when"]:
        lines.append(f"st:saidOn {day(told['when'])}")
    lines += [f"st:start {start}", f'st:textHash "{told["hash"]}"']
    return f"candidate:{name}", _STOP.join(lines)


def run(name: str, page: str, digest: str, lexicon: str) -> Block:
    """The run of the engine that read a document."""
    return f"run:{name}", _STOP.join(
        (
            "a st:Run",
            f"prov:used document:{page}",
            'schema:softwareVersion "2"',
            'st:extractor "nlp"',
            f'st:lexiconHash "{lexicon}"',
            f'st:textHash "{digest}"',
        )
    )
