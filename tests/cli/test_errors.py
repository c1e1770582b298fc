"""Each way to fail: one line, the right exit code, nothing half done."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build.build import build
from kg.cli.app import Settings, put
from kg.exports.dna_events import dna_events
from kg.project import Project
from kg.store.locks import locked_to_write
from tests.cli.conftest import Run
from tests.invented import ROOT
from tests.invented_debate import debate


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture
def own(world: Project, tmp_path: Path) -> Project:
    """A copy of the world that a test may spoil."""
    root = tmp_path / "own"
    for part in ("ontology", "queries", "seeds"):
        shutil.copytree(getattr(world, part), root / part)
    return Project(root, root / "build" / "store")


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "--root", str(project.root), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_broken_turtle_gives_its_place_and_leaves_the_store(own: Project) -> None:
    build(own)
    before = run(own, "export", "nquads").stdout
    broken = own.seeds / "documents" / "broken.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c oops .\n", encoding="utf-8")
    ended = run(own, "build")
    assert ended.returncode == 3
    assert f"{broken}:2:" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert run(own, "export", "nquads").stdout == before


def test_several_broken_files_are_all_named(own: Project) -> None:
    for name in ("one", "two"):
        (own.seeds / f"{name}.ttl").write_text("<a> <b>", encoding="utf-8")
    ended = run(own, "check")
    assert ended.returncode == 3
    assert "one.ttl" in ended.stderr
    assert "two.ttl" in ended.stderr


def test_of_many_faults_the_first_are_told_and_how_many_more(own: Project, tmp_path: Path) -> None:
    rows = [
        "id,name,type,country,aliases,wikidata,verified_in",
        *(",,robot,,,," for _ in range(70)),
    ]
    (tmp_path / "actors.csv").write_text("\n".join(rows), encoding="utf-8")
    for options in ((), ("--partial",)):
        told = lines(run(own, "import", str(tmp_path), *options).stderr)
        assert [":2:1: " in told[0], ":68:2: " in told[199]] == [True, True]
        assert told[200] == "kg: and 10 more"
        assert len(told) == 202


def test_missing_store(kg: Run, tmp_path: Path) -> None:
    ended = kg("stats", store=tmp_path / "nowhere")
    assert ended.returncode == 4
    assert "there is no store" in lines(ended.stderr)[0]
    assert lines(ended.stderr)[1].startswith("hint: make it with: kg ")


def test_a_url_that_no_store_can_have_is_no_folder(kg: Run) -> None:
    ended = kg("stats", KG_STORE="", store="ftp://a.example/kg")
    assert ended.returncode == 2
    assert ended.stderr == "kg: --store: only http and https URLs name a store\n"


def test_the_command_of_a_hint_carries_the_options_given(own: Project, tmp_path: Path) -> None:
    nowhere = tmp_path / "no store"
    ended = run(own, "--store", str(nowhere), "stats")
    told = lines(ended.stderr)[1].removeprefix("hint: make it with: ")
    assert told == shlex.join(["kg", "--root", str(own.root), "--store", str(nowhere), "build"])
    command = [sys.executable, "-m", *shlex.split(told)]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    assert run(own, "--store", str(nowhere), "stats").returncode == 0


def test_a_hint_that_names_the_store_itself_stays() -> None:
    told = "kg --store http://127.0.0.1:7878 build"
    assert Settings().again(told) == told
    assert Settings().again("not a command") == "not a command"


def test_locked_store(own: Project) -> None:
    build(own)
    with locked_to_write(own.store):
        ended = run(own, "build", "--anew")
    assert ended.returncode == 4
    assert "another program is writing" in lines(ended.stderr)[0]
    assert run(own, "build").returncode == 0


def test_reading_goes_on_beside_a_writer(own: Project) -> None:
    build(own)
    with locked_to_write(own.store):
        assert run(own, "query", "summary").returncode == 0


def test_unknown_name_suggests_the_nearest(kg: Run) -> None:
    ended = kg("show", "Exampolva")
    assert ended.returncode == 2
    assert "goes by the name" in ended.stderr
    assert "did you mean" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["stats", "--store", "X"], "--store goes before the command: kg --store DIR|URL stats"),
        (["serve", "--store", "X"], "--store goes before the command: kg --store DIR|URL serve"),
        (["query", "--root=X"], "--root goes before the command: kg --root DIR query"),
        (
            ["lexicon", "list", "--debug"],
            "--debug goes before the command: kg --debug lexicon list",
        ),
    ],
)
def test_an_option_of_all_commands_after_one_is_told_its_place(
    kg: Run, arguments: list[str], told: str
) -> None:
    ended = kg(*arguments)
    assert ended.returncode == 2
    assert lines(ended.stderr)[-1] == f"Error: {told}"


def test_an_option_that_no_command_has_is_told_as_such(kg: Run) -> None:
    assert lines(kg("stats", "--stor", "X").stderr)[-1].startswith("Error: No such option: --stor")
    assert "before the command" not in kg("stats", "--stor", "X").stderr


def test_words_that_fit_several_things_list_them(kg: Run) -> None:
    ended = kg("show", "bert")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert lines(ended.stderr)[:3] == [
        "kg: 'bert' may be several things:",
        "  actor:bert-modelsson  Bert Modelsson",
        "  actor:bert-samplovic  Bert Samplović",
    ]
    (hint,) = lines(ended.stderr)[3:]
    assert hint.startswith("hint: ask by what stands in front: kg --root ")
    assert hint.endswith(" show actor:bert-modelsson")


def test_a_word_of_one_name_says_what_it_was_taken_for(kg: Run) -> None:
    ended = kg("show", "attack")
    assert ended.returncode == 0
    assert ended.stdout.startswith("Invented attack")
    assert lines(ended.stderr) == [
        "kg: 'attack' is taken for event:invented-attack-2025-03-01 (Invented attack)"
    ]
    exact = kg("show", "event:invented-attack-2025-03-01", "-f", "rdfxml")
    assert exact.stderr == ""
    assert "<st:Event " in exact.stdout


def test_unknown_query_and_parameter(kg: Run) -> None:
    assert kg("query", "position-on").returncode == 2
    assert "positions-on" in kg("query", "position-on").stderr
    ended = kg("query", "positions-on", "-p", "nonsense=1")
    assert ended.returncode == 2
    assert "it takes: proposition" in ended.stderr


def test_syntax_error_of_a_query_gives_its_place(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT ?a WHERE {\n  ?a ?b\n", encoding="utf-8")
    ended = kg("query", path)
    assert ended.returncode == 3
    assert ended.stderr.startswith((f"{path.name}:3:", f"{path.name}:2:"))
    assert len(lines(ended.stderr)) == 1


def test_time_out(kg: Run) -> None:
    begun = time.monotonic()
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    ended = kg("query", "--timeout", "0.5", "-e", text)
    assert ended.returncode == 5
    assert "not done within 0.5 s" in ended.stderr
    assert time.monotonic() - begun < 10


def test_interrupt_works_at_once(world: Project, world_store: object) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = ["--root", str(world.root), "--store", str(world.store), "query", "-e", text]
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *command], stderr=subprocess.PIPE, text=True
    )
    time.sleep(1.5)
    begun = time.monotonic()
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=10) == 130
    assert time.monotonic() - begun < 2
    assert child.stderr is not None
    assert "Traceback" not in child.stderr.read()
    child.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_on_stdout(world: Project, world_store: object) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [
                sys.executable,
                "-m",
                "kg",
                "--root",
                str(world.root),
                "--store",
                str(world.store),
                "export",
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 4
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_unwritable_output_leaves_nothing(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = kg("export", "-o", tmp_path / "file" / "x")
    assert ended.returncode == 4
    assert "cannot be written" in ended.stderr
    assert (tmp_path / "file").read_text() == ""


def test_closed_pipe_is_quiet(world: Project, world_store: object) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    child = subprocess.run(
        [
            sys.executable,
            "-m",
            "kg",
            "--root",
            str(world.root),
            "--store",
            str(world.store),
            "export",
            "nquads",
        ],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert child.returncode == 141
    assert child.stderr == ""


def test_a_bug_is_told_politely(kg: Run, tmp_path: Path) -> None:
    script = (
        "import sys; import kg.cli.ask, kg.queries.statistics as s\n"
        "s.count = lambda project: 1 / 0\n"
        "from kg.cli.main import main; sys.argv = ['kg', 'stats']; sys.exit(main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ended.returncode == 70
    assert "this is a bug: ZeroDivisionError" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["query"],
        ["query", "summary", "-e", "ASK {}"],
        ["query", "summary", "--format", "turtle"],
        ["query", "summary", "--format", "nonsense"],
        ["export", "nonsense"],
        ["export", "csv"],
        ["export", "--graph", "nonsense"],
        ["export", "--as-of", "2026-02-30"],
        ["export", "--as-of", ""],
        ["export", "--status", "rejected"],
        ["view", "--actor", "nobody of that name", "-o", "-"],
        ["stats", "--format", "nonsense"],
        ["extract", "x.txt", "--published", "yesterday"],
        ["nonsense"],
    ],
)
def test_usage(kg: Run, arguments: list[str]) -> None:
    ended = kg(*arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--quote=We shall not", "a stance needs --holder"),
        ("--paraphrase=was against", "a stance needs --holder"),
        ("--said-on=2025-03-04", "a stance needs --holder"),
        ("--attribution=direct", "a stance needs --holder"),
        ("--holder=", "--holder is empty"),
        ("--published=", "--published is empty"),
    ],
)
def test_no_words_of_a_new_stance_are_left_out(own: Project, option: str, told: str) -> None:
    before = {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")}
    page = ("--url", "https://example.org/new", "--outlet", "Other Times")
    ended = run(own, "new", *page, option)
    assert (ended.returncode, told in ended.stderr) == (2, True), ended.stderr
    assert {path: path.read_bytes() for path in own.seeds.rglob("*.ttl")} == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["export"],
        ["export", "csv"],
        ["export", "dna"],
        ["view"],
        ["query", "summary", "--format", "csv"],
        ["network", "--format", "csv"],
        ["site"],
    ],
)
@pytest.mark.parametrize("name", ["a" * 300, "loop"])
def test_an_output_that_cannot_be_is_told(
    kg: Run, tmp_path: Path, arguments: list[str], name: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    ended = kg(*arguments, "-o", name)
    assert ended.returncode == (2 if (arguments, name) == (["site"], "loop") else 4), ended.stderr
    assert name in lines(ended.stderr)[0]
    assert [path.name for path in tmp_path.iterdir()] == ["loop"]


_RAISING = """
import sys
import kg.cli.ask, kg.queries.statistics as s
def fail(project):
    raise {error}
