"""The command that reads articles, from whatever holds them."""

from __future__ import annotations

import gzip
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg.project import Project
from kg.rdf.turtle import read_turtle, write_turtle
from tests.cli.conftest import Run
from tests.cli.test_errors import own, run
from tests.ingest.conftest import page

__all__ = ["own"]
SAID = "Anna Examplova said that Europe must talk to Russia directly"
AGENCY = ("--outlet", "Imaginary Agency")


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def copied(project: Project, root: Path) -> Project:
    """A copy of a project that a test may write to."""
    for part in ("ontology", "queries", "seeds"):
        shutil.copytree(getattr(project, part), root / part)
    return Project(root, root / "build" / "store")


def write_lines(path: Path, count: int, begin: int = 0) -> Path:
    texts = [{"text": f"{SAID}. It was day {n}.\n"} for n in range(begin, begin + count)]
    path.write_text("".join(f"{json.dumps(text)}\n" for text in texts))
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(f"{SAID}.\n", encoding="utf-8")
    return path


def test_rows_of_every_stance(kg: Run, article: Path) -> None:
    ended = kg("extract", article, "--published", "2025-03-04")
    assert ended.returncode == 0, ended.stderr
    found = rows(ended.stdout)
    first = next(row for row in found if row["proposition"] == "direct-dialogue-with-russia")
    assert (first["holder"], first["polarity"]) == ("anna-examplova", "favours")
    assert first["said_on"] == "2025-03-04"
    text = article.read_text()
    assert all(row["quote"] == text[row["start"] : row["end"]] for row in found)
    assert all(row["band"] in ("accept", "review") for row in found)
    assert "decisions" not in first
    assert kg("extract", article, "--published", "2025-03-04").stdout == ended.stdout


def test_the_whole_pool_holds_what_is_shown(kg: Run, article: Path) -> None:
    shown = kg("extract", article).stdout.splitlines()
    whole = kg("extract", article, "--all").stdout.splitlines()
    assert set(shown) <= set(whole)
    assert {row["band"] for row in rows("\n".join(whole))} <= {"accept", "review", "discard"}


@pytest.mark.parametrize(
    ("published", "begin", "said_on"),
    [
        (["--published", "2025-03-04"], "2025-03-04-", "2025-03-04"),
        (["--published", "2025-03"], "2025-03-", "2025-03"),
        (["--published", "2025"], "2025-", "2025"),
        ([], "undated-", None),
    ],
)
def test_dates_of_publication(
    kg: Run, article: Path, published: list[str], begin: str, said_on: str | None
) -> None:
    for row in rows(kg("extract", article, *published).stdout):
        assert row["document"].startswith(begin + "unknown-outlet-")
        assert row["said_on"] == said_on


def test_the_date_of_the_page_goes_before_the_one_given(kg: Run, tmp_path: Path) -> None:
    html = page('<meta name="date" content="2025-03-04">').replace("<p>", f"<p>{SAID}. ", 1)
    (tmp_path / "a.html").write_text(html)
    found = rows(kg("extract", "a.html", "--published", "2020-01-01", *AGENCY).stdout)
    assert found
    assert all(row["document"].startswith("2025-03-04-imaginary-agency-") for row in found)


def test_a_table_has_bands_and_no_figures(kg: Run, article: Path) -> None:
    told = kg("extract", article, "--published", "2025-03-04", "--format", "table").stdout
    head, _, first, *_ = told.splitlines()
    assert head.split() == ["band", "holder", "polarity", "proposition", "said_on", "words"]
    assert first.split()[0] in ("accept", "review")
    assert "0." not in told


def test_a_table_of_several_documents_tells_them_apart(kg: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 2)
    documents = {row["document"] for row in rows(kg("extract", "a.jsonl").stdout)}
    assert len(documents) == 2
    told = kg("extract", "a.jsonl", "-f", "table").stdout
    assert told.splitlines()[0].split()[-1] == "document"
    assert {line.split()[-1] for line in told.splitlines()[2:]} == documents


