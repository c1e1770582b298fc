"""What search engines read of a page: schema.org terms as JSON-LD, with the context in the text.

Nothing of it is fetched: the context names the vocabulary and which values are IRIs.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from kg.model.actors import Actor, ActorKind, Event
from kg.model.documents import Attribution, Outlet, web_address
from kg.model.propositions import Proposition
from kg.pages.published import Published
from kg.pages.sayings import Saying, Source
from kg.project import TITLE
from kg.rdf.terms import BASE, CODEBOOK, WIKIDATA, mint
from kg.views.contract import PageDocument
from kg.views.page_json import script_json

Linked = dict[str, Any]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_LINKS = (
    "url sameAs license about author spokenByCharacter isBasedOn inDefinedTermSet appearance "
    "publisher attendee"
)
_CONTEXT = {"@vocab": "https://schema.org/"} | {
    name: {"@type": "@id"} for name in sorted(_LINKS.split())
}
_CLASSES = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "Country",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.PARTY: "PoliticalParty",
}


def linked_script(told: Linked) -> Markup:
    """A description as it may stand inside a script element."""
    # What is not told is absent: schema.org knows no null.
    text = script_json({"@context": _CONTEXT, **_without_gaps(told)})
    return Markup(text)  # noqa: S704 - every <, > and & is escaped as \u00..


def _without_gaps(told: Linked) -> Linked:
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def linked_actor(published: Published, actor: Actor) -> Linked:
    """A Person, Country, Organization or PoliticalParty."""
    held = published.tenures_of.get(actor.id, [])
    now = [tenure.role for tenure in held if tenure.end is None]
    return {
        "@id": mint("actor", actor.id).value,
        "@type": _CLASSES[actor.kind],
        "name": actor.name,
        "alternateName": list(actor.aliases),
        "jobTitle": now if actor.kind is ActorKind.PERSON else [],
        "sameAs": f"{WIKIDATA}{actor.wikidata}" if actor.wikidata else None,
    }


def linked_proposition(proposition: Proposition) -> Linked:
    """A DefinedTerm of the codebook."""
    return {
        "@id": mint("proposition", proposition.id).value,
        "@type": "DefinedTerm",
        "name": proposition.label,
        "description": proposition.sentence,
        "termCode": proposition.id,
        "inDefinedTermSet": {
            "@id": CODEBOOK.value,
            "@type": "DefinedTermSet",
            "name": f"{TITLE}: codebook",
        },
    }


def linked_document(document: PageDocument, outlet: str | None) -> Linked:
    """A NewsArticle; ``outlet`` is the id of its publisher."""
    return _without_gaps(
        {
            "@id": mint("document", document.id).value,
            "@type": "NewsArticle",
            "headline": document.title,
            "datePublished": document.published,
            "inLanguage": document.language,
            "url": web_address(document.url),
            "publisher": outlet
            and {
                "@id": mint("outlet", outlet).value,
                "@type": "Organization",
                "name": document.publisher,
            },
        }
    )


def linked_stance(saying: Saying, title: str) -> Linked:
    """A Claim with the Quotations that show it."""
    holder = mint("actor", saying.actor.id).value
    return {
        "@id": mint("stance", saying.stance.id).value,
        "@type": "Claim",
        "name": title,
        "text": f"{saying.actor.name} {saying.verb}: {saying.proposition.sentence}",
        "author": {
            "@id": holder,
            "@type": _CLASSES[saying.actor.kind],
            "name": saying.actor.name,
        },
        "about": mint("proposition", saying.proposition.id).value,
        "dateCreated": str(saying.stance.said_on) if saying.stance.said_on else None,
        "appearance": [linked_document(source.document, None) for source in saying.sources],
        "hasPart": [_quotation(source, holder) for source in saying.sources if _quote(source)],
        "license": LICENCE,
    }


def _quote(source: Source) -> str:
    return source.evidence.quote.value if source.evidence.quote else ""


def _quotation(source: Source, holder: str) -> Linked:
    item = source.evidence
    # Reported speech is quoted in the words of the report.
    is_spoken = item.attribution is Attribution.DIRECT
    return _without_gaps(
        {
            "@id": mint("evidence", item.id).value,
            "@type": "Quotation",
            "text": _quote(source),
            "inLanguage": item.quote.language if item.quote else None,
            "spokenByCharacter": holder if is_spoken else None,
            "isBasedOn": mint("document", item.document).value,
        }
    )


def linked_event(event: Event) -> Linked:
    """An Event with those who took part."""
    return {
        "@id": mint("event", event.id).value,
        "@type": "Event",
        "name": event.label,
        "startDate": str(event.date),
        "description": event.summary,
        "attendee": [mint("actor", one).value for one in event.participants],
    }


def linked_outlet(outlet: Outlet) -> Linked:
    """A NewsMediaOrganization."""
    return {
        "@id": mint("outlet", outlet.id).value,
        "@type": "NewsMediaOrganization",
        "name": outlet.name,
    }


def linked_country(code: str, name: str, iri: str | None) -> Linked:
    """A Country; ``iri`` is that of the state where it is an actor of the graph."""
    return {
        "@id": iri or f"{BASE}country/{code.lower()}",
        "@type": "Country",
        "name": name,
        "identifier": code,
    }
