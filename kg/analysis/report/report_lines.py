"""What a list shows of a weak spot: the thing in words, its dates, its source."""

from __future__ import annotations

from collections.abc import Callable

from kg.analysis.report.material import Material
from kg.analysis.report.weaknesses import Finding, Line
from kg.model.documents import Document, title_of
from kg.model.stances import Polarity


class Lines:
    """Lines of findings in one material; what is described nowhere goes by its id."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._tenures = {one.id: one for one in material.corpus.tenures}
        self._waiting = {one.id: one for one in material.reading.waiting}
        self._labels: dict[str, Callable[[str], str]] = {
            "stance": self._stance,
            "evidence": self._evidence,
            "document": self._document_label,
            "tenure": self._tenure,
            "candidate": self._candidate,
            "actor": self._actor,
            "proposition": self._proposition,
            "event": self._event,
        }

    def line(self, finding: Finding) -> Line:
        """A finding with what a list shows of it."""
        space, _, name = finding.thing.partition("/")
        if space in ("stance", "evidence"):
            return self._of_stance(finding, space, name)
        actor = proposition = None
        source: Document | None = None
        page = finding.thing
        if space == "document":
            source = self._document(name)
        elif space == "tenure" and name in self._tenures:
            actor = self._tenures[name].actor
            page = f"actor/{actor}"
            source = self._document(self._tenures[name].source)
        elif space == "candidate" and name in self._waiting:
            proposed = self._waiting[name]
            actor, proposition = proposed.holder, proposed.proposition
            source = self._document(proposed.document)
        elif space == "actor":
            actor = name
        elif space == "proposition":
            proposition = name
        elif space == "event" and name in self._material.corpus.events:
            source = self._document(self._material.corpus.events[name].source)
        return Line(
            finding,
            page=page,
            label=self.label(finding.thing),
            other=self.label(finding.other) if finding.other else "",
            published=_published(source),
            outlet=self._outlet(source),
            actor=actor,
            proposition=proposition,
            url=source.url if source else None,
        )

    def _of_stance(self, finding: Finding, space: str, name: str) -> Line:
        m = self._material
        item = m.evidence.get(name) if space == "evidence" else None
        stance = item.stance if item else name
        shown = [item.document] if item else [one.id for one in m.documents_of(stance)]
        source = self._document(shown[0]) if shown else None
        holder, proposition, _ = self._held(stance)
        return Line(
            finding,
            page=f"stance/{stance}",
            label=self.label(finding.thing),
            other=self.label(finding.other) if finding.other else "",
            said_on=m.grounds.said_on.get(stance),
            published=_published(source),
            outlet=self._outlet(source),
            actor=holder,
            proposition=proposition,
            url=source.url if source else None,
        )

    def label(self, thing: str) -> str:
        """A thing in words, such as ``Anna Examplova wants talks: Direct dialogue``."""
        space, _, name = thing.partition("/")
        return self._labels.get(space, str)(name) or name

    def _evidence(self, name: str) -> str:
        item = self._material.evidence.get(name)
        return self.label(f"stance/{item.stance}") if item else ""

    def _stance(self, name: str) -> str:
        return self._position(*self._held(name))

    def _candidate(self, name: str) -> str:
        one = self._waiting.get(name)
        return self._position(one.holder, one.proposition, one.polarity) if one else ""

    def _document_label(self, name: str) -> str:
        document = self._document(name)
        if document is None:
            return ""
        outlet = self._outlet(document) or ""
        title = title_of(document, outlet)
        return f"{outlet}: {title}" if document.headline else title

    def _tenure(self, name: str) -> str:
        one = self._tenures.get(name)
        return f"{self._actor(one.actor) or one.actor}, {one.role}" if one else ""

    def _actor(self, name: str) -> str:
        found = self._material.corpus.actors.get(name)
        return found.name if found else ""

    def _proposition(self, name: str) -> str:
        found = self._material.corpus.propositions.get(name)
        return found.label if found else ""

    def _event(self, name: str) -> str:
        found = self._material.corpus.events.get(name)
        return found.label if found else ""

    def _held(self, stance: str) -> tuple[str | None, str | None, Polarity | None]:
        if one := self._material.said.get(stance):
            return one.holder, one.proposition, Polarity.of_sign(one.sign)
        undated = self._material.grounds.unplaced.get(stance)
        return (undated.holder, undated.proposition, None) if undated else (None, None, None)

    def _position(
        self, holder: str | None, proposition: str | None, polarity: Polarity | None
    ) -> str:
        known = self._material.corpus
        actor, about = known.actors.get(holder or ""), known.propositions.get(proposition or "")
        if actor is None or about is None:
            return ""
        verb = f" {about.verb(polarity)}" if polarity else ""
        return f"{actor.name}{verb}: {about.short}"

    def _outlet(self, source: Document | None) -> str | None:
        return self._material.reading.outlets.get(source.outlet, source.outlet) if source else None

    def _document(self, name: str) -> Document | None:
        return self._material.reading.documents.get(name)


def _published(source: Document | None) -> str | None:
    return str(source.published) if source and source.published else None
