"""An invented page: three actors, two propositions, a change of position and an ambivalence."""

from __future__ import annotations

from dataclasses import replace

from kg.model.actors import ActorKind
from kg.model.documents import Attribution, Origin
from kg.model.stances import Polarity, Status
from kg.views.contract import (
    GraphPage,
    PageActor,
    PageEvidence,
    PageMeta,
    PageProposition,
    PageStance,
)

META = PageMeta("Invented stances", "Nothing here was said.", "https://example.org/stance/")
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
ANNA = PageActor("anna", "Anna Examplova", ActorKind.PERSON, ("Анна Примерова",), "FR", "Minister")
OZ = PageActor("oz", "Örjan Öztürkłund", ActorKind.PERSON, (), "SE", None, "Q1")
PARTY = PageActor("party", "Invented Party", ActorKind.PARTY, (), "DE")
STATE = PageActor("state", "Exampleland", ActorKind.STATE)


def evidence(name: str, **changed: object) -> PageEvidence:
    told = PageEvidence(
        id=name,
        attribution=Attribution.DIRECT,
        origin=Origin.CURATED,
        publisher="The Sample Times",
        quote=f"exact words of {name}",
        language="en",
        title="Invented headline",
        url=f"https://times.example/{name}",
        published="2025-02-03",
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def stance(name: str, actor: str, about: str, polarity: str, day: str) -> PageStance:
    return PageStance(
        id=name,
        actor=actor,
        proposition=about,
        polarity=Polarity(polarity),
        latest=day,
        status=Status.CURATED,
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
PAGE = GraphPage(
    meta=replace(META, as_of="2025-06-30", version="0.0"),
    propositions=(TALKS, TARIFFS),
    actors=(ANNA, OZ, PARTY, STATE),
    stances=(
        stance("s1", "anna", "talks", "opposes", "2024-05-01"),
        stance("s2", "anna", "talks", "favours", "2025-05-01"),
        stance("s3", "anna", "tariffs", "favours", "2025-03-01"),
        stance("s4", "oz", "talks", "opposes", "2025-03-09"),
        UNDATED,
        PARAPHRASED,
        stance("s7", "party", "talks", "favours", "2025-04-04"),
        stance("s8", "party", "talks", "opposes", "2025-04-04"),
    ),
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
    propositions = tuple(PageProposition(h, h, h, h, h, h, h, h, h, h) for h in HOSTILE_STRINGS)
    actors = tuple(
        PageActor(h, h, kind, (h,), h, h, h)
        for h, kind in zip(HOSTILE_STRINGS, kinds, strict=False)
    )
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
            reason=other,
            evidence=(
                evidence(
                    f"{number}{other}",
                    publisher=one,
                    quote=other,
                    language=one,
                    translation=other,
                    title=one,
                    url=addresses[number % 3],
                ),
            ),
        )
        for number, one in enumerate(HOSTILE_STRINGS)
        for other in HOSTILE_STRINGS[number % 2 :: 2]
    )
    first = HOSTILE_STRINGS[0]
    meta = PageMeta(
        first, first, "javascript:window.PWN=1//", None, first, first, first, addresses[0], first
    )
    return GraphPage(meta, propositions, actors, stances)
