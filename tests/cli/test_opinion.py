"""The second opinion, asked for on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from kg.project import Project
from tests.cli.conftest import Run
from tests.cli.test_errors import own, run
from tests.cli.test_extraction import AGENCY, SAID, article, rows
from tests.llm.invented import reply, row
from tests.llm.scripted import refuses, says, served

__all__ = ["article", "own"]
AGREEING = reply(row(1, "agree", "favours", SAID.split(" that ")[1], 1))


def test_an_opinion_is_in_the_rows_and_in_the_run(kg: Run, article: Path) -> None:
    with served(says(AGREEING)) as server:
        asked = ("--llm", server.url, "--llm-model", "invented-1")
        ended = kg("extract", article, "--engine", "rules", "--explain", "-f", "jsonl", *asked)
        assert ended.returncode == 0, ended.stderr
        first = rows(ended.stdout)[0]
        assert first["rules"][-1] == "llm-agree"
        assert first["decisions"][-1]["stage"] == "opinion"
        assert len(server.asked) == 1
        turtle = kg("extract", article, "--engine", "rules", "-f", "turtle", *asked).stdout
        assert '"rules+llm"' in turtle
        assert "invented-1, prompt sha256:" in turtle


def test_without_an_opinion_the_candidates_stay(kg: Run, article: Path) -> None:
    plain = kg("extract", article, "--engine", "rules")
    with served(refuses(401)) as server:
        asked = ("--llm", server.url, "--llm-model", "other")
        ended = kg("extract", article, "--engine", "rules", *asked)
    assert (ended.returncode, ended.stdout) == (0, plain.stdout)
    assert "no second opinion" in ended.stderr


def test_nothing_is_asked_without_the_option(kg: Run, article: Path) -> None:
    with served(says(AGREEING)) as server:
        kg("extract", article, KG_LLM_URL=server.url, KG_LLM_MODEL="invented-1")
        assert server.asked == []


def test_a_model_has_a_name(kg: Run, article: Path) -> None:
    ended = kg("extract", article, "--llm", "http://127.0.0.1:9/v1", KG_LLM_MODEL="")
    assert ended.returncode == 2
    assert "KG_LLM_MODEL" in ended.stderr


def test_a_text_is_asked_about_once_when_it_is_kept(own: Project, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"{SAID}.\n", encoding="utf-8")
    with served(says(json.loads(json.dumps(AGREEING)))) as server:
        asked = ("--llm", server.url, "--llm-model", "invented-1", "--engine", "rules")
        for expected in ("written", "skipped 1"):
            ended = run(own, "extract", path, *AGENCY, "--into", *asked)
            assert ended.returncode == 0, ended.stderr
            assert expected in ended.stderr
        assert len(server.asked) == 1
