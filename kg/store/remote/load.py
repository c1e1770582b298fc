"""A whole store brought to a server block by block: several at a time, each once, and resumable.

A block may be sent twice, and is there once: a graph is a set of triples, and none of ours has a
blank node. That it has arrived is told on the server after it has, so that whoever goes on after a
load was cut off sends it again at worst.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from queue import SimpleQueue

from pyoxigraph import Literal

from kg.errors import KgError, StoreLocked, StoreUnusable
from kg.rdf.terms import ST, graph
from kg.store.blocks import Block
from kg.store.graphs import GRAPHS, META, in_graph
from kg.store.remote.claim import Claim, Loading, refuse_other_loader
from kg.store.remote.conventions import UNFINISHED
from kg.store.remote.emptied import empty
from kg.store.remote.faults import Oversized
from kg.store.remote.remote import Remote

MARK = f"{graph(META)} {ST.inputHash} {Literal(UNFINISHED)} .\n"
"""What stands in `graph/meta` while a store is written to."""


def load(
    remote: Remote, blocks: Iterable[Block], input_hash: str, *, lines: int, anew: bool = False
) -> None:
    """Make the store hold exactly some blocks, the same whenever the hash of their input is.

    What a load of the same input has brought before it was cut off is not sent again, unless all
    is to be done ``anew``. ``blocks`` is read as it is sent, ``lines`` and one blocks ahead at
    most; it holds one triple of st:inputHash, in the graph `meta`, which is written last.

    Raises StoreLocked where another program loads or writes, StoreUnusable where the store holds
    what is not ours (unless ``anew``) or does not hold afterwards what it was given, LimitReached
    where the server is away for longer than a minute.
    """
    ended = threading.Event()
    with ExitStack() as stack:

        def still(asked: Remote) -> None:
            claim.still(asked)

        line = stack.enter_context(remote.line(ended.wait, still))
        claim = Claim(line)
        try:
            there = _claimed(line, claim, input_hash, ended, anew=anew)
            others = [stack.enter_context(remote.line(ended.wait, still)) for _ in range(lines)]
            for other in others:
                # A login costs the first request twice its size: let that be a small one.
                claim.check(other)
            sending = _Sending(claim, there, others, ended)
            meta = sending.send(blocks)
            _finish(line, claim, sending, meta, input_hash)
        except BaseException:
            # Nobody has to wait for this one; a server that is away has it found out.
            with suppress(KgError):
                claim.leave()
            raise


def _claimed(
    line: Remote, claim: Claim, input_hash: str, ended: threading.Event, *, anew: bool
) -> frozenset[str]:
    """Take the right to load, and empty the store for it; the keys of what is there already."""
    seen, found = Loading.read(line), line.input_hash()
    refuse_other_loader(line, seen, ended.wait)
    if seen.input_hash == input_hash and found == UNFINISHED and not anew:
        claim.take_over()
    else:
        if found is None and not (seen or anew) and any(line.size(name) for name in GRAPHS):
            raise StoreUnusable(
                f"{line.address}: what it holds is not ours",
                hint="kg build --anew writes over its default graph and our named graphs",
            )
        claim.begin(input_hash)
        seen = Loading.read(line)
    if not seen.emptied:
        claim.check(line)
        line.put(META, MARK.encode())
        for name in GRAPHS[:-1]:
            empty(line, name, claim)
        claim.emptied()
    return seen.blocks


class _Sending:
    """Blocks on their way over several lines."""

    def __init__(
        self, claim: Claim, there: frozenset[str], lines: list[Remote], ended: threading.Event
    ) -> None:
        self._claim = claim
        self._there = there
        self._ended = ended
        self._most = len(lines)
        self._lines: SimpleQueue[Remote] = SimpleQueue()
        for line in lines:
            self._lines.put(line)
        self.sizes: Counter[str] = Counter()

    def send(self, blocks: Iterable[Block]) -> bytes:
        """Bring what is not there yet; the content of the graph `meta`, which is kept back."""
        meta = list[bytes]()
        pending = set[Future[None]]()
        with ThreadPoolExecutor(self._most) as pool:
            try:
                for block in blocks:
                    self.sizes[block.graph] += block.triples
                    if block.graph == META:
                        meta.append(block.content)
                    elif block.triples and (key := block.key) not in self._there:
                        pending = _awaited(pending, self._most)
                        pending.add(pool.submit(self._bring, block, key))
                _awaited(pending, 0)
            except BaseException:
                # The other lines shall not go on asking a server that is away.
                self._ended.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return b"".join(meta)

    def _bring(self, block: Block, key: str) -> None:
        line = self._lines.get()
        try:
            self._claim.check(line)
            self._add(line, block.graph, block.content)
            self._claim.arrived(line, key)
        finally:
            self._lines.put(line)

    def _add(self, line: Remote, name: str, content: bytes) -> None:
        """Send a block; in halves where it is larger than what is taken at once."""
        try:
            line.add(name, content)
        except Oversized:
            middle = content.find(b"\n", len(content) // 2) + 1
            if not 0 < middle < len(content):
                raise
            self._add(line, name, content[:middle])
            self._add(line, name, content[middle:])


def _awaited(pending: set[Future[None]], most: int) -> set[Future[None]]:
    """What is still pending when that is so many at most; raises what any of the others did."""
    while len(pending) > most:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
    return pending


def _finish(line: Remote, claim: Claim, sending: _Sending, meta: bytes, input_hash: str) -> None:
    """Look whether all is there, and put the hash in the place of the mark."""
    hash_ = _told_hash(meta, input_hash)
    claim.check(line)
    line.add(META, meta.replace(hash_, MARK.encode()))
    _verify(line, claim, sending)
    line.update(
        f"DELETE {{ {in_graph(META, MARK)} }}\n"
        f"INSERT {{ {in_graph(META, hash_.decode())} }}\n"
        f"WHERE {{ {claim.condition} }}"
    )
    if line.input_hash() != input_hash:
        raise StoreLocked(
            f"{line.address}: another program has written to it meanwhile",
            hint="build it again when that has ended",
        )
    claim.end()


def _told_hash(meta: bytes, input_hash: str) -> bytes:
    """The line that tells the hash of the input; raises StoreUnusable where it tells another."""
    predicate, end = str(ST.inputHash).encode(), f" {Literal(input_hash)} .\n".encode()
    told = [text for text in meta.splitlines(keepends=True) if text.split(b" ", 2)[1] == predicate]
    if len(told) != 1 or not told[0].endswith(end):
        raise StoreUnusable("what is to be loaded does not end with the hash of its input")
    return told[0]


def _verify(line: Remote, claim: Claim, sending: _Sending) -> None:
    """Raise StoreUnusable where a graph does not hold what was sent.

    All that was sent is there if what the server told is true; where there are no more triples
    than that, it is nothing else.
    """
    for name in GRAPHS:
        wanted, found = sending.sizes[name], line.size(name)
        if found != wanted:
            # What has arrived is not what was told: whoever goes on begins anew.
            claim.end()
            raise StoreUnusable(
                f"{line.address}: {name} holds {found} triples instead of {wanted}",
                hint="if nobody else writes to it: build it again",
            )
