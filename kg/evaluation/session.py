"""One evaluation from start to end: annotations, findings, figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, Problem, UsageError
from kg.evaluation.causes import Error, Miss, errors, misses
from kg.evaluation.curated import Recognition, recognise
from kg.evaluation.figures import Figures, measure
from kg.evaluation.findings import find, read_registry
from kg.evaluation.gold import read_gold
from kg.evaluation.omissions import strangers
from kg.evaluation.predictions import read_predictions
from kg.evaluation.speakers import find_speakers
from kg.extract.engines import Engine, choose
from kg.extract.parser import NoModelError
from kg.files import is_folder, is_there
from kg.model.stances import WORKING
from kg.project import Project

_ANNOTATED = "gold.jsonl"
"""The file of annotations in a folder that is named in its place."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure: ``found`` is a file of findings instead of the engine's own.

    ``least`` is the confidence from which a finding counts; unless given it is where the engine's
    band of review begins, and anything of a file.
    """

    gold: Path
    docs: Path | None = None
    texts: Path | None = None
    engine: str = "auto"
    found: Path | None = None
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures, every fault behind them, and warnings about what was held against each other."""

    figures: Figures
    misses: tuple[Miss, ...]
    errors: tuple[Error, ...]
    notes: tuple[Problem, ...] = ()


def evaluate_gold(project: Project, request: Request) -> Evaluation:
    """Findings held against annotations.

    Raises InputError where a file cannot be used, UsageError on an unknown engine.
    """
    registry = read_registry(project)
    engine = _engine(request.engine)
    if request.docs is not None and request.docs.is_dir():
        raise UsageError(
            f"--docs: {request.docs} is a folder",
            hint="--docs names the list of texts, such as docs.jsonl; --texts their folder",
        )
    annotated = request.gold / _ANNOTATED if is_folder(request.gold) else request.gold
    if not is_there(annotated):
        raise InputError(
            f"{annotated}: there is no such file",
            hint=f"name a file of annotations, or the folder that holds {_ANNOTATED}",
        )
    gold = registry.level(read_gold(annotated, request.docs, request.texts, registry.propositions))
    notes = [*gold.notes, *strangers(annotated, (s.holder for s in gold.stances), registry.ids)]
    if request.found is not None:
        read = read_predictions(request.found, registry, gold.reports)
        pool, spoken, usual = read.findings, None, 0.0
        source = str(request.found)
        notes += read.notes
        notes += strangers(request.found, (one.holder for one in pool), registry.ids)
    else:
        source = f"engine {engine.name} {engine.version}"
        pool = find(gold.reports, registry, engine)
        spoken, usual = find_speakers(gold, registry, engine), float(WORKING)
    least = usual if request.least is None else request.least
    shown = [one for one in pool if one.confidence >= least]
    return Evaluation(
        measure(source, gold, pool, registry, least, spoken),
        tuple(misses(gold, pool, shown, registry)),
        tuple(errors(gold, shown)),
        tuple(notes),
    )


def evaluate_curated(project: Project, engine: str) -> tuple[Recognition, ...]:
    """What the engine recognises of the curated quotes; raises UsageError on an unknown engine."""
    return recognise(project, read_registry(project), _engine(engine))


def _engine(name: str) -> Engine:
    try:
        return choose(name)
    except (NoModelError, ValueError) as error:
        raise UsageError(f"--engine: {error}") from None
