"""Three questions answered on the graph itself: python -m docs.questions writes docs/questions.md.

Every figure on the page comes from the command that stands above it.
"""

from __future__ import annotations

import csv
import io
import shlex
import textwrap
from pathlib import Path

from typer.testing import CliRunner

from kg.cli import main  # enters the commands

FOLDER = Path(__file__).parent
_DEBATE = "kg polarisation --proposition frozen-russian-assets"
PICTURES = {
    "questions/agreement.svg": "kg view --tab agreement --title 'Agreement between countries'",
    "questions/frozen-assets.svg": _DEBATE,
}
"""Pictures of the page, and the commands that draw them."""

_HEAD = """# Three questions

What the graph can answer, and what it cannot. Written by `make questions`: every table is what the
command above it prints, on the seeds of this version. What the figures mean and how their
intervals are drawn is told in [analysis.md](analysis.md).

In short: *low* and *high* are an approximate 95 % interval, the figure and on both sides of it what
it varies by when the documents are drawn anew with replacement. It tells how much hangs on single
documents; it cannot tell what was never read. *few* marks what rests on fewer than three
documents, units or shared propositions.
"""


def page() -> str:
    """The page in Markdown; the same graph gives the same page."""
    return "\n".join([_HEAD, _dialogue(), _countries(), _assets()])


def _dialogue() -> str:
    moved = "kg shifts --proposition dialogue --since 2025"
    changes = _rows(moved)
    steps = {"opposes": -1, "mixed": 0, "favours": 1}
    toward = [c for c in changes if steps[c["afterPolarity"]] > steps[c["beforePolarity"]]]
    both_ways = {c["unitLabel"] for c in toward} & {
        c["unitLabel"] for c in changes if c not in toward
    }
    whole = [
        c for c in changes if {c["beforePolarity"], c["afterPolarity"]} == {"favours", "opposes"}
    ]
    return f"""## Who moved on dialogue with Russia since 2025?

{_shown(f"{moved} --format table")}
{
        _filled(
            f"{len(toward)} of {len(changes)} changes are steps toward talking, "
            f"{len(changes) - len(toward)} away from it; {len(whole)} of them go from one side to the "
            "other at once, the others begin or end in a mixed or conditional position. "
            f"{_people(both_ways)} moved both ways. `foundAgain` is the share of draws of the "
            "documents in which the same change is still there; one document against one comes back in "
            "about 40 % of draws, two against two in 75 %. "
            "The words themselves, side by side with their sources, are what "
            f"`{moved}` prints without a format."
        )
    }

As a question to the store:

```
kg query -e 'SELECT ?day ?who ?before ?after {{ ?shift a st:Shift ; st:changedBy ?day ; st:actor/rdfs:label ?who ; st:proposition proposition:direct-dialogue-with-russia ; st:before/st:polarity/rdfs:label ?before ; st:after/st:polarity/rdfs:label ?after FILTER (?day >= "2025-01-01"^^xsd:date) }} ORDER BY DESC(?day)'
```

{
        _filled(
            f"**What the data cannot say.** {sum(bool(one['few']) for one in changes)} of these "
            "changes are marked *few*: on one of their sides one more document may move the date "
            "or undo the change. A change is dated by its second stance: the turn may have come at "
            "any time since the first. Who changed in private, or was never asked, is not here. A "
            "condition that is dropped or added is a change only where it turns the polarity."
        )
    }
"""


def _filled(words: str) -> str:
    return textwrap.fill(
        " ".join(words.split()), 100, break_on_hyphens=False, break_long_words=False
    )


def _people(names: set[str]) -> str:
    listed = sorted(names)
    return " and ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else listed[0]


