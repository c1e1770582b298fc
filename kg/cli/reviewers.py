"""The command that lets people review in the browser: token."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, put, say
from kg.errors import UsageError


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="The reviewer, as it shall stand in the reviews.")],
    file: Annotated[
        Path,
        typer.Option(
            "--file", "-f", metavar="FILE", envvar="KG_TOKENS", help="The token file of kg serve."
        ),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Give a new token and void the old one.")
    ] = False,
    void: Annotated[bool, typer.Option("--void", help="Void the token, and give none.")] = False,
) -> None:
    """Give a reviewer a token to sign in with; it is printed once, only its hash is kept."""
    from kg.serve.tokens import add_token, strike_out

    if void and replace:
        raise UsageError("--void and --replace: one of the two")
    if void:
        strike_out(file, name)
        say(f"kg: {name} can no longer sign in")
        return
    put(f"{add_token(file, name, replace=replace)}\n")
    say(f"kg: the token of {name}, which cannot be shown again; {file} keeps its hash")