s.count = fail
from kg.cli.main import main
sys.argv = ["kg", "stats"]
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("PermissionError(13, 'Permission denied', '/x/corrupt.ttl')", 4, "/x/corrupt.ttl: Perm"),
        ("OSError(24, 'Too many open files')", 4, "ulimit"),
        ("OSError(28, 'No space left on device', '/x')", 4, "/x: No space left"),
        ("RuntimeError('Symlink loop from /x')", 4, "Symlink loop from /x"),
        ("OSError('IO error: While open a file')", 4, "kg build --anew"),
        ("RuntimeError('Corruption: block checksum mismatch')", 4, "kg build --anew"),
        ("OSError(9, 'Bad file descriptor')", 70, "this is a bug"),
        ("RuntimeError('x')", 70, "this is a bug"),
    ],
)
def test_what_the_machine_refuses_is_no_bug(
    tmp_path: Path, error: str, code: int, said: str
) -> None:
    script = _RAISING.format(error=error)
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ended.returncode == code
    assert said in ended.stderr
    assert ("--anew" in ended.stderr) == ("--anew" in said)


def test_what_fails_in_the_making_is_not_told_of_stdout() -> None:
    def blocks() -> Iterator[bytes]:
        yield b""
        raise error

    error = OSError(5, "IO error")
    with pytest.raises(OSError, match="IO error") as caught:
        put(blocks())
    assert caught.value is error


