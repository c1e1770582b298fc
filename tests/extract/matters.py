"""Every proposition in plain words of our own, to be said by anybody in any form."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MANY = re.compile(
    r"^(?:\w+ )*?(?:talks|limits|concessions|guarantees|deliveries|sanctions|measures|reparations"
    r"|restrictions)\b"
)
"""Heads of nouns in the plural."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A clause that goes the way of its proposition, its negation, and the noun for it if any."""

    proposition: str
    subject: str
    predicate: str
    negated: str
    noun: str | None = None

    @property
    def plural(self) -> bool:
        """Whether the noun takes a verb in the plural."""
        return self.noun is not None and _MANY.search(self.noun) is not None


def matter(proposition: str, subject: str, predicate: str, noun: str | None = None) -> Matter:
    """A matter whose negation is that of its first verb."""
    verb, _, rest = predicate.partition(" ")
    return Matter(proposition, subject, predicate, f"{verb} not {rest}", noun)


MATTERS = (
    matter(
        "direct-dialogue-with-russia",
        "Europe",
        "should hold direct talks with the Kremlin",
        "direct talks with the Kremlin",
    ),
    matter(
        "eu-special-envoy",
        "the European Union",
        "should appoint a special envoy for talks with Russia",
        "the appointment of a European special envoy",
    ),
    matter(
        "european-seat-at-talks",
        "Europe",
        "should have a seat at the negotiating table",
        "a European seat at the negotiating table",
    ),
    matter(
        "one-voice-on-russia",
        "Europeans",
        "should speak to Moscow with one voice",
        "a single European voice toward Moscow",
    ),
    Matter(
        "nothing-without-ukraine",
        "a peace deal",
        "must not be struck without Ukraine",
        "can be struck without Ukraine",
    ),
    matter(
        "peace-summit-with-putin",
        "Geneva",
        "should host a peace summit with the Russian president",
        "a peace summit with the Russian president in Geneva",
    ),
    matter(
        "normalise-relations-with-russia",
        "Europe",
        "should restore normal relations with Russia",
        "the normalisation of relations with Russia",
    ),
    matter(
        "russia-g8-return",
        "Russia",
        "should be readmitted to the G8",
        "Russia's return to the G8",
    ),
    matter(
        "negotiated-settlement",
        "the war",
        "should be ended by negotiation",
        "a negotiated settlement of the war",
    ),
    matter(
        "us-led-peace-plan",
        "Europe",
        "should support the American peace plan",
        "the American peace plan",
    ),
    matter(
        "unconditional-ceasefire",
        "there",
        "should be an unconditional ceasefire",
        "an unconditional ceasefire",
    ),
    matter(
        "territorial-concessions",
        "Ukraine",
        "should cede territory to Russia",
        "territorial concessions by Ukraine",
    ),
    matter(
        "security-guarantees",
        "Ukraine",
        "should receive binding security guarantees",
        "binding security guarantees for Ukraine",
    ),
    matter(
        "troops-in-ukraine",
        "European countries",
        "should send troops to Ukraine",
        "the deployment of European troops in Ukraine",
    ),
    matter(
        "strong-ukrainian-army",
        "Ukraine",
        "should keep a strong army after the war",
        "a strong Ukrainian army",
    ),
    matter(
        "conditions-on-russia",
        "a settlement",
        "should put limits on Russia too",
        "limits on Russia in any settlement",
    ),
    matter(
        "reparations-by-russia",
        "Russia",
        "should pay reparations to Ukraine",
        "Russian reparations to Ukraine",
    ),
    matter(
        "ukraine-eu-membership",
        "Ukraine",
        "should join the European Union",
        "Ukraine's accession to the European Union",
    ),
    matter(
        "ukraine-nato-membership",
        "Ukraine",
        "should join NATO",
        "Ukraine's membership in NATO",
    ),
    matter(
        "support-for-ukraine",
        "Europe",
        "should keep supporting Ukraine",
        "continued support for Ukraine",
    ),
    matter(
        "military-aid-to-ukraine",
        "Europe",
        "should send more weapons to Ukraine",
        "arms deliveries to Ukraine",
    ),
    matter(
        "long-range-weapons",
        "Europe",
        "should supply long-range missiles to Ukraine",
        "the delivery of long-range missiles to Ukraine",
    ),
    matter(
        "joint-debt-for-ukraine",
        "the European Union",
        "should finance Ukraine through joint borrowing",
        "joint EU borrowing for Ukraine",
    ),
    matter(
        "frozen-russian-assets",
        "Europe",
        "should use the frozen Russian assets to help Ukraine",
        "the use of frozen Russian assets for Ukraine",
    ),
    matter(
        "sanctions-on-russia",
        "the European Union",
        "should tighten its sanctions on Russia",
        "new sanctions on Russia",
    ),
    matter(
        "russian-energy-phase-out",
        "Europe",
        "should stop buying Russian gas",
        "the phase-out of Russian gas",
    ),
    matter(
        "shadow-fleet-measures",
        "European navies",
        "should board tankers of Russia's shadow fleet",
        "measures against Russia's shadow fleet",
    ),
    matter(
        "travel-restrictions",
        "the European Union",
        "should restrict visas for Russian citizens",
        "visa restrictions for Russians",
    ),
    matter(
        "special-tribunal",
        "Russia's leaders",
        "should stand trial before a special tribunal",
        "a special tribunal for Russia's leaders",
    ),
    matter(
        "defence-spending",
        "European countries",
        "should spend more on defence",
        "higher defence spending",
    ),
    matter(
        "european-nuclear-deterrent",
        "Paris",
        "should extend its nuclear umbrella to European partners",
        "a European nuclear deterrent",
    ),
    matter(
        "escalation-restraint",
        "Europe",
        "should respond with restraint to Russian provocations",
        "restraint in the face of Russian provocations",
    ),
    matter("russia-is-threat", "Russia", "is a threat to Europe's security"),
    matter("russia-peace-willingness", "Russia", "is serious about peace"),
    matter("europe-obstructs-peace", "Europe", "is standing in the way of peace"),
    matter("attacks-on-ukraine", "Russia's attacks on Ukrainian cities", "are justified"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, told with the doer as subject and as agent."""

    proposition: str
    polarity: str
    active: str
    passive: str


ACTS = (
    Act(
        "attacks-on-ukraine",
        "opposes",
        "{X} condemned Russia's attacks on Ukrainian cities.",
        "Russia's attacks on Ukrainian cities were condemned by {X}.",
    ),
    Act(
        "attacks-on-ukraine",
        "favours",
        "{X} defended the Russian strikes on Kyiv.",
        "The Russian strikes on Kyiv were defended by {X}.",
    ),
    Act(
        "sanctions-on-russia",
        "opposes",
        "{X} blocked the new package of sanctions against Russia.",
        "The new package of sanctions against Russia was blocked by {X}.",
    ),
    Act(
        "sanctions-on-russia",
        "favours",
        "{X} welcomed the extension of sanctions against Russia.",
        "The extension of sanctions against Russia was welcomed by {X}.",
    ),
    Act(
        "troops-in-ukraine",
        "opposes",
        "{X} ruled out the deployment of troops to Ukraine.",
        "The deployment of troops to Ukraine was ruled out by {X}.",
    ),
    Act(
        "frozen-russian-assets",
        "opposes",
        "{X} rejected the use of frozen Russian assets.",
        "The use of frozen Russian assets was rejected by {X}.",
    ),
    Act(
        "ukraine-eu-membership",
        "opposes",
        "{X} vetoed Ukraine's accession to the European Union.",
        "Ukraine's accession to the European Union was vetoed by {X}.",
    ),
    Act(
        "us-led-peace-plan",
        "favours",
        "{X} welcomed the American peace plan.",
        "The American peace plan was welcomed by {X}.",
    ),
    Act(
        "us-led-peace-plan",
        "opposes",
        "{X} dismissed the US peace plan as a wish list.",
        "The US peace plan was dismissed as a wish list by {X}.",
    ),
    Act(
        "eu-special-envoy",
        "favours",
        "{X} proposed a special envoy for talks with Russia.",
        "A special envoy for talks with Russia was proposed by {X}.",
    ),
    Act(
        "unconditional-ceasefire",
        "favours",
        "{X} demanded an unconditional ceasefire.",
        "An unconditional ceasefire was demanded by {X}.",
    ),
    Act(
        "territorial-concessions",
        "opposes",
        "{X} ruled out any territorial concessions.",
        "Any territorial concessions were ruled out by {X}.",
    ),
    Act(
        "military-aid-to-ukraine",
        "favours",
        "{X} announced new military aid for Ukraine.",
        "New military aid for Ukraine was announced by {X}.",
    ),
    Act(
        "special-tribunal",
        "favours",
        "{X} endorsed a special tribunal for the crime of aggression.",
        "A special tribunal for the crime of aggression was endorsed by {X}.",
    ),
)
