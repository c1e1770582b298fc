from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Triple

from kg.build.build import build
from kg.errors import InputError, Problem, Severity
from kg.model.documents import Text
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.terms import SKOS, mint
from kg.rdf.turtle import write_turtle
from kg.seeds.check import check
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    REGISTRY,
    RUN,
    SUMMIT,
    TENURE,
    candidate,
    enter,
    evidence,
    new_project,
    stance,
    told,
)

HOME = f"documents/2021/{MARCH.id}.ttl"
WHOLE = (*REGISTRY, stance("one"), evidence("one"))


def project_of(folder: Path, *extra: Any, without: tuple[Any, ...] = ()) -> Project:
    return new_project(folder, [r for r in (*WHOLE, *extra) if r not in without])


def faults(project: Project, severity: Severity = Severity.ERROR) -> list[str]:
    """The problems, as FILE:LINE:COLUMN: message with the file as it stands below the seeds."""
    root = project.seeds
    return [
        str(replace(problem, path=problem.path.relative_to(root)))
        for problem in check(project)
        if problem.severity is severity
    ]


def line_of(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(start))


def edit(project: Project, name: str, old: str, new: str) -> Path:
    path = project.seeds / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_whole_world_has_nothing_wrong(tmp_path: Path) -> None:
    assert check(project_of(tmp_path)) == []


def test_the_fixture_world_has_no_errors(world: Project) -> None:
    assert [p for p in check(world) if p.severity is Severity.ERROR] == []


def test_the_real_seeds_have_no_errors(checkout: Project) -> None:
    assert [str(p) for p in check(checkout) if p.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "subject", "message"),
    [
        (
            HOME,
            "holder actor:anna-examplova",
            "holder actor:nobody",
            "stance:one",
            "actor:nobody is described nowhere",
        ),
        (
            HOME,
            "proposition:direct-dialogue-with-russia",
            "proposition:nonsense",
            "stance:one",
            "proposition:nonsense is described nowhere",
        ),
        (
            "tenures.ttl",
            "actor:exampleland",
            "actor:nowhere",
            "tenure:",
            "actor:nowhere is described nowhere",
        ),
        (HOME, "st:saidOn", "st:sadOn", "stance:one", "st:sadOn is not a term of the ontology"),
        (HOME, "st:Direct", "st:Drect", "evidence:one-1", "st:Drect is not a term of the ontology"),
        (
            HOME,
            'saidOn "2021-03-04"',
            'saidOn "2021-02-29"',
            "stance:one",
            "saidOn: '2021-02-29' is not a date",
        ),
        (
            "events.ttl",
            '"2021-03-01"^^xsd:date',
            '"2021-13"^^xsd:gYearMonth',
            "event:",
            "'2021-13' is not a date",
        ),
        (
            "tenures.ttl",
            '"2020"^^xsd:gYear',
            '"2020-00"^^xsd:gYearMonth',
            "tenure:",
            "'2020-00' is not a date",
        ),
        (
            HOME,
            'saidOn "2021-03-04"',
            'saidOn "2021-03-05"',
            "evidence:one-1",
            "is of 2021-03-05, after its source was published (2021-03-04)",
        ),
        (
            "actors.ttl",
            "Boris Fictionov",
            "Bоris Fictionov",
            "actor:boris-fictionov",
            "'Bоris' mixes Cyrillic and Latin letters",
        ),
        (
            "actors.ttl",
            '"Examplova"',
            '"Examplοva"',
            "actor:anna-examplova",
            "mixes Greek and Latin letters",
        ),
        (
            "actors.ttl",
            "Boris Fictionov",
            "Boris\u200b Fictionov",
            "actor:boris-fictionov",
            "has invisible characters",
        ),
        (
            "outlets.ttl",
            "The Sample",
            "The\u00ad Sample",
            "outlet:sample-times",
            "has invisible characters",
        ),
        (
            "actors.ttl",
            "Boris",
            "Bo\u0301ris",
            "actor:boris-fictionov",
            "is not in Unicode form NFC",
        ),
        (
            "actors.ttl",
            'country "XB"',
            'country "Samplia"',
            "actor:boris-fictionov",
            "[actor-country]",
        ),
        (HOME, "st:polarity polarity:favours ;", "", "stance:one", "[stance-polarity]"),
        (
            "actors.ttl",
            'country "XB"',
            'country "XB" ; st:status st:Curated',
            "actor:boris-fictionov",
            "st:status is not entered by hand",
        ),
        (
            HOME,
            "We must talk.",
            "We must\\u001B[31m talk.",
            "evidence:one-1",
            "has control characters",
        ),
        (
            HOME,
            "We must talk.",
            "Мы за диалог.",
            "evidence:one-1",
            "st:quote: 'en' is not written in Cyrillic letters",
        ),
        (HOME, '"en"', '"English"', "document:", "(found 'English') [document-language]"),
    ],
)
def test_each_fault_has_file_line_and_reason(
    tmp_path: Path, name: str, old: str, new: str, subject: str, message: str
) -> None:
    project = project_of(tmp_path)
    path = edit(project, name, old, new)
    found = [fault for fault in faults(project) if message in fault]
    assert len(found) == 1
    assert found[0].startswith(f"{name}:{line_of(path, subject)}:1: error: ")


