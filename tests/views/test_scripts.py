"""The scripts of the page share one scope and are joined in one order: what holds for all."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from kg.views import page

FOLDER = Path(str(files("kg.views"))) / "assets" / "page"
SCRIPTS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.js"))
DEFINED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
LOADED = re.compile(r"^[a-z]\w*\(.*$", re.MULTILINE)
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|DOMParser|createContextualFragment|srcdoc|setTimeout\(['\"`]"
)


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_script_and_style_is_part_of_the_page() -> None:
    assert sorted([*page._SCRIPTS, "base/early"]) == [name.removesuffix(".js") for name in SCRIPTS]
    styles = sorted(path.stem for path in (FOLDER / "style").glob("*.css"))
    assert sorted(page._STYLES) == styles


def test_no_two_parts_define_one_name() -> None:
    names = Counter(name for script in SCRIPTS for name in DEFINED.findall(text(script)))
    assert [name for name, number in names.items() if number > 1] == []


def test_what_is_defined_is_used() -> None:
    whole = "\n".join(map(text, SCRIPTS))
    words = Counter(re.findall(r"\w+", whole))
    assert [name for name in DEFINED.findall(whole) if words[name] < 2] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_makes_elements_and_never_parses_them(script: str) -> None:
    assert UNSAFE.findall(text(script)) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_short_and_says_what_it_is_for(script: str) -> None:
    told = text(script)
    assert told.startswith("/* ")
    assert told.count("\n") <= 260


def test_what_runs_while_loading_stands_before() -> None:
    """A call at load time of what a later part defines with const would fail."""
    known: set[str] = set()
    functions = {
        name
        for script in SCRIPTS
        for name in re.findall(r"^(?:async )?function\*? (\w+)", text(script), re.MULTILINE)
    }
    for name in page._SCRIPTS:
        told = text(f"{name}.js")
        known |= {*DEFINED.findall(told)}
        called = {line[: line.index("(")] for line in LOADED.findall(told)}
        assert called <= known | functions
