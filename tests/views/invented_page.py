"""An invented page: three actors, two propositions, a change of position and an ambivalence."""

from __future__ import annotations

from dataclasses import replace

from kg.model.actors import ActorKind, EventKind
from kg.model.documents import Origin
from kg.model.stances import Polarity, Status
from kg.views.contract import (
    GraphPage,
    PageActor,
    PageDocument,
    PageEvent,
    PageEvidence,
    PageFamily,
    PageMeta,
    PageProposition,
    PageStance,
    PageTenure,
)

META = PageMeta("Invented stances", "Nothing here was said.", "https://example.org/")
EMPTY = GraphPage(META)

TALKS = PageProposition(
    id="talks",
    label="Talks with Exampleland",
    short="Talks",
    theme="diplomacy",
    theme_label="Diplomacy",
    sentence="There should be talks with Exampleland.",
    for_verb="wants talks",
    against_verb="rejects talks",
    favours="calls for talks",
    opposes="warns against talks",
)
TARIFFS = PageProposition(
    id="tariffs",
    label="Tariffs on Exampleland",
    short="Tariffs",
    theme="trade",
    theme_label="Trade",
    sentence="There should be tariffs on Exampleland.",
    for_verb="backs tariffs",
    against_verb="opposes tariffs",
    favours="backs them",
    opposes="opposes them",
)
ANNA = PageActor(
    id="anna",
    name="Anna Examplova",
    kind=ActorKind.PERSON,
    aliases=("Анна Примерова",),
    country="FR",
    family="moderates",
    tenures=(
        PageTenure("Deputy of the Invented Assembly", "2020", "2024-12-31"),
        PageTenure("Minister of Inventions", "2025-01"),
    ),
)
OZ = PageActor("oz", "Örjan Öztürkłund", ActorKind.PERSON, country="SE", wikidata="Q1")
PARTY = PageActor("party", "Invented Party", ActorKind.PARTY, country="DE", family="moderates")
STATE = PageActor("state", "Exampleland", ActorKind.STATE)


def document(name: str, publisher: str = "The Sample Times") -> PageDocument:
    return PageDocument(
        id=name,
        publisher=publisher,
        title="Invented headline",
        url=f"https://times.example/{name}",
        published="2025-02-03",
        language="en",
    )


def evidence(name: str, **changed: object) -> PageEvidence:
    told = PageEvidence(name, f"d-{name}", quote=f"exact words of {name}", language="en")
    return replace(told, **changed)  # type: ignore[arg-type]


def stance(name: str, actor: str, about: str, polarity: str, day: str) -> PageStance:
    return PageStance(
        id=name,
        actor=actor,
        proposition=about,
        polarity=Polarity(polarity),
        latest=day,
        said_on=day,
        evidence=(evidence(f"{name}-1"),),
    )


UNDATED = replace(
    stance("s5", "party", "tariffs", "opposes", "2025-02-03"),
    said_on=None,
    status=Status.EXTRACTED,
    evidence=(
        evidence(
            "s5-1",
            quote="des mots exacts",
            language="fr",
            translation="exact words, translated",
            origin=Origin.EXTRACTED,
            confidence=0.72,
        ),
    ),
)
PARAPHRASED = replace(
    stance("s6", "oz", "tariffs", "mixed", "2025-01-20"),
    evidence=(evidence("s6-1", quote=None, language=None, paraphrase="Would weigh tariffs."),),
)
STANCES = (
    stance("s1", "anna", "talks", "opposes", "2024-05-01"),
    stance("s2", "anna", "talks", "favours", "2025-05-01"),
    stance("s3", "anna", "tariffs", "favours", "2025-03-01"),
    replace(stance("s4", "oz", "talks", "opposes", "2025-03-09"), reacts_to="stance/s3"),
    UNDATED,
    PARAPHRASED,
    replace(stance("s7", "party", "talks", "favours", "2025-04-04"), reacts_to="event/summit"),
    stance("s8", "party", "talks", "opposes", "2025-04-04"),
)
PAGE = GraphPage(
    meta=replace(META, as_of="2025-06-30", version="0.0"),
    propositions=(TALKS, TARIFFS),
    actors=(ANNA, OZ, PARTY, STATE),
    stances=STANCES,
    documents=tuple(
        document(one.document, "The Other Sample" if one.id == "s4-1" else "The Sample Times")
        for stance in STANCES
        for one in stance.evidence
    ),
    events=(PageEvent("summit", "Invented summit", EventKind.SUMMIT, "2025-04-01", "2025-04-01"),),
    families=(PageFamily("moderates", "Invented Moderates"),),
)

HOSTILE_STRINGS = (
    "</script><script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=1>",
    '"><svg onload=window.PWN=1>',
    "href <a href=javascript:window.PWN=1>x</a>",
    "{{7*7}}{% raw %}",
    "line\u2028separator\u2029",
    "شخص مخترع",
    "<!-- <script>",
    "Very Long Invented Name " * 20,
    "__proto__",
)


def hostile_page() -> GraphPage:
    """Every text field holds something that must stay text."""
    kinds = [*ActorKind] * 3
    addresses = ("javascript:window.PWN=1", 'https://e.example/"onclick="window.PWN=1', "data:x,y")
    stances = tuple(
        PageStance(
            id=f"{number}{one}",
            actor=one,
            proposition=other,
            polarity=[*Polarity][number % 3],
            latest=f"2025-01-{number + 1:02}",
            status=Status.EXTRACTED,
            on_behalf_of=one,
            reacts_to=[f"event/{other}", f"stance/{number}{one}", other][number % 3],
            reason=other,
            condition=one,
            evidence=(
                evidence(f"{number}{other}", document=one, quote=other, language=one,
                         translation=other),
            ),
        )
        for number, one in enumerate(HOSTILE_STRINGS)
        for other in HOSTILE_STRINGS[number % 2 :: 2]
    )  # fmt: skip
    first = HOSTILE_STRINGS[0]
    return GraphPage(
        meta=PageMeta(
            first, first, "javascript:window.PWN=1//", None, first, first, first, addresses[0],
            first, HOSTILE_STRINGS, f"tab={first}",
        ),
        propositions=tuple(PageProposition(h, h, h, h, h, h, h, h, h, h) for h in HOSTILE_STRINGS),
        actors=tuple(
            PageActor(h, h, kind, (h,), h, h, (PageTenure(h, "2020"),), h)
            for h, kind in zip(HOSTILE_STRINGS, kinds, strict=False)
        ),
        stances=stances,
        documents=tuple(
            PageDocument(h, h, h, addresses[number % 3], h, h)
            for number, h in enumerate(HOSTILE_STRINGS)
        ),
        events=tuple(
            PageEvent(h, h, EventKind.CALL, "2025-01-02", "2025-01-02") for h in HOSTILE_STRINGS
        ),
        families=tuple(PageFamily(h, h) for h in HOSTILE_STRINGS),
    )  # fmt: skip