@pytest.mark.parametrize(("number", "code"), [(0, 0), (1, 4), (2, 0)])
def test_no_file_takes_the_place_of_a_closed_stream(
    world: Project, world_store: Path, number: int, code: int
) -> None:
    place = ["--root", str(world.root), "--store", str(world_store)]
    asked = ["query", "-e", "ASK {}"]
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *place, *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.close(number),  # noqa: PLW1509 (no thread is there)
    ) as child:
        out, said = child.communicate(timeout=60)
    assert child.returncode == code
    assert ("yes" in out) == (number != 1)
    assert ("stdout: cannot be written" in said) == (number == 1)
    assert "Traceback" not in said


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGHUP])
def test_who_ends_a_command_leaves_nothing_half_done(tmp_path: Path, signal_: int) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    script = f"""
import signal, sys
from pathlib import Path
from kg.cli.app import app, put
from kg.cli.main import main
# Whoever runs the tests may have them passed over, as nohup does.
signal.signal({int(signal_)}, signal.SIG_DFL)
def blocks():
    yield b"half"
    yield Path({str(gate)!r}).read_bytes()
@app.command()
def wait() -> None:
    put(blocks(), Path("out"))
sys.argv = ["kg", "wait"]
sys.exit(main())
"""
    child = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    with gate.open("wb"):
        # It has opened its end: the first half is in a file already.
        assert [path.name[:5] for path in tmp_path.iterdir() if path != gate] == [".out."]
        child.send_signal(signal_)
        _, said = child.communicate(timeout=60)
    assert child.returncode == 128 + signal_
    assert said == ""
    assert list(tmp_path.iterdir()) == [gate]


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "tables"],
        ["convert", "events.csv", "-o", "made"],
        ["extract", "article.txt", "--engine", "rules"],
        ["evaluate", "--curated", "--engine", "rules"],
        ["new", "--url", "https://a.example/", "--outlet", "A"],
        ["review", "--list"],
        ["build"],
        ["check"],
    ],
)
def test_one_thing_that_is_not_whole_is_told_by_every_command(
    own: Project, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tables").mkdir()
    head = "id,name,type,country,aliases,wikidata,verified_in\n"
    (tmp_path / "tables" / "actors.csv").write_text(head, encoding="utf-8")
    (tmp_path / "events.csv").write_bytes(dna_events(debate()))
    (tmp_path / "article.txt").write_text("Nothing was said.\n", encoding="utf-8")
    path = own.seeds / "actors.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("rdfs:label", "rdfs:label 'B'@en , ", 1), encoding="utf-8")
    other = own.seeds / "documents" / "whole.ttl"
    lines = [line for line in _document_of(own) if "schema:publisher" not in line]
    other.write_text("\n".join(lines), encoding="utf-8")
    ended = run(own, *arguments)
    assert ended.returncode == 3, ended.stderr
    assert re.search(r"(actors|whole)\.ttl:\d+:1: error: ", ended.stderr), ended.stderr
    assert "Traceback" not in ended.stderr


def _document_of(project: Project) -> list[str]:
    path = min((project.seeds / "documents" / "2025").iterdir())
    lines = path.read_text(encoding="utf-8").split("\n")
    path.unlink()
    return lines


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("query who-favours envoy", " query who-favours -p proposition=envoy"),
        ("query summary envoy", "summary takes no value"),
        ("query who-favours -p envoy", "such as -p proposition=envoy"),
        ("query", "those with a name are listed by: kg "),
        ("polarisation -o x.gif", ".png and .svg are pictures"),
        ("polarisation --title Debate", "--title heads a picture"),
        ("build nowhere.ttl", "without a file, all of them are looked at"),
        ("new --url https://example.org/1 --outlet Times --published soon", "--published: 'soon'"),
    ],
)
def test_what_is_wrong_with_a_command_is_told_with_a_way_on(
    kg: Run, command: str, told: str
) -> None:
    ended = kg(*command.split())
    assert ended.returncode == 2
    assert told in ended.stderr


