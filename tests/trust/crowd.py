"""Clients that ask a server one thing after another, each on a connection that it keeps open."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from random import Random

TOLD = "told to come again"
RIGHT = "right"
_TIMEOUT = 60
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, the status that its answer has to have, and whether a body is the right one.

    With ``unique`` each time it is another text to the server, so that no answer is kept for it.
    """

    path: str
    query: str = ""
    status: int = 200
    is_right: Callable[[bytes], bool] = lambda _: True
    unique: bool = False


@dataclass(slots=True)
class Seen:
    """What became of the requests, by outcome; of what was wrong the first are told."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many requests there were."""
        return self.outcomes.total()

    @property
    def held(self) -> int:
        """How many were answered, rightly or by being told to come again."""
        return self.outcomes[RIGHT] + self.outcomes[TOLD]


class Client:
    """A client with an address of its own."""

    def __init__(self, port: int, address: str) -> None:
        self._connection = HTTPConnection(
            "127.0.0.1", port, timeout=_TIMEOUT, source_address=(address, 0)
        )
        self._turns = count()
        self._address = address

    def fetch(self, asked: Asked) -> tuple[HTTPResponse, bytes]:
        """The answer and its body; raises OSError and HTTPException."""
        if not asked.query:
            self._connection.request("GET", asked.path)
        else:
            mark = f"\n# {self._address} {next(self._turns)}" if asked.unique else ""
            kind = {"Content-Type": "application/sparql-query"}
            body = f"{asked.query}{mark}".encode()
            self._connection.request("POST", asked.path, body, kind)
        reply = self._connection.getresponse()
        return reply, reply.read()

    def ask(self, asked: Asked) -> str:
        """What became of a request."""
        try:
            reply, body = self.fetch(asked)
        except (OSError, HTTPException) as error:
            self.close()
            return f"{type(error).__name__}: {error}"
        if reply.status == 503:
            return TOLD if reply.headers["Retry-After"] else "503 without a time"
        if reply.status != asked.status:
            return f"{reply.status}, not {asked.status}: {body[:200]!r}"
        return RIGHT if asked.is_right(body) else f"a wrong answer: {body[:400]!r}"

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def crowd(
    port: int, requests: Sequence[Asked], number: int, network: str, seed: int
) -> Iterator[Seen]:
    """So many clients that ask as long as the block lasts, by chance; the block sees all of it."""
    seen, stop, alone = Seen(), threading.Event(), threading.Lock()

    def asks(place: int) -> None:
        chance = Random(f"{seed} {place}")
        client = Client(port, f"{network}.{place + 1}")
        while not stop.is_set():
            asked = chance.choice(requests)
            became = client.ask(asked)
            with alone:
                good = became in (RIGHT, TOLD)
                seen.outcomes[became if good else "wrong"] += 1
                if not good and len(seen.wrong) < _MOST_KEPT:
                    seen.wrong.append(f"{asked.path} {asked.query[:200]} {became}")
        client.close()

    threads = [threading.Thread(target=asks, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()
