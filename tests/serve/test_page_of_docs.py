"""The page of the documentation on the endpoint says what the server does."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.endpoint.limits import Allowance
from kg.endpoint.media import GRAPHS, TABLES
from tests.serve.running import Served

PAGE = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [
    line
    for line in "\n".join(FENCE.findall(PAGE)).replace("\\\n", " ").splitlines()
    if line.startswith("curl ")
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_works(served: Served, example: str, tmp_path: Path) -> None:
    here = example.replace("http://127.0.0.1:8000/", served.base)
    ended = subprocess.run(
        ["bash", "-c", here.replace("curl ", "curl -sS --fail --noproxy '*' ", 1)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stderr
    saved = [path.name for path in tmp_path.iterdir()]
    assert ended.stdout or saved == ["envoys.csv"]


def test_every_format_and_limit_is_named() -> None:
    for form, media_type in {**TABLES, **GRAPHS}.items():
        assert f"| `{form}` | `{media_type.partition(';')[0]}` |" in PAGE
    for header in Allowance().headers():
        assert f"`{header}`" in PAGE
