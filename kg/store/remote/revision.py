"""A served store made that of another input by what differs, if it is of the one before.

The hash of the input is what two writers meet at: it goes and comes with the change, and nothing is
changed where another stands there. What is sent twice is done once.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Self

from pyoxigraph import Literal

from kg.errors import KgError, StoreLocked, StoreUnusable
from kg.rdf.terms import ST, graph
from kg.store.graphs import META, in_graph
from kg.store.remote.claim import Claim, Loading, refuse_other_loader
from kg.store.remote.conventions import UNFINISHED
from kg.store.remote.load import MARK
from kg.store.remote.remote import Remote

_HASH = f" {ST.inputHash} "
_AT_ONCE = 300
"""So many lines go in one request: Virtuoso takes 20 s for 2,000, and cannot read 4,000."""
Lines = Mapping[str, Sequence[str]]
"""Lines of N-Triples by the short names of their graphs."""


def count_lines(told: Lines) -> int:
    """How many lines there are in all graphs."""
    return sum(map(len, told.values()))


@dataclass(frozen=True, slots=True)
class Revision:
    """What makes the store of one input that of another: the lines that go, and those that come.

    ``before`` and ``after`` are the hashes of the inputs; the lines that tell them are among both.
    """

    before: str
    after: str
    removed: Lines
    added: Lines

    @property
    def size(self) -> int:
        """How many characters it has."""
        parts = (*self.removed.values(), *self.added.values())
        return sum(len(line) for lines in parts for line in lines)

    @property
    def claim(self) -> str:
        """By what a claim for it is known: never that of a load."""
        return f"{self.before} to {self.after}"

    def packed(self) -> str:
        """The same as a text, which tells whether it is as it was written."""
        told = json.dumps(asdict(self))
        return f"{_digest(told)} {told}"

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What was packed; raises ValueError where the text is not as it was written."""
        digest, _, told = text.partition(" ")
        if digest != _digest(told):
            raise ValueError("a change is not as it was noted")
        return cls(**json.loads(told))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def revise(remote: Remote, revision: Revision) -> None:
    """Make the store of the one input that of the other; what was done of it before stays so.

    Raises StoreLocked, with nothing changed, where it is of another input or somebody loads it, and
    StoreUnusable where the server makes no change of what it takes.
    """
    if remote.dialect.whole_updates:
        if remote.input_hash() != revision.after:
            remote.update(_at_once(remote, revision))
    else:
        _in_parts(remote, revision)
    found = remote.input_hash()
    if remote.dialect.whole_updates and found == revision.before:
        raise StoreUnusable(
            f"{remote.address}: it took a change and made none",
            hint="does it write, and is KG_STORE_UPDATE where it does? see docs/remote.md",
        )
    if found != revision.after:
        raise _written_by_another(remote)


def _at_once(remote: Remote, revision: Revision) -> str:
    """The revision as one update, which does nothing where the store is of another input."""
    removed, added = (_patterns(remote, told) for told in (revision.removed, revision.added))
    return f"DELETE {{\n{removed}}} INSERT {{\n{added}}} WHERE {{ {_stands(revision.before)} }}"


def _in_parts(remote: Remote, revision: Revision) -> None:
    """Claim the store, have it tell that it is unfinished, change it, and put the hash last."""
    found, seen = remote.input_hash(), Loading.read(remote)
    refuse_other_loader(remote, seen, time.sleep)
    begun = seen.input_hash == revision.claim
    if found == revision.after and not begun:
        return
    if found not in {revision.before, revision.after} and not (begun and found == UNFINISHED):
        raise _written_by_another(remote)
    claim = Claim(remote)
    claim.begin(revision.claim)
    try:
        if found != revision.after:
            _change(remote, revision, claim)
        claim.end()
    except BaseException:
        with suppress(KgError):
            claim.leave()
        raise


def _change(remote: Remote, revision: Revision, claim: Claim) -> None:
    was, now = (_hash_line(told) for told in (revision.removed, revision.added))
    remote.update(_exchanged(was, MARK, f"{_stands(revision.before)} {claim.condition}"))
    if remote.input_hash() != UNFINISHED:
        raise _written_by_another(remote)
    for part in _parts(remote, revision, claim):
        claim.check(remote)
        remote.update(part)
    remote.update(_exchanged(MARK, now, claim.condition))


def _exchanged(was: str, now: str, where: str) -> str:
    """An update that puts one line of the graph `meta` in the place of another."""
    return (
        f"DELETE {{ {in_graph(META, was)} }}\nINSERT {{ {in_graph(META, now)} }}\n"
        f"WHERE {{ {where} }}"
    )


def _stands(input_hash: str) -> str:
    """What holds where the store is of an input, as SPARQL."""
    return in_graph(META, f"?of {ST.inputHash} {Literal(input_hash)}")


def _hash_line(told: Lines) -> str:
    return next(line for line in told[META] if _HASH in line)


def _parts(remote: Remote, revision: Revision, claim: Claim) -> Iterator[str]:
    """Updates of so many lines that make the change, but for the line of the hash.

    Each holds only as long as the claim: one that arrives late does nothing.
    """
    both = ("DELETE", revision.removed), ("INSERT", revision.added)
    left = (
        ((word, name), line)
        for word, told in both
        for name, lines in told.items()
        for line in lines
        if name != META or _HASH not in line
    )
    while some := list(islice(left, _AT_ONCE)):
        yield " ;\n".join(
            f"{word} {{\n{_patterns(remote, {name: [line for _, line in lines]})}}}"
            f" WHERE {{ {claim.condition} }}"
            for (word, name), lines in groupby(some, key=itemgetter(0))
        )


def _patterns(remote: Remote, told: Lines) -> str:
    parts = []
    for name, lines in told.items():
        text = "".join(lines)
        there = remote.dialect.is_default(name)
        parts.append(text if there else f"GRAPH {graph(name)} {{\n{text}}}\n")
    return "".join(parts)


def _written_by_another(remote: Remote) -> StoreLocked:
    return StoreLocked(
        f"{remote.address}: another program writes to it", hint="try again when it has ended"
    )
