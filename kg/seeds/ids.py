"""The ids that things get when they are first entered; they are never computed again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from anyascii import anyascii
from pyoxigraph import NamedNode

from kg.model.dates import PartialDate
from kg.model.documents import Outlet

LONGEST = 100
"""The most letters of an id made from a name: it becomes part of a file's name."""
_DESCRIPTIONS = {"blog", "debates", "extract"}
_DESCRIBED = re.compile(r"(?P<outer>.+?) \((?P<via>via )?(?P<inner>[^()]+)\)")


def slug(name: str) -> str:
    """A name in lower-case ASCII words joined by hyphens, from any script.

    Raises ValueError where nothing of the name is left.
    """
    words = slug_words(name)
    if not words:
        raise ValueError(f"{name!r} has no letter or digit")
    joined = "-".join(words)
    if len(joined) > LONGEST:
        raise ValueError(f"{name[:20]!r}... is longer than {LONGEST} letters")
    return joined


def slug_words(name: str) -> list[str]:
    """The words of a name in lower-case ASCII."""
    return re.findall(r"[a-z0-9]+", anyascii(re.sub(r"['’]", "", name)).lower())


def outlet_named(name: str, known: Mapping[str, str]) -> Outlet:
    """The outlet of a name: one that is ``known`` by it, with its id, or a new one.

    Raises ValueError where the name makes no id.
    """
    return Outlet(known.get(name) or slug(name), name)


def is_web_address(url: str) -> bool:
    """Whether it is an http or https URL that RDF can carry."""
    try:
        NamedNode(url)
        url.encode()
    except ValueError:
        return False
    return url.startswith(("http://", "https://"))


def document_id(outlet: str, published: PartialDate | None, url: str) -> str:
    """Its date or ``undated``, the outlet's id and 8 hexadecimal digits of the URL's SHA-256."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:8]
    return f"{published or 'undated'}-{outlet}-{digest}"


def tenure_id(actor: str, role: str, start: PartialDate | None) -> str:
    """The actor's id, the office and its first date."""
    return f"{actor}-{slug(role)}-{start or 'undated'}"


class Minter:
    """Gives ids that are not taken: as wanted, or with the first number from 2 on that is free."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def keep(self, name: str) -> None:
        """Let nobody else have an id."""
        self._taken.add(name)

    def mint(self, wanted: str) -> str:
        """An id, which is then taken."""
        free = wanted
        while free in self._taken:
            # However many want the same, each number is tried once.
            self._numbers[wanted] = self._numbers.get(wanted, 1) + 1
            free = f"{wanted}-{self._numbers[wanted]}"
        self._taken.add(free)
        return free


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes a page, and whose text it is where it says that another wrote it."""

    publisher: str
    agency: str | None = None
    reprint: bool = False


def read_imprint(text: str, url: str) -> Imprint:
    """What a publisher string such as ``AFP (Tribuna)`` or ``Euronews (reprint)`` names.

    Of two names the one that the URL's host carries is the publisher; where neither or both are
    there, the one in brackets reprints the other. A bracket that says what the publisher is, such
    as ``(blog)``, is part of its name.
    """
    match = _DESCRIBED.fullmatch(text)
    if match is None:
        return Imprint(text)
    outer, inner = match["outer"], match["inner"]
    if inner == "reprint":
        return Imprint(outer, reprint=True)
    if not slug_words(inner) or inner.split()[-1] in _DESCRIPTIONS:
        return Imprint(text)
    if _in_host(outer, url) and not _in_host(inner, url):
        return Imprint(outer, agency=inner)
    return Imprint(inner, agency=outer)


def _in_host(name: str, url: str) -> bool:
    labels = (urlsplit(url).hostname or "").split(".")
    host = re.sub(r"[^a-z0-9]", "", "".join(labels))
    words = slug(name).split("-")
    bare = words[words[0] == "the" :]
    starts = ["".join(w[:count]) for w in (words, bare) for count in range(1, len(w) + 1)]
    return any(start in labels or (len(start) >= 5 and start in host) for start in starts)
