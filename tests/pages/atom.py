"""What RFC 4287 asks of a feed, as far as ours go: a grammar in RELAX NG and rules by hand."""

from __future__ import annotations

import re

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_LINK = """
<zeroOrMore xmlns="http://relaxng.org/ns/structure/1.0"><element name="link">
<attribute name="rel"/><attribute name="href"/>
<optional><attribute name="type"/></optional><empty/></element></zeroOrMore>
"""
_GRAMMAR = f"""
<element name="feed" ns="http://www.w3.org/2005/Atom" xmlns="http://relaxng.org/ns/structure/1.0">
<attribute name="lang" ns="http://www.w3.org/XML/1998/namespace"/>
<element name="id"><text/></element><element name="title"><text/></element>
<element name="subtitle"><text/></element><element name="updated"><text/></element>
<oneOrMore><element name="author"><element name="name"><text/></element></element></oneOrMore>
<element name="rights"><text/></element>
{_LINK}
<zeroOrMore><element name="entry">
<element name="id"><text/></element><element name="title"><text/></element>
<element name="updated"><text/></element>
{_LINK}
<element name="content"><attribute name="type"><value>xhtml</value></attribute>
<element name="div" ns="http://www.w3.org/1999/xhtml">
<zeroOrMore><choice>
<element name="p"><mixed><optional><element name="a"><attribute name="href"/><text/></element>
</optional></mixed></element>
<element name="blockquote">
<optional><attribute name="lang" ns="http://www.w3.org/XML/1998/namespace"/></optional>
<element name="p"><text/></element></element>
</choice></zeroOrMore>
</element></element>
</element></zeroOrMore>
</element>
"""


def checked(feed: bytes) -> etree._Element:
    """The feed, after it was held against the grammar and the rules that none can express."""
    root = etree.fromstring(feed)
    etree.RelaxNG(etree.fromstring(_GRAMMAR)).assertValid(root)
    entries = root.findall(f"{ATOM}entry")
    ids = [root.findtext(f"{ATOM}id"), *(one.findtext(f"{ATOM}id") for one in entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://w3id.org/eurostance/") for one in ids)
    for one in (root, *entries):
        assert _MOMENT.fullmatch(one.findtext(f"{ATOM}updated"))
        links = [(link.get("rel"), link.get("type")) for link in one.findall(f"{ATOM}link")]
        assert ("alternate", "text/html") in links
        assert len(set(links)) == len(links)
    assert "self" in [link.get("rel") for link in root.findall(f"{ATOM}link")]
    return root
