"""What attacks are tried on: a server, commands, a secret beside them, and a trap.

Namespaces are forbidden to them, so that it is the look at a text alone that keeps it off the
network.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count as numbers
from pathlib import Path

import pytest

from kg.endpoint.limits import Allowance
from kg.project import Project
from kg.store import guard
from tests.invented import stored
from tests.serve.running import Served, serving
from tests.serve.trap import Trap, trapping
from tests.serve.unconfined import path_of
from tests.trust.attacking import SECRET
from tests.trust.commands import Commands, commands
from tests.trust.tally import count

_SOON = 10
_NUMBERS = numbers()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    with trapping() as found:
        yield found


@pytest.fixture(scope="module")
def hideout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands run; beside what they are told to read lies a secret."""
    found = tmp_path_factory.mktemp("attacks")
    (found / "secret.ttl").write_text(f'<urn:a> <urn:b> "{SECRET}" .\n', encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def target(world: Project, world_store: Path, hideout: Path) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path_of(hideout))
        patch.setattr(guard, "unshare", lambda _: False)
        patch.setattr(guard, "refuse_sockets", lambda: False)
        allowance = Allowance(seconds=1.0, size=4 * 2**20, memory=2**30)
        with serving(world, allowance=allowance) as found:
            yield found


@pytest.fixture(scope="module")
def kg(world: Project, world_store: Path, hideout: Path) -> Iterator[Commands]:
    with commands(world, hideout, unconfined=True) as found:
        yield found


@pytest.fixture
def as_before(world: Project, target: Served, trap: Trap) -> Iterator[None]:
    """After every attack nobody came, the next question is answered soon, the store is the same."""
    before = stored(world)
    yield
    hits = list(trap.hits)
    trap.hits.clear()
    with target.client() as client:
        asked = {"query": f"ASK {{ ?s ?p ?o }} # {next(_NUMBERS)}"}
        said = client.post("sparql", data=asked, timeout=_SOON).text
    is_same = stored(world) == before
    count("attacks", "after an attack", 1, int(hits == [] and "true" in said and is_same))
    assert hits == []
    assert "true" in said
    assert is_same