def test_the_way_to_ask_that_a_hint_tells_works(kg: Run) -> None:
    hint = lines(kg("query", "who-favours", "envoy").stderr)[-1].partition("kg ")[2]
    told = shlex.split(hint)
    assert kg(*told[told.index("query") :]).returncode == 0


def test_a_folder_that_is_no_project_is_told_what_it_lacks(tmp_path: Path) -> None:
    ended = run(Project(tmp_path, tmp_path), "stats")
    assert ended.returncode == 2
    assert "hint: name the folder that holds ontology, queries and seeds" in ended.stderr


def test_a_folder_is_checked_and_written_anew_by_its_turtle(own: Project, tmp_path: Path) -> None:
    ended = run(own, "check", str(own.seeds / "documents"))
    assert (ended.returncode, "0 errors" in ended.stderr) == (0, True), ended.stderr
    ended = run(own, "format", "--check", str(own.seeds / "documents"))
    count = len(list((own.seeds / "documents").rglob("*.ttl")))
    assert lines(ended.stderr)[-1].startswith(f"{count} files,")
    # What an editor leaves beside a file that it holds is no Turtle of anybody's.
    (own.seeds / "documents" / ".#held.ttl").symlink_to("nobody@nowhere")
    ended = run(own, "format", "--check", str(own.seeds / "documents"))
    assert lines(ended.stderr)[-1].startswith(f"{count} files,")
    ended = run(own, "check", str(tmp_path / "own" / "queries"))
    assert (ended.returncode, "there is no Turtle in it" in ended.stderr) == (3, True)


