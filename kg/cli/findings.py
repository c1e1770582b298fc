"""What is found in a stream of articles, as it is shown and where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kg.cli.app import put, say, settings, terminal_width
from kg.cli.progress import Progress
from kg.errors import InputError, KgError, UsageError
from kg.extract.reasons import Reasons
from kg.ingest.articles import Unreadable
from kg.ingest.sources import Manner
from kg.model.documents import text_hash
from kg.model.stances import WORKING, Candidate, Run
from kg.stream.articles import Archive, overruled
from kg.stream.ledger import Ledger
from kg.stream.rows import jsonl, turtle
from kg.stream.shards import Passage, Shard, hash_told
from kg.stream.stream import Elsewhere, Known, Method, Outcome, Reading
from kg.views.candidates import draw_candidates, tell_candidates

Shelf = list[tuple[Candidate, Reasons | None]]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which candidates are shown, and how: a form, the whole pool or not, with reasons or not."""

    form: str
    whole: bool
    explain: bool

    def check(self, forms: tuple[str, ...]) -> None:
        """Raise UsageError where there is no such form, or it cannot carry reasons."""
        if self.form not in forms:
            raise UsageError(f"{self.form!r} is none of: {', '.join(forms)}")
        if self.explain and self.form not in ("text", "jsonl"):
            raise UsageError("--explain needs --format text or jsonl")

    def choose(self, reading: Reading) -> Shelf:
        """The candidates of a reading that are shown, with their reasons where these are wanted."""
        found = reading.extraction
        return [
            (candidate, found.reasons.get(candidate.id) if self.explain else None)
            for candidate in found.candidates
            if self.whole or candidate.confidence >= WORKING
        ]

    def __str__(self) -> str:
        pool = "all" if self.whole else "worth showing"
        return f"{pool}, explained" if self.explain else pool


