"""The command that publishes by files: site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, say, settings
from kg.cli.progress import Progress


@app.command()
def site(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder.")],
    base: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Its public address, for the sitemap and the downloads."),
    ] = None,
) -> None:
    """Write the graph as a web site: a page for every thing, downloads, the drawn graph.

    It is files alone and works from any folder of any web host, and from a disk. DIR is replaced
    as a whole if kg site made it, or it is empty; otherwise nothing is touched. The same store
    gives the same bytes.
    """
    from kg.pages.beside import public_address
    from kg.printing import counted
    from kg.site.site import write_site
    from kg.store.remote.mirror import mirrored

    address = public_address(base) if base is not None else None
    progress = Progress()
    try:
        with mirrored(settings.project) as project:
            written = write_site(project, output, address, watch=progress.show)
    finally:
        progress.clear()
    amount = f"{counted(written.pages, 'page')}, {counted(written.files, 'file')}"
    say(f"{output}: {amount}, {written.size / 1e6:,.1f} MB")
    if address is None:
        say("kg: no sitemap and no rules for w3id.org were written: they need the public address")
        say("hint: --base https://example.org/stances/")