def test_a_thing_in_two_files_is_told_in_the_second(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    more = Triple(mint("actor", BORIS.id), SKOS.altLabel, Literal("B"))
    (project.seeds / "more.ttl").write_bytes(write_turtle([more]))
    (found,) = faults(project)
    assert found.startswith("more.ttl:4:1: error: actor:boris-fictionov is described in ")
    assert found.endswith("actors.ttl too: one file owns it")


def test_an_act_before_its_report_is_no_fault(tmp_path: Path) -> None:
    told_later = (stance("two", "opposes", "2021-03"), evidence("two", MAY))
    assert faults(project_of(tmp_path, *told_later)) == []


def test_a_name_may_have_words_of_two_scripts(tmp_path: Path) -> None:
    both = replace(ANNA, aliases=("Анна Examplova", "Ёлка"))
    assert faults(project_of(tmp_path, both, without=(ANNA,))) == []


@pytest.mark.parametrize(
    ("extra", "without", "expected"),
    [
        (
            (stance("two"), evidence("two")),
            (),
            [(HOME, "stance:two", "polarity and date in common with stance:one")],
        ),
        (
            (stance("two", said_on="2021-03"), evidence("two")),
            (),
            [(HOME, "stance:one", "one utterance or two?")],
        ),
        ((stance("two", "opposes"), evidence("two")), (), []),
        ((stance("two", said_on="2020-12-31"), evidence("two")), (), []),
        ((stance("two", said_on=None), evidence("two")), (), []),
        (
            (stance("two", holder=BORIS.id), evidence("two")),
            (),
            [(HOME, "stance:two", "actor:boris-fictionov is known on 2021-03-04")],
        ),
        ((stance("two", holder=EXAMPLELAND.id), evidence("two")), (), []),
        (
            (stance("two", said_on="2019-12-31"), evidence("two")),
            (),
            [(HOME, "stance:two", "actor:anna-examplova is known on 2019-12-31")],
        ),
        ((stance("two", said_on="2020"), evidence("two")), (), []),
        ((stance("two", "opposes", said_on=None, holder=BORIS.id), evidence("two")), (), []),
        (
            (replace(MAY, headline=None),),
            (MAY,),
            [(f"documents/2021/{MAY.id}.ttl", "document:", "has no headline")],
        ),
    ],
)
def test_what_deserves_a_second_look(
    tmp_path: Path,
    extra: tuple[Any, ...],
    without: tuple[Any, ...],
    expected: list[tuple[str, str, str]],
) -> None:
    project = project_of(tmp_path, *extra, without=without)
    assert faults(project) == []
    found = faults(project, Severity.WARNING)
    assert len(found) == len(expected)
    for fault, (name, subject, message) in zip(found, expected, strict=True):
        assert fault.startswith(f"{name}:{line_of(project.seeds / name, subject)}:1: warning: ")
        assert message in fault


def test_a_tenure_that_has_ended_covers_its_last_day(tmp_path: Path) -> None:
    ended = replace(TENURE, end=told("2021-03-04"))
    late = (stance("two", "opposes", "2021-03-05"), evidence("two", MAY))
    project = project_of(tmp_path, ended, *late, without=(TENURE,))
    (found,) = faults(project, Severity.WARNING)
    assert "is known on 2021-03-05" in found


def test_broken_files_are_all_listed(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.seeds / "a.ttl").write_text("actor:x a st:Person .\n", encoding="utf-8")
    (project.seeds / "b.ttl").write_bytes(b"# caf\xe9\n")
    with pytest.raises(InputError, match="2 file") as caught:
        check(project)
    assert [(p.path.name, p.line) for p in caught.value.problems] == [("a.ttl", 1), ("b.ttl", 1)]


def test_a_given_file_is_checked_as_part_of_the_seeds(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.seeds / "broken.txt").write_text("not read")
    other = new_project(tmp_path / "other", ())
    enter(
        other, [replace(MAY, id="2021-07-01-sample-times-00000009", published=told("2021-07-01"))]
    )
    (path,) = other.seeds.rglob("*.ttl")
    assert check(project, [path]) == []
    edit(other, str(path.relative_to(other.seeds)), "outlet:sample-times", "outlet:nobody")
    found = check(project, [path])
    assert {problem.path for problem in found} == {path}
    assert "outlet:nobody is described nowhere" in " ".join(map(str, found))


def test_a_fault_of_a_given_file_is_told_though_its_subject_is_known(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    other = new_project(tmp_path / "other", [replace(BORIS, country="Samplia")])
    path = other.seeds / "actors.ttl"
    told = [str(problem) for problem in check(project, [path])]
    assert any("too: one file owns it" in line for line in told)
    assert any(line.endswith("[actor-country]") for line in told)


def test_faults_elsewhere_are_not_told_of_a_given_file(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    edit(project, "actors.ttl", 'country "XB"', 'country "Samplia"')
    assert check(project, [project.seeds / "events.ttl"]) == []
    assert len(check(project, [project.seeds / "actors.ttl"])) == 1


def test_a_file_is_read_anew_for_every_check(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    path = edit(project, "actors.ttl", 'country "XB"', 'country "Samplia"')
    before = check(project)[0].line
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert check(project)[0].line == before + 1


def test_problems_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    edit(project, "actors.ttl", '"X', '"Y Z ')
    edit(project, HOME, "st:polarity polarity:favours ;", "")
    found = check(project)
    assert [problem.place for problem in found] == sorted(problem.place for problem in found)
    assert len({problem.path for problem in found}) == 2


def test_an_event_source_must_be_a_document(tmp_path: Path) -> None:
    project = project_of(tmp_path, replace(SUMMIT, source="nowhere"), without=(SUMMIT,))
    found = faults(project)
    assert any("[event-source]" in fault for fault in found)
    assert any("document:nowhere is described nowhere" in fault for fault in found)


def test_what_a_build_would_refuse_is_told_though_no_shape_forbids_it(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    path = project.seeds / "runs.ttl"
    path.write_text(
        "@prefix run: <https://w3id.org/eurostance/run/> .\n"
        "@prefix st: <https://w3id.org/eurostance/ns#> .\n"
        'run:x a st:Run ; st:extractor "rules" .\n',
        encoding="utf-8",
    )
    assert faults(project) == ["runs.ttl:3:1: error: run:x: 0 values for document"]


def test_half_a_record_does_not_hide_the_other_faults(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    edit(project, HOME, "st:polarity polarity:favours ;", "")
    edit(project, "actors.ttl", "Boris", "Bоris")
    messages = " ".join(faults(project))
    assert "[stance-polarity]" in messages
    assert "mixes" in messages


def test_a_quote_of_another_language_needs_no_more(tmp_path: Path) -> None:
    words = evidence("one", number=2, quote=Text("Надо говорить", "ru"))
    assert faults(project_of(tmp_path, words)) == []


def test_a_problem_without_a_place_is_still_told() -> None:
    assert str(Problem(Path("x.ttl"), 0, 0, "why")) == "x.ttl: error: why"


TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
SCOTLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(one)) for one in "gbsct") + "\U000e007f"


def found_in_a_quote(folder: Path, words: str) -> list[Problem]:
    """What is wrong with a world in which somebody says so."""
    project = project_of(folder)
    edit(project, HOME, "We must talk.", words)
    return check(project)


@pytest.mark.parametrize(
    "unseen",
    [
        TAGS,
        "\U000e0001",
        f"{SCOTLAND}{TAGS}",
        "\U0001f3f4" + 2 * TAGS,
        "\ufe01\ufe02",
        "\U000e0100" * 9,
    ],
)
def test_words_that_nobody_sees_are_refused(tmp_path: Path, unseen: str) -> None:
    (fault,) = found_in_a_quote(tmp_path, f"We must talk.{unseen}")
    assert fault.message == "st:quote has words in characters that nobody sees"
    assert fault.severity is Severity.ERROR


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u200e", "\xad", "\u2060", "\u3164"])
def test_unseen_letters_in_a_quote_are_told(tmp_path: Path, unseen: str) -> None:
    (doubt,) = found_in_a_quote(tmp_path, f"We must ta{unseen}lk.")
    assert doubt.message == "st:quote has invisible characters"
    assert doubt.severity is Severity.WARNING


@pytest.mark.parametrize(
    "seen", [SCOTLAND, "\U0001f54a\ufe0f", "می\u200cرود", "👩\u200d🚀", "葛\U000e0100"]
)
def test_joiners_flags_and_variants_are_seen(tmp_path: Path, seen: str) -> None:
    assert found_in_a_quote(tmp_path, f"We must talk {seen}.") == []


@pytest.mark.parametrize("name", ["quote", "translation", "paraphrase"])
def test_words_without_end_are_refused(tmp_path: Path, name: str) -> None:
    project = project_of(tmp_path)
    edit(project, HOME, "st:quote", f'st:{name} "We {"a" * 2_000}"@en ; st:quote')
    told = [fault for fault in faults(project) if "characters" in fault]
    assert len(told) == 1
    assert told[0].endswith(f"st:{name} is longer than 2,000 characters")


def test_a_pipe_is_refused_and_not_read_once_in_vain(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    for given in ([pipe], []):
        with pytest.raises(InputError) as caught:
            check(project, given)
        assert [
            str(replace(problem, path=Path(problem.path.name))) for problem in caught.value.problems
        ] == ["pipe.ttl: error: is no regular file"]
        pipe.rename(project.seeds / "pipe.ttl") if given else None


def test_links_that_lead_nowhere_are_told_and_marks_of_editors_are_not(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.seeds / ".#actors.ttl").symlink_to("someone@nowhere.1234")
    (project.seeds / "away.ttl").symlink_to(tmp_path, target_is_directory=True)
    assert check(project) == []
    (project.seeds / "lost.ttl").symlink_to("gone.ttl")
    (project.seeds / "loop.ttl").symlink_to("loop.ttl")
    with pytest.raises(InputError) as caught:
        check(project)
    assert [problem.path.name for problem in caught.value.problems] == ["loop.ttl", "lost.ttl"]
    with pytest.raises(InputError) as caught:
        check(project, [project.seeds / "loop.ttl"])
    assert "symbolic links" in " ".join(map(str, caught.value.problems))


def test_a_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.seeds / "caf\udce9.ttl").write_bytes(b"")
    with pytest.raises(InputError, match="its name is not UTF-8"):
        check(project)


SURE = (RUN, candidate("sure"))
PROPOSED = f"candidates/{MARCH.id}.ttl"


@pytest.mark.parametrize(
    "share",
    ["1e99999999999", "1e1000000", "1e-999999999", "NaN", "Infinity", "7", "-0.5", "1e0", "1_0"],
)
def test_a_confidence_is_from_0_to_1_and_no_other_number(tmp_path: Path, share: str) -> None:
    project = project_of(tmp_path, *SURE)
    assert faults(project) == []
    path = edit(project, PROPOSED, "confidence 0.9 ", f'confidence "{share}"^^xsd:decimal ')
    found = faults(project)
    assert found
    place = f"{PROPOSED}:{line_of(path, 'candidate:sure')}:1: error: candidate:sure: "
    assert all(fault.startswith(place) and len(fault) < 1000 for fault in found)
    with pytest.raises(InputError) as caught:
        build(project)
    assert [problem.path for problem in caught.value.problems] == [path]
    assert "no number from 0 to 1" in caught.value.problems[0].message


def test_what_is_long_is_not_told_whole(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    edit(project, HOME, '"en"', f'"{"x" * 2_000_000}"')
    (found,) = faults(project)
    assert len(found) < 1000
    assert "and more" in found


@pytest.mark.parametrize("late", [False, True], ids=["registry", "among the documents"])
def test_a_second_state_of_one_country_is_doubtful(tmp_path: Path, late: bool) -> None:
    second = replace(EXAMPLELAND, id="examplish-republic", name="Examplish Republic")
    project = project_of(tmp_path, *([] if late else [second]))
    if late:
        path = project.seeds / "documents" / "states.ttl"
        path.write_bytes(write_turtle(encode(second)))
    message = "actor:exampleland is a state of the country XA too: which of them is it?"
    (told,) = faults(project, Severity.WARNING)
    assert told.startswith("documents/states.ttl:" if late else "actors.ttl:")
    assert told.endswith(f": warning: actor:examplish-republic: {message}")


SHARED = pytest.mark.parametrize(
    ("by_hand", "name"),
    [
        ((stance("c1", said_on="2021-03"), evidence("c1")), "stance:c1"),
        ((replace(evidence("one"), id="c1"),), "evidence:c1"),
    ],
    ids=["stance", "evidence"],
)


@SHARED
def test_an_id_that_a_candidate_has_is_refused(
    tmp_path: Path, by_hand: tuple[Any, ...], name: str
) -> None:
    project = project_of(tmp_path, *by_hand, RUN, candidate("c1"))
    path = project.seeds / HOME
    line = line_of(path, name)
    message = (
        f"{name}: candidate:c1 has this id, under which its finding is published: another is needed"
    )
    assert faults(project) == [f"{HOME}:{line}:1: error: {message}"]
    # Asked of one of both files alone, that one tells it.
    for one in (path, project.seeds / f"candidates/{MARCH.id}.ttl"):
        (found,) = (p for p in check(project, [one]) if p.severity is Severity.ERROR)
        assert (found.path, found.message) == (one, message)
        assert found.line
