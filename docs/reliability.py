"""The counts of docs/reliability.md, from what the campaigns told.

``python -m docs.reliability FOLDER`` adds up the lines of tests/trust/tally.py in a folder and puts
them into the table between the two marks of the page, in place of what stood there of the same
campaigns; the rest of the page is written by hand.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parent / "reliability.md"
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"
_HEAD = ("campaign", "what was tried", "cases", "held")

Counts = dict[str, dict[str, tuple[int, int]]]
"""Of each campaign and each thing tried: how many cases there were, and in how many it held."""


def read_counts(folder: Path) -> Counts:
    """What was tried and held, added up over all processes; campaigns and things in order."""
    tried: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            key = told["campaign"], told["what"]
            tried[key] += told["tried"]
            held[key] += told["held"]
    counts: Counts = {}
    for campaign, what in sorted(tried):
        counts.setdefault(campaign, {})[what] = tried[campaign, what], held[campaign, what]
    return counts


def told_counts(table_: str) -> Counts:
    """The counts that a table tells; what ``table`` makes of them is that table."""
    counts: Counts = {}
    campaign = ""
    for line in table_.strip().splitlines()[2:]:
        first, what, *numbers = (cell.strip() for cell in line.strip()[1:-1].split("|"))
        if first:
            campaign = first.strip("*")
        else:
            tried, held = (int(number.replace(",", "")) for number in numbers)
            counts.setdefault(campaign, {})[what] = tried, held
    return counts


def table(counts: Counts) -> str:
    """The counts in Markdown: a line for each thing tried, and one for each campaign."""
    lines = [_HEAD, tuple("---" for _ in _HEAD)]
    for campaign, things in counts.items():
        every = [sum(numbers) for numbers in zip(*things.values(), strict=True)]
        lines.append((f"**{campaign}**", "", *(f"**{number:,}**" for number in every)))
        lines += ((("", what, f"{tried:,}", f"{held:,}")) for what, (tried, held) in things.items())
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _filled(page: str, counts: Counts) -> Iterator[str]:
    before, _, rest = page.partition(BEGIN)
    stood, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{PAGE}: lacks {BEGIN} ... {END}")
    both = told_counts(stood) | counts
    yield from (before, BEGIN, "\n", table(dict(sorted(both.items()))), "\n", END, after)


if __name__ == "__main__":
    found = read_counts(Path(sys.argv[1]))
    if not found:
        raise SystemExit(f"{sys.argv[1]}: holds no counts")
    PAGE.write_text("".join(_filled(PAGE.read_text(encoding="utf-8"), found)), encoding="utf-8")
