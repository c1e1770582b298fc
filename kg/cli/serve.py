"""The command that publishes by a server: serve."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, say, settings
from kg.cli.asked import seconds
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.project import Project
    from kg.serve.settings import Settings

_SECONDS, _ROWS, _WORKERS = 10.0, 100_000, 2
_MEBIBYTE = 2**20


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any.")] = 8000,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help="The public address, behind a proxy.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that a query may take.")
    ] = _SECONDS,
    rows: Annotated[int, typer.Option(min=1, help="Rows that an answer may have.")] = _ROWS,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Quick queries answered at once.")
    ] = _WORKERS,
    memory: Annotated[
        int, typer.Option(min=256, metavar="MB", help="Memory that a query may use, in MiB.")
    ] = 2048,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", envvar="KG_TOKENS", help="Who may review; without it, nobody."
        ),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A folder of articles' texts, for who reviews."),
    ] = None,
) -> None:
    """Serve the graph: a SPARQL endpoint, a page for every thing, review in the browser.

    The address is told on stderr when it answers; Ctrl-C ends it. It follows each kg build.
    """
    try:
        from kg.serve.listening import address_of, listen, run
    except ImportError as error:
        raise UsageError(
            f"serving needs {error.name}", hint="pip install 'eurostance[serve]'"
        ) from None
    from kg.endpoint.limits import Allowance
    from kg.endpoint.offline import can_confine
    from kg.pages.beside import public_address
    from kg.review.context import require_folders
    from kg.serve.review import Reception
    from kg.serve.settings import Settings
    from kg.store.embedded import database
    from kg.store.remote.mirror import mirrored

    folders = tuple(texts or ())
    require_folders(folders)
    public = public_address(base) if base else None
    allowance = Allowance(seconds(timeout), rows, memory=memory * _MEBIBYTE)
    with mirrored(settings.project) as project:
        database(project.folder)
        with listen(host, port) as sock:
            port = sock.getsockname()[1]
            own = address_of(host, port)
            wanted = Settings(host, port, public or own, allowance, workers, token_file, folders)
            if token_file is not None:
                # What bars people from reviewing is told now, not to the first of them.
                Reception(project, wanted)
            # A process is forked for it: better before the server has its threads.
            announce = partial(_announce, project, wanted, own, confined=can_confine())
            ended_by = run(project, wanted, sock, announce)
    # A page that is still being drawn is not waited for.
    sys.stderr.flush()
    os._exit(128 + ended_by)


def _announce(project: Project, wanted: Settings, own: str, *, confined: bool) -> None:
    from kg.endpoint.offline import UNCONFINED
    from kg.serve.guarding import is_loopback

    say(f"kg: serving {project.shown(settings.project.store)} at {own}")
    if wanted.base != own:
        say(f"kg: as {wanted.base}")
    if wanted.tokens is not None:
        say(f"kg: review at {wanted.base}review")
    if not confined:
        say(f"kg: {UNCONFINED}")
        say("hint: allow seccomp, or user namespaces, or serve where nothing else is reached")
    if not is_loopback(wanted.host):
        say("kg: whoever reaches this address can read the whole graph, the candidates too")
        if wanted.base == own:
            say("hint: tell the address that others use with --base")