def test_a_missing_date_is_told_once(kg: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 2)
    ended = kg("extract", "a.jsonl")
    assert "no date of publication: 2 documents; --published tells it" in ended.stderr
    assert "--published" not in kg("extract", "a.jsonl", "--published", "2025").stderr


def test_empty_sources_are_told(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "a.jsonl").write_text("")
    ended = kg("extract", "none", "a.jsonl")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "none: passed over: there are no documents in it" in ended.stderr
    assert "a.jsonl: passed over: there are no documents in it" in ended.stderr
    assert "no stance found" not in ended.stderr
    (tmp_path / "none" / "a.bin").write_text("x")
    ended = kg("extract", "none")
    assert ended.returncode == 3
    assert "none: error: 1 of 1 files are of no kind that is read: .bin" in ended.stderr


def test_turtle_has_the_run_and_the_candidates(kg: Run, article: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    path.write_text(kg("extract", article, "--format", "turtle").stdout)
    kinds = {str(triple.object) for triple in read_turtle(path) if "type" in str(triple.predicate)}
    assert any("Run" in kind for kind in kinds)
    assert any("Candidate" in kind for kind in kinds)


def test_decisions_for_people_and_programs(kg: Run, article: Path) -> None:
    told = kg("extract", article, "--explain").stdout
    assert "anna-examplova favours direct-dialogue-with-russia" in told
    assert "topic " in told
    assert "“Europe must talk to Russia" in told
    text = article.read_text()
    for row in rows(kg("extract", article, "--explain", "--format", "jsonl").stdout):
        assert {"topic", "holder"} <= {decision["stage"] for decision in row["decisions"]}
        assert row["evidence"]
        for decision in row["decisions"]:
            assert 0 <= decision["start"] <= decision["end"] <= len(text)
    without = kg("extract", article, "--format", "text").stdout
    assert "topic " not in without
    assert without.splitlines()[0] == told.splitlines()[0]


def test_stdin_is_a_text_or_json_lines(kg: Run, article: Path) -> None:
    by_name = kg("extract", article).stdout
    assert kg("extract", "-", stdin=article.read_text()).stdout == by_name
    line = json.dumps({"text": article.read_text()})
    assert kg("extract", "-", stdin=f"{line}\n").stdout == by_name


def test_several_workers_print_the_same(kg: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 30)
    one = kg("extract", "a.jsonl")
    three = kg("extract", "a.jsonl", "--workers", "3")
    assert one.stdout == three.stdout
    assert len({row["document"] for row in rows(one.stdout)}) == 30


def test_a_bad_document_costs_no_other(kg: Run, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", 2)
    path.write_text("{\n" + path.read_text())
    (tmp_path / "b.txt").write_bytes(b"\xff")
    ended = kg("extract", "a.jsonl", "b.txt", "missing.txt")
    assert ended.returncode == 3
    assert "a.jsonl:1: error: no JSON" in ended.stderr
    assert "b.txt:1: error: the file is not UTF-8" in ended.stderr
    assert "missing.txt: error: No such file or directory" in ended.stderr
    assert "3 of 5 documents could not be read" in ended.stderr
    assert len({row["document"] for row in rows(ended.stdout)}) == 2


def test_another_language_is_no_error(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(language="fr"))
    ended = kg("extract", "a.html")
    assert ended.returncode == 0
    assert "a.html: passed over" in ended.stderr


def test_the_same_text_is_read_once(kg: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "twin.txt").write_bytes(article.read_bytes())
    once = kg("extract", article)
    ended = kg("extract", article, "twin.txt")
    assert ended.stdout == once.stdout
    assert "twin.txt: the same text as one before" in ended.stderr


def test_a_file_of_rows_goes_on_where_it_stopped(kg: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 3)
    write_lines(tmp_path / "b.jsonl", 3, begin=3)
    printed = kg("extract", "a.jsonl", "b.jsonl").stdout
    first = kg("extract", "a.jsonl", "-o", "out/rows.jsonl")
    assert (first.returncode, first.stdout) == (0, "")
    second = kg("extract", "a.jsonl", "b.jsonl", "-o", "out/rows.jsonl")
    assert "skipped 3 already read" in second.stderr
    assert (tmp_path / "out" / "rows.jsonl").read_text() == printed
    mixed = kg("extract", "a.jsonl", "--all", "-o", "out/rows.jsonl")
    assert mixed.returncode == 2
    assert "begun with another choice of rows" in mixed.stderr
    third = kg("extract", "a.jsonl", "b.jsonl", "-o", "out/rows.jsonl")
    assert "skipped 6 already read" in third.stderr
    assert (tmp_path / "out" / "rows.jsonl").read_text() == printed


def test_the_rows_may_lie_in_the_folder_that_is_read(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", 2)
    for _ in range(2):
        assert kg("extract", "in", "-o", "in/rows.jsonl").returncode == 0
    assert len({row["document"] for row in rows((tmp_path / "in/rows.jsonl").read_text())}) == 2


def test_killed_in_the_middle(world: Project, kg: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 400)
    output = tmp_path / "rows.jsonl"
    command = ["--root", str(world.root), "extract", "a.jsonl", "-o", "rows.jsonl"]
    child = subprocess.Popen([sys.executable, "-m", "kg", *command], cwd=tmp_path)
    ends = time.monotonic() + 60
    while not output.exists() or output.stat().st_size < 2000:
        assert time.monotonic() < ends
        time.sleep(0.01)
    child.kill()
    child.wait()
    half = output.read_bytes()
    assert half.endswith(b"\n")
    ended = kg("extract", "a.jsonl", "-o", "rows.jsonl")
    assert ended.returncode == 0, ended.stderr
    assert "already read" in ended.stderr
    assert output.read_text() == kg("extract", "a.jsonl").stdout


def test_control_c_ends_it_quietly(world: Project, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 5000)
    command = ["--root", str(world.root), "extract", "a.jsonl", "--workers", "2"]
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *command],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in told


def test_control_c_tells_that_the_same_call_goes_on(world: Project, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 5000)
    output = tmp_path / "rows.jsonl"
    command = ["--root", str(world.root), "extract", "a.jsonl", "-o", output.name]
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *command], cwd=tmp_path, stderr=subprocess.PIPE
    )
    ends = time.monotonic() + 60
    while not output.exists() or not output.stat().st_size:
        assert time.monotonic() < ends
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"kg: stopped; kept so far: " in told
    assert b"the same call goes on" in told


