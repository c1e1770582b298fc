"""The command that publishes by a server: serve."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.app import app, say, settings
from kg.errors import UsageError


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any.")] = 8000,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help="The public address, behind a proxy.")
    ] = None,
) -> None:
    """Serve the graph: a SPARQL endpoint, a page for every thing, review in the browser."""
    try:
        import uvicorn

        from kg.serve.app import make_app
    except ImportError as error:
        raise UsageError(
            f"serving needs {error.name}", hint="pip install 'eurostance[serve]'"
        ) from None
    from kg.serve.server import Server, Settings

    address = base or f"http://{host}:{port}/"
    server = Server(settings.project, Settings(host, port, address))
    say(f"kg: serving {settings.project.store} at {address}")
    uvicorn.run(make_app(server), host=host, port=port, log_level="warning", access_log=False)