class Findings:
    """Takes what becomes of each article: shows it, keeps it where it is to be kept, counts it."""

    def __init__(
        self,
        shown: Shown,
        archive: Archive,
        method: Method,
        total: int | None = None,
        given: Manner | None = None,
    ) -> None:
        self._shown, self._archive, self._method = shown, archive, method
        self._given = given or Manner()
        self._progress = Progress(total)
        self._stack = ExitStack()
        self._ledger: Ledger | None = None
        self._shard: Shard | None = None
        self._keeping = self._again = False
        self._pool: list[Candidate] = []
        self._runs: list[Run] = []
        self._count = self._stances = self._skipped = self._faults = self._bugs = 0
        self._undated = self._readings = 0
        self.is_done: Callable[[str], bool] = lambda _: False

    def __enter__(self) -> Findings:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.clear()
        self._stack.close()
        if kind is KeyboardInterrupt and (self._keeping or self._ledger is not None):
            say(f"kg: stopped; kept so far: {_many(self._readings)}; the same call goes on")

    def go_on(self, output: Path, shard: Shard | None = None) -> None:
        """Add to a file of rows instead of printing, past the texts that are in it."""
        self._shard = shard
        shown = str(self._shown)
        if shard is not None:
            shown += f", documents {self._archive.documents}, shard {shard}"
        method = f"{self._method}, registry {self._archive.registry}"
        self._ledger = self._stack.enter_context(Ledger(output, method, shown))
        self.is_done = self._ledger.__contains__

    def keep(self, *, again: bool) -> None:
        """Keep the candidates in the seeds too, past the texts whose candidates are there."""
        self._keeping, self._again = True, again
        if not again:
            self.is_done = self._is_kept

    def _is_kept(self, digest: str) -> bool:
        run = self._archive.kept_run(digest)
        return run is not None and self._method.made(run)

    def take(self, outcome: Outcome) -> None:
        """Show, keep and count what became of one article."""
        self._count += not isinstance(outcome, Elsewhere)
        if isinstance(outcome, Elsewhere):
            pass
        elif isinstance(outcome, Reading):
            self._read(outcome)
        elif isinstance(outcome, Unreadable):
            self._missed(outcome)
        elif outcome.here:
            self._say(f"{outcome.origin}: the same text as one before, and not read again")
        else:
            self._skip(outcome)
        self._progress.step()

    def _skip(self, known: Known) -> None:
        self._skipped += 1
        if self._ledger is not None and self._shard is not None and known.article is not None:
            article = known.article
            self._ledger.pass_by(text_hash(article.text), known.place, hash_told(article))

    def _read(self, reading: Reading) -> None:
        vain = ", ".join(overruled(reading.article, reading.document, self._given))
        if vain and self._again:
            why = (
                f"it is {reading.document.id} in the seeds, which does not agree with {vain}: "
                "leave that out, or change the document first"
            )
            self._missed(Unreadable(reading.article.origin, why))
            return
        if vain:
            self._say(
                f"{reading.article.origin}: it is {reading.document.id} in the seeds: "
                f"ignored: {vain}"
            )
        shelf = self._shown.choose(reading)
        self._readings += 1
        self._stances += len(shelf)
        if (reading.document.published or reading.article.published) is None:
            self._undated += bool(shelf)
        if self._ledger is not None:
            whence = () if self._shard is None else (reading.place, hash_told(reading.article))
            self._ledger.add(text_hash(reading.article.text), jsonl(shelf).encode(), *whence)
        elif self._shown.form in ("jsonl", "text"):
            told = (
                jsonl(shelf)
                if self._shown.form == "jsonl"
                else tell_candidates(shelf, reading.article.text)
            )
            if told:
                self._progress.clear()
                put(told)
        else:
            self._pool += [candidate for candidate, _ in shelf]
            self._runs.append(reading.extraction.run)
        if self._keeping:
            self._keep(reading)

    def _keep(self, reading: Reading) -> None:
        for path in self._archive.keep(reading.article, reading.document, reading.extraction):
            self._say(f"{settings.project.shown(path)}: written")

    def _missed(self, missed: Unreadable) -> None:
        if not missed.fault:
            self._say(f"{missed.origin}: passed over: {missed.why}")
            return
        self._faults += 1
        self._bugs += missed.trace is not None
        self._say(f"{missed.origin}: error: {missed.why}")
        if missed.trace and settings.debug:
            for line in missed.trace.splitlines():
                say(line)

    def _say(self, line: str) -> None:
        self._progress.clear()
        say(line)

    def _unused(self) -> str:
        """That options which tell of an article do nothing for one that is skipped."""
        given = self._given
        told = {"--published": given.published, "--outlet": given.outlet, "--url": given.url}
        names = [name for name, value in told.items() if value is not None]
        return f"; {', '.join(names)} changed nothing there" if names else ""

    def finish(self, articles: Passage) -> int:
        """Show what was held back for the end, and seal a shard; returns the exit code."""
        if self._shard is not None and self._ledger is not None:
            self._ledger.seal(articles.count, articles.passed)
            self._say(f"kg: shard {self._shard}: {self._count} of {_many(articles.count)}")
        if self._shown.form == "table" and self._pool:
            put(draw_candidates(self._pool, terminal_width()))
        elif self._shown.form == "turtle":
            put(turtle(self._runs, self._pool))
        if self._skipped:
            self._say(f"kg: skipped {self._skipped} already read{self._unused()}")
        if self._faults and self._count > 1:
            self._say(f"kg: {self._faults} of {_many(self._count)} could not be read")
        if self._undated:
            self._say(f"kg: no date of publication: {_many(self._undated)}; --published tells it")
        if not self._stances and self._readings:
            self._say("kg: no stance found; the rules are for English, and for actors of the seeds")
        if self._bugs:
            return KgError.exit_code
        return InputError.exit_code if self._faults else 0


def _many(documents: int) -> str:
    return f"{documents} document" if documents == 1 else f"{documents} documents"
