"""How good the extractor is on the annotated reports: ``python -m benchmarks.accuracy``.

Prints a page in Markdown; ``make evaluate`` writes it to docs/accuracy.md. ``--also DIR`` adds the
totals, and nothing else, of annotated texts that lie elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.reading import memory, speed
from kg.errors import KgError
from kg.evaluation.gold import read_gold
from kg.evaluation.session import Evaluation, Request, evaluate_curated, evaluate_gold
from kg.extract.weights import FOLDER
from kg.project import Project, find_project
from kg.views.evaluation import compare_figures, draw_figures, table_of
from kg.views.faults import draw_curated

GOLD = Path("tests/gold/gold.jsonl")
ENGINES = ("rules", "nlp")
HEAD = """# Accuracy

Written by `make evaluate`. What each figure means, and what it does not, stands in
[extraction](extraction.md).
"""
FITTED = (
    ("cross-validated by document", "by-document"),
    ("cross-validated by proposition", "by-proposition"),
)
MEASURES = (
    "precision",
    "recall",
    "f1",
    "calibration-error",
    "calibration-error-shown",
    "accepted",
    "accepted-precision",
    "accepted-recall",
)


def fitted() -> str:
    """What the weights are worth on documents and propositions that they were not fitted to."""
    rows = []
    for engine in ENGINES:
        path = FOLDER / f"weights.{engine}.json"
        if not path.is_file():
            continue
        figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
        for name, held in FITTED:
            cells = (figures[held][measure] for measure in MEASURES)
            rows.append((engine, name, *("-" if cell is None else f"{cell:g}" for cell in cells)))
    return table_of(("engine", "held out", *MEASURES), rows, "md", None)


def report(project: Project, also: list[Path], documents: int) -> str:
    """The whole page."""
    gold = read_gold(GOLD)
    found = {engine: evaluate_gold(project, Request(GOLD, engine=engine)) for engine in ENGINES}
    parts = [
        HEAD,
        "## Weights on what they were not fitted to\n",
        fitted(),
        "## The annotated reports, engines side by side\n",
        _beside(list(found.values())),
    ]
    parts += [
        "## Speed\n",
        "CPU time on one core, medians of rounds in turns; the parser alone is the whole pipeline\n"
        "of en_core_web_sm on the same paragraphs. Trust the shares, not the seconds.\n",
        speed(project, gold),
        "## Memory of a stream\n",
        "Resident MiB of `kg extract` by rules, while it reads texts that are all different.\n",
        memory(project, gold, documents),
    ]
    for folder in also:
        elsewhere = [
            evaluate_gold(project, Request(folder / "gold.jsonl", engine=engine))
            for engine in ENGINES
        ]
        parts += [f"## Other texts: {folder.name}\n", _beside(elsewhere)]
    for engine, evaluation in found.items():
        details = draw_figures(evaluation.figures, "md").replace("\n## ", "\n### ")
        parts += [f"## Engine {engine} on the annotated reports\n", f"#{details}"]
        curated = draw_curated(evaluate_curated(project, engine), "md", listed=False)
        parts += [f"### Curated stances that engine {engine} recognises\n", curated]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _beside(evaluations: list[Evaluation]) -> str:
    return compare_figures([one.figures for one in evaluations])


def main() -> int:
    """Print the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    given = parser.parse_args()
    try:
        sys.stdout.write(report(find_project(), given.also, given.documents))
    except KgError as error:
        print(*getattr(error, "problems", None) or [error], sep="\n", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
