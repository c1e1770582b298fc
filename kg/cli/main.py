"""The entry point: runs a command, and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import signal
import traceback

from kg.cli import (
    ask,
    assistant,
    changes,
    compare,
    coverage,
    curate,
    evaluation,
    exchange,
    extraction,
    lexicon,
    network,
    polarisation,
    publish,
    review,
    reviewers,
    serve,
    site,
    structure,
)
from kg.cli.app import app, say, settings, show_problems
from kg.errors import InputError, KgError

COMMANDS = (
    curate, extraction, lexicon, review, evaluation, ask, network, changes, compare, coverage,
    publish, structure, polarisation, exchange, serve, reviewers, site, assistant,
)  # fmt: skip
_BUG = 70

# Modules import each other, and whatever came first must not decide how the help is ordered.
_PLACES = {module.__name__: place for place, module in enumerate(COMMANDS)}
app.registered_commands.sort(
    key=lambda command: _PLACES.get(getattr(command.callback, "__module__", ""), len(COMMANDS))
)


def main() -> int:
    """Run ``kg``; returns the exit code."""
    try:
        app(prog_name="kg")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except KgError as error:
        return _tell(error)
    except (OSError, RuntimeError) as error:
        from kg.store.embedded import is_damage, unusable

        return _tell(unusable(settings.project.store, error)) if is_damage(error) else _bug(error)
    except Exception as error:  # noqa: BLE001 (the last place where a bug can be told politely)
        return _bug(error)
    return 0


def _bug(error: Exception) -> int:
    if settings.debug:
        traceback.print_exc()
    say(f"kg: this is a bug: {type(error).__name__}: {error}")
    say("hint: run it again with --debug before the command, and report what it prints")
    return _BUG


def _tell(error: KgError) -> int:
    if settings.debug:
        traceback.print_exc()
    if isinstance(error, InputError) and error.problems:
        show_problems(error.problems)
    else:
        say(f"kg: {error}")
    if error.hint:
        say(f"hint: {error.hint}")
    return error.exit_code
