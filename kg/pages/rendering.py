"""Pages as HTML: one frame for all, links that hold on any host and in any folder."""

from __future__ import annotations

import posixpath
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.model.documents import web_address
from kg.pages.wording import (
    ATTRIBUTION_WORDS,
    STATUS_WORDS,
    address_words,
    date_words,
    language_name,
    position_words,
    shortened,
)
from kg.project import TITLE
from kg.views import offline
from kg.views.card import MARKS
from kg.views.steering import finalize

_STYLE, _COLOURS = "site.css", "page/style/tokens.css"

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The content security policy of every page: nothing from elsewhere, nothing inline."""


def draw(template: str, path: str, *, live: bool, **context: object) -> bytes:
    """A template filled for the page of a path, as HTML.

    In it ``to('actor/x.html')`` is the link from this page to that file, ``root`` the way to the
    top folder, ``live`` whether a server stands behind it.
    """

    def to(target: str) -> str:
        return link(path, target)

    page = _environment().get_template(template)
    told = {"site": TITLE, "policy": POLICY, "path": path, "to": to, "live": live}
    return page.render(**{**told, **context}).encode("utf-8", "replace")


def link(path: str, target: str) -> str:
    """The relative link from the page of a path to a file, both from the top folder."""
    file, mark, fragment = target.partition("#")
    return posixpath.relpath(file, posixpath.dirname(path) or ".") + mark + fragment


def file_of(path: str) -> str:
    """The file of the page of a path; a term of the ontology stands on the page of all terms."""
    page, mark, term = path.partition("#")
    return f"{page}.html{mark}{term}"


def asset(name: str) -> bytes:
    """The bytes of one of the pages' own scripts and styles; the colours are those of the graph."""
    content = files("kg.pages").joinpath("assets", name).read_bytes()
    return offline.asset(_COLOURS).encode() + content if name == _STYLE else content


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
    environment.filters |= {
        "address_words": address_words,
        "date_words": date_words,
        "file_of": file_of,
        "language_name": language_name,
        "shortened": shortened,
        "web_address": web_address,
    }
    environment.globals |= {
        "attribution": ATTRIBUTION_WORDS,
        "statuses": STATUS_WORDS,
        "marks": MARKS,
        "position_words": position_words,
    }
    return environment
