"""The command that makes a project: init."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, say, settings

_ELSEWHERE = ("KG_ROOT", "KG_STORE")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="Codebook and queries alone: nobody is known yet.")
    ] = False,
) -> None:
    """Make a project of your own, in which nobody has said anything yet.

    It has ontology, codebook and queries of the project from which it is made, and its actors,
    offices and events with their sources. A README tells what to do next.
    """
    from kg.printing import counted
    from kg.seeds.begin import begin

    begun = begin(settings.project, folder, empty=empty)
    sorts = (("proposition", "proposition"), ("actor", "actor"), ("tenure", "office"))
    told = ", ".join(counted(begun[space], word) for space, word in (*sorts, ("event", "event")))
    say(f"{folder}: {told}, and no stance yet")
    for name in filter(os.environ.get, _ELSEWHERE):
        say(f"kg: {name} is set: what you build in {folder} goes by it until it is unset")
    say(f"hint: {folder / 'README.md'} says what to do next")
