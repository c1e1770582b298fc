"""A person before the queue: one key, one decision, on disk before the next candidate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.errors import UsageError
from kg.model.stances import Verdict
from kg.review.card import about, draw_card, draw_draft
from kg.review.context import Texts
from kg.review.corrections import Corrections
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.queue import Entry, Wanted, queue
from kg.review.terminal import EndOfInput, Person, Terminal

KEYS = {
    "a": "accept, as shown or as corrected",
    "r": "refuse, with the reason",
    "h": "another holder",
    "p": "another proposition",
    "l": "another polarity",
    "d": "another date, or - for none told",
    "n": "a new alias of an actor",
    "w": "a new actor, for a holder unknown so far",
    "s": "skip; it stays in the queue",
    "u": "undo your last decision",
    "q": "quit",
    "?": "these keys",
}


@dataclass(slots=True)
class Tally:
    """What a session came to."""

    accepted: int = 0
    refused: int = 0
    undone: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return (
            f"{self.accepted} accepted, {self.refused} refused, "
            f"{self.skipped} skipped, {self.undone} taken back"
        )


class Session:
    """The conversation with one reviewer."""

    def __init__(self, desk: Desk, terminal: Terminal, texts: Texts, wanted: Wanted) -> None:
        self._desk = desk
        self._person = Person(terminal)
        self._corrections = Corrections(desk, self._person)
        self._ends: dict[str, Callable[[Decision], Decision | None]] = {
            "a": self._accept,
            "r": self._refuse,
            "s": self._skip,
            "u": self._undo,
            "q": self._quit,
        }
        self._texts = texts
        self._wanted = wanted
        self._passed: set[str] = set()
        self._next: str | None = None
        self._done = False
        self.tally = Tally()

    def run(self, limit: int | None = None) -> Tally:
        """Go through the queue until its end, the limit, ``q`` or the end of the input."""
        seen = 0
        try:
            while not self._done:
                # What was just taken back is shown again, whatever the limit.
                more = limit is None or seen < limit or self._next is not None
                if waiting := self._waiting() if more else []:
                    self._look_at(waiting[0], len(waiting))
                    seen += 1
                else:
                    self._end(more)
        except EndOfInput:
            self._person.tell("")
        return self.tally

    def _end(self, exhausted: bool) -> None:
        """Ask whoever has decided something whether it stays so; else there is nothing to ask."""
        # What was taken back and does not wait here is not waited for.
        self._next = None
        if exhausted:
            self._person.tell("All others were skipped." if self._passed else "The queue is empty.")
        self._done = not (self.tally.accepted or self.tally.refused)
        while not self._done and self._next is None:
            pressed = self._person.key("[done: u to undo, q to quit] ")
            try:
                if pressed == "u":
                    self._undo()
                elif pressed == "q":
                    self._quit()
                else:
                    self._person.tell(f"{pressed!r} is no key here")
            except UsageError as error:
                self._person.tell(str(error))

    def _waiting(self) -> list[Entry]:
        entries = [e for e in queue(self._desk, self._wanted) if e.candidate.id not in self._passed]
        # What was just taken back comes first, whatever it is worth.
        entries.sort(key=lambda entry: entry.candidate.id != self._next)
        return entries

    def _look_at(self, entry: Entry, left: int) -> None:
        self._next = None
        self._person.tell(f"\n{draw_card(self._desk, entry, self._texts, left)}")
        draft: Decision | None = Decision(entry.candidate.id, Verdict.ACCEPT)
        while draft is not None:
            pressed = self._person.key("[a r h p l d n w s u q ?] ")
            try:
                draft = self._follow(pressed, draft)
            except UsageError as error:
                hint = f" ({error.hint})" if error.hint else ""
                self._person.tell(f"{error}{hint}")

    def _follow(self, pressed: str, draft: Decision) -> Decision | None:
        """What is left to decide after a key; None where the candidate is done with."""
        if end := self._ends.get(pressed):
            return end(draft)
        if step := self._corrections.steps.get(pressed):
            changed = step(draft)
            if changed != draft:
                self._person.tell(draw_draft(self._desk, changed))
            return changed
        if pressed != "?":
            self._person.tell(f"{pressed!r} is no key here: ? lists them")
            return draft
        self._person.tell("\n".join(f"  {key}  {text}" for key, text in KEYS.items()))
        return draft

    def _accept(self, draft: Decision) -> Decision | None:
        candidate = self._desk.candidates[draft.candidate]
        if draft.holder is None and candidate.holder_name is not None:
            known = self._desk.holder_of(candidate)
            if known is not None:
                if not self._person.agrees(f"{candidate.holder_name} is {about(known)}"):
                    self._person.tell("Not accepted: h names another holder.")
                    return draft
                draft = replace(draft, holder=known.id)
        wrong = self._desk.faults(draft)
        if wrong:
            self._person.tell(f"Not accepted: {'; '.join(wrong)}")
            return draft
        self._desk.decide([draft])
        self.tally.accepted += 1
        self._person.tell("Accepted.")
        return None

    def _refuse(self, draft: Decision) -> Decision | None:
        reason = self._person.ask("Why? ")
        if not reason:
            self._person.tell("Not refused: a refusal says why.")
            return draft
        self._desk.decide([Decision(draft.candidate, Verdict.REFUSE, reason)])
        self.tally.refused += 1
        self._person.tell("Refused.")
        return None

    def _skip(self, draft: Decision) -> Decision | None:
        self._passed.add(draft.candidate)
        self.tally.skipped += 1
        return None

    def _quit(self, _draft: Decision | None = None) -> Decision | None:
        self._done = True
        return None

    def _undo(self, _draft: Decision | None = None) -> Decision | None:
        undone = self._desk.undo()
        space, _, name = undone.subject.partition("/")
        # A candidate is shown again; a stance is in no queue.
        self._next = name if space == "candidate" else None
        self._passed.discard(name)
        self.tally.undone += 1
        self._person.tell(f"Taken back: {undone.verdict} of {undone.subject}")
        return None
