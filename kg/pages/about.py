"""What the graph is, how it is made, what it does not say, how to cite and to correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyoxigraph import DefaultGraph

from kg import __version__
from kg.build.describe import AUTHORS
from kg.exports.dumps import DUMPS
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS
from kg.model.stances import AUTO_ACCEPT
from kg.pages.citing import edition_words
from kg.pages.gathered import Gathered
from kg.pages.home import figures
from kg.pages.ontology import FILES
from kg.pages.rendering import draw
from kg.pages.sheets import to_json
from kg.project import TITLE
from kg.rdf.forms import STATUS_OF
from kg.rdf.terms import BASE, ST, compact

VERSION = 12
"""So many digits of the hash of the input tell one state of the data from another."""


class AboutPage:
    """All that a reader wants to know before trusting a line; as JSON the facts alone."""

    path = "about"
    title = "About"
    forms: tuple[str, ...] = ("html", "json")

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._published = gathered.published

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; raises KeyError for another."""
        if form == "json":
            return to_json(self._facts())
        if form != "html":
            raise KeyError(form)
        return draw(
            "about.html",
            self.path,
            live=live,
            page=self,
            figures=figures(self._gathered),
            statuses_found=self._statuses(),
            edition=self._published.version[:VERSION],
            version=__version__,
            citation=self._citation(),
            downloads=[(f"dump/{name}", one.holds) for name, one in DUMPS.items()],
            files=[(f"{path}.{form}", title) for path, (form, _, title) in FILES.items()],
            quoted_words=QUOTED_WORDS,
            reported_words=REPORTED_WORDS,
            auto_accept=AUTO_ACCEPT,
            base=BASE,
        )

    def _citation(self) -> str:
        return f"{AUTHORS.value}: {edition_words(self._published)}. {BASE}"

    def _statuses(self) -> Mapping[str, int]:
        """How many published stances there are of each status."""
        store = self._published.store
        quads = store.quads_for_pattern(None, ST.status, None, DefaultGraph())
        found = Counter(str(STATUS_OF.get(q.object) or compact(q.object)) for q in quads)  # type: ignore[arg-type]
        return dict(sorted(found.items()))

    def _facts(self) -> dict[str, object]:
        told = figures(self._gathered)
        return {
            "title": TITLE,
            "iri": BASE,
            "version": __version__,
            "edition": self._published.version[:VERSION],
            "citation": self._citation(),
            "creator": AUTHORS.value,
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "figures": {name: getattr(told, name) for name in type(told).__slots__},
            "statuses": self._statuses(),
            "downloads": [f"dump/{name}" for name in DUMPS],
        }
