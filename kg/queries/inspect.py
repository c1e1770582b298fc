"""What a query from outside may not do, seen in its text before it runs."""

from __future__ import annotations

import re
from functools import partial
from itertools import count
from pathlib import Path

from pyoxigraph import Store

from kg.errors import InputError, Problem
from kg.rdf.terms import BASE, PREFIXES

DEEPEST = 100
"""How deep brackets may be nested; the engine's parser recurses, and ends the process at some
thousands."""

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
# A word without a vowel: neither is it a keyword, nor does one begin with it.
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_SERVICE_WORD = re.compile(r"\bservice\b", re.IGNORECASE)
_FROM_WORD = re.compile(r"\bfrom\b", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")
_BRACKET = re.compile(r"[(\[)\]]")
_TOKEN = re.compile(
    r"""
    "{3}(?>(?:[^"\\]++|\\.|"(?!""))*)(?:"{3}|\\?\Z)
    | '{3}(?>(?:[^'\\]++|\\.|'(?!''))*)(?:'{3}|\\?\Z)
    | "(?>(?:[^"\\\n]++|\\.)*)(?:"|(?=\n)|\\?\Z) | '(?>(?:[^'\\\n]++|\\.)*)(?:'|(?=\n)|\\?\Z)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | \#[^\r\n]*
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | [?$]\w+ | @[A-Za-z-]+
    | _:\w[\w.-]* | (?:[^\W\d_][\w.-]*+)?:(?:[\w:%\\][\w.:%\\-]*)?
    | (?P<word>[^\W\d_][\w.-]*+)
    """,
    re.VERBOSE | re.DOTALL,
)
"""A run of letters that is no name is one token, whatever stands in it: to look for the end of a
name from each of its letters would take for ever."""


def refuse_dangerous(text: str, path: Path) -> None:
    """Raise InputError, with line and column, on SERVICE and on deep nesting."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(path, text, token.start())
        elif token["close"]:
            depth -= 1
        elif token["iri"]:
            depth += _left_open(token, depth, path, text)
        elif token["word"] and (found := _SERVICE_WORD.search(token["word"])):
            place = token.start() + found.start()
            raise _refused(path, text, place, "SERVICE is refused: queries stay local")


def _left_open(token: re.Match[str], depth: int, path: Path, text: str) -> int:
    """How many brackets stay open in what reads like an IRI: ``1<((2))`` compares numbers.

    Fewer than none count as none: in an IRI a bracket closes nothing.
    """
    inside = 0
    for bracket in _BRACKET.finditer(token["iri"]):
        inside += 1 if bracket[0] in "([" else -1
        if depth + inside > DEEPEST:
            raise _too_deep(path, text, token.start() + bracket.start())
    return max(inside, 0)


def refuse_service(text: str, path: Path) -> None:
    """Raise InputError on a SERVICE that a look at the text cannot see, as in ``?o.SERVICE:x{}``.

    The engine itself decides: with a meaningless word for every SERVICE, a query that has it as a
    keyword is no query any more, while strings, comments and names stay what they were.
    """
    found = _SERVICE.search(text)
    if found is None:
        return
    word = _word_not_in(text)
    try:
        Store().query(
            _SERVICE.sub(lambda service: _in_the_case_of(service[0], word), text),
            base_iri=BASE,
            prefixes=PREFIXES,
        )
    except SyntaxError:
        message = "SERVICE is refused, and without it the query is not valid SPARQL"
        raise _refused(path, text, found.start(), message) from None


def refuse_service_elsewhere(text: str, path: Path) -> None:
    r"""Raise InputError on a SERVICE that another engine would see, as in ``# \u000a SERVICE``.

    To ours an escape is one in strings, names and IRIs alone; by SPARQL 1.1, section 19.2, it
    stands for its character wherever it is, so that it may end a comment or a string.
    """
    unescaped = _CODE_POINT.sub(lambda code: chr(int(code[1] or code[2], 16)), text)
    if unescaped != text:
        # Half a surrogate pair is no text that the engine takes; it may stand for nothing.
        told = unescaped.encode("utf-8", "replace").decode()
        refuse_dangerous(told, path)
        refuse_service(told, path)


def _word_not_in(text: str) -> str:
    """A word as long as SERVICE that stands nowhere in a text, in no case.

    A name of the text is then declared with the word in it only if it was declared before.
    """
    import hashlib  # hardly any query has the word

    lowered = text.lower()
    seed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return next(word for word in map(partial(_word, seed), count()) if word not in lowered)


def _word(seed: bytes, number: int) -> str:
    import hashlib  # hardly any query has the word

    digest = hashlib.sha256(seed + number.to_bytes(8, "big")).digest()
    return "".join(_CONSONANTS[byte % len(_CONSONANTS)] for byte in digest[: len("service")])


def _in_the_case_of(service: str, word: str) -> str:
    """The word with a capital where ``service`` has one: names that differ stay different."""
    return "".join(
        letter.upper() if like.isupper() else letter
        for letter, like in zip(word, service, strict=True)
    )


def missing_bracket(text: str) -> str:
    """The bracket that has to come next of all brackets; empty where none is open.

    Empty too where they do not match, as what is missing is uncertain then.
    """
    wanted: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["open"]:
            wanted.append(_CLOSES[token["open"]])
        elif token["close"] and (not wanted or wanted.pop() != token["close"]):
            return ""
    return wanted[-1] if wanted else ""


def names_dataset(text: str) -> bool:
    """Whether a query names a dataset of its own, by FROM."""
    words = (token["word"] for token in _TOKEN.finditer(text))
    return any(word and _FROM_WORD.search(word) for word in words)


def _too_deep(path: Path, text: str, at: int) -> InputError:
    return _refused(path, text, at, f"nested deeper than {DEEPEST} brackets")


def _refused(path: Path, text: str, at: int, message: str) -> InputError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return InputError(f"{path}: refused", problems=[Problem(path, line, column, message)])
