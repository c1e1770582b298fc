"""Reviewers before a real server: in a browser's stead, and as programs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from kg.project import Project
from kg.serve.tokens import add_token
from tests.serve.running import Served, serving

RITA, ADA = "Rita Reviewer", "Ada Adjudicator"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Reviewed:
    """A served project in which people review; ``tokens`` are theirs by name."""

    project: Project
    served: Served
    tokens: dict[str, str]
    file: Path
    clients: list[httpx.Client] = field(default_factory=list)

    def stranger(self, **headers: str) -> httpx.Client:
        """A client that has shown no token."""
        client = self.served.client(headers=headers)
        self.clients.append(client)
        return client

    def browser(self, name: str = RITA) -> httpx.Client:
        """A browser in which somebody has signed in."""
        client = self.stranger(**OWN_PAGE)
        answer = client.post("review/sign-in", data={"token": self.tokens[name]})
        assert answer.status_code == 303, answer.text
        return client

    def program(self, name: str = RITA) -> httpx.Client:
        """A program that sends a token each time."""
        return self.stranger(Authorization=f"Bearer {self.tokens[name]}")

    def ledger(self) -> bytes | None:
        """The decisions on disk."""
        path = self.project.seeds / "reviews.ttl"
        return path.read_bytes() if path.is_file() else None


@contextmanager
def reviewed(project: Project, folder: Path, **settings: Any) -> Iterator[Reviewed]:
    """A served project with two reviewers."""
    file = folder / "tokens"
    tokens = {name: add_token(file, name) for name in (RITA, ADA)}
    with serving(project, tokens=file, **settings) as served:
        found = Reviewed(project, served, tokens, file)
        try:
            yield found
        finally:
            for client in found.clients:
                client.close()


def value(page: httpx.Response, name: str) -> str:
    """The value of a page's first hidden field of a name."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def open_form(client: httpx.Client, candidate: str) -> dict[str, str]:
    """The hidden fields of a candidate's form, as shown now."""
    page = client.get(f"review/candidate/{candidate}")
    assert page.status_code == 200, page.text
    return {"candidate": value(page, "candidate"), "seen": value(page, "seen")}


def decide(client: httpx.Client, candidate: str, verdict: str, **more: str) -> httpx.Response:
    """Open a candidate and send its form."""
    form = {**open_form(client, candidate), "verdict": verdict, **more}
    return client.post("review/decide", data=form)
