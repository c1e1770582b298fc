"""How each class of record is written: one table, read in both directions."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.model import actors, documents, propositions, stances
from kg.rdf.forms import (
    ATTRIBUTION,
    COUNT,
    DAY,
    ENGLISH,
    EVENT,
    FLAG,
    KIND,
    LINK,
    PATH,
    PLAIN,
    POLARITY,
    SHARE,
    START,
    VERDICT,
    WHEN,
    WIKIDATA_ITEM,
    WORDS,
    Form,
    coded,
    ref,
)
from kg.rdf.terms import CODEBOOK, DCT, PROV, RDF, RDFS, SCHEMA, SKOS, ST


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record; an optional one may be absent, a plural one holds a tuple."""

    name: str
    predicate: NamedNode
    form: Form
    optional: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How one class of record is written; ``notation`` says that the id is a SKOS notation too."""

    record: type
    space: str
    types: tuple[NamedNode, ...]
    fields: tuple[Field, ...]
    fixed: tuple[tuple[NamedNode, NamedNode], ...] = ()
    notation: bool = False


def _one(name: str, predicate: NamedNode, form: Form) -> Field:
    return Field(name, predicate, form)


def _maybe(name: str, predicate: NamedNode, form: Form) -> Field:
    return Field(name, predicate, form, optional=True)


def _many(name: str, predicate: NamedNode, form: Form) -> Field:
    return Field(name, predicate, form, optional=True, plural=True)


SPAN = ("start", "end", "text_hash")
"""The fields of a record's span, written beside its own."""
SPANNED = (documents.Evidence, stances.Candidate)

