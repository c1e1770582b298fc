"""What the campaigns of this folder tried and what held, kept for docs/reliability.md.

A campaign tries a few of its cases in the everyday tests, and all of them where KG_TRUST is "full"
(`make trust`). Each counts what it tried as a line of JSON in the folder that KG_TRUST_RESULTS
names; without it nothing is kept.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

FULL = os.environ.get("KG_TRUST") == "full"
_RESULTS = os.environ.get("KG_TRUST_RESULTS")


def amount(few: int, many: int) -> int:
    """How many cases to try: ``few`` in the everyday tests, ``many`` in the whole campaign."""
    return many if FULL else few


def count(campaign: str, what: str, tried: int, held: int) -> None:
    """Keep that so many cases were tried, and in how many the promise held.

    Lines of one campaign and one ``what`` are added up; several processes may count at once. Call
    it before the assertion, so that what did not hold is told too.
    """
    if not _RESULTS:
        return
    folder = Path(_RESULTS)
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"campaign": campaign, "what": what, "tried": tried, "held": held})
    with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
