"""What search engines are told: which pages there are, and which of them to leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

_MOST = 50_000
"""How many addresses a sitemap may list."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(base: str, files: Sequence[str], *, most: int = _MOST) -> dict[str, bytes]:
    """The sitemap of some files below a public address, by file name.

    More than ``most`` are split, and ``sitemap.xml`` lists the parts. No line tells a time:
    nothing here knows when a page last changed.

    Source: Sitemaps XML format, protocol 0.9 (sitemaps.org, 2008).
    """
    parts = [files[start : start + most] for start in range(0, len(files), most)]
    if len(parts) <= 1:
        return {"sitemap.xml": _listed("urlset", "url", base, files)}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    written = {name: _listed("urlset", "url", base, part) for name, part in named.items()}
    return {"sitemap.xml": _listed("sitemapindex", "sitemap", base, list(named))} | written


def robots(base: str | None, *, live: bool) -> bytes:
    """What programs that walk the site may read; all of it but what has to be computed.

    Source: Robots Exclusion Protocol (RFC 9309).
    """
    lines = ["User-agent: *", "Allow: /"]
    if live:
        lines += ["Disallow: /sparql", "Disallow: /search", "Disallow: /review"]
    if base:
        lines += ["", f"Sitemap: {base}sitemap.xml"]
    return "\n".join([*lines, ""]).encode()


def _listed(whole: str, each: str, base: str, files: Sequence[str]) -> bytes:
    lines = (f"<{each}><loc>{escape(f'{base}{_shown(file)}')}</loc></{each}>\n" for file in files)
    return f"{_HEAD}<{whole} {_SPACE}>\n{''.join(lines)}</{whole}>\n".encode()


def _shown(file: str) -> str:
    # A folder's own address is the shorter name of its index.
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file
