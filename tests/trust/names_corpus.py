"""Names of invented people in every script and disguise, and what must become of each."""

from __future__ import annotations

from dataclasses import dataclass

OWN = "own"
"""The holder of what a text says under this name is the actor of the name."""
UNSEEN, MIXED, CONTROL = "invisible", "mixes", "control characters"


@dataclass(frozen=True, slots=True)
class Name:
    """A name; what it is as part of an id, if it can be one; why the seeds refuse it, if they do.

    ``holder`` is who holds a stance that an article tells of this name: an actor, a stranger by
    provisional id, or nobody. ``entered`` is the name in the seeds, where it is put right.
    """

    words: str
    slug: str | None
    refused: str | None = None
    holder: str | None = OWN
    entered: str = ""

    @property
    def kept(self) -> str:
        """The name as the seeds hold it, unless they refuse it."""
        return self.entered or self.words


NAMES = (
    # Accents, in one character or two, and letters that only look like others.
    Name("Anna Ex\u00e1mplarova", "anna-examplarova"),
    Name("Anna Vzo\u0301rova", "anna-vzorova", entered="Anna Vz\u00f3rova"),
    Name("Anna Nguy\u1ec5nova", "anna-nguyenova"),
    Name("Anna Ple\u0302\u0303nova", "anna-plenova", entered="Anna Pl\u1ec5nova"),
    Name("Anna \u212bngstromova", "anna-angstromova", entered="Anna \u00c5ngstromova"),
    Name("Anna \ufb01ctiva", "anna-fictiva"),
    Name("\uff21nna \uff37idova", "anna-widova"),
    Name("\U0001d56c\U0001d593\U0001d593\U0001d586 Mathova", "anna-mathova"),
    Name("Z\u0336\u0351oe Za\u0334lg\u0338ova", "zoe-zalgova"),
    Name("Josefa Stranga\u0301", "josefa-stranga", entered="Josefa Strang\u00e1"),
    Name("\uc548\ub098 \uc608\uc2dc", "anna-yesi", None, None),
    Name("\u110b\u1161\u11ab\u1102\u1161", "anna", None, None, "\uc548\ub098"),
    # Case that one letter, or one language, has otherwise.
    Name("Anna Strau\u00dfova", "anna-straussova"),
    Name("Anna GRO\u1e9eOVA", "anna-grossova"),
    Name("Anna \u0130lkova", "anna-ilkova"),
    Name("Anna I\u0307pekova", "anna-ipekova", entered="Anna \u0130pekova"),
    Name("Anna D\u0131\u015fi\u015flerova", "anna-disislerova"),
    Name("\u0391\u039d\u039d\u0391 \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3",
         "anna-odysseys"),
    Name("\u0386\u03bd\u03bd\u03b1 \u03a0\u03b1\u03c1\u03b1\u03b4\u03ad\u03bd\u03c2",
         "anna-paradens"),
    Name("Anna \u01c5emalova", "anna-dzemalova"),
    Name("Anna \u017fenatova", "anna-senatova"),
    Name("Anna \u212aelvinova", "anna-kelvinova", entered="Anna Kelvinova"),
    Name("Anna O\u2019Brienova", "anna-obrienova"),
    Name("Anna O\u02bcNeillova", "anna-o-neillova"),
    Name("Lars Kj\u00e6rova", "lars-kjaerova"),
    Name("Gu\u00f0ni Exempelsson", "gudni-exempelsson"),
    Name("Jean C\u0153urova", "jean-coeurova"),
    Name("Bj\u00f8rn S\u00e6therova", "bjorn-saetherova"),
    Name("Ian Bor\u0127ova", "ian-borhova"),
    # Other scripts; those without capitals are not looked for in English texts.
    Name("\u0410\u043d\u043d\u0430 \u042d\u043a\u0437\u0435\u043c\u043f\u043b\u043e\u0432\u0430",
         "anna-ekzemplova"),
    Name("\u0539\u0565\u057d\u057f \u0555\u0580\u056b\u0576\u0561\u056f\u0575\u0561\u0576",
         "t-est-orinakyan"),
    Name("\u10d0\u10dc\u10d0 \u10db\u10d0\u10d2\u10d0\u10da\u10d8\u10d7\u10d8", "ana-magaliti",
         None, None),
    Name("\u5b89\u5a1c\u865a\u6784", "annaxugou", None, None),
    Name("\u05d0\u05e0\u05d4 \u05d3\u05d5\u05d2\u05de\u05d4", "nh-dvgmh", None, None),
    Name("\u0622\u0646\u0627 \u0645\u062b\u0627\u0644", "an-mthl", None, None),
    Name("\u0e41\u0e2d\u0e19\u0e19\u0e32", "aeonna", None, None),
    Name("\u0905\u0928\u094d\u0928\u093e \u0909\u0926\u093e\u0939\u0930\u0923", "anna-udahrn",
         None, None),
    # A joiner is spelling in Persian, and between letters of other alphabets a disguise.
    Name("\u0639\u0644\u06cc\u200c\u0646\u0645\u0648\u0646\u0647", "lynmwnh", None, None),
    Name("An\u200dna Joinova", "anna-joinova", UNSEEN, "anna-joinova"),
    # Deceptive: what stands there is not what is seen.
    Name("Anna M\u0430cronova", "anna-macronova", MIXED, "anna-m430cronova"),
    Name("Anna Samplo\u03bda", "anna-samplona", MIXED, "anna-samplo3bda"),
    Name("\u0421\u0430\u0440\u0430 \u0412\u043e\u0440", "sara-vor"),
    Name("Anna Borisova\u200b", "anna-borisova", UNSEEN, "anna-borisova"),
    Name("Anna Hy\u00adphenova", "anna-hyphenova", UNSEEN, "anna-hyphenova"),
    Name("Anna Word\u2060joinova", "anna-wordjoinova", UNSEEN, "anna-wordjoinova"),
    Name("\u202eavolpmaxE annA", "avolpmaxe-anna", UNSEEN, None),
    Name("Anna \u2066Isolatova\u2069", "anna-isolatova", UNSEEN, "anna-isolatova"),
    Name("\u202bAnna Embedova\u202c", "anna-embedova", UNSEEN, "anna-embedova"),
    Name("Anna Rightova\u200f", "anna-rightova", UNSEEN, "anna-rightova"),
    Name("\ufeffAnna Markova", "anna-markova", UNSEEN, "anna-markova"),
    Name("Anna\u061c Arabova", "anna-arabova", UNSEEN, "anna-arabova"),
    Name("Anna Tagova\U000e0041\U000e007f", "anna-tagovaa", UNSEEN, "anna-tagova"),
    Name("Anna\u3164 Fillerova", "anna-fillerova", UNSEEN, "anna-fillerova"),
    Name("Anna\u2800Braillova", "anna-braillova"),
    Name("Petra\u00a0Blankova", "petra-blankova", entered="Petra Blankova"),
    # What machines leave, and what steers them.
    Name("Anna\x00Nulova", "anna-nulova", CONTROL, None),
    Name("Anna\x1b[31mRedova", "anna-31mredova", CONTROL, None),
    Name("Anna\x0bTabova", "anna-tabova", entered="Anna Tabova"),
    Name("Anna O\x92Windova", "anna-owindova", CONTROL, "anna-o-windova"),
    Name("Anna\x85Nextova", "annanextova", None, OWN, "Anna Nextova"),
    Name("Anna Non\ufffeova", "anna-nonova", CONTROL, "anna-non"),
    Name("Anna\u2028Lineova", "anna-lineova", entered="Anna Lineova"),
    Name("Anna <b>Boldova</b>", "anna-b-boldova-b"),
    Name("Anna &amp; Amperova", "anna-amp-amperova"),
    Name('Anna "]]>" Cdatova', "anna-cdatova"),
    Name("=HYPERLINK(Anna)", "hyperlink-anna"),
    Name("@Anna|Pipova", "anna-pipova"),
    Name("Anna \U0001f1ea\U0001f1fa Flagova", "anna-eu-flagova"),
    Name("Anna \u2764\ufe0f Heartova", "anna-heart-heartova"),
    Name("Anna \U0001f468\u200d\U0001f469 Famova", "anna-man-woman-famova", None, OWN),
    # One id for two, or none at all.
    Name("Fiktiva Prawda", "fiktiva-prawda"),
    Name("\u0424\u0438\u043a\u0442\u0438\u0432\u0430 \u041f\u0440\u0430\u0432\u0434\u0430",
         "fiktiva-pravda"),
    Name("\u2014", None, None, None),
    Name("Anna " + "x" * 101, None),
)  # fmt: skip