LAYOUTS: dict[type, Layout] = {
    layout.record: layout
    for layout in (
        Layout(
            actors.Actor,
            "actor",
            (),
            (
                _one("kind", RDF.type, coded(KIND)),
                _one("name", RDFS.label, ENGLISH),
                _maybe("country", ST.country, PLAIN),
                _many("aliases", SKOS.altLabel, PLAIN),
                _maybe("wikidata", SCHEMA.sameAs, WIKIDATA_ITEM),
                _maybe("verified_in", ST.verifiedIn, PLAIN),
            ),
        ),
        Layout(
            actors.Tenure,
            "tenure",
            (ST.Tenure,),
            (
                _one("actor", ST.actor, ref("actor")),
                _one("role", ST.role, ENGLISH),
                _one("organisation", ST.organisation, ref("actor")),
                _maybe("start", ST.from_, WHEN),
                _maybe("end", ST.to, WHEN),
                _one("start_precision", ST.startPrecision, coded(START)),
                _one("source", DCT.source, ref("document")),
            ),
        ),
        Layout(
            actors.Event,
            "event",
            (ST.Event,),
            (
                _one("label", RDFS.label, ENGLISH),
                _one("kind", ST.eventKind, coded(EVENT)),
                _one("date", ST.date, WHEN),
                _many("participants", ST.participant, ref("actor")),
                _one("summary", ST.summary, ENGLISH),
                _one("source", DCT.source, ref("document")),
            ),
        ),
        Layout(documents.Outlet, "outlet", (ST.Outlet,), (_one("name", RDFS.label, PLAIN),)),
        Layout(
            documents.Document,
            "document",
            (ST.Document,),
            (
                _maybe("url", SCHEMA.url, LINK),
                _one("outlet", SCHEMA.publisher, ref("outlet")),
                _maybe("headline", SCHEMA.headline, WORDS),
                _maybe("agency", ST.agency, ref("outlet")),
                _maybe("published", SCHEMA.datePublished, WHEN),
                _maybe("language", SCHEMA.inLanguage, PLAIN),
                _maybe("reprint", ST.isReprint, FLAG),
            ),
        ),
        Layout(
            propositions.Theme,
            "theme",
            (ST.Theme, SKOS.Concept),
            (_one("label", SKOS.prefLabel, ENGLISH),),
            fixed=((SKOS.inScheme, CODEBOOK), (SKOS.topConceptOf, CODEBOOK)),
            notation=True,
        ),
        Layout(
            propositions.Proposition,
            "proposition",
            (ST.Proposition, SKOS.Concept),
            (
                _one("theme", SKOS.broader, ref("theme")),
                _one("label", SKOS.prefLabel, ENGLISH),
                _one("short", ST.shortLabel, ENGLISH),
                _one("sentence", ST.sentence, ENGLISH),
                _one("for_verb", ST.forVerb, ENGLISH),
                _one("against_verb", ST.againstVerb, ENGLISH),
                _one("favours_means", ST.favoursMeans, ENGLISH),
                _one("opposes_means", ST.opposesMeans, ENGLISH),
            ),
            fixed=((SKOS.inScheme, CODEBOOK),),
            notation=True,
        ),
        Layout(
            stances.Stance,
            "stance",
            (ST.Stance,),
            (
                _one("holder", ST.holder, ref("actor")),
                _one("proposition", ST.proposition, ref("proposition")),
                _one("polarity", ST.polarity, coded(POLARITY)),
                _maybe("said_on", ST.saidOn, WHEN),
                _maybe("on_behalf_of", ST.onBehalfOf, ref("actor")),
                _maybe("reacts_to", ST.reactsTo, PATH),
                _maybe("reason", ST.reason, WORDS),
                _maybe("condition", ST.condition, WORDS),
            ),
        ),
        Layout(
            documents.Evidence,
            "evidence",
            (ST.Evidence,),
            (
                _one("stance", ST.supports, ref("stance")),
                _one("document", ST.document, ref("document")),
                _one("attribution", ST.attribution, coded(ATTRIBUTION)),
                _maybe("quote", ST.quote, WORDS),
                _maybe("translation", ST.translation, WORDS),
                _maybe("paraphrase", ST.paraphrase, WORDS),
                _maybe("start", ST.start, COUNT),
                _maybe("end", ST.end, COUNT),
                _maybe("text_hash", ST.textHash, PLAIN),
                _maybe("candidate", PROV.wasDerivedFrom, ref("candidate")),
                _maybe("run", PROV.wasGeneratedBy, ref("run")),
                _maybe("confidence", ST.confidence, SHARE),
            ),
        ),
        Layout(
            stances.Candidate,
            "candidate",
            (ST.Candidate,),
            (
                _one("document", ST.document, ref("document")),
                _one("holder", ST.holder, ref("actor")),
                _one("proposition", ST.proposition, ref("proposition")),
                _one("polarity", ST.polarity, coded(POLARITY)),
                _maybe("said_on", ST.saidOn, WHEN),
                _one("quote", ST.quote, WORDS),
                _maybe("start", ST.start, COUNT),
                _maybe("end", ST.end, COUNT),
                _maybe("text_hash", ST.textHash, PLAIN),
                _one("attribution", ST.attribution, coded(ATTRIBUTION)),
                _one("confidence", ST.confidence, SHARE),
                _many("rules", ST.rule, PLAIN),
                _one("run", PROV.wasGeneratedBy, ref("run")),
            ),
        ),
        Layout(
            stances.Run,
            "run",
            (ST.Run,),
            (
                _one("document", PROV.used, ref("document")),
                _one("extractor", ST.extractor, PLAIN),
                _one("version", SCHEMA.softwareVersion, PLAIN),
                _one("text_hash", ST.textHash, PLAIN),
            ),
        ),
        Layout(
            stances.Review,
            "review",
            (ST.Review,),
            (
                _one("subject", ST.reviews, PATH),
                _one("verdict", ST.verdict, coded(VERDICT)),
                _one("reviewer", ST.reviewer, PLAIN),
                _one("decided_on", ST.decidedOn, DAY),
                _maybe("note", ST.note, WORDS),
            ),
        ),
        Layout(
            stances.Shift,
            "shift",
            (ST.Shift,),
            (
                _one("actor", ST.actor, ref("actor")),
                _one("proposition", ST.proposition, ref("proposition")),
                _one("before", ST.before, ref("stance")),
                _one("after", ST.after, ref("stance")),
                _one("changed_by", ST.changedBy, DAY),
            ),
        ),
    )
}
