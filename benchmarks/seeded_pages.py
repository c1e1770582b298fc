"""Invented documents as files: what persons found in some, what machines found in others."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks import seeded_turtle as turtle
from benchmarks.seeded_base import Base
from benchmarks.seeded_course import DAYS, TOLD, Debate, Page, Utterance
from benchmarks.seeded_people import People
from benchmarks.seeded_words import Speech, person_name
from kg.model.actors import ActorKind
from kg.model.stances import AUTO_ACCEPT
from kg.seeds.ids import slug

_LEXICON = hashlib.sha256(b"invented").hexdigest()
_DOCUMENT = {"outlet", "schema", "st", "xsd"}
_CURATED = _DOCUMENT | {"actor", "document", "polarity", "proposition", "stance"}
_PROPOSED = {"actor", "document", "polarity", "proposition", "prov", "run", "schema", "st"}
_RECENT = 300
"""To how many of the latest stances others may react."""
_ATTRIBUTIONS = ("AttributionNotKnown", "Direct", "Reported")
_FAINTEST, _BAR, _SUREST = 36, int(AUTO_ACCEPT * 100), 99
"""Hundredths of confidence: the least, the least that is published unseen, and what none has."""
_FURTHER = 0.15
_MEMBER = "Member state of the European Union"
_SILENT = 3


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate that a person may decide on."""

    id: str
    said: Utterance
    stranger: bool
    published: int


@dataclass(frozen=True, slots=True)
class File:
    """A path below ``seeds`` and what stands there."""

    path: str
    content: str


def _silent(base: Base, people: People) -> set[int]:
    """The numbers of the actors of three member states of the European Union."""
    members = {tenure.actor for tenure in base.tenures if tenure.role == _MEMBER}
    heard = [a.country for a in base.actors if a.kind is ActorKind.STATE and a.id in members]
    countries = set(heard[-_SILENT:])
    return {number for number, a in enumerate(people.actors) if a.country in countries}


