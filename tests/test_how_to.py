"""The short answers of the documents work, those too that are no single command."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.test_docs import ROOT, run_shell

PAGE = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")


def block(heading: str, kind: str, page: str = PAGE) -> str:
    """The one block of a kind below a heading."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    (found,) = re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL)
    return str(found)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What of a checkout the answers work on."""
    folder = tmp_path / "checkout"
    for name in ("ontology", "queries", "seeds", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def test_a_stance_that_is_refused_goes_and_tells_why(checkout: Path) -> None:
    ended = run_shell(f"{block('retract a stance', '')} kg format --check seeds", checkout)
    assert ended.returncode == 0, ended.stderr
    assert " rejected" in ended.stderr
    written = (checkout / "seeds" / "reviews.ttl").read_text(encoding="utf-8")
    today = re.sub(r"\d{4}-\d\d-\d\d(?=-0001-|\")", "2026-11-23", written)
    assert today == block("retract a stance", "turtle")
    asked = run_shell("kg show stance:giorgia-meloni-2026-01-envoy", checkout)
    assert asked.returncode == 2
    assert "A. Curator refused it on" in asked.stderr


def test_the_evidence_of_a_second_entry_goes_to_the_first(checkout: Path) -> None:
    home = checkout / "seeds/documents/2026/2026-02-03-euronews-9b3f69ad.ttl"
    added = block("merge two entries of one stance", "turtle").partition("\n\n")[2]
    home.write_text(f"{home.read_text(encoding='utf-8')}\n{added}", encoding="utf-8")
    ended = run_shell("kg check && kg build", checkout)
    assert ended.returncode == 0, ended.stderr
    assert "Euronews" in run_shell("kg show stance:meloni-2026-01-09-envoy", checkout).stdout


def test_one_actor_takes_what_another_said(checkout: Path) -> None:
    actors = checkout / "seeds" / "actors.ttl"
    text = actors.read_text(encoding="utf-8")
    actors.write_text(re.sub(r"actor:ihor-zhovkva a .*?\.\n\n", "", text, flags=re.DOTALL), "utf-8")
    told = block("merge two actors", "sh").replace("OLD", "ihor-zhovkva")
    ended = run_shell(told.replace("NEW", "volodymyr-zelenskyy"), checkout)
    assert ended.returncode == 0, ended.stderr
    assert not run_shell("grep -r actor:ihor-zhovkva seeds", checkout).stdout


def test_what_changed_in_a_month_is_told(checkout: Path) -> None:
    names = "-c user.name=A -c user.email=a@example.org"
    began = f"git init -q && git add seeds ontology && git {names} commit -qm before"
    day = "2020-01-01T00:00:00"
    assert run_shell(began, checkout, GIT_COMMITTER_DATE=day).returncode == 0
    (checkout / "seeds" / "reviews.ttl").write_text(block("retract a stance", "turtle"), "utf-8")
    ended = run_shell(block("see what changed", "sh").replace("kg diff", "! kg diff"), checkout)
    assert ended.returncode == 0, ended.stderr
    assert "added review:2026-11-23-0001-a-curator" in ended.stdout
    assert "From old/seeds to seeds" in ended.stdout


def test_a_collection_begins_with_nothing_said(checkout: Path) -> None:
    ended = run_shell(f"{block('begin a collection of my own', 'sh')}\nkg stats", checkout)
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"^actors +278$", ended.stdout, re.MULTILINE)
    assert re.search(r"^stances +0$", ended.stdout, re.MULTILINE)


def test_what_a_new_project_says_to_do_next_can_be_done(checkout: Path) -> None:
    assert run_shell("kg init mine", checkout).returncode == 0
    mine = checkout / "mine"
    (mine / "article.txt").write_text(
        "Italy's Giorgia Meloni said on Friday that Europe should talk to Russia.\n", "utf-8"
    )
    told = re.findall("`(kg [^`]+)`", (mine / "README.md").read_text(encoding="utf-8"))
    columns = re.search("`(id,name[^`]+)`", (mine / "README.md").read_text(encoding="utf-8"))
    assert columns is not None
    (mine / "tables").mkdir()
    row = "ada-example,Ada Example,person,IT,,,"
    (mine / "tables" / "actors.csv").write_text(f"{columns[1]}\n{row}\n", encoding="utf-8")
    done = [command for command in told if command not in ("kg init", "kg COMMAND --help")]
    assert len(done) == 12
    ended = run_shell("\n".join(done).replace("kg review", "kg review --list"), mine)
    assert ended.returncode == 0, ended.stderr
    assert "Wants to talk to Moscow." in ended.stdout
    assert "Ada Example" in run_shell("kg show ada", mine).stdout
    assert "0 errors, " in ended.stderr
    assert (mine / "graph.html").is_file()


def test_the_shards_of_the_page_make_one_file(checkout: Path) -> None:
    page = (ROOT / "docs" / "extraction-at-scale.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"```\n(for k in .*?)```", page, re.DOTALL)
    shutil.copytree(checkout / "examples" / "articles", checkout / "articles")
    ended = run_shell(told, checkout)
    assert ended.returncode == 0, ended.stderr
    rows = (checkout / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == sum(
        len(part.read_text(encoding="utf-8").splitlines()) for part in checkout.glob("part-*.jsonl")
    )


def test_the_job_of_the_cluster_is_a_script(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "extraction-at-scale.md").read_text(encoding="utf-8")
    (job,) = re.findall(r"```\n(#!/bin/bash\n.*?)```", page, re.DOTALL)
    (tmp_path / "read.sh").write_text(job, encoding="utf-8")
    assert run_shell("bash -n read.sh", tmp_path).stderr == ""
    (waiting,) = re.findall(r"```\n(ARRAY_JOB=.*?)```", page, re.DOTALL)
    stands_in = "sbatch() { if [ $1 = --parsable ]; then echo 17; else echo $1; fi; }\n"
    assert run_shell(stands_in + waiting, tmp_path).stdout == "--dependency=afterany:17\n"
