"""What Apache's mod_rewrite makes of a request, for the rules that a site comes with."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

Rule = tuple[list[list[str]], str, str, set[str]]


def rules(text: str) -> Iterator[Rule]:
    """Each rule with its conditions, pattern, substitution and flags."""
    conditions: list[list[str]] = []
    for line in text.splitlines():
        # Backslashes are the pattern's own.
        words = shlex.split(line.replace("\\", "\\\\"), comments=False) if line[:1] != "#" else []
        if words[:1] == ["RewriteCond"]:
            conditions.append(words[1:])
        elif words[:1] == ["RewriteRule"]:
            yield conditions, words[1], words[2], set(words[3].strip("[]").split(","))
            conditions = []


def ask(text: str, path: str, accept: str, site: Path, above: str = "/deep/") -> tuple[int, str]:
    """The status and the address that a path of a folder leads to; 200 where no rule says else."""
    told = {
        "REQUEST_URI": f"{above}{path}",
        "REQUEST_FILENAME": str(site / path),
        "HTTP_ACCEPT": accept,
        "PATH_INFO": "",
    }
    for conditions, pattern, target, flags in rules(text):
        matched = re.search(pattern, path)
        holds, groups = _hold(conditions, told)
        if matched is None or not holds:
            continue
        status = next((int(flag[2:]) for flag in flags if flag.startswith("R=")), 200)
        if target == "-":
            return status, path
        return status, _filled(target, told, [matched[0], *matched.groups()], groups)
    return 200, path


def _filled(target: str, told: dict[str, str], rule: list[str], condition: list[str]) -> str:
    text = re.sub(r"%\{(\w+)\}", lambda name: told[name[1]], target)
    text = re.sub(r"\$(\d)", lambda number: rule[int(number[1])] or "", text)
    return re.sub(r"%(\d)", lambda number: condition[int(number[1])] or "", text)


def _hold(conditions: list[list[str]], told: dict[str, str]) -> tuple[bool, list[str]]:
    groups: list[str] = []
    met = False
    for condition in conditions:
        text = re.sub(r"%\{(\w+)\}", lambda name: told[name[1]], condition[0])
        options = condition[2] if len(condition) > 2 else ""
        pattern = condition[1]
        negated = pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        if pattern == "-f":
            fits = Path(text).is_file()
        else:
            found = re.search(pattern, text, re.IGNORECASE if "NC" in options else 0)
            fits = found is not None
            if found and not negated:
                groups = [found[0], *found.groups()]
        met = met or fits != negated
        if "OR" in options:
            continue
        if not met:
            return False, groups
        met = False
    return True, groups