def test_progress_on_a_terminal(world: Project, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"{SAID}. It was day {number}.\n")
    ours, theirs = pty.openpty()
    names = [f"{number:02}.txt" for number in range(60)]
    command = ["--root", str(world.root), "extract", *names, "-o", "rows.jsonl"]
    child = subprocess.Popen([sys.executable, "-m", "kg", *command], cwd=tmp_path, stderr=theirs)
    os.close(theirs)
    told = b""
    while True:
        try:
            block = os.read(ours, 1024)
        except OSError:
            break
        if not block:
            break
        told += block
    os.close(ours)
    assert child.wait() == 0
    assert b" of 60 documents, " in told
    assert b" left" in told
    assert told.endswith(b"\r\x1b[K")


def test_a_text_that_takes_too_long(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "quotes.txt").write_text('"' * 1_000_000)
    begun = time.monotonic()
    ended = kg("extract", "quotes.txt", "--timeout", "0.01")
    assert ended.returncode == 3
    assert "quotes.txt: error: not done within 0.01 s" in ended.stderr
    ended = kg("extract", "quotes.txt", "--timeout", "30")
    assert ended.returncode in (0, 3)
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.html.gz", gzip.compress(b"<html>" + bytes(100_000_000), mtime=0)),
        ("bomb.warc.gz", gzip.compress(b"WARC/1.0\r\n" + bytes(100_000_000), mtime=0)),
        ("cut.warc.gz", gzip.compress(b"WARC/1.0\r\nContent-Length: 9\r\n\r\n", mtime=0)[:-9]),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss>&b;</rss>'),
        ("a.html", b"<html>" + b"<div>" * 100_000 + b"\x00"),
        ("a.jsonl", b'{"text":' + b"[" * 100_000),
        ("a.txt", b"\x00"),
        ("a.txt", b""),
    ],
)
def test_hostile_documents(kg: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    ended = kg("extract", name)
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert f"{name}" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "nonsense"],
        ["--explain", "--format", "table"],
        ["--engine", "nonsense"],
        ["--workers", "0"],
        ["--timeout", "nan"],
        ["--timeout", "inf"],
        ["--published", "2025-02-30"],
        ["--published", ""],
        ["--again"],
        ["-o", "x.jsonl", "--format", "table"],
        ["-o", "x.csv"],
        ["-o", "x.jsonl", "--into", *AGENCY],
        ["--into"],
        ["--outlet", "..."],
        ["other.txt", "--url", "https://example.org/a"],
    ],
)
def test_options_that_make_no_sense(kg: Run, article: Path, arguments: list[str]) -> None:
    ended = kg("extract", article, *arguments)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_a_lexicon_of_ones_own(kg: Run, article: Path, tmp_path: Path) -> None:
    ended = kg("extract", article, "--lexicon", tmp_path / "none")
    assert ended.returncode == 3
    assert "there is no such folder" in ended.stderr


