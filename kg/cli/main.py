"""The entry point: runs a command, and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

# What is imported here stays to the end: to look through it for garbage, now and once more at the
# end, takes a tenth of a short command's time.
gc.disable()

from kg.cli.app import MOST, app, say, settings, show_problems  # noqa: E402
from kg.cli.commands import COMMANDS  # noqa: E402
from kg.errors import InputError, KgError, UnknownName  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["COMMANDS", "app", "main", "run"]
_BUG = 70


def run() -> NoReturn:
    """Run ``kg`` as a program, which ends here.

    What was imported is not taken apart again, piece by piece: that takes a tenth of a short
    command's time, and the system does it at once.
    """
    code = main()
    if threading.active_count() == 1:
        # Where something cannot be written, the usual way out tells of it.
        with contextlib.suppress(OSError):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


def main() -> int:
    """Run ``kg``; returns the exit code."""
    try:
        _keep_standard_streams()
        _end_tidily()
        app(prog_name="kg")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except KgError as error:
        return _tell(error)
    except (OSError, RuntimeError) as error:
        return _tell_of_machine(error)
    except Exception as error:  # noqa: BLE001 (the last place where a bug can be told politely)
        return _bug(error)
    return 0


def _keep_standard_streams() -> None:
    """Take the numbers of standard streams that are closed: else a file of the store gets one.

    What is meant for stderr would then be written into that file. To write on a stdout that was
    closed fails, as it should.
    """
    for name, way in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            # The lowest number that is free is the one that is missing.
            handle = os.open(os.devnull, way)
            os.set_inheritable(handle, True)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w"))


def _end_tidily() -> None:
    """Let whoever ends this process have it remove what it has begun, as Ctrl-C does."""

    def end(number: int, _: FrameType | None) -> None:
        # Who asks again does not want to wait for that.
        signal.signal(number, signal.SIG_DFL)
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        # Only the first thread of a process may ask; nohup has signals passed over.
        with contextlib.suppress(ValueError):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)


def _tell_of_machine(error: OSError | RuntimeError) -> int:
    """Tell of an error that no step has told of: of the system, of the engine, or a bug."""
    from kg.files import refused
    from kg.store.embedded import is_damage, unusable

    # Before the engine, whose errors have no number: a path may well be called corrupt.
    if told := refused(error):
        return _tell(told)
    return _tell(unusable(settings.project.store, error)) if is_damage(error) else _bug(error)


def _trace() -> None:
    if settings.debug:
        import traceback

        for line in traceback.format_exc().splitlines():
            say(line)


def _bug(error: Exception) -> int:
    _trace()
    say(f"kg: this is a bug: {type(error).__name__}: {error}")
    say("hint: run it again with --debug before the command, and report what it prints")
    return _BUG


def _tell(error: KgError) -> int:
    _trace()
    if isinstance(error, InputError) and error.problems:
        show_problems(error.problems, most=MOST)
    else:
        say(f"kg: {error}")
    for line in error.listed if isinstance(error, UnknownName) else ():
        say(line)
    if error.hint:
        # The command to copy stands last.
        words, colon, command = error.hint.rpartition(": ")
        say(f"hint: {words}{colon}{settings.again(command)}")
    return error.exit_code
