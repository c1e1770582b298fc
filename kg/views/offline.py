"""What makes a page whole in one file: its styles and scripts, inlined and allowed by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files

from markupsafe import Markup

from kg.errors import KgError

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_NO_HTML = re.compile("[\x7f-\x9f]")
_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


def asset(name: str) -> str:
    """The text of one of our own assets."""
    return _unix(files("kg.views").joinpath("assets", name).read_text(encoding="utf-8"))


def vis_network() -> Markup:
    """The vis-network script that pyvis carries, with its licence comment."""
    bundled = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    return inline_script(_SOURCE_MAP.sub("", _unix(bundled.read_text(encoding="utf-8"))))


def inline_script(text: str) -> Markup:
    """The script, as it may stand inside a script element, without characters that HTML forbids.

    Raises KgError if it holds what would end the element early.
    """
    if found := _ENDS_SCRIPT.search(text):
        raise KgError(f"a script cannot be inlined: it contains {found[0]!r}")
    # They stand in strings and patterns alone: anywhere else a script would not be one.
    written = _NO_HTML.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return Markup(written)  # noqa: S704 - our own or pyvis' file, checked above


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The content security policy under which only these run and nothing is fetched."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_source, scripts))}",
            f"style-src {' '.join(map(_source, styles))}",
            "img-src data: blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
