"""Bad seeds and bad releases, made of the invented world."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import RdfFormat

from kg.exports.formats import export_blocks
from kg.exports.select import Selection
from kg.project import Project
from tests.invented import SEEDS
from tests.trust.bad_input import (
    DEEP,
    MANY,
    Bad,
    Sort,
    Tells,
    Variant,
    bads,
    cuts,
    flips,
    made,
    marked,
    not_rdf,
    other_things,
    recoded,
)

HOME = "documents/2025/2025-01-11-sample-times-441fba0c.ttl"
CANDIDATES = "candidates/2025-08-02-sample-times-cfd6991e.ttl"
FORMS = {
    "nt": ("ntriples", RdfFormat.N_TRIPLES),
    "nq": ("nquads", RdfFormat.N_QUADS),
    "trig": ("trig", RdfFormat.TRIG),
    "jsonld": ("jsonld", RdfFormat.JSON_LD),
    "rdf": ("rdfxml", RdfFormat.RDF_XML),
    "ttl": ("turtle", RdfFormat.TURTLE),
}
_NOT_TURTLE = not_rdf(RdfFormat.TURTLE)
_DAY = '"2025-01-10"^^xsd:date'
_SHARE = "confidence 0.92"
_NOTE = "\ndocument:x st:reason "
DAYS = (
    "2025-02-30", "2025-13-01", "2025-00-10", "0000-01-01", "10000-01-01", "2025-1-1", "soon", "",
)  # fmt: skip
SHARES = (
    "1e99999999999", "1e999999999", "1e1000000", "1e-99999999999", "NaN", "INF", "-INF", "Infinity",
    "7", "-0.1", "9" * 10_000, "0x1", "1_0", "٣",
)  # fmt: skip


def bad_seeds() -> Iterator[Bad]:
    """Files of the seeds that neither a check nor a build takes."""
    home = (SEEDS / HOME).read_bytes()
    text = home.decode()
    yield from bads(HOME, cuts(home, _NOT_TURTLE), Tells.LINE)
    yield from bads(HOME, flips(home, _NOT_TURTLE, 25), Tells.LINE)
    yield from bads(HOME, recoded(home, home.index(b"\n") + 1), Tells.LINE)
    yield from bads(HOME, [marked(home), *_unclosed(text), *_nested(text)], Tells.LINE)
    yield from bads(HOME, _wrong(text), Tells.LINE)
    yield from (bad for bad in other_things(HOME, empty=False) if bad.sort is not Sort.FOLDER)
    candidates = (SEEDS / CANDIDATES).read_text(encoding="utf-8")
    yield from bads(CANDIDATES, _miscounted(candidates), Tells.LINE)
    yield Bad("a name that is not UTF-8", "documents/2025/caf\udce9.ttl", home, Tells.FILE)


def _unclosed(text: str) -> Iterator[Variant]:
    yield "a quotation not closed", made(text, 'listen"', "listen")
    yield "a long quotation not closed", f'{text}{_NOTE}"""never'.encode()
    yield "many quotations not closed", (text + _NOTE + '"' * 150_003).encode()
    yield "an address not closed", made(text, "rejected>", "rejected")
    yield "half a character escaped", made(text, "Moscow does", "\\ud800")
    yield "no character escaped", made(text, "Moscow does", "\\U00110000")
    yield "an unknown prefix", f"{text}\nnobody:x a st:Stance .\n".encode()
    yield "10 MB of one line without sense", _line_more(text, "x" * MANY)
    words = f"a:b a:c '{'x' * 17_000_000}' ."
    yield "a literal longer than the parser takes", _line_more(text, words)


def _line_more(text: str, line: str) -> bytes:
    """The text with one more line."""
    return f"{text}\n@prefix a: <http://a.example/> .\n{line}\n".encode()


def _nested(text: str) -> Iterator[Variant]:
    yield "lists in lists", f"{text}{_NOTE}{'(' * DEEP}1{')' * DEEP} .".encode()
    yield "lists in lists, not closed", f"{text}{_NOTE}{'(' * DEEP}".encode()
    yield "nodes in nodes", f"{text}{_NOTE}{'[ st:reason ' * DEEP}1{' ]' * DEEP} .".encode()
    yield "terms in terms", f"{text}{_NOTE}{'<<( st:a st:b ' * DEEP}1{' )>>' * DEEP} .".encode()
    yield "terms in terms, not closed", f"{text}{_NOTE}{'<<( st:a st:b ' * DEEP}".encode()
    yield "triples about triples", f"{text}{_NOTE}{'<< st:a st:b ' * DEEP}".encode()
    yield "notes on notes", f"{text}{_NOTE}1 {'{| st:a 1 ' * DEEP}{'|}' * DEEP} .".encode()
    yield "a blank node", f"{text}{_NOTE}_:x .".encode()
    yield "a list", f"{text}{_NOTE}( 1 ) .".encode()
    yield "a reifier", f"{text}{_NOTE}1 ~ st:x .".encode()


