"""Who loads a served store, and what has arrived there: told on the server, in a graph of its own.

The graph `graph/loading` names the hash of the input, the one who loads it, whether the store was
emptied for it, and the key of each block that has arrived. It goes when all is there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreLocked
from kg.rdf.terms import graph
from kg.store.remote.conventions import LOADING
from kg.store.remote.loader import Fate, fate, own_name
from kg.store.remote.remote import Remote

_log = logging.getLogger("kg.store")
_OF = graph(LOADING)
_INPUT, _LOADER, _EMPTIED, _BLOCK = (
    NamedNode(f"{_OF.value}#{word}") for word in ("input", "loader", "emptied", "block")
)
_LOOKS = 90
"""So many looks last for longer than a loader's longest pause and a request after it: 420 s."""
_BETWEEN = 5.0
"""Seconds between two looks whether another loader still works."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What a server tells of a load that is under way or was cut off."""

    input_hash: str | None
    loaders: frozenset[str]
    emptied: bool
    blocks: frozenset[str]

    @classmethod
    def read(cls, remote: Remote) -> Self:
        """What stands there now; nothing of it where nobody loads."""
        told = [remote.told(LOADING, word) for word in (_INPUT, _LOADER, _EMPTIED, _BLOCK)]
        inputs, loaders, emptied, blocks = map(frozenset, told)
        # A server that gives few rows leaves blocks out: those are sent again.
        one = next(iter(inputs)) if len(inputs) == 1 else None
        return cls(one, loaders, bool(emptied), blocks)

    def __bool__(self) -> bool:
        return bool(self.input_hash or self.loaders or self.emptied or self.blocks)


class Claim:
    """The right to load a store, until another takes it; each step asks whether it still stands."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self.name = own_name()
        self._fitting: tuple[list[str], ...] = ()

    def begin(self, input_hash: str) -> None:
        """Take it for an input of which nothing has arrived; raises StoreLocked."""
        self._remote.put(LOADING, (_line(_INPUT, input_hash) + _line(_LOADER, self.name)).encode())
        self._taken()

    def take_over(self) -> None:
        """Take it from one who was cut off, with what has arrived; raises StoreLocked."""
        self._remote.update(
            f"DELETE WHERE {{ GRAPH {_OF} {{ {_OF} {_LOADER} ?other }} }} ;\n"
            f"INSERT DATA {{ GRAPH {_OF} {{ {_line(_LOADER, self.name)} }} }}"
        )
        self._taken()

    def _taken(self) -> None:
        self.check(self._remote)
        self._fitting = ([self.name],)

    def check(self, line: Remote) -> None:
        """Raise StoreLocked where another has taken it."""
        self._expect(line, ([self.name],))

    def still(self, line: Remote) -> None:
        """Raise StoreLocked where another took it since this one did, and none may write on."""
        if self._fitting:
            self._expect(line, self._fitting)

    def _expect(self, line: Remote, fitting: tuple[list[str], ...]) -> None:
        if line.told(LOADING, _LOADER) not in fitting:
            raise StoreLocked(
                f"{line.address}: another program has begun to load it",
                hint="let one at a time do so",
            )

    def arrived(self, line: Remote, key: str) -> None:
        """Tell that a block has arrived, unless another has taken the claim."""
        self._tell(line, _line(_BLOCK, key))

    def emptied(self) -> None:
        """Tell that nothing of before is left, unless another has taken the claim."""
        self._tell(self._remote, _line(_EMPTIED, "yes"))

    def _tell(self, line: Remote, told: str) -> None:
        line.update(f"INSERT {{ GRAPH {_OF} {{ {told} }} }} WHERE {{ {self.condition} }}")

    @property
    def condition(self) -> str:
        """What holds on the server, as SPARQL, for as long as the claim does."""
        return f"GRAPH {_OF} {{ {_line(_LOADER, self.name)} }}"

    def leave(self) -> None:
        """Give it up, with what has arrived left for whoever goes on; another's stays."""
        self._fitting = ([self.name], [])
        self._remote.update(f"DELETE DATA {{ GRAPH {_OF} {{ {_line(_LOADER, self.name)} }} }}")

    def end(self) -> None:
        """Forget what has arrived: all is there, or nothing of it is of use."""
        self.check(self._remote)
        # A request that was obeyed, and whose answer was lost, has taken it away.
        self._fitting = ([self.name], [])
        self._remote.delete(LOADING)


def refuse_other_loader(remote: Remote, seen: Loading, pause: Callable[[float], object]) -> None:
    """Raise StoreLocked where another loads the store, as far as can be told.

    A process of this machine is there or is not. Of any other it is watched whether it gets on,
    for longer than it may have to be silent.
    """
    fates = set(map(fate, seen.loaders))
    if Fate.WORKS in fates:
        raise _loaded(remote)
    if Fate.UNKNOWN not in fates:
        return
    _log.warning(
        "%s: it is being loaded, or that was cut off: whether it gets on is watched for %d s",
        remote.address,
        _LOOKS * _BETWEEN,
    )
    for _ in range(_LOOKS):
        pause(_BETWEEN)
        if Loading.read(remote) != seen:
            raise _loaded(remote)


def _loaded(remote: Remote) -> StoreLocked:
    return StoreLocked(
        f"{remote.address}: another program loads it", hint="try again when it has ended"
    )


def _line(predicate: NamedNode, text: str) -> str:
    return f"{_OF} {predicate} {Literal(text)} .\n"
