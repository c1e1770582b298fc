from __future__ import annotations

import pytest

from kg.rdf.tokens import NOWHERE, find_longer, find_nameless, find_term

SOUND = (
    "# [ a comment ( with << signs _:x\n"
    '<http://a/#(x)> a_:b "[ << _:x \\" ~" , \'it (\' , """two\n'
    '[ " lines""" , x\\(y\\~z , ( ) .\n'
)


def test_signs_in_literals_addresses_and_comments_are_none() -> None:
    assert find_term(SOUND.encode()) is None
    assert find_nameless(SOUND.encode()) == NOWHERE


@pytest.mark.parametrize(
    ("sign", "is_term"),
    [("_:x", False), ("[ ]", False), ("( 1 )", False), ("{| a 1 |}", False), ("~", False),
     ("<<( a b c )>>", True), ("<< a b c >>", True)],
)  # fmt: skip
def test_the_first_sign_has_its_place(sign: str, is_term: bool) -> None:
    content = f"{SOUND}é b {sign} .\n{sign}".encode()
    assert find_nameless(content) == (4, 5)
    assert find_term(content) == ((4, 5) if is_term else None)


def test_what_is_long_has_its_place() -> None:
    content = b'<a:a> <a:b> "x" .\n<a:a> <a:b> """' + b"x\n" * 100 + b'""" .\n'
    assert find_longer(content, 150) == (2, 13)
    assert find_longer(content, 500) == NOWHERE


def test_what_is_as_long_as_may_be_is_not_longer() -> None:
    content = b'<a:a> <a:b> "xyz" .'
    assert find_longer(content, 5) == NOWHERE
    assert find_longer(content, 4) == (1, 1)
    assert find_longer(content[5:], 5) == NOWHERE
    assert find_longer(b'<a> <b> "xyz" .', 4) == (1, 9)


def test_places_in_texts_that_begin_with_a_line_end_or_are_no_utf8() -> None:
    assert find_term(b"\n<< a b c >>") == (2, 1)
    assert find_term(b"\n\n <<") == (3, 2)
    assert find_term(b"\xff\xff <<") == (1, 4)


@pytest.mark.parametrize("unit", ['"', '"""', "'", "'''", "<", '"\\', '""" '])
def test_a_text_that_never_closes_is_looked_through_once(unit: str) -> None:
    content = unit.encode() * (2_000_000 // len(unit))
    find_nameless(content)
    find_term(content)
