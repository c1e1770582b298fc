"""Every command by its module, which is imported when the command is asked for and not before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "beginning": {
        "init": "Make a project of your own, in which nobody has said anything yet.",
    },
    "curate": {
        "build": "Make the store from the seeds, all or nothing.",
        "check": "Check the seeds: syntax, shapes, references, dates, names.",
        "format": "Rewrite Turtle in canonical form.",
        "import": "Turn a folder of tables into seeds.",
        "new": "Enter a document, and a stance in it.",
        "diff": "Show in what two states of the data differ.",
    },
    "extraction": {
        "extract": "Find stances in articles, with their exact words.",
    },
    "review": {
        "review": "Decide on what machines propose: accept, correct or refuse.",
    },
    "evaluation": {
        "evaluate": "Measure the extractor on annotated texts.",
    },
    "ask": {
        "queries": "List the named queries, or tell what one takes.",
        "query": "Ask the graph, by a named query or in SPARQL.",
        "show": "Show one thing on a card: kg show meloni.",
        "stats": "Count what the store holds.",
        "describe": "Describe the data set in VoID and DCAT.",
    },
    "network": {
        "network": "Tie those who speak alike, or against each other; over time with --window "
        "or --cut.",
    },
    "changes": {
        "shifts": "Show who changed position, from which words to which.",
        "contradictions": "Show who was for and against the same within a short time.",
    },
    "compare": {
        "compare": "Compare two actors, parties or countries, two days, or two releases.",
    },
    "coverage": {
        "coverage": "Tell found, searched and empty, read around, thin, never searched: silence "
        "is not neutral.",
    },
    "report": {
        "report": "List the weak spots of the graph itself: one source, no words, no day, doubles, "
        "open offices.",
    },
    "publish": {
        "view": "Draw the graph: one HTML file, no network.",
        "export": "Export the published graph, as Turtle by default.",
    },
    "structure": {
        "communities": "Find who stands together, how stable that is, and for what.",
        "centrality": "Find who stands in the middle of a network, and who are the brokers "
        "between its groups.",
        "backbone": "Tell which propositions carry the structure of the network, and which are "
        "redundant.",
    },
    "polarisation": {
        "polarisation": "Tell how polarised a debate is over time; -o x.png or .svg draws it.",
    },
    "exchange": {
        "convert": "Turn a coded debate into tables that kg import reads.",
    },
    "serve": {
        "serve": "Serve the graph: a SPARQL endpoint, a page for every thing, review in the "
        "browser.",
    },
    "reviewers": {
        "token": "Give a reviewer a token to sign in with; it is printed once, only its hash "
        "is kept.",
    },
    "site": {
        "site": "Write the graph as a web site: a page for every thing, downloads, the "
        "drawn graph.",
    },
    "assistant": {
        "mcp": "Answer an assistant by the Model Context Protocol, on stdin and stdout.",
    },
    "care": {
        "doctor": "Look for what is broken, and tell the command that mends it.",
        "backup": "Copy store, seeds and ontology of one moment, and read the copy back.",
        "restore": "Put the store of a backup in its place, where every file of it is as it was "
        "written.",
    },
    "lexicon": {
        "lexicon": "Check, list and try the words that the rules go by.",
    },
}
"""What each command does, in the words that begin its help, by module and in the order of the help.
"""
_MODULES = {name: module for module, commands in COMMANDS.items() for name in commands}
_WORDS = {name: words for commands in COMMANDS.values() for name, words in commands.items()}


class WholeWords(TyperGroup):
    """A group whose commands are listed with all words that begin their help."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        for command in self.commands.values():
            command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
        super().format_commands(ctx, formatter)


class LaterCommands(WholeWords):
    """A group whose commands are listed without their modules.

    ``app`` is where the modules enter their commands.
    """

    app: ClassVar[typer.Typer]

    def __init__(self, *, commands: Any = None, **attributes: Any) -> None:
        """Of a ``kg`` whose modules are imported already, ``commands`` are those they hold."""
        super().__init__(**attributes)
        self.commands = _Commands(commands or {}, self.app)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an option of all commands that stands after it is told its place."""
        try:
            return super().invoke(ctx)
        except Exception as raised:
            # typer has no name of its own for this error.
            error: Any = raised
            if own := self._own(getattr(error, "option_name", None)):
                command = error.ctx.command_path.removeprefix(f"{ctx.command_path} ")
                told = f"{own.opts[0]} goes before the command: {ctx.command_path} {own.opts[0]}"
                value = "" if own.is_flag else f" {own.metavar}"
                error.message = f"{told}{value} {command}"
                error.possibilities = None
            raise

    def _own(self, name: str | None) -> Any:
        """The option of this group that has a name, if any has."""
        return next((one for one in self.params if name in one.opts), None)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (typer's own signature)
        """The names in the order of the help."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        with self._outlined():
            super().format_commands(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands and options that begin like this."""
        with self._outlined():
            return super().shell_complete(ctx, incomplete)

    @contextlib.contextmanager
    def _outlined(self) -> Iterator[None]:
        whole = self.commands
        self.commands = {name: TyperCommand(name, help=words) for name, words in _WORDS.items()}
        try:
            yield
        finally:
            self.commands = whole


class _Commands(MutableMapping[str, Any]):
    """Commands by name; one is made when it is first looked up."""

    def __init__(self, made: Mapping[str, Any], app: typer.Typer) -> None:
        self._made, self._app = dict(made), app

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            import_module(f"kg.cli.{_MODULES[name]}")
            self._made[name] = _registered(self._app, name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("commands stay")

    def __iter__(self) -> Iterator[str]:
        return iter(_WORDS)

    def __len__(self) -> int:
        return len(_WORDS)


def _registered(app: typer.Typer, name: str) -> Any:
    """The command that its module has entered under that name."""
    single = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
    )
    single.registered_commands = [
        info
        for info in app.registered_commands
        if name == (info.name or getattr(info.callback, "__name__", ""))
    ]
    single.registered_groups = [info for info in app.registered_groups if info.name == name]
    made: Any = typer.main.get_command(single)
    return made.commands[name] if single.registered_groups else made
