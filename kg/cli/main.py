"""The entry point: runs a command, and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import gc
import signal

# What is imported here stays to the end: to look through it for garbage, now and once more at the
# end, takes a tenth of a short command's time.
gc.disable()

from kg.cli.app import app, say, settings, show_problems  # noqa: E402
from kg.cli.commands import COMMANDS  # noqa: E402
from kg.errors import InputError, KgError  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["COMMANDS", "app", "main"]
_BUG = 70


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


def _trace() -> None:
    if settings.debug:
        import traceback

        traceback.print_exc()


def _bug(error: Exception) -> int:
    _trace()
    say(f"kg: this is a bug: {type(error).__name__}: {error}")
    say("hint: run it again with --debug before the command, and report what it prints")
    return _BUG


def _tell(error: KgError) -> int:
    _trace()
    if isinstance(error, InputError) and error.problems:
        show_problems(error.problems)
    else:
        say(f"kg: {error}")
    if error.hint:
        say(f"hint: {error.hint}")
    return error.exit_code
