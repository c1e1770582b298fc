"""Who loads a served store, and what has arrived there: told on the server, in a graph of its own.

The graph `graph/loading` names the hash of the input, the one who loads it, whether the store was
emptied for it, and the key of each block that has arrived. It goes when all is there.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreLocked
from kg.rdf.terms import graph
from kg.store.remote import Remote
from kg.store.remote_words import LOADING

_OF = graph(LOADING)
_INPUT, _LOADER, _EMPTIED, _BLOCK = (
    NamedNode(f"{_OF.value}#{word}") for word in ("input", "loader", "emptied", "block")
)
_LOOKS = 10
_BETWEEN = 2.0
"""Seconds between two looks whether another loader still works."""
_NAME = re.compile(r"([0-9a-f]{16}) ([1-9][0-9]{0,8}) [0-9a-f]{16}", re.ASCII)


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
        self.name = f"{_machine()} {os.getpid()} {secrets.token_hex(8)}"

    def begin(self, input_hash: str) -> None:
        """Take it for an input of which nothing has arrived; raises StoreLocked."""
        self._remote.put(LOADING, (_line(_INPUT, input_hash) + _line(_LOADER, self.name)).encode())
        self.check(self._remote)

    def take_over(self) -> None:
        """Take it from one who was cut off, with what has arrived; raises StoreLocked."""
        self._remote.update(
            f"DELETE WHERE {{ GRAPH {_OF} {{ {_OF} {_LOADER} ?other }} }} ;\n"
            f"INSERT DATA {{ GRAPH {_OF} {{ {_line(_LOADER, self.name)} }} }}"
        )
        self.check(self._remote)

    def check(self, line: Remote) -> None:
        """Raise StoreLocked where another has taken it."""
        if line.told(LOADING, _LOADER) != [self.name]:
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
        self._remote.update(f"DELETE DATA {{ GRAPH {_OF} {{ {_line(_LOADER, self.name)} }} }}")

    def end(self) -> None:
        """Forget what has arrived: all is there, or nothing of it is of use."""
        self.check(self._remote)
        self._remote.delete(LOADING)


def refuse_other_loader(remote: Remote, seen: Loading, pause: Callable[[float], object]) -> None:
    """Raise StoreLocked where another loads the store, as far as can be told.

    Nobody does who was a process of this machine and is none any more; of any other it is watched
    for 20 s whether it gets on.
    """
    if all(map(_is_gone, seen.loaders)):
        return
    for _ in range(_LOOKS):
        pause(_BETWEEN)
        if Loading.read(remote) != seen:
            raise StoreLocked(
                f"{remote.address}: another program loads it", hint="try again when it has ended"
            )


def _line(predicate: NamedNode, text: str) -> str:
    return f"{_OF} {predicate} {Literal(text)} .\n"


def _machine() -> str:
    """By which this machine is known again, and not told to others."""
    return sha256(socket.gethostname().encode()).hexdigest()[:16]


def _is_gone(loader: str) -> bool:
    match = _NAME.fullmatch(loader)
    if match is None or match[1] != _machine() or int(match[2]) == os.getpid():
        return False
    try:
        os.kill(int(match[2]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
