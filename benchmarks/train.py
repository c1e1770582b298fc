"""Fit the weights of an engine to annotated reports: ``python -m benchmarks.train --engine rules``.

Logistic regression over the names of the evidence. Its penalty, and whether stances that may be
argued about count half or not at all, are chosen by cross-validation over documents; so are the
bands. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from kg.errors import KgError
from kg.evaluation.bands import NEVER, Judged, best_f1, lowest_precise, tally_at
from kg.evaluation.calibration import calibrate
from kg.evaluation.decisions import find_decided, read_decisions, read_texts
from kg.evaluation.examples import Example, label, read_examples, write_examples
from kg.evaluation.findings import find, read_registry
from kg.evaluation.gold import read_gold
from kg.evaluation.scores import Tally, total
from kg.extract.engines import choose
from kg.extract.weights import FOLDER
from kg.files import write_whole
from kg.project import find_project

FOLDS = 10
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
"""Inverse strengths of the L2 penalty."""
UNSURE = (0.0, 0.5)
"""What a stance that may be argued about may weigh."""
PLACES = 3
GOLD = Path("tests/gold/gold.jsonl")

Grouping = Callable[[Example], str]


@dataclass(frozen=True)
class Fit:
    """Log-odds by evidence name."""

    names: tuple[str, ...]
    weights: np.ndarray
    base: float

    def odds(self, example: Example) -> float:
        place = {name: number for number, name in enumerate(self.names)}
        known = (place[name] for name in example.evidence or () if name in place)
        return self.base + float(sum(self.weights[number] for number in known))

    def adjusted(self, slope: float, shift: float) -> Fit:
        return Fit(self.names, self.weights * slope, self.base * slope + shift)


@dataclass(frozen=True)
class Setting:
    """What cross-validation chooses among."""

    penalty: float
    unsure: float


def fit(examples: Sequence[Example], setting: Setting) -> Fit:
    """The weights that fit examples; those not found say nothing."""
    used = [e for e in examples if e.evidence is not None and (e.sure or setting.unsure)]
    names = tuple(sorted({name for e in used for name in e.evidence or ()}))
    place = {name: number for number, name in enumerate(names)}
    rows = np.zeros((len(used), len(names)))
    for number, example in enumerate(used):
        rows[number, [place[name] for name in example.evidence or ()]] = 1.0
    weights = [1.0 if example.sure else setting.unsure for example in used]
    return Fit(names, *_regress(rows, [e.right for e in used], setting.penalty, weights))


def _regress(
    rows: np.ndarray, rights: Sequence[bool], penalty: float, weights: Sequence[float] | None = None
) -> tuple[np.ndarray, float]:
    if len(set(rights)) < 2:
        share = (sum(rights) + 1) / (len(rights) + 2)
        return np.zeros(rows.shape[1]), math.log(share / (1 - share))
    model = LogisticRegression(C=penalty, solver="newton-cholesky", tol=1e-10, max_iter=500)
    model.fit(rows, np.array(rights), sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def folds(examples: Sequence[Example], group: Grouping, count: int) -> list[frozenset[str]]:
    """The groups dealt out in order; ``count`` 0 makes a fold of each."""
    groups = sorted({group(example) for example in examples})
    count = count or len(groups)
    return [frozenset(groups[number::count]) for number in range(min(count, len(groups)))]


@dataclass(frozen=True)
class Unseen:
    """Examples with the odds that they get from weights fitted without their fold."""

    examples: tuple[Example, ...]
    odds: tuple[float, ...]
    fold: tuple[int, ...]

    def adjusted(self) -> Unseen:
        """The odds stretched to fit; every fold by what the others say."""
        odds = [0.0] * len(self.odds)
        for number in sorted(set(self.fold)):
            slope, shift = self.stretch(without=number)
            for place, (value, fold) in enumerate(zip(self.odds, self.fold, strict=True)):
                if fold == number:
                    odds[place] = value * slope + shift
        return Unseen(self.examples, tuple(odds), self.fold)

    def stretch(self, without: int | None = None) -> tuple[float, float]:
        """Slope and shift that make the odds fit (Platt's scaling)."""
        used = [
            (value, example.right)
            for value, example, fold in zip(self.odds, self.examples, self.fold, strict=True)
            if example.sure and example.evidence is not None and fold != without
        ]
        slope, shift = _regress(np.array([[value] for value, _ in used]), [r for _, r in used], 1e6)
        return (float(slope[0]), shift) if slope[0] > 0 else (1.0, 0.0)

    def judged(self, fold: Callable[[int], bool] = lambda _: True) -> list[Judged]:
        """Every sure finding once, with its best probability as candidates carry it."""
        best: dict[tuple[str, ...], tuple[float, bool]] = {}
        for value, example, number in zip(self.odds, self.examples, self.fold, strict=True):
            if example.sure and example.evidence is not None and fold(number):
                score = round(min(max(1 / (1 + math.exp(-value)), 0.01), 0.99), 2)
                before = best.get(example.key, (0.0, False))[0]
                best[example.key] = (max(before, score), example.right)
        return [Judged(*best[key]) for key in sorted(best)]

    def missed(self, fold: Callable[[int], bool] = lambda _: True) -> int:
        pairs = zip(self.examples, self.fold, strict=True)
        return sum(example.evidence is None and fold(number) for example, number in pairs)

    def loss(self) -> float:
        """The mean logarithmic loss over sure findings."""
        judged = self.judged()
        return -sum(math.log(o.score if o.right else 1 - o.score) for o in judged) / len(judged)

    def tally(self) -> Tally:
        """The tally where each fold is cut at the threshold that is best for the others."""
        return total(
            tally_at(
                self.judged(lambda n, k=number: n == k),
                self.missed(lambda n, k=number: n == k),
                best_f1(
                    self.judged(lambda n, k=number: n != k),
                    self.missed(lambda n, k=number: n != k),
                ),
            )
            for number in sorted(set(self.fold))
        )


def unseen(examples: Sequence[Example], setting: Setting, group: Grouping, count: int) -> Unseen:
    """The odds of every example by weights that never saw its group."""
    odds, numbers = [0.0] * len(examples), [0] * len(examples)
    for number, held in enumerate(folds(examples, group, count)):
        fitted = fit([e for e in examples if group(e) not in held], setting)
        for place, example in enumerate(examples):
            if group(example) in held:
                odds[place], numbers[place] = fitted.odds(example), number
    return Unseen(tuple(examples), tuple(odds), tuple(numbers))


def train(examples: Sequence[Example], engine: str, version: str) -> dict[str, Any]:
    """The whole file of weights."""
    settings = [Setting(penalty, weight) for penalty in PENALTIES for weight in UNSURE]
    by_document = {s: unseen(examples, s, lambda e: e.document, FOLDS) for s in settings}
    chosen = min(settings, key=lambda s: (round(by_document[s].loss(), 4), s.penalty, s.unsure))
    raw, stretched = by_document[chosen], by_document[chosen].adjusted()
    stretch = _error(stretched) < _error(raw)
    final = fit(examples, chosen)
    shown = stretched if stretch else raw
    if stretch:
        final = final.adjusted(*raw.stretch())
    judged, missed = shown.judged(), shown.missed()
    review = min(best_f1(judged, missed), 0.99)
    accept = max(lowest_precise(judged), review)
    weights = {
        name: round(float(w), PLACES) for name, w in zip(final.names, final.weights, strict=True)
    }
    by_proposition = unseen(examples, chosen, lambda e: e.proposition, 0)
    return {
        "engine": engine,
        "version": version,
        "bands": {"accept": accept, "review": review},
        "evidence": {"base": round(final.base, PLACES)}
        | {n: w for n, w in sorted(weights.items()) if w},
        "fit": {"penalty": chosen.penalty, "unsure": chosen.unsure, "stretched": stretch},
        "figures": {
            "by-document": _figures(shown, review, accept),
            "by-proposition": _figures(
                by_proposition.adjusted() if stretch else by_proposition, review, accept
            ),
        },
    }


def _error(one: Unseen) -> float:
    return calibrate(one.judged()).error or 0.0


def _figures(one: Unseen, review: float, accept: float) -> dict[str, Any]:
    judged, missed, tally = one.judged(), one.missed(), one.tally()
    shown = [each for each in judged if each.score >= review]
    sure = tally_at(judged, missed, accept)
    figures = {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "calibration-error": calibrate(judged).error,
        "calibration-error-shown": calibrate(shown).error,
        "accepted": sure.hits + sure.errors if accept < NEVER else 0,
        "accepted-precision": sure.precision,
        "accepted-recall": sure.recall,
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


@dataclass(frozen=True)
class Source:
    """Where examples come from; those of the project can be made again from the project alone."""

    name: str
    examples: tuple[Example, ...]
    own: bool

    def told(self) -> dict[str, Any]:
        """What is kept of it beside the weights."""
        return {
            "name": self.name,
            "documents": len({example.document for example in self.examples}),
            "examples": sum(example.evidence is not None for example in self.examples),
            "sha256": hashlib.sha256(write_examples(self.examples)).hexdigest(),
        }


def gather(arguments: argparse.Namespace) -> list[Source]:
    """The examples of every source."""
    registry = read_registry(find_project())
    engine = choose(arguments.engine)

    def annotated(path: Path, own: bool) -> Source:
        gold = registry.level(read_gold(path))
        found = label(gold.stances, find(gold.reports, registry, engine))
        return Source(path.parent.name, found, own)

    sources = [annotated(arguments.gold, own=True)]
    sources += [annotated(folder / "gold.jsonl", own=False) for folder in arguments.also]
    sources += [Source(path.stem, read_examples(path), True) for path in arguments.examples]
    for path in arguments.reviews:
        decided = find_decided(read_decisions(path), read_texts(arguments.texts), registry, engine)
        sources.append(Source(path.stem, decided, own=False))
    return sources


def main() -> int:
    """Write the weights, and say how good they are on documents that they did not see."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train", description=__doc__)
    parser.add_argument("--engine", default="rules", choices=("rules", "nlp"))
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--examples", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--reviews", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--texts", type=Path, default=Path(), help="the texts that reviews are on")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="write the examples of --also and --reviews"
    )
    parser.add_argument("--output", "-o", type=Path)
    arguments = parser.parse_args()
    warnings.simplefilter("error")
    try:
        sources = gather(arguments)
    except KgError as error:
        print(*getattr(error, "problems", None) or [error], sep="\n", file=sys.stderr)
        return error.exit_code
    if arguments.keep:
        elsewhere = [e for source in sources if not source.own for e in source.examples]
        write_whole(arguments.keep, write_examples(elsewhere))
    engine = choose(arguments.engine)
    examples = [example for source in sources for example in source.examples]
    weights = train(examples, engine.name, engine.version)
    weights["trained-on"] = [source.told() for source in sources]
    output = arguments.output or FOLDER / f"weights.{engine.name}.json"
    write_whole(output, f"{json.dumps(weights, indent=1)}\n".encode())
    for name in ("bands", "fit", "figures", "trained-on"):
        print(f"{name}: {json.dumps(weights[name], indent=1)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
