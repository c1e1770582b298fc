"""Known vulnerabilities of the versions that the tests run with: python -m docs.audit.

pip-audit says "no known vulnerabilities" and ends well where the service knows none of the names
it was asked for; here a version that was not looked up is a fault like any other.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
SOUND, VULNERABLE, UNKNOWN = 0, 1, 2


def plain(name: str) -> str:
    """The name of a distribution as all tools write it: jinja2 for Jinja2, mcp-types, ..."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path: Path = CONSTRAINTS) -> dict[str, str]:
    """The version of each distribution, by plain name, of a file of NAME==VERSION lines."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {plain(name): version for name, version in found}


def ask() -> list[dict[str, Any]] | None:
    """What the service says of each pinned version; None where it could not be reached."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(CONSTRAINTS)]
        command += ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
        command += ["--timeout", "30", "--format", "json", "--output", str(told)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
        try:
            return list(json.loads(told.read_text(encoding="utf-8"))["dependencies"])
        except (OSError, ValueError, KeyError):
            return None


def judge(told: list[dict[str, Any]] | None, asked: dict[str, str]) -> tuple[int, list[str]]:
    """The exit code, and what to say: every vulnerability, and every version not looked up."""
    if told is None:
        return UNKNOWN, ["the vulnerability service could not be reached: nothing is known"]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault.get('fix_versions') or ()) or 'no version yet'}"
        for one in told
        for fault in one.get("vulns") or ()
    ]
    looked_up = {plain(one["name"]) for one in told if "vulns" in one}
    left = sorted(asked.keys() - looked_up)
    code = VULNERABLE if lines else UNKNOWN if left else SOUND
    lines.append(f"{len(asked) - len(left)} of {len(asked)} versions were looked up")
    if len(left) == len(asked):
        lines.append("the vulnerability service knows none of them: nothing is known")
    elif left:
        lines.append(f"of the others nothing is known: {', '.join(left)}")
    return code, lines


if __name__ == "__main__":
    code, lines = judge(ask(), pinned())
    sys.stdout.write("\n".join([*lines, ""]))
    sys.exit(code)
