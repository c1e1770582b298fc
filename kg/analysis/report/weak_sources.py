"""Where what shows a stance is weak: how many documents, which words, which kind of source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.analysis.report.material import Material
from kg.analysis.report.populations import Population, foreign, quoted
from kg.analysis.report.weaknesses import Check, Finding, Group, Weight
from kg.model.documents import REPORTED_WORDS, Attribution, Document, Evidence
from kg.seeds.promises import faults_of_evidence

_SHORT = 2
_SERIOUS, _WEAK, _NOTE = Weight
_SOURCES, _WORDS = Group.SOURCES, Group.WORDS


def _one_document(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        if len({item.document for item in m.shown(name)}) == 1:
            yield Finding(f"stance/{name}")


def _one_origin(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        documents = m.documents_of(name)
        origins = {one.agency or one.outlet for one in documents}
        if len(documents) > 1 and len(origins) == 1:
            yield Finding(f"stance/{name}", note=origins.pop())


def _mirror(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        documents = m.documents_of(name)
        if documents and all(one.reprint for one in documents):
            yield Finding(f"stance/{name}", note=_outlets(documents))


def _agency(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        documents = m.documents_of(name)
        copies = bool(documents) and all(one.agency or one.reprint for one in documents)
        if copies and not all(one.reprint for one in documents):
            yield Finding(f"stance/{name}", note=_outlets(documents))


def _outlets(documents: list[Document]) -> str:
    """Who wrote and who printed, by id, such as ``afp → sample-times``."""
    told = (f"{one.agency} → {one.outlet}" if one.agency else one.outlet for one in documents)
    return ", ".join(sorted(set(told)))


def _documents(weak: Callable[[Document], str | None]) -> Callable[[Material], Iterator[Finding]]:
    """What finds the documents of which ``weak`` tells something, if only an empty note."""

    def found(m: Material) -> Iterator[Finding]:
        for name in m.shown_in:
            note = weak(m.reading.documents[name])
            if note is not None:
                yield Finding(f"document/{name}", note=note)

    return found


def _loose(document: Document) -> str | None:
    precision = document.published.precision if document.published else "day"
    return None if precision == "day" else precision


def _no_quote(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        if not any(item.quote for item in m.shown(name)):
            yield Finding(f"stance/{name}")


def _too_long(m: Material) -> Iterator[Finding]:
    for item in quoted(m):
        if any(faults_of_evidence(item)):
            yield Finding(f"evidence/{item.id}", note=_counted(item))


def _unproven(m: Material) -> Iterator[Finding]:
    for item in quoted(m):
        if item.attribution is Attribution.NOT_KNOWN and _length(item) > REPORTED_WORDS:
            yield Finding(f"evidence/{item.id}", note=_counted(item))


def _short(m: Material) -> Iterator[Finding]:
    for item in quoted(m):
        if _length(item) <= _SHORT:
            yield Finding(f"evidence/{item.id}", note=_counted(item))


def _length(item: Evidence) -> int:
    return len(item.quote.value.split()) if item.quote else 0


def _counted(item: Evidence) -> str:
    number = _length(item)
    return f"{number} word{'' if number == 1 else 's'}"


def _unknown(m: Material) -> Iterator[Finding]:
    for item in m.evidence.values():
        if item.attribution is Attribution.NOT_KNOWN:
            yield Finding(f"evidence/{item.id}")


def _untranslated(m: Material) -> Iterator[Finding]:
    for item in foreign(m):
        if item.translation is None and item.quote:
            yield Finding(f"evidence/{item.id}", note=item.quote.language)


SOURCE_CHECKS = (
    Check(
        "one-document", _SOURCES, _WEAK, Population.STANCES,
        "One document shows it",
        "The mistake of one reporter, or ours in reading, decides.",
        "Enter a second, independent report, with evidence that st:supports the same stance.",
        _one_document,
    ),
    Check(
        "mirror", _SOURCES, _SERIOUS, Population.STANCES,
        "Shown by a reprint only",
        "A copy may be cut, changed or gone; the original is one search away.",
        "Enter the original as further evidence.",
        _mirror,
    ),
    Check(
        "agency-copy", _SOURCES, _NOTE, Population.STANCES,
        "Shown by copies of an agency’s text only",
        "The page is not where it was first published.",
        "Enter the agency’s own page, or the speech.",
        _agency,
    ),
    Check(
        "one-origin", _SOURCES, _NOTE, Population.STANCES,
        "Several documents of one outlet or agency",
        "Two copies of one text are one source.",
        "Enter a report of somebody else.",
        _one_origin,
    ),
    Check(
        "document-undated", _SOURCES, _WEAK, Population.DOCUMENTS,
        "Source without a date",
        "Nothing bounds when it was said by.",
        "Enter schema:datePublished, if only the year.",
        _documents(lambda one: None if one.published else ""),
    ),
    Check(
        "document-month", _SOURCES, _NOTE, Population.DOCUMENTS,
        "Source dated to the month or year only",
        "The bound “said by then” is loose.",
        "Open the page, and enter the day as schema:datePublished.",
        _documents(_loose),
    ),
    Check(
        "no-address", _SOURCES, _WEAK, Population.DOCUMENTS,
        "Source without a link",
        "Nobody can look.",
        "Enter schema:url.",
        _documents(lambda one: None if one.url else ""),
    ),
    Check(
        "no-headline", _SOURCES, _NOTE, Population.DOCUMENTS,
        "Source without a headline",
        "It is hard to find again when its link dies.",
        "Open the page, and enter schema:headline.",
        _documents(lambda one: None if one.headline else ""),
    ),
    Check(
        "no-quote", _WORDS, _WEAK, Population.STANCES,
        "Only our paraphrase, no words",
        "The reader must trust us instead of the speaker’s words.",
        "Open the document, and enter the words as st:quote.",
        _no_quote,
    ),
    Check(
        "too-long", _WORDS, _SERIOUS, Population.QUOTES,
        "Quote longer than allowed",
        "The right to quote covers short passages.",
        "Shorten st:quote.",
        _too_long,
    ),
    Check(
        "length-unproven", _WORDS, _WEAK, Population.QUOTES,
        f"More than {REPORTED_WORDS} words, and not known to be speech",
        "So long a quote is allowed only of quoted speech.",
        "Look whether the source has the words in quotation marks, and enter st:attribution.",
        _unproven,
    ),
    Check(
        "untranslated", _WORDS, _WEAK, Population.FOREIGN_QUOTES,
        "Quote in another language without English",
        "Most readers cannot check it.",
        "Enter st:translation.",
        _untranslated,
    ),
    Check(
        "attribution-unknown", _WORDS, _NOTE, Population.EVIDENCE,
        "Not recorded whether direct or reported speech",
        "Direct words weigh more than a report of them.",
        "Look in the source, and enter st:Direct, st:Reported or st:Inferred.",
        _unknown,
    ),
    Check(
        "short-quote", _WORDS, _NOTE, Population.QUOTES,
        "Quote of one or two words",
        "Too short to judge the sense by.",
        "Enter the whole clause.",
        _short,
    ),
)  # fmt: skip
"""What is looked for at evidence and documents."""