def _countries() -> str:
    net = "kg network --kind subtract --level government --duplicates range --normalisation jaccard"
    ties = _rows(f"{net} --shared 5")
    pairs = [*ties[:5], *ties[-5:]]
    rows = "\n".join(_pair(tie) for tie in pairs)
    groups = _rows("kg communities --level government")
    stable = sum(one["verdict"] == "stable" for one in groups)
    return f"""## Which countries agree on what?

What a state or public body, or a person in its office, said counts for it, each position once;
parties and opposition do not. The weight is congruence less conflict, divided by all positions that
either of the two took: above 0 they agree more than they differ. At least five shared propositions
are asked for.

```
{net} --shared 5
```

The five pairs that agree most and the five that differ most, of {len(ties)}:

| | weight | low | high | shared | agree on | differ on |
|---|---|---|---|---|---|---|
{rows}

On what they agree is where both stand today: `kg compare spain finland` prints
every position of both with its words and sources.

Which of them stand together, and what sets them apart from the others:

{_shown("kg communities --level government --format md", fence=False)}
![Agreement between countries](questions/agreement.svg)

The positions behind it, as of a day or on one proposition:

```
kg query positions-as-of -p date=2026-07-01
kg query by-country -p proposition=direct-dialogue-with-russia
```

{
        _filled(
            "**What the data cannot say.** A tie is not an alliance: it says that two were read saying the "
            "same. Much of what unites them is what few contest. Pairs picked because they come first "
            "or last are less extreme than they look, and their intervals are too kind. Of the "
            f"communities, {stable} of {len(groups)} are stable by the measure's own bounds; other "
            "documents would move the members of the others. Who was read little (`kg coverage --level "
            "government`) has few ties because of the reading, not because it stands alone."
        )
    }
"""


def _pair(tie: dict[str, str]) -> str:
    compared = _rows(f"kg compare {tie['source']} {tie['target']} --level government")
    on = {
        kind: ", ".join(one["propositionLabel"] for one in compared if one["kind"] == kind)
        for kind in ("agree", "differ")
    }
    figures = " | ".join(tie[name] for name in ("weight", "low", "high", "shared"))
    names = f"{tie['sourceLabel']}, {tie['targetLabel']}"
    return f"| {names} | {figures} | {on['agree'] or '–'} | {on['differ'] or '–'} |"


def _assets() -> str:
    cut = f"{_DEBATE} --cut eu-90bn-loan-2025-12-19"
    before, after = _rows(cut)
    whole = _rows(f"{_DEBATE} --window 10y")[0]["statements"]
    apart = int(whole) - int(before["statements"]) - int(after["statements"])
    return f"""## How polarised was the debate on the frozen assets, before and after December 2025?

On 19 December 2025 the European Council chose a loan of 90 billion euro instead of the assets.
Polarisation is Esteban and Ray's: 0 where all who speak stand on one side, 1 where they are two
equal camps.

{_shown(cut)}
{
        _filled(
            f"Before the decision it was {before['polarisation']} among {before['units']} actors, with "
            f"an interval from {before['low']} to {before['high']}. After it {after['units']} are on "
            f"record, {after['for']} for, {after['mixed']} mixed, {after['against']} against: too few "
            "for a figure that says anything. What changed is how many speak at all: "
            f"{before['statements']} statements before, {after['statements']} after. {apart} told "
            "only by month may be of before or after, and is in neither. Where each actor stands who "
            "ever spoke, whether or not it spoke again:"
        )
    }

{_shown(f"{cut} --positions standing")}
![Polarisation of the debate on the frozen assets](questions/frozen-assets.svg)

As a question to the store:

```
kg query -e 'SELECT ?latest ?who ?polarity {{ ?s st:proposition proposition:frozen-russian-assets ; st:holder/rdfs:label ?who ; st:polarity/rdfs:label ?polarity ; st:latest ?latest }} ORDER BY ?latest ?who'
```

{
        _filled(
            f"**What the data cannot say.** With {after['units']} actors on record after the "
            "decision nothing can be said of the debate as a whole; fewer reports may mean that "
            "the question was settled, or only that less was read. An actor who fell silent has "
            "not changed its mind. Who spoke was not drawn by lot: leaders who object "
            "may be quoted more often than those who go along."
        )
    }
"""


def _rows(command: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_run(f"{command} --format csv"))))


def _shown(command: str, *, fence: bool = True) -> str:
    printed = _run(command).rstrip("\n")
    told = f"```text\n{printed}\n```" if fence else printed
    return f"```\n{command}\n```\n\n{told}\n"


def _run(command: str) -> str:
    _, *words = shlex.split(command)
    ended = CliRunner().invoke(main.app, words)
    if ended.exception:
        raise ended.exception
    return "\n".join(line.rstrip() for line in ended.stdout.split("\n"))


def draw() -> None:
    """Draw the page's pictures anew."""
    for name, command in PICTURES.items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        _run(f"{command} -o {shlex.quote(str(path))}")


if __name__ == "__main__":
    draw()
    (FOLDER / "questions.md").write_text(page(), encoding="utf-8")
