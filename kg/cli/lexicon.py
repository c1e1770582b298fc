"""The commands about the words that the rules go by: lexicon check, list, try."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings, terminal_width
from kg.cli.commands import WholeWords
from kg.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from kg.extract.engines import Engine

lexicon = typer.Typer(cls=WholeWords, no_args_is_help=True)
app.add_typer(lexicon, name="lexicon")

_OWN = "Tables of your own, laid over the English ones."
_Over = Annotated[Path | None, typer.Option("--lexicon", metavar="DIR", help=_OWN)]


@lexicon.callback()
def about() -> None:
    """Check, list and try the words that the rules go by."""


@lexicon.command()
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help=_OWN)] = None,
) -> None:
    """Try every row on its example and counter-example, and look for faults of the tables.

    Exit code 3 if there is a fault; each is told with its file, line and column.
    """
    from kg.extract.lexicon import ENGLISH
    from kg.extract.soundness import check_lexicon

    own, below = (folder, ENGLISH) if folder else (ENGLISH, None)
    problems = check_lexicon(own, below, _codebook())
    if folder and not problems and not any(folder.glob("*.tsv")):
        problems = (Problem(folder, 0, 0, "holds no table, such as propositions.tsv"),)
    if problems:
        raise InputError(
            f"the lexicon {own} has faults",
            hint="docs/lexicon.md tells what each column means",
            problems=problems,
        )
    say(f"{own}: every row is taken as it says")


@lexicon.command(name="list")
def list_rows(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="Like cues; without one, all tables.")
    ] = None,
    proposition: Annotated[
        str | None, typer.Option(metavar="ID", help="Only the patterns of this proposition.")
    ] = None,
    over: _Over = None,
) -> None:
    """List the tables, or the rows of one of them."""
    from kg.extract.lexicon import ENGLISH, read_lexicon
    from kg.extract.tables import read_tables
    from kg.views.rules import draw_rows, draw_tables

    read_lexicon(over or ENGLISH, ENGLISH if over else None)
    tables = read_tables(over or ENGLISH, ENGLISH if over else None, [])
    if proposition is not None and table in (None, "propositions"):
        table = "propositions"
        rows = [row for row in tables[table] if row.cells["proposition"] == proposition]
        if not rows:
            raise _without_pattern(proposition)
    elif proposition is not None:
        raise UsageError("--proposition belongs to the table propositions")
    elif table is None:
        put(draw_tables(tables, terminal_width()))
        return
    elif table not in tables:
        raise UsageError(f"{table!r} is none of: {', '.join(tables)}")
    else:
        rows = list(tables[table])
    put(draw_rows(rows, terminal_width()))


@lexicon.command(name="try")
def try_sentence(
    sentence: Annotated[str, typer.Argument(help="A sentence or several.")],
    engine: Annotated[
        str | None, typer.Option(help="Decide too, by this engine: auto, rules or nlp.")
    ] = None,
    over: _Over = None,
) -> None:
    """Show which rows fire on a sentence, where, and what each makes of it.

    With --engine the stances that come of it too, with every decision.
    """
    from kg.extract.firings import find_firings
    from kg.extract.lexicon import ENGLISH, read_lexicon
    from kg.views.rules import draw_firings

    rules = read_lexicon(over or ENGLISH, ENGLISH if over else None)
    chosen = _engine(engine) if engine is not None else None
    firings = find_firings(sentence, rules)
    if firings:
        put(draw_firings(firings, sentence, terminal_width()))
    else:
        say("kg: no row fires")
    if chosen is None:
        return
    from kg.extract.extractor import extract
    from kg.stream.articles import Archive
    from kg.views.rules import draw_decisions

    seeds = Archive(settings.project)
    found = extract(
        sentence,
        document="sentence",
        published=None,
        actors=seeds.actors,
        tenures=seeds.tenures,
        lexicon=rules,
        engine=chosen,
    )
    if found.candidates:
        put("\n" + draw_decisions(found, sentence, terminal_width()))
    else:
        say("kg: no stance comes of it")


def _codebook() -> frozenset[str]:
    from kg.model.propositions import Proposition
    from kg.seeds.read import Seeds, read_files

    codebook = Seeds(read_files([settings.project.ontology / "codebook.ttl"]))
    return frozenset(proposition.id for proposition in codebook.records(Proposition))


def _without_pattern(proposition: str) -> UsageError:
    from difflib import get_close_matches

    known = sorted(_codebook())
    if proposition in known:
        return UsageError(f"no pattern has the proposition {proposition!r}")
    near = [name for name in known if proposition in name] or get_close_matches(proposition, known)
    hint = f"did you mean {', '.join(near)}?" if near else None
    return UsageError(f"{proposition!r} is no proposition of the codebook", hint=hint)


def _engine(name: str) -> Engine:
    from kg.extract.engines import choose
    from kg.extract.parser import NoModelError

    try:
        return choose(name)
    except (NoModelError, ValueError) as error:
        raise UsageError(f"--engine: {error}") from None
