"""How the server is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.endpoint.limits import Allowance


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, what is allowed; ``base`` is the public URL with a slash at its end.

    ``workers`` is how many quick queries are answered at once, ``tokens`` the file that names who
    may review, ``texts`` the folders in which the articles lie that a reviewer is shown.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    base: str = "http://127.0.0.1:8000/"
    allowance: Allowance = field(default_factory=Allowance)
    workers: int = 2
    tokens: Path | None = None
    texts: tuple[Path, ...] = ()
