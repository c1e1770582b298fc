"""Pages that are written from the program itself: python -m docs.generate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

from docs.dependencies import page as dependencies
from kg.cli.app import app
from kg.cli.main import COMMANDS
from kg.project import find_project
from kg.queries.catalogue import KINDS, Query, read_catalogue
from kg.rdf.terms import PREFIXES

FOLDER = Path(__file__).parent

COMMANDS_HEAD = f"""# Commands

Written by `make docs` from the help of {len(COMMANDS)} groups of commands; a test compares the
two. Data go to stdout, everything else to stderr; `-` is stdin or stdout.

Exit codes: 0 done, 1 the answer is no (`diff`, `format --check`), 2 usage, 3 bad input, 4 store
locked, missing or unusable, 5 limit reached, 70 a bug.
"""

_FOR_TOOLS = "\n".join(
    f"PREFIX {name}: <{PREFIXES[name]}>"
    for name in (
        *("actor", "document", "event", "evidence", "graph", "outlet", "polarity", "proposition"),
        *("stance", "theme", "rdfs", "schema", "skos", "st", "xsd"),
    )
)

COOKBOOK_HEAD = """# Query cookbook

The second half of this page is written by `make docs` from the headers of `queries/*.rq`.

## Ask by name

`kg queries` lists the queries that have a name, `kg queries who-favours` tells what one takes.
`-f csv`, or a name such as `-o positions.csv`, gives another form of the answer; `--limit 20` its
first rows.

```
kg query who-favours
kg query positions-as-of -p proposition="special envoy" -p date=2025-06 -f csv
```

`-p name=value` takes ids, IRIs and names in any spelling: `-p actor=Макрон`,
`-p proposition="special envoy"`, `-p date=2025-06`. A month or year means its last day.

## Ask in one hop

The direct triples are the shortest way to who stands where now. Who stands on several sides at one
time has one for each; as one word the position is then *mixed* (`st:position`).

```sparql
SELECT ?actor ?label WHERE {
  ?actor st:opposes proposition:direct-dialogue-with-russia ; rdfs:label ?label .
}
ORDER BY ?label
```

Run it with `kg query -e '...'`, or write it to a file: `kg query own.rq`. The prefixes of the
project are declared beforehand. In another SPARQL tool, put those that it uses before it:

```
PREFIXES
```

## Go from a position to its words

```sparql
SELECT ?label ?polarity ?quote ?url WHERE {
  ?stance st:currentOn proposition:eu-special-envoy ; st:holder ?actor ; st:polarity ?polarity .
  ?actor rdfs:label ?label .
  ?evidence st:supports ?stance ; st:quote ?quote ; st:document/schema:url ?url .
}
ORDER BY ?label ?quote
```

## Write queries that stay fast

- Filter and order by `st:earliest` and `st:latest`, which are always days. `st:saidOn` is as told:
  comparing a month with a day drops rows without a word.
- Put `OPTIONAL` last. Triple patterns after it make this engine slow by a factor of hundreds.
- For the latest stance use `st:currentStance` from an actor and `st:currentOn` from a proposition,
  or a sub-select with `MAX(?latest)`; not `FILTER NOT EXISTS { a later one }`. Whether an actor
  favours something is one triple: count `st:favours`, `st:opposes` and `st:isMixedOn`.
- To compare stances with stances, join two sub-selects. A parameter may stand in both, with the
  same default.
- What comes after a sub-select goes into OPTIONAL, even where it is always there: joined, it may be
  read for the whole graph first. Each OPTIONAL is one chain from one variable that is surely bound:
  two chains in one OPTIONAL, or a chain from a variable of another OPTIONAL, do not end in time.
- In a CONSTRUCT, tell edges and labels in branches of a UNION.
- Months, statuses, classes and properties are counted by the build: `GRAPH graph:counts` and
  `GRAPH graph:meta`.
- Count with `COUNT(DISTINCT ?stance)`.
- What is not published lies in named graphs: `GRAPH graph:candidates { ... }`.

## Keep a query

A file that begins with such lines takes parameters too, and in the folder `queries/` goes by its
name as the others do:

```sparql
#+ title: Who spoke most on a proposition
#+ question: Who spoke on it, and how often?
#+ parameter proposition (proposition): the proposition asked about
#+ columns: actorLabel stances

SELECT ?actorLabel (COUNT(DISTINCT ?stance) AS ?stances) WHERE {
  VALUES ?proposition { proposition:direct-dialogue-with-russia }
  ?stance st:proposition ?proposition ; st:holder ?actor .
  ?actor rdfs:label ?actorLabel .
}
GROUP BY ?actor ?actorLabel
ORDER BY DESC(?stances) ?actorLabel
```

`kg query speakers.rq -p proposition=envoy` puts another proposition in the place of the one in
`VALUES`, which is the default. In brackets stands what the parameter is:
KINDS.

## The named queries
"""


def commands() -> str:
    """The command reference in Markdown: one section a command."""
    os.environ.update(COLUMNS="100", TERMINAL_WIDTH="100")
    sections = [COMMANDS_HEAD]
    for arguments in _paths(typer.main.get_command(app)):
        shown = CliRunner().invoke(app, [*arguments, "--help"], prog_name="kg").output
        text = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        sections.append(f"## {' '.join(['kg', *arguments])}\n\n```\n{text}\n```\n")
    return "\n".join(sections)


def _paths(command: object, *above: str) -> Iterator[list[str]]:
    """The words of every command and of every command below it."""
    yield list(above)
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _paths(inner, *above, name)


def cookbook() -> str:
    """The query cookbook in Markdown: how to ask, then every named query."""
    catalogue = read_catalogue(find_project(FOLDER.parent))
    head = COOKBOOK_HEAD.replace("\nPREFIXES\n", f"\n{_FOR_TOOLS}\n")
    head = head.replace("\nKINDS.", f"\n{', '.join(KINDS)}.")
    return "\n".join([head, *(_recipe(query) for query in catalogue.values())])


def _recipe(query: Query) -> str:
    lines = [f"### `{query.name}`", "", query.question, ""]
    if query.parameters:
        lines += ["| parameter | kind | | default |", "|---|---|---|---|"]
        for one in query.parameters:
            default = one.default.replace("|", "\\|")
            lines.append(f"| `{one.name}` | {one.kind} | {one.about} | `{default}` |")
        lines.append("")
    if query.columns:
        lines += [f"Columns: {', '.join(f'`{column}`' for column in query.columns)}.", ""]
    return "\n".join(lines)


PAGES = {"commands.md": commands, "dependencies.md": dependencies, "queries.md": cookbook}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
