"""Files of strangers: none has others read along, none ends a process, none is without end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.invented import copy_world
from tests.serve.test_attacks import NESTED
from tests.serve.trap import Trap
from tests.trust import attacks_files
from tests.trust.attacking import SECRET, holds, some_of
from tests.trust.commands import Commands, commands
from tests.trust.tally import amount

pytestmark = pytest.mark.usefixtures("as_before")


def test_no_file_has_others_read_along(kg: Commands, trap: Trap, hideout: Path) -> None:
    outcomes = {}
    files = attacks_files.fetching(trap.url, str(hideout / "secret.ttl"))
    for name, text in some_of(files, 8).items():
        path = hideout / name
        path.write_text(text, encoding="utf-8")
        runs = [kg("compare", path, path), kg("diff", path, path)]
        runs += [kg("check", path)] * (path.suffix == ".ttl")
        told = "".join(run.out + run.err for run in runs)
        outcomes[name] = all(run.is_told for run in runs) and SECRET not in told and not trap.hits
    holds("contexts, entities, includes", outcomes)


def test_no_seed_has_others_read_along(trap: Trap, hideout: Path, tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    path = project.seeds / "imports.ttl"
    path.write_text(attacks_files.imports(trap.url, str(hideout / "secret.ttl")), encoding="utf-8")
    with commands(project, tmp_path, unconfined=True) as kg:
        runs = {
            "check": kg("check"),
            "pyshacl": kg("check", "--engine", "pyshacl"),
            "build": kg("build"),
            "format": kg("format", path),
        }
    outcomes = {
        name: run.is_told and SECRET not in run.out + run.err and not trap.hits
        for name, run in runs.items()
    }
    holds("owl:imports, sh:shapesGraph, sh:js", outcomes)


def test_what_is_nested_deep_is_refused_or_read(kg: Commands, hideout: Path) -> None:
    outcomes = {}
    for name, text in some_of(NESTED, 8).items():
        (hideout / "asked.rq").write_text(text, encoding="utf-8")
        outcomes[f"SPARQL {name}"] = kg("query", "--timeout", "5", "asked.rq").is_told
    for name, text in some_of(attacks_files.nested(amount(20_000, 200_000)), 12).items():
        path = hideout / name
        path.write_text(text, encoding="utf-8")
        known = {".ttl": ["check", "diff"], ".html": ["extract"], ".xml": ["extract"]}
        for command in known.get(path.suffix, ["extract" if name.endswith("l") else "diff"]):
            outcomes[f"{command} {name}"] = kg(command, *[path] * (1 + (command == "diff"))).is_told
    holds("nesting and length", outcomes)


def test_what_has_no_end_is_refused(kg: Commands, hideout: Path) -> None:
    outcomes = {}
    for name, text in attacks_files.endless().items():
        (hideout / name).write_text(text, encoding="utf-8")
        ended = kg("check", name)
        outcomes[name] = ended.is_told and (ended.code == 3 or name == "prefixes.ttl")
    digits = "9" * 5_000
    for text in (f"ASK {{ FILTER({digits} > 1) }}", f"SELECT ({digits}.5e{digits} AS ?x) {{}}"):
        outcomes[text[-40:]] = kg("query", "-e", text).is_told
    holds("numbers and words without end", outcomes)
