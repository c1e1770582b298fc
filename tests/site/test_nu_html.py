"""The Nu HTML Checker on a page of each sort; KG_VNU_JAR names its jar."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.site.walking import pages


def test_the_nu_html_checker_finds_no_error(real: Path) -> None:
    jar = os.environ.get("KG_VNU_JAR")
    if not jar:
        pytest.skip("KG_VNU_JAR does not name the jar of the Nu HTML Checker")
    first = {name.partition("/")[0]: name for name in reversed(pages(real))}
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", jar, "--errors-only", *sorted(first.values()), "graph.html"],
        cwd=real, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