def test_a_state_that_is_not_there_is_told_as_that(kg: Run) -> None:
    ended = kg("diff", "nowhere")
    assert ended.returncode == 3
    assert "nowhere: error: No such file or directory" in ended.stderr


@pytest.mark.parametrize("place", ["seeds", "seeds/tables", "ontology", "queries/x"])
@pytest.mark.parametrize("command", ["export csv", "site"])
def test_no_folder_is_written_among_what_the_graph_is_built_from(
    own: Project, command: str, place: str
) -> None:
    before = sorted(own.root.rglob("*"))
    ended = run(own, *command.split(), "-o", str(own.root / place))
    assert ended.returncode == 2, ended.stderr
    assert "is inside the store, the seeds" in ended.stderr or "holds the project" in ended.stderr
    assert sorted(own.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["nowhere", "empty", "note.docx"])
@pytest.mark.parametrize("command", ["diff", "compare", "report --against"])
def test_what_is_no_state_of_the_record_is_bad_input(
    kg: Run, world_store: object, tmp_path: Path, command: str, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.docx").write_bytes(b"")
    ended = kg(*command.split(), tmp_path / name, *([tmp_path] if command == "compare" else []))
    assert ended.returncode == 3, ended.stderr


def test_linked_data_are_no_article(kg: Run, world: Project) -> None:
    ended = kg("extract", world.ontology / "stance.ttl")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "it is linked data, which is not read" in ended.stderr


def test_the_description_is_written_as_its_file_is_called(kg: Run, tmp_path: Path) -> None:
    assert kg("describe", "-o", "description.jsonld").returncode == 0
    assert (tmp_path / "description.jsonld").read_text(encoding="utf-8").startswith("{")
    assert kg("describe", "-o", "description.csv").returncode == 2


def test_a_fault_is_told_at_its_file_as_the_user_writes_it(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds of mine").mkdir()
    bad = tmp_path / "seeds of mine" / "bad.ttl"
    bad.write_text("nothing here", encoding="utf-8")
    for path in (bad, bad.relative_to(tmp_path)):
        ended = kg("check", path)
        assert ended.returncode == 3
        assert ended.stderr.startswith("seeds of mine/bad.ttl:1:")


def test_a_file_that_is_not_there_is_told_by_a_build_of_it(own: Project) -> None:
    build(own)
    ended = run(own, "build", str(own.seeds / "nowhere.ttl"))
    assert ended.returncode == 0
    assert "nowhere.ttl: there is no such file" in ended.stderr
    assert "nothing has changed" in ended.stderr
