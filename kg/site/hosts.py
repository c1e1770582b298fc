"""Rules for the Apache web servers on the way to a site: its host's, and those of w3id.org.

What is at ``actor/x`` is told at ``actor/x.html``, ``.ttl`` and so on: the rules send each client
to the form that it accepts. A rule cannot compare quality values, so it goes in three rounds:
what is wanted fully, what is wanted at all, and whoever takes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.exports.dumps import DUMPS
from kg.pages.media import FORMS, RDF_FORMS

_RDF = tuple(RDF_FORMS)
"""The forms of whatever is a thing, beside HTML."""
_ALSO = {"html": "application/xhtml+xml", "ttl": "application/x-turtle"}
_FULLY = r"(?:^|,)\s*(?:{types})\s*(?:;(?!\s*q\s*=)[^;,]*)*(?:;\s*q\s*=\s*1(?:\.0*)?\s*)?(?:,|$)"
_AT_ALL = r"(?:^|,)\s*(?:{types})\s*(?:;(?!\s*q\s*=\s*0(?:\.0*)?\s*(?:[;,]|$))[^;,]*)*(?:,|$)"
_ANY = (
    r"^\s*$|(?:^|,)\s*(?:text/\*|\*/\*)\s*(?:;(?!\s*q\s*=\s*0(?:\.0*)?\s*(?:[;,]|$))[^;,]*)*(?:,|$)"
)
_ID = "[a-z0-9][a-z0-9.-]*"

_HOST = """\
# Written by kg site. What is at actor/x is sent on to actor/x.html, .ttl and so on, by Accept.
# It needs mod_rewrite, and AllowOverride FileInfo Indexes Options.
Options -MultiViews -Indexes
DirectoryIndex index.html
AddDefaultCharset Off
{types}
<IfModule mod_headers.c>
Header always set X-Content-Type-Options "nosniff"
Header always set Referrer-Policy "no-referrer"
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept" "expr=%{{REQUEST_STATUS}} in {{'303', '406'}}"
</IfModule>
RewriteEngine On
{moved}
# Files, and what is no page, go their usual way; a folder may have the name of a page.
RewriteCond %{{REQUEST_FILENAME}} -f [OR]
RewriteCond %{{PATH_INFO}} . [OR]
RewriteCond %{{REQUEST_FILENAME}}.html !-f
RewriteRule ^ - [L]

{rules}
# None of what is accepted can be had.
RewriteRule ^ - [R=406,L]
"""

_W3ID = """\
# eurostance: European stances on Russia, a knowledge graph
# https://w3id.org/eurostance/ is sent on to {base}
# Contact: see README.md
Options +FollowSymLinks -MultiViews
RewriteEngine on

# Pages and files with their endings, and what is no thing.
RewriteRule ^$ {base} [R=303,L]
RewriteRule ^(.+\\.(?:{endings}))$ {base}$1 [R=303,L]
RewriteCond %{{REQUEST_URI}} !/(?:{things})$
RewriteRule ^(.*)$ {base}$1 [R=303,L]

{rules}
# None of what is accepted can be had.
RewriteRule ^ - [R=406,L]
"""

_README = """\
# eurostance

Persistent identifiers of **eurostance**, a knowledge graph of European stances on Russia: who
favours or opposes what, since when, in whose exact words, in which source.

- Vocabulary: https://w3id.org/eurostance/ns
- Things: {spaces}
- Sent on to: {base}

Things are sent on with 303 by `Accept`: `text/html`, `text/turtle`, `application/ld+json`,
`application/n-triples`, `application/rdf+xml`.

## Contact

The eurostance authors: add the GitHub names of those who keep the site before you ask
perma-id/w3id.org for the folder.
"""


def host_rules(gone: Mapping[str, str]) -> bytes:
    """The ``.htaccess`` of a site: forms by Accept, media types, moved things by 301.

    It holds in whatever folder of the host the site lies. Source: Apache HTTP Server 2.4,
    mod_rewrite.
    """
    lines = [
        line
        for old, new in sorted(gone.items())
        for line in (
            rf"RewriteCond %{{REQUEST_URI}} ^(.*/){re.escape(old)}(\.[a-z]+)?$",
            rf"RewriteRule ^{re.escape(old)}(?:\.[a-z]+)?$ %1{new}%2 [R=301,L]",
        )
    ]
    rules = _negotiated(tuple(FORMS), "%{REQUEST_URI}", by_file=True)
    text = _HOST.format(types=_media_types(), moved="\n".join(lines), rules="\n".join(rules))
    return text.encode()


def w3id_files(forms: Mapping[str, Sequence[str]], base: str) -> dict[str, bytes]:
    """The ``.htaccess`` and ``README.md`` that perma-id/w3id.org takes for the project's folder.

    ``forms`` are those of each page by its path, ``base`` where the site lies.
    """
    things = [path for path, had in forms.items() if {"html", *_RDF} <= set(had)]
    spaces = sorted({path.partition("/")[0] for path in things if "/" in path})
    single = sorted(path for path in things if "/" not in path)
    named = [*([f"(?:{'|'.join(spaces)})/{_ID}"] if spaces else []), *map(re.escape, single)]
    rules = _negotiated(("html", *_RDF), f"{base}$1", by_file=False)
    text = _W3ID.format(
        base=base,
        endings="|".join([*FORMS, "css", "js", "svg", "png", "txt", "xml", "gz", "zip"]),
        things="|".join(named),
        rules="\n".join(rules),
    )
    listed = ", ".join(f"`{space}/`" for space in spaces)
    return {
        ".htaccess": text.encode(),
        "README.md": _README.format(base=base, spaces=listed).encode(),
    }


def _negotiated(forms: Sequence[str], target: str, *, by_file: bool) -> Iterator[str]:
    matched = "^" if by_file else "^(.+)$"
    for pattern in (_FULLY, _AT_ALL):
        for form in forms:
            names = [FORMS[form].partition(";")[0], *filter(None, [_ALSO.get(form)])]
            types = "|".join(re.escape(name) for name in names)
            yield f'RewriteCond %{{HTTP_ACCEPT}} "{pattern.format(types=types)}" [NC]'
            if by_file and form != "html":
                yield f"RewriteCond %{{REQUEST_FILENAME}}.{form} -f"
            yield f"RewriteRule {matched} {target}.{form} [R=303,L]"
    yield f'RewriteCond %{{HTTP_ACCEPT}} "{_ANY}"'
    yield f"RewriteRule {matched} {target}.html [R=303,L]"


def _media_types() -> str:
    told = {f".{form}": kind.partition(";")[0] for form, kind in FORMS.items()}
    told |= {
        f".{name.rpartition('.')[2]}": dump.media_type
        for name, dump in DUMPS.items()
        if not dump.packed
    }
    lines = [f"AddType {kind} {ending}" for ending, kind in sorted(told.items())]
    return "\n".join([*lines, f"AddCharset UTF-8 {' '.join(sorted(told))} .css .js .txt"])