def _wrong(text: str) -> Iterator[Variant]:
    for day in DAYS:
        yield f"{day!r} for a day", made(text, _DAY, f'"{day}"^^xsd:date')
        told = made(text, '"2025-01-11"', f'"{day}"')
        yield f"{day!r} for the day of a document", told
    words = made(text, "There is nothing", "nothing " * (MANY // 8))
    yield "10 MB of words in a quote", words
    strange = made(text, "st:Direct", '"""' + "<a>" * DEEP + '"""^^rdf:XMLLiteral')
    yield "XML nested deep", f"@prefix rdf: <{_RDF}> .\n".encode() + strange
    for name in ("publisher outlet:sample-times", "polarity polarity:opposes"):
        others = (line for line in text.splitlines(keepends=True) if name not in line)
        yield f"no {name}", "".join(others).encode()
        yield f"{name} twice", made(text, name, f"{name} , <https://other.example/>")
    for name in ("st:holder actor:nobody", 'st:holder "words"', "st:hodler actor:anna-examplova"):
        yield name, made(text, "st:holder actor:anna-examplova", name)
    more = '\nactor:anna-examplova a st:Person ; st:country "XA" .\n'
    yield "a thing of another file too", f"{text}{more}".encode()
    yield "an id that is none", text.replace("document:2025-01-11-s", "document:Up-s").encode()
    yield (
        "an id that leads away",
        text.replace(
            "stance:anna-examplova-2025-01-10-dialogue", "<https://w3id.org/eurostance/stance/../x>"
        ).encode(),
    )


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _miscounted(text: str) -> Iterator[Variant]:
    for share in SHARES:
        told = made(text, _SHARE, f'confidence "{share}"^^xsd:decimal')
        yield f"a confidence of {share[:20]}", told
    for number in ("-1", "9" * 5_000, "1e400", "ten"):
        told = made(text, "st:start 10 ", f'st:start "{number}"^^xsd:integer ')
        yield f"a start of {number[:20]}", told
    yield "a start without measure", made(text, "st:start 10 ", "st:start 1e400 ")


def releases(world: Project) -> dict[str, bytes]:
    """The invented world, built, in each form of RDF by the ending of its name."""
    return {
        ending: b"".join(export_blocks(world, name, Selection(), None))
        for ending, (name, _) in FORMS.items()
    }


def bad_releases(sound: dict[str, bytes]) -> Iterator[Bad]:
    """Files of RDF that cannot be read, in every form."""
    for ending, content in sound.items():
        file, is_bad = f"old.{ending}", not_rdf(FORMS[ending][1])
        exactly = Tells.FILE if ending == "rdf" else Tells.LINE
        yield from bads(file, list(cuts(content, is_bad, 5)), exactly)
        yield from bads(file, flips(content, is_bad, 3), exactly)
        yield from bads(file, list(recoded(content, content.index(b"\n") + 1))[:4], Tells.FILE)
        yield from list(other_things(file, empty=False))[:3]
    for sort in (Sort.PIPE, Sort.LOOP, Sort.LOST):
        yield Bad(sort.value, "old.nq", sort=sort)
    yield from _bombs()


def _bombs() -> Iterator[Bad]:
    long = b'<http://a.example/a> <http://a.example/b> "' + b"x" * 17_000_000 + b'" .\n'
    for ending in ("nt", "nq", "trig"):
        yield Bad("a literal longer than the parser takes", f"old.{ending}", long)
        deep = "<a:a> <a:b> " + "<<( <a:a> <a:b> " * DEEP + '"1"' + " )>>" * DEEP + " ."
        yield Bad("terms in terms", f"old.{ending}", deep.encode())
    for depth in (6_000, DEEP):
        tree = '{"@id":"a:a","a:b":' * depth + "1" + "}" * depth
        yield Bad(f"{depth} things in things", "old.jsonld", tree.encode())
    lists = b'{"a:b":' + b"[" * DEEP + b"]" * DEEP + b"}"
    yield Bad("lists in lists", "old.jsonld", lists)
    nested = "<rdf:Description><a:b>" * DEEP + "</a:b></rdf:Description>" * DEEP
    yield Bad("things in things", "old.rdf", f"{_HEAD}{nested}</rdf:RDF>".encode())
    more = "".join(f'<!ENTITY e{n} "{10 * f"&e{n - 1};"}">' for n in range(1, 10))
    entities = f'<!ENTITY e0 "{"x" * 100}">{more}'
    for words in ("<!DOCTYPE", "<!doctype"):
        bomb = f"<?xml version='1.0'?>\n{words} rdf:RDF [{entities}]>\n{_HEAD[22:]}"
        told = "<rdf:Description rdf:about='a:a'><a:b>&e9;</a:b></rdf:Description></rdf:RDF>"
        fault = f"entities of entities in {words}"
        yield Bad(fault, "old.rdf", f"{bomb}{told}".encode(), Tells.LINE)
    away = _HEAD.replace("\n", "\n<!DOCTYPE rdf:RDF SYSTEM 'file:///etc/hostname'>\n")
    yield Bad("a document type elsewhere", "old.rdf", f"{away}</rdf:RDF>".encode(), Tells.LINE)
    context = b'{"@context":"https://nowhere.invalid/context","a:b":1}'
    yield Bad("a context elsewhere", "old.jsonld", context)


_HEAD = f"<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf='{_RDF}' xmlns:a='http://a.example/'>"
