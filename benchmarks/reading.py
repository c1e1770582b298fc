"""How fast the extractor reads, beside the bare parser, and how much memory a stream takes."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.evaluation.findings import Registry, read_registry
from kg.evaluation.gold import Gold
from kg.extract.engines import Engine, choose
from kg.extract.extractor import extract
from kg.extract.lexicon import english
from kg.extract.parser import find_model
from kg.ingest.articles import Article
from kg.project import Project
from kg.stream.articles import Archive
from kg.stream.stream import Method, Reading, find_stances
from kg.views.evaluation import table_of

ROUNDS = 5
STEPS = 5
"""How often memory is looked at."""


def speed(project: Project, gold: Gold) -> str:
    """CPU time of both engines on the reports, as shares of the whole pipeline's of the parser."""
    import spacy

    registry = read_registry(project)
    whole = spacy.load(find_model()[0])
    paragraphs = [line for one in gold.reports for line in one.text.split("\n") if line.strip()]
    words = sum(len(one.text.split()) for one in gold.reports)
    measured: dict[str, list[float]] = {"parser alone": [], "rules": [], "nlp": []}
    for _ in range(ROUNDS + 1):
        measured["parser alone"].append(_cpu(lambda: list(whole.pipe(paragraphs, batch_size=64))))
        for name in ("rules", "nlp"):
            engine = choose(name)
            measured[name].append(_cpu(lambda engine=engine: _read(gold, registry, engine)))
    # The first round fills the caches.
    taken = {name: statistics.median(times[1:]) for name, times in measured.items()}
    bare = taken["parser alone"]
    rows = [
        (name, f"{seconds:.2f}", f"{words / seconds:,.0f}", f"{seconds / bare:.2f}")
        for name, seconds in taken.items()
    ]
    return table_of(("", "CPU seconds", "words a second", "share of the parser"), rows, "md", None)


def memory(project: Project, gold: Gold, documents: int) -> str:
    """Resident memory, in MiB, of a run over many texts: the reading process and its worker."""
    archive = Archive(project)
    method = Method(choose("rules"), english())
    rows = []
    step = max(documents // STEPS, 1)
    stream = find_stances(_articles(gold, documents), archive, method)
    count = 0
    for outcome in stream:
        count += isinstance(outcome, Reading)
        if count % step == 0:
            workers = [_resident(child) for child in _children()]
            rows.append((f"{count:,}", f"{_resident(os.getpid())}", f"{max(workers, default=0)}"))
    return table_of(("documents read", "process", "worker"), rows, "md", None)


def _articles(gold: Gold, documents: int) -> Iterator[Article]:
    """Texts of the reports' paragraphs, each another: no text is read twice."""
    for number in range(documents):
        report = gold.reports[number % len(gold.reports)]
        text = f"{report.text.rstrip()}\n\nNumber {number}.\n"
        yield Article(f"text {number}", text, report.published, None, "Benchmark")


def _read(gold: Gold, registry: Registry, engine: Engine) -> None:
    for one in gold.reports:
        extract(
            one.text,
            document="paper",
            published=one.published,
            actors=registry.actors,
            tenures=registry.tenures,
            engine=engine,
        )


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _children() -> list[int]:
    told = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(child) for child in told.split()]


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
