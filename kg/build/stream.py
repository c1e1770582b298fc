"""A stream of articles to a stream of what was found in them, each text read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.build.articles import Archive
from kg.extract.engines import Engine
from kg.extract.extractor import Extraction, extract
from kg.extract.lexicon import Lexicon
from kg.ingest.articles import Article, Unreadable
from kg.model.dates import PartialDate
from kg.model.documents import Document, text_hash
from kg.model.stances import Run
from kg.store.guard import leave_network
from kg.workers import Lost, Worker, answers


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
    """An article, the document that it is, and what was found in it."""

    article: Article
    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Known:
    """An article whose text was read before: in this stream, or, if not ``here``, earlier."""

    origin: str
    here: bool


Outcome = Reading | Known | Unreadable


@dataclass(frozen=True, slots=True)
class _Question:
    """What a worker is told of an article."""

    text: str
    document: str
    published: PartialDate | None


def find_stances(
    articles: Iterable[Article | Unreadable],
    archive: Archive,
    method: Method,
    *,
    is_done: Callable[[str], bool] = lambda _: False,
    keeping: bool = False,
    workers: int = 1,
    seconds: float = 60.0,
) -> Iterator[Outcome]:
    """What becomes of each article, in the order of the articles, some of them read at a time.

    ``is_done`` says by a text's hash whether it was read earlier; with ``keeping`` an article
    must say who published it. A text that takes longer than ``seconds``, or ends the process that
    reads it, costs no other.
    """

    def prepare() -> Callable[[_Question], Extraction]:
        leave_network()
        return lambda question: extract(
            question.text,
            document=question.document,
            published=question.published,
            actors=archive.actors,
            tenures=archive.tenures,
            lexicon=method.lexicon,
            engine=method.engine,
        )

    crew: list[Worker[_Question, Extraction]] = [Worker(prepare, seconds) for _ in range(workers)]
    intake = _Intake(archive, is_done, keeping=keeping)
    for told, answer in answers(crew, intake.questions(articles)):
        if isinstance(told, Known | Unreadable):
            yield told
        elif isinstance(answer, Extraction):
            yield Reading(*told, answer)
        elif answer is not None:
            yield _lost(told[0], answer)


def _lost(article: Article, lost: Lost) -> Unreadable:
    why = f"this is a bug: {lost.why}" if lost.trace else lost.why
    return Unreadable(article.origin, why, trace=lost.trace)


class _Intake:
    """What has come in so far, and so which articles are to be read."""

    def __init__(self, archive: Archive, is_done: Callable[[str], bool], *, keeping: bool) -> None:
        self._archive, self._is_done, self._keeping = archive, is_done, keeping
        self._texts: set[bytes] = set()
        self._documents: set[str] = set()

    def questions(
        self, articles: Iterable[Article | Unreadable]
    ) -> Iterator[tuple[Known | Unreadable | tuple[Article, Document], _Question | None]]:
        """Each article with what a worker is asked of it, or why none is."""
        for article in articles:
            told = article if isinstance(article, Unreadable) else self._take(article)
            if isinstance(article, Article) and isinstance(told, Document):
                published = told.published or article.published
                yield (article, told), _Question(article.text, told.id, published)
            elif not isinstance(told, Document):
                yield told, None

    def _take(self, article: Article) -> Document | Known | Unreadable:
        digest = text_hash(article.text)
        if bytes.fromhex(digest) in self._texts:
            return Known(article.origin, here=True)
        if self._is_done(digest):
            return Known(article.origin, here=False)
        try:
            document = self._archive.document_of(article)
        except ValueError as error:
            return Unreadable(article.origin, str(error))
        if self._keeping and not self._archive.has_source(article, document):
            return Unreadable(article.origin, "nothing says who published it: name it, --outlet")
        if document.id in self._documents:
            return Unreadable(article.origin, f"it is {document.id} again, with another text")
        self._texts.add(bytes.fromhex(digest))
        self._documents.add(document.id)
        return document
