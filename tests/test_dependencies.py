"""What the project stands on: its versions, their hashes, their licences, what is known of them."""

from __future__ import annotations

import re
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest

from docs import audit, licences
from docs.dependencies import PAGE, asked_for, page
from docs.dependencies import licences as listed
from tests.trust.tally import count

ROOT = Path(__file__).parents[1]
HASHED = ROOT / "requirements.hashed.txt"
CAMPAIGN = "supply chain"
LIBRARIES = {name: asked for name, asked in asked_for().items() if name not in ("audit", "dev")}


def test_page_is_current() -> None:
    if sys.version_info[:2] != (3, 11) or sys.platform != "linux":
        pytest.skip("the page tells what stands on CPython 3.11 on Linux")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_no_licence_comes_in_that_is_not_allowed() -> None:
    found = listed()
    strange = [(name, terms) for name, terms, allowed in found if not allowed]
    count(CAMPAIGN, "licence of a distribution is allowed", len(found), len(found) - len(strange))
    assert not strange
    assert len(found) > 100


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND (MIT OR GPL-3.0-only)", False),  # brackets are for a person to read
        ("Proprietary", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_licences_allowed(expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed


def invented(folder: Path, monkeypatch: pytest.MonkeyPatch, *told: str) -> str:
    """The name of an invented distribution with these lines of metadata, made visible."""
    info = folder / "invented_thing-1.0.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.1", "Name: invented-thing", "Version: 1.0", *told, ""]
    (info / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return "invented-thing"


@pytest.mark.parametrize(
    ("told", "terms"),
    [
        (["License-Expression: GPL-3.0-only", "License: MIT"], "GPL-3.0-only"),
        (["License: The invented licence"], "The invented licence"),
        (
            [
                "Classifier: License :: OSI Approved :: MIT License",
                "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
            ],
            "MIT License AND GNU Affero General Public License v3",
        ),
        ([], "unknown"),
    ],
)
def test_licence_that_is_not_allowed_is_seen(
    told: list[str], terms: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = invented(tmp_path, monkeypatch, *told)
    assert licences.licence(name) == terms
    assert (f"{name} 1.0", terms, False) in listed()


def test_each_dependency_has_bounds_and_the_tests_run_with_a_version_between() -> None:
    pinned = audit.pinned()
    asked = [one for group in asked_for().values() for one in group]
    wrong = [
        str(one)
        for one in asked
        if not any(bound.operator in ("<", "==") for bound in one.specifier)
        or not one.specifier.contains(pinned.get(audit.plain(one.name), "0"))
    ]
    count(CAMPAIGN, "dependency has an upper bound", len(asked), len(asked) - len(wrong))
    assert not wrong


def test_what_is_installed_is_what_is_pinned() -> None:
    """But for the installers, which a new environment brings along."""
    pinned = audit.pinned()
    own = {"eurostance", "pip", "setuptools"}
    for line, *_ in listed():
        name, version = line.split()
        if name not in own:
            assert pinned.get(name) == version, name


def test_hashed_set_names_the_same_versions() -> None:
    pinned, hashed = audit.pinned(), audit.pinned(HASHED)
    same = pinned.items() & hashed.items()
    count(CAMPAIGN, "version is pinned with hashes", len(pinned), len(same))
    assert hashed == pinned, "make hashes"


def test_hashed_set_has_a_hash_for_each_and_names_no_place() -> None:
    text = HASHED.read_text(encoding="utf-8")
    entries = re.findall(
        r"^[\w.-]+==\S+ \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )
    assert len(entries) == len(audit.pinned())
    left = text
    for entry in entries:
        left = left.replace(entry, "")
    assert re.fullmatch(r"(#[^\n]*\n)*", left)
    assert "://" not in text


def sound(name: str) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": []}


VULNERABLE = sound("one") | {"vulns": [{"id": "INVENTED-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "one", "skip_reason": "Dependency not found and could not be audited"}


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        ([sound("one"), sound("Two")], audit.SOUND, "2 of 2 versions were looked up"),
        (None, audit.UNKNOWN, "could not be reached"),
        ([], audit.UNKNOWN, "knows none of them: nothing is known"),
        ([SKIPPED, sound("two")], audit.UNKNOWN, "nothing is known: one"),
        ([sound("two")], audit.UNKNOWN, "nothing is known: one"),
        ([VULNERABLE, sound("two")], audit.VULNERABLE, "one 1.0: INVENTED-1, mended in 1.1"),
        ([VULNERABLE], audit.VULNERABLE, "nothing is known: two"),
    ],
)
def test_audit_never_calls_sound_what_was_not_looked_up(
    told: list[dict[str, Any]] | None, code: int, words: str
) -> None:
    judged, lines = audit.judge(told, {"one": "1.0", "two": "1.0"})
    count(CAMPAIGN, "answer of the vulnerability service", 1, judged == code)
    assert judged == code
    assert words in "\n".join(lines)


def test_audit_without_the_tool_or_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends without an answer: a missing tool, no network, an answer that is cut off."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert audit.ask() is None


def test_tools_of_the_audit_have_the_licence_that_was_read() -> None:
    for name, terms in licences.READ.items():
        assert licences.is_allowed(terms)
        try:
            told = metadata(name)
        except licences.PackageNotFoundError:
            continue
        assert told.get("License-Expression") in (None, terms)


def test_extras_that_need_the_same_ask_for_the_same() -> None:
    asked: dict[str, set[str]] = {}
    for group in LIBRARIES.values():
        for one in group:
            asked.setdefault(audit.plain(one.name), set()).add(str(one.specifier))
    assert not {name: bounds for name, bounds in asked.items() if len(bounds) > 1}
