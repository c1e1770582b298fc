"""The command for assistants: mcp."""

from __future__ import annotations

import signal

from kg.cli.app import app, settings
from kg.errors import UsageError


@app.command()
def mcp() -> None:
    """Answer an assistant by the Model Context Protocol, on stdin and stdout.

    Tools: find, propositions, show, stances, named_queries, run_named_query, sparql. All are
    read-only; every answer carries quotes and sources.
    """
    try:
        from kg.mcp.server import make_server
    except ImportError as error:
        raise UsageError(
            f"answering assistants needs {error.name}", hint="pip install 'eurostance[mcp]'"
        ) from None
    from kg.store.embedded import open_reader
    from kg.store.remote.mirror import mirrored

    # The thread that waits for stdin would hold up an end that tidies.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with mirrored(settings.project) as project:
        # A store that is missing is told here, where a person reads it.
        open_reader(project.folder)
        make_server(project).run("stdio")