def kept(project: Project) -> list[str]:
    seeds = project.seeds / "candidates"
    return sorted(path.name for path in seeds.iterdir() if "imaginary-agency" in path.name)


def test_into_the_seeds_and_never_twice(own: Project, article: Path) -> None:
    command = ("extract", str(article), *AGENCY, "--into", "--published")
    first = run(own, *command, "2025-03-04")
    assert first.returncode == 0, first.stderr
    assert first.stderr.count(": written") == 2
    assert "codebook" not in first.stderr
    assert "/seeds/candidates/" in first.stderr
    assert "/seeds/documents/2025/" in first.stderr
    (name,) = kept(own)
    before = {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")}
    second = run(own, *command, "2026-01-01")
    assert "skipped 1 already read" in second.stderr
    assert second.stdout == ""
    assert {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")} == before
    assert "--published, --outlet changed nothing there" in second.stderr
    refused = run(own, *command, "2026-01-01", "--again")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "does not agree with --published 2026-01-01 (there: 2025-03-04)" in refused.stderr
    assert {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")} == before
    shown = run(own, *command[:-2], "--published", "2026-01-01")
    assert f"it is {name.removesuffix('.ttl')} in the seeds" in shown.stderr
    assert shown.stdout == first.stdout
    third = run(own, *command, "2025-03-04", "--again")
    assert third.stdout == first.stdout
    assert kept(own) == [name]
    assert {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")} == before


def test_a_text_with_nothing_in_it_is_kept_as_read(own: Project, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("It rained all day.\n")
    command = ("extract", str(tmp_path / "rain.txt"), *AGENCY, "--into")
    assert "no stance found" in run(own, *command).stderr
    (name,) = kept(own)
    triples = read_turtle(own.seeds / "candidates" / name)
    assert {str(triple.subject).rpartition("/")[2] for triple in triples} == {
        f"{name.removesuffix('.ttl')}-{run_name(triples)}>"
    }
    assert "skipped 1 already read" in run(own, *command).stderr


def run_name(triples: list[Any]) -> str:
    words = {str(triple.predicate).rpartition("/")[2]: triple.object.value for triple in triples}
    return f"{words['ns#extractor>']}-{words['softwareVersion>']}"


def test_what_is_kept_is_what_check_and_build_want(own: Project, article: Path) -> None:
    run(own, "extract", str(article), "--published", "2025-03-04", *AGENCY, "--into")
    checked = run(own, "check")
    assert checked.returncode == 0, checked.stderr
    assert run(own, "build").returncode == 0


def test_a_document_of_a_stream_without_a_source_costs_no_other(
    own: Project, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.jsonl", 1)
    named = {"text": f"{SAID}. It was late.\n", "outlet": AGENCY[1]}
    path.write_text(path.read_text() + json.dumps(named))
    ended = run(own, "extract", str(path), "--into")
    assert ended.returncode == 3
    assert f"{path}:1: error: nothing says who published it" in ended.stderr
    assert len(kept(own)) == 1


def same_address(path: Path) -> Path:
    """Lines of which the last one has the first one's URL, with another date and text."""
    rows = [
        {"text": f"{SAID}. It was day {n}.\n", "outlet": AGENCY[1], "published": "2026-01-01"}
        for n in range(21)
    ]
    rows[0]["url"] = rows[20]["url"] = "https://example.org/one"
    rows[20]["published"] = "2026-01-02"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def test_the_seeds_are_the_same_whatever_the_number_of_workers(
    world: Project, tmp_path: Path
) -> None:
    source = same_address(tmp_path / "a.jsonl")
    kept = []
    for workers in ("1", "8"):
        project = copied(world, tmp_path / workers)
        ended = run(project, "extract", str(source), "--into", "--workers", workers)
        assert "again, with another text" in ended.stderr
        files = project.seeds.rglob("*.ttl")
        kept.append({path.relative_to(project.seeds): path.read_bytes() for path in files})
    assert kept[0] == kept[1]


def test_shards_with_other_options_or_seeds_are_not_joined(own: Project, tmp_path: Path) -> None:
    source, output = write_lines(tmp_path / "a.jsonl", 6), tmp_path / "all.jsonl"
    parts = [str(tmp_path / f"{number}.jsonl") for number in (1, 2)]

    def shard(number: int, published: str) -> None:
        told = ("--shard", f"{number}/2", "--published", published, "-o", parts[number - 1])
        assert run(own, "extract", str(source), *told).returncode == 0

    def joined() -> subprocess.CompletedProcess[str]:
        return run(own, "extract", "--join", *parts, "-o", str(output))

    def again(number: int, published: str) -> None:
        for path in tmp_path.glob(f"{number}.jsonl*"):
            path.unlink()
        shard(number, published)

    shard(1, "2026-01-01")
    shard(2, "2025-01-01")
    ended = joined()
    assert ended.returncode == 3
    assert "not gone through the same articles" in ended.stderr
    again(2, "2026-01-01")
    assert joined().returncode == 0
    one = tmp_path / "one.jsonl"
    run(own, "extract", str(source), "--published", "2026-01-01", "-o", str(one))
    assert output.read_bytes() == one.read_bytes()
    assert (tmp_path / "all.jsonl.done").read_bytes() == (tmp_path / "one.jsonl.done").read_bytes()
    late = ("--shard", "1/2", "--published", "2025-01-01", "-o", parts[0])
    refused = run(own, "extract", str(source), *late)
    assert refused.returncode == 3
    assert "options that tell of them, were others" in refused.stderr
    run(own, "extract", str(source), "--into", *AGENCY, "--published", "2026-01-01")
    refused = run(own, "extract", str(source), "--shard", "1/2", "-o", parts[0])
    assert refused.returncode == 2
    assert "other documents in the seeds" in refused.stderr
    again(2, "2026-01-01")
    assert "different documents in the seeds" in joined().stderr
    again(1, "2026-01-01")
    actors = own.seeds / "actors.ttl"
    actors.write_text(actors.read_text().replace("Anna Examplova", "Anna Exemplova"))
    again(2, "2026-01-01")
    assert "read in more than one way" in joined().stderr


def test_what_the_codebook_has_not_is_told_and_not_kept(own: Project, article: Path) -> None:
    codebook = own.ontology / "codebook.ttl"
    few = [t for t in read_turtle(codebook) if "direct-dialogue" not in str(t.subject)]
    codebook.unlink()
    codebook.write_bytes(write_turtle(few))
    ended = run(own, "extract", str(article), "--outlet", "X", "--published", "2025-03", "--into")
    assert ended.returncode == 0, ended.stderr
    assert "on 1 proposition that the codebook has not" in ended.stderr
    (name,) = (own.seeds / "candidates").glob("*-x-*.ttl")
    assert "direct-dialogue" not in name.read_text(encoding="utf-8")
