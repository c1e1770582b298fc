"""The pages of the ontology: its terms with their anchors, and its files to take away."""

from __future__ import annotations

from functools import cached_property

from kg.exports.syntaxes import SYNTAXES, write_syntax
from kg.pages.gathered import Gathered
from kg.pages.media import FORMS, RDF_FORMS
from kg.pages.rendering import draw
from kg.pages.terms import Ontology, Terms

FILES = {
    "ns/context": ("jsonld", "context.jsonld", "JSON-LD context"),
    "ns/shapes": ("ttl", "shapes.ttl", "Shapes (SHACL)"),
    "ns/alignments": ("ttl", "alignments.ttl", "Alignments"),
}
"""The files beside the ontology: the path of each, its form, its name in the folder, its title."""


class OntologyPage:
    """The terms of the ontology on one page: ``ns.html#favours`` is the place of st:favours."""

    path = "ns"
    title = "Ontology of stances"
    forms: tuple[str, ...] = ("html", *RDF_FORMS)

    def __init__(self, gathered: Gathered) -> None:
        self._published = gathered.published

    @cached_property
    def ontology(self) -> Ontology:
        """The ontology of the project."""
        return Ontology(self._published.project.ontology, self._published.store)

    @cached_property
    def terms(self) -> Terms:
        """What is on the page."""
        return self.ontology.read()

    def render(self, form: str, *, live: bool) -> bytes:
        """The ontology in one of its forms; raises KeyError for another."""
        if form == "html":
            return self._html(live=live)
        folder = self._published.project.ontology
        return write_syntax(self.ontology.triples(), RDF_FORMS[form], folder)

    def _html(self, *, live: bool) -> bytes:
        files = [(f"{path}.{form}", title) for path, (form, _, title) in FILES.items()]
        kinds = enumerate(self.terms.kinds, start=1)
        return draw(
            "ontology.html",
            self.path,
            live=live,
            page=self,
            terms=self.terms,
            files=files,
            syntaxes=[
                (f"ns.{form}", SYNTAXES[syntax], FORMS[form].partition(";")[0])
                for form, syntax in RDF_FORMS.items()
            ],
            links=[(f"#list-{at}", title, len(those)) for at, (title, those) in kinds],
        )


class OntologyFile:
    """A file of the ontology's folder as it stands there."""

    def __init__(self, gathered: Gathered, path: str) -> None:
        self.path = path
        form, self._name, self.title = FILES[path]
        self.forms: tuple[str, ...] = (form,)
        self._folder = gathered.published.project.ontology

    def render(self, form: str, *, live: bool) -> bytes:
        """The bytes of the file; raises KeyError for another form."""
        del live
        if form not in self.forms:
            raise KeyError(form)
        return (self._folder / self._name).read_bytes()
