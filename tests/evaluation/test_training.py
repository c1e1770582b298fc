"""The weights come from examples alone, the same each time, and say what they are worth."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluation.examples import Example, label, write_examples
from kg.evaluation.findings import find, read_registry
from kg.evaluation.gold import read_gold
from kg.extract.engines import choose
from kg.extract.weights import FOLDER, read_weights
from kg.project import Project
from tests.invented import ROOT

sklearn = pytest.importorskip("sklearn")

from benchmarks.train import Setting, fit, folds, train, unseen  # noqa: E402

TRAIN = (sys.executable, "-m", "benchmarks.train", "--engine", "rules")


def examples(count: int = 400, documents: int = 20) -> list[Example]:
    """Right with nine in ten where there is 'good', with one in ten where not; noise beside."""
    draw = random.Random(7)
    made = []
    for number in range(count):
        good, noise = draw.random() < 0.5, draw.random() < 0.5
        right = draw.random() < (0.9 if good else 0.1)
        names = ("good",) * good + ("noise",) * noise
        key = (f"d{number % documents:02}", f"h{number}", f"p{number % 5}", "favours")
        made.append(Example(key, tuple(sorted(names)), right, sure=number % 10 > 0))
    missed = [Example((f"d{n:02}", "x", "p0", "opposes"), None, True, True) for n in range(5)]
    return made + missed


def test_what_tells_gets_weight_and_what_does_not_gets_none() -> None:
    weights = train(examples(), "rules", "0")["evidence"]
    assert weights["good"] > 3
    assert abs(weights.get("noise", 0.0)) < 0.5
    assert -3.5 < weights["base"] < -1


def test_the_bands_hold_what_they_promise() -> None:
    made = train(examples(), "rules", "0")
    assert made["bands"]["review"] <= made["bands"]["accept"]
    for figures in made["figures"].values():
        assert figures["f1"] > 0.8
        assert figures["calibration-error"] < 0.06
        assert figures["recall"] < 1
    accepted = made["figures"]["by-document"]
    assert accepted["accepted-precision"] is None or accepted["accepted-precision"] >= 0.9


def test_examples_that_tell_nothing_are_never_accepted() -> None:
    plain = [Example(e.key, ("same",), e.right, e.sure) for e in examples() if e.evidence]
    assert train(plain, "rules", "0")["bands"]["accept"] == 1.0


def test_no_example_is_judged_by_weights_that_saw_its_group() -> None:
    made = examples()
    held = folds(made, lambda e: e.document, 4)
    assert frozenset.union(*held) == {e.document for e in made}
    assert sum(map(len, held)) == 20
    odd = Example(("odd", "h", "p0", "favours"), ("good", "only-here"), True, True)
    tried = unseen([*made, odd], Setting(1.0, 0.0), lambda e: e.document, 0)
    without = fit(made, Setting(1.0, 0.0))
    assert tried.odds[-1] == pytest.approx(without.odds(odd))


def test_one_sided_examples_are_no_obstacle() -> None:
    made = [Example(e.key, e.evidence, True, True) for e in examples(40, 4)]
    assert train(made, "rules", "0")["evidence"]["base"] > 1


def test_the_file_is_the_same_each_time_and_can_be_read(tmp_path: Path) -> None:
    gold = tmp_path / "paper" / "gold.jsonl"
    gold.parent.mkdir()
    gold.write_text("")
    gold.with_name("one.txt").write_text("Emmanuel Macron backs sanctions on Russia.")
    gold.with_name("docs.jsonl").write_text('{"doc": "one", "published": "2026-02-03"}')
    source = tmp_path / "made.jsonl"
    source.write_bytes(write_examples(examples()))
    files = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        files.append(folder / "weights.rules.json")
        subprocess.run(
            [*TRAIN, "--gold", str(gold), "--examples", str(source), "-o", str(files[-1])],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    assert files[0].read_bytes() == files[1].read_bytes()
    weights = read_weights("rules", files[0].parent)
    assert weights.evidence["good"] > 1
    assert [s["name"] for s in json.loads(files[0].read_text())["trained-on"]] == ["paper", "made"]


def test_a_source_at_fault_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n")
    done = subprocess.run(
        [*TRAIN, "--examples", str(tmp_path / "bad.jsonl"), "-o", str(tmp_path / "weights.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert "bad.jsonl:1:" in done.stderr
    assert not (tmp_path / "weights.json").exists()


@pytest.mark.parametrize("name", ["rules"])
def test_the_weights_shipped_are_fitted_to_the_extractor_as_it_stands(
    name: str, checkout: Project
) -> None:
    """Otherwise: make weights (and, with the articles at hand, make examples before it)."""
    engine = choose("auto" if name == "nlp" else name)
    if engine.name != name:
        pytest.skip("no language model here: the weights of nlp are not checked")
    registry = read_registry(checkout)
    gold = registry.level(read_gold(ROOT / "tests" / "gold" / "gold.jsonl"))
    found = write_examples(label(gold.stances, find(gold.reports, registry, engine)))
    told = json.loads((FOLDER / f"weights.{name}.json").read_text())["trained-on"][0]
    assert told["sha256"] == hashlib.sha256(found).hexdigest()