class Writer:
    """Files of documents, of which each knows what those before it hold."""

    def __init__(self, base: Base, people: People, chance: Random) -> None:
        self._chance = chance
        self._speech = Speech(chance)
        self._actors = [actor.id for actor in people.actors]
        self._propositions = [proposition.id for proposition in base.propositions]
        self._outlets = [outlet.id for outlet in people.outlets]
        states = base.states()
        self._behalf = [
            states.get(actor.country or "") if actor.kind is ActorKind.PERSON else None
            for actor in people.actors
        ]
        silent = _silent(base, people)
        self._debate = Debate(len(self._actors), len(self._propositions), silent, chance)
        self._events = sorted(
            ((event.date.latest - DAYS[0]).days, event.id) for event in base.events
        )
        self._recent: deque[str] = deque(maxlen=_RECENT)
        self._unsourced: deque[tuple[str, Utterance, int]] = deque()
        self._number = 0
        self.curated: list[tuple[str, int]] = []
        """Some curated stances with the day of their document, for a person to decide on."""
        self.proposed: list[Proposed] = []
        """The candidates of the last document."""

    def files(self, page: Page) -> Iterator[File]:
        """The files of one document."""
        self._number += 1
        outlet, told = self._outlets[page.outlet], TOLD[page.day]
        url = f"https://{outlet}.example/{told.replace('-', '/')}/{self._number}"
        digest = hashlib.sha256(url.encode()).hexdigest()
        name = f"{told}-{outlet}-{digest[:8]}"
        about = turtle.document(
            name,
            {
                "day": told,
                "headline": self._speech.say(page.language, 4, 12),
                "language": page.language,
                "outlet": outlet,
                "url": url,
            },
        )
        path = f"documents/{told[:4]}/{name}.ttl"
        self.proposed = []
        if page.curated:
            yield File(path, self._curated(page, name, about))
            return
        yield File(path, turtle.file_of([about], _DOCUMENT))
        yield File(f"candidates/{name}.ttl", self._found(page, name, digest))

    def _curated(self, page: Page, name: str, about: turtle.Block) -> str:
        blocks, prefixes = [about], set(_CURATED)
        for place in range(page.size):
            said = self._debate.next(page.day)
            when = said.when or "undated"
            topic = self._propositions[said.proposition]
            stance = f"{self._actors[said.actor]}-{when}-{topic}-{self._number}.{place}"
            told = self._circumstances(said, page)
            blocks.append(turtle.stance(stance, told))
            blocks.append(self._evidence(stance, 1, name, page.language))
            if told.get("reacts", "").startswith("event:"):
                prefixes.add("event")
            self._recent.append(stance)
            for _ in range((lot := self._chance.random()) < _FURTHER and 1 + (lot < _FURTHER / 6)):
                self._unsourced.append((stance, said, page.day))
            if self._chance.random() < 0.01:
                self.curated.append((stance, page.day))
        source = 1
        while self._waits(page.day) and self._chance.random() < 0.5:
            source += 1
            stance = self._unsourced.popleft()[0]
            blocks.append(self._evidence(stance, f"{self._number}.{source}", name, page.language))
        return turtle.file_of(blocks, prefixes)

    def _waits(self, day: int) -> bool:
        """Whether a stance of an earlier day has a further source to come."""
        return bool(self._unsourced) and self._unsourced[0][2] < day

    def _circumstances(self, said: Utterance, page: Page) -> dict[str, str]:
        """A stance's properties as they are written."""
        lot = self._chance.random
        told = {
            "holder": self._actors[said.actor],
            "polarity": said.polarity,
            "proposition": self._propositions[said.proposition],
            "when": said.when,
        }
        behalf = self._behalf[said.actor]
        if behalf and lot() < 0.16:
            told["behalf"] = behalf
        if lot() < 0.15:
            told |= self._cause(page.day)
        if lot() < 0.08:
            told["reason"] = f'"{self._speech.say("en", 3, 9)}"@en'
        if lot() < 0.04:
            told["condition"] = f'"{self._speech.say("en", 3, 9)}"@en'
        return told

    def _cause(self, day: int) -> dict[str, str]:
        """What a stance reacts to: often one of the last before it, else one of the last events."""
        events = [name for when, name in self._events if day - 60 <= when <= day]
        if events and self._chance.random() < 0.3:
            return {"reacts": f"event:{events[-1]}"}
        if self._recent:
            return {"reacts": f"stance:{self._chance.choice(self._recent)}"}
        return {}

    def _evidence(self, stance: str, number: int | str, page: str, language: str) -> turtle.Block:
        attribution = _ATTRIBUTIONS[int(self._chance.random() * 3)]
        words = {"attribution": attribution}
        lot = self._chance.random()
        if lot < 0.75:
            most = 12 if attribution == "Reported" else 25
            words["quote"] = f'"{self._speech.say(language, 6, most)}"@{language}'
            if language != "en" and lot < 0.4:
                words["translation"] = f'"{self._speech.say("en", 6, 25)}"@en'
        if lot > 0.6:
            words["paraphrase"] = f'"{self._speech.say("en", 6, 16)}"@en'
        return turtle.evidence(f"{stance}-{number}", stance, f"document:{page}", words)

    def _found(self, page: Page, name: str, digest: str) -> str:
        run = f"{name}-nlp-2"
        blocks = {run: turtle.run(run, name, digest, _LEXICON)}
        prefixes = set(_PROPOSED)
        start = 0
        while len(blocks) <= page.size:
            said = self._reported(page.day)
            stranger = person_name(self._chance) if self._chance.random() < 0.02 else ""
            holder = slug(stranger) if stranger else self._actors[said.actor]
            topic = self._propositions[said.proposition]
            key = f"{name}-{holder}-{topic}-{said.polarity}-{said.when or 'undated'}"
            told = self._proposal(said, page.language)
            start += 40
            told |= {"document": name, "run": run, "hash": digest, "start": str(start)}
            told |= {"holder": holder, "proposition": topic}
            if stranger:
                told["stranger"] = stranger
            if key not in blocks:
                blocks[key] = turtle.candidate(key, told)
                self.proposed.append(Proposed(key, said, bool(stranger), page.day))
            start += len(told["quote"])
        if any(proposed.said.when for proposed in self.proposed):
            prefixes.add("xsd")
        if all(proposed.stranger for proposed in self.proposed):
            prefixes.discard("actor")
        return turtle.file_of(blocks.values(), prefixes)

    def _reported(self, day: int) -> Utterance:
        """What a machine finds: often news, sometimes what is curated from elsewhere."""
        if self._waits(day) and self._unsourced[0][1].when and self._chance.random() < 0.05:
            return self._unsourced.popleft()[1]
        return self._debate.next(day)

    def _proposal(self, said: Utterance, language: str) -> dict[str, str]:
        attribution = _ATTRIBUTIONS[1 + int(self._chance.random() * 2)]
        sure = self._chance.random() < 0.7
        least, most = (_BAR, _SUREST) if sure else (_FAINTEST, _BAR)
        share = int(self._chance.random() * (most - least)) + least
        topic = self._propositions[said.proposition]
        number = int(self._chance.random() * 40) + 1
        rules = sorted(("date-of-speech", "holder-surname", "verb-say", f"{topic}-{number}"))
        return {
            "attribution": attribution,
            "confidence": f"0.{share:02}".rstrip("0"),
            "polarity": said.polarity,
            "quote": self._speech.say(language, 6, 12 if attribution == "Reported" else 25),
            "language": language,
            "rules": " , ".join(f'"{rule}"' for rule in rules),
            "when": said.when,
        }
