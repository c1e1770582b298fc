"""Commands with all that they read and say, run in children of one process: many in a short time.

Where namespaces are forbidden, no command can leave the network: its words alone keep it off.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.project import Project

ROOT = Path(__file__).parents[2]
_LONGEST = 60
"""Seconds after which the system ends a command that does not come to an end."""
_LOADED = (
    *(f"kg.cli.{one}" for one in ("ask", "changes", "compare", "curate", "extraction", "publish")),
    *(
        f"kg.cli.{one}"
        for one in ("care", "coverage", "polarisation", "review", "site", "structure")
    ),
    "kg.analysis.corpus.listing",
    "kg.queries.chosen",
    "kg.queries.formats",
    "kg.queries.run",
    "kg.seeds.check",
    "kg.store.records",
    "kg.views.page",
    "networkx",
    "numpy",
    "scipy.sparse",
    "kg.views.static.picture",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, below 0 for a signal, and what it said."""

    code: int
    out: str
    err: str

    @property
    def is_told(self) -> bool:
        """Whether it ended as commands do, with a line and no traceback where it refused."""
        return self.code in (0, 1, 2, 3, 4, 5) and "Traceback" not in self.err

    @property
    def is_refused(self) -> bool:
        """Whether what was asked or read was refused, or ended at a limit."""
        return self.code in (2, 3, 5) and self.is_told and bool(self.err)


class Commands:
    """``kg`` on a project; ``unconfined`` where the system lets none off the network."""

    def __init__(self, project: Project, folder: Path, *, unconfined: bool = False) -> None:
        self._folder, self._places = folder, ("--root", project.root, "--store", project.store)
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.commands", *["unconfined"] * unconfined],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def __call__(
        self, *arguments: str | Path, stdin: str = "", before: tuple[str, ...] = ()
    ) -> Ended:
        """Run it with some arguments; options ``before`` the command stand before it."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        asked = {
            "arguments": [*map(str, (*self._places, *before, *arguments))],
            "folder": str(self._folder),
            "stdin": stdin,
        }
        self._parent.stdin.write(json.dumps(asked) + "\n")
        self._parent.stdin.flush()
        return Ended(**json.loads(self._parent.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.close()
        self._parent.wait(60)
        self._parent.stdout.close()


@contextlib.contextmanager
def commands(project: Project, folder: Path, *, unconfined: bool = False) -> Iterator[Commands]:
    """Commands in a folder, ended in the end."""
    found = Commands(project, folder, unconfined=unconfined)
    try:
        yield found
    finally:
        found.close()


def _serve() -> None:
    from importlib import import_module

    from kg.store import guard

    if "unconfined" in sys.argv:
        guard.unshare = lambda _: False
        guard.refuse_sockets = lambda: False
    for name in _LOADED:
        import_module(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ended(json.loads(line))) + "\n")
        sys.stdout.flush()


def _ended(asked: dict[str, Any]) -> dict[str, Any]:
    paths = [Path(asked["folder"]) / f".{name}" for name in ("stdin", "stdout", "stderr")]
    paths[0].write_text(asked["stdin"], encoding="utf-8", errors="surrogateescape")
    child = os.fork()
    if child == 0:
        _run(asked, paths)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, 9)
    out, err = (path.read_bytes()[: 1 << 22].decode("utf-8", "replace") for path in paths[1:])
    return {"code": code, "out": out, "err": err}


def _run(asked: dict[str, Any], paths: list[Path]) -> None:
    import signal

    code = 99
    try:
        os.setsid()
        signal.alarm(_LONGEST)
        for number, path in enumerate(paths):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
            os.dup2(os.open(path, flags, 0o600), number)
        os.chdir(asked["folder"])
        sys.argv = ["kg", *asked["arguments"]]
        # What this process has read of its own stdin is none of the command's.
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        from kg.cli.main import main

        code = main()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
