"""Whether the tests of the core find faults put in by hand: python -m tests.mutation [MODULE ...].

Each mutant has a process of its own, forked where all is imported, which ends at the first test
that fails. What outlives its tests is listed; one that takes too long is found too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import FrameType

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.mutants import Mutant, mutants, put_in

ROOT = Path(__file__).parents[1]
CORE = {
    "kg.build.counts": ["build/test_counts.py"],
    "kg.build.steps": ["build/test_steps.py"],
    "kg.exports.gexf": ["exports/test_gexf.py"],
    "kg.exports.graphml": ["exports/test_graphml.py"],
    "kg.exports.plain_values": ["exports/test_plain_values.py"],
    "kg.files": ["test_files.py"],
    "kg.model.dated": ["model/test_dated.py"],
    "kg.model.dates": ["model/test_dates.py"],
    "kg.model.positions": ["model/test_positions.py"],
    "kg.queries.binding": ["queries/test_binding.py"],
    "kg.queries.indexed": ["queries/test_indexed.py"],
    "kg.queries.inspect": ["queries/test_inspect.py"],
    "kg.rdf.content": ["rdf/test_content.py"],
    "kg.rdf.folded": ["rdf/test_folded.py"],
    "kg.rdf.forms": ["rdf/test_forms.py"],
    "kg.rdf.ntriples": ["rdf/test_ntriples.py"],
    "kg.rdf.terms": ["rdf/test_terms.py"],
    "kg.rdf.tokens": ["rdf/test_tokens.py"],
    "kg.rdf.xml_text": ["rdf/test_xml_text.py"],
    "kg.seeds.ids": ["seeds/test_ids.py"],
    "kg.seeds.lock": ["seeds/test_lock.py"],
    "kg.store.guard": ["store/test_guard.py"],
    "kg.store.locks": ["store/test_locks.py"],
}
"""The modules on which the rest stands, and the tests that are theirs."""
_QUIET = ["-qq", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
_FOUND, _LEFT = 1, 99
"""How a child ends. A mutant may end it too, and with any other code it is found."""


class _Session:
    """The tests of one module, run anew for each mutant where pytest would run them once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        self.at_import: set[str] = set()
        self.tried = 0
        self.left: list[Mutant] = []

    def watch(self, frame: FrameType, event: str, _: object) -> None:
        """Keep the names of the functions that run while the module is imported."""
        if event == "call" and frame.f_code.co_filename == str(self.path):
            self.at_import.add(frame.f_code.co_name)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.setprofile(None)
        begun = time.monotonic()
        if _in_child(lambda: _run(session.items), 600):
            raise pytest.UsageError(f"the tests of {self.name} fail as it is")
        patience = int(4 * (time.monotonic() - begun)) + 10
        module = sys.modules[self.name]

        def swapped(mutant: Mutant) -> int:
            put_in(module, mutant)
            return _run(session.items)

        for mutant in mutants(self.path):
            self.tried += 1
            found = _in_child(lambda one=mutant: swapped(one), patience)  # type: ignore[misc]
            if not found and mutant.function in self.at_import:
                found = _in_child(lambda one=mutant: self.anew(one), patience + 60)  # type: ignore[misc]
            if not found:
                self.left.append(mutant)
                sys.stderr.write(f"{self.path}:{mutant.line}: {mutant.function}: {mutant.told}\n")
        return True

    def anew(self, mutant: Mutant) -> int:
        """Import all of it again with the mutant in its place, and run the tests."""
        for name in [name for name in sys.modules if name.split(".")[0] in ("kg", "tests")]:
            del sys.modules[name]
        usual = SourceFileLoader.get_code
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                SourceFileLoader,
                "get_code",
                lambda loader, name: mutant.code if name == self.name else usual(loader, name),
            )
            return pytest.main([*_QUIET, *_places(self.name)])


def _places(name: str) -> list[str]:
    return [str(ROOT / "tests" / place) for place in CORE[name]]


def _run(items: list[pytest.Item]) -> int:
    """1 at the first test that fails, 0 where none does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(one.failed for one in runtestprotocol(item, nextitem=following, log=False)):
            return _FOUND
    return 0


def _in_child(work: Callable[[], int], patience: int) -> int:
    """What work comes to in a process of its own; 1 too where that is ended or takes too long."""
    folder = tempfile.mkdtemp()
    child = os.fork()
    if child == 0:
        code = _FOUND
        try:
            os.setsid()
            os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(null, stream)
            code = work() or _LEFT
        finally:
            os._exit(code)
    until = time.monotonic() + patience
    ended, status = 0, 0
    while not ended and time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.005)
    if not ended:
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    shutil.rmtree(folder, ignore_errors=True)
    return int(os.waitstatus_to_exitcode(status) != _LEFT)


def main() -> int:
    """Try the modules named, or all of the core; returns 1 where a mutant was not found."""
    if len(sys.argv) == 2:
        return _try(sys.argv[1])
    sys.stdout.write("| module | mutants | found | share |\n|---|---|---|---|\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "tests.mutation"]
    return max([subprocess.run([*command, name]).returncode for name in sys.argv[1:] or CORE])


def _try(name: str) -> int:
    # What one mutant taught must not be known to the next, nor time be lost on short examples.
    settings.register_profile(
        "mutation",
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        database=None,
        deadline=None,
    )
    settings.load_profile("mutation")
    tried = _Session(name)
    sys.setprofile(tried.watch)
    if ended := pytest.main([*_QUIET, *_places(name)], plugins=[tried]):
        return int(ended)
    killed = tried.tried - len(tried.left)
    share = 100 * killed / tried.tried
    sys.stdout.write(f"| `{name}` | {tried.tried} | {killed} | {share:.0f} % |\n")
    return int(killed < tried.tried)


if __name__ == "__main__":
    sys.exit(main())
