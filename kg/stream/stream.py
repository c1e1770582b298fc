"""A stream of articles to a stream of what was found in them, each text read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.extract.engines import Engine
from kg.extract.extractor import Extraction
from kg.extract.lexicon import Lexicon
from kg.ingest.articles import Article, Unreadable
from kg.model.documents import Document, text_hash
from kg.model.stances import Run
from kg.stream.articles import Archive
from kg.stream.partition import Crew, Kit, Pool, Question
from kg.stream.shards import Shard
from kg.workers import Lost


@dataclass(frozen=True, slots=True)
class Method:
    """What reads the articles; two runs of one text by equal methods find the same.

    ``judge`` is the language model that is asked for a second opinion, if any.
    """

    engine: Engine
    lexicon: Lexicon
    judge: str | None = None

    def made(self, run: Run) -> bool:
        """Whether a run was made by this method."""
        mine = (self._name, self._models, self.lexicon.hash)
        same_version = run.version.split(".")[0] == self.engine.version
        return same_version and mine == (run.extractor, run.model, run.lexicon_hash)

    def __str__(self) -> str:
        models = f" on {self._models}" if self._models else ""
        return f"{self._name} {self.engine.version}{models}, lexicon {self.lexicon.hash}"

    @property
    def _name(self) -> str:
        return f"{self.engine.name}+llm" if self.judge else self.engine.name

    @property
    def _models(self) -> str | None:
        return "; ".join(one for one in (self.engine.model, self.judge) if one) or None


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, the document that it is, and what was found in it.

    ``place`` is its place among all that came, read or not, counted from 0.
    """

    article: Article
    document: Document
    extraction: Extraction
    place: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """An article whose text was read before: in this stream, or, if not ``here``, earlier.

    ``article`` is one that this stream would read, at ``place``, were it not read yet.
    """

    origin: str
    here: bool
    article: Article | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An article that is for another shard, of which that one tells."""

    origin: str


Outcome = Reading | Known | Unreadable | Elsewhere
_Told = tuple[int, Article, Document]


def find_stances(
    articles: Iterable[Article | Unreadable],
    archive: Archive,
    method: Method,
    *,
    is_done: Callable[[str], bool] = lambda _: False,
    keeping: bool = False,
    shard: Shard | None = None,
    crew: Crew | None = None,
) -> Iterator[Outcome]:
    """What becomes of each article, in the order of the articles, some of them read at a time.

    ``is_done`` says by a text's hash whether it was read earlier; with ``keeping`` an article
    must say who published it. Of a ``shard`` the same becomes as without one, and the rest is
    elsewhere. ``crew`` reads, else one process; a text that takes longer than it allows, or ends
    the process that reads it, costs no other.
    """
    kit = Kit(tuple(archive.actors), tuple(archive.tenures), method.lexicon, method.engine)
    intake = _Intake(archive, is_done, shard, keeping=keeping)
    for told, answer in (crew or Pool()).answers(kit, intake.questions(articles)):
        if not isinstance(told, tuple):
            yield told
        elif isinstance(answer, Extraction):
            place, article, document = told
            yield Reading(article, document, answer, place)
        elif answer is not None:
            yield _lost(told[1], answer)


def _lost(article: Article, lost: Lost) -> Unreadable:
    why = f"this is a bug: {lost.why}" if lost.trace else lost.why
    return Unreadable(article.origin, why, trace=lost.trace)


class _Intake:
    """What has come in so far, and so which articles are to be read."""

    def __init__(
        self,
        archive: Archive,
        is_done: Callable[[str], bool],
        shard: Shard | None,
        *,
        keeping: bool,
    ) -> None:
        self._archive, self._is_done, self._keeping = archive, is_done, keeping
        self._shard = shard
        self._texts: set[bytes] = set()
        self._documents: set[str] = set()
        self._by_url: dict[str, Document] = {}

    def questions(
        self, articles: Iterable[Article | Unreadable]
    ) -> Iterator[tuple[Known | Unreadable | Elsewhere | _Told, Question | None]]:
        """Each article with what a reader is asked of it, or why none is."""
        for place, article in enumerate(articles):
            told = article if isinstance(article, Unreadable) else self._take(place, article)
            if self._shard is not None and not self._shard.holds(article, place):
                yield Elsewhere(article.origin), None
            elif isinstance(article, Article) and isinstance(told, Document):
                published = told.published or article.published
                yield (place, article, told), Question(article.text, told.id, published)
            elif not isinstance(told, Document):
                yield told, None

    def _take(self, place: int, article: Article) -> Document | Known | Unreadable:
        digest = text_hash(article.text)
        if bytes.fromhex(digest) in self._texts:
            return Known(article.origin, here=True)
        done = self._is_done(digest)
        try:
            document = self._document_of(article)
            self._object(article, document)
        except ValueError as error:
            return Known(article.origin, False) if done else Unreadable(article.origin, str(error))
        # What was read earlier keeps others away as it did then.
        self._texts.add(bytes.fromhex(digest))
        self._documents.add(document.id)
        if document.url is not None:
            self._by_url[document.url] = document
        return Known(article.origin, False, article, place) if done else document

    def _document_of(self, article: Article) -> Document:
        """As the archive does, of which the documents of this stream are no part."""
        known = self._by_url.get(article.url) if article.url is not None else None
        return known or self._archive.document_of(article)

    def _object(self, article: Article, document: Document) -> None:
        """Raise ValueError where this stream does not read the article, read earlier or not."""
        if document.id in self._documents:
            raise ValueError(f"it is {document.id} again, with another text")
        if self._keeping and not self._archive.has_source(article, document):
            raise ValueError("nothing says who published it: name it, --outlet")
