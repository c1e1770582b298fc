"""Files of strangers that ask for other files, are nested deep, or hold what has no end."""

from __future__ import annotations

import json

BASE = "https://w3id.org/eurostance/"
_XML = '<?xml version="1.0"?>'
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:"'


def fetching(trap: str, secret: str) -> dict[str, str]:
    """RDF by file name that names a server or a file to be read along."""
    files = {}
    for name, place in (("web", f"{trap}context"), ("disk", f"file://{secret}")):
        quoted = json.dumps(place)
        files |= {
            f"context-{name}.jsonld": f'{{"@context": {quoted}, "@id": "urn:a", "b": "c"}}',
            f"import-{name}.jsonld": f'{{"@context": {{"@version": 1.1, "@import": {quoted}}}}}',
            f"contexts-{name}.jsonld": f'[{{"@context": [{{}}, {quoted}], "urn:a": {{}}}}]',
            f"scoped-{name}.jsonld": '{"@context": {"a": {"@id": "urn:a", "@context": '
            f'{quoted}}}}}, "a": {{"b": 1}}}}',
            f"external-{name}.rdf": f"{_XML}<!DOCTYPE r SYSTEM {quoted}><rdf:RDF {_RDF}/>",
            f"entity-{name}.rdf": f"{_XML}<!DOCTYPE r [<!ENTITY e SYSTEM {quoted}>]>"
            f'<rdf:RDF {_RDF}><rdf:Description rdf:about="urn:a"><x:b>&e;</x:b>'
            "</rdf:Description></rdf:RDF>",
            f"parameter-{name}.rdf": f"{_XML}<!DOCTYPE r [<!ENTITY % e SYSTEM {quoted}> %e;]>"
            f"<rdf:RDF {_RDF}/>",
            f"include-{name}.rdf": f'{_XML}<rdf:RDF {_RDF} xmlns:xi="http://www.w3.org/2001/XInclude">'
            f'<xi:include href={quoted} parse="text"/></rdf:RDF>',
            f"base-{name}.ttl": f"@base <{place}> . <> <#a> <b> .",
        }
    return files


def imports(trap: str, secret: str) -> str:
    """Seeds of which engines of SHACL and OWL are said to load what they name."""
    return f"""\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<{BASE}actor/anna-examplova> owl:imports <{trap}ontology.ttl> , <file://{secret}> ;
    sh:shapesGraph <{trap}shapes.ttl> ; sh:suggestedShapesGraph <{trap}suggested.ttl> .
<{trap}shape> a sh:NodeShape ; sh:targetClass <{BASE}ns#Person> ;
    sh:js <{trap}js> ; sh:sparql <{trap}sparql> .
<{trap}js> sh:jsLibrary <{trap}library> ; sh:jsFunctionName "f" .
<{trap}library> sh:jsLibraryURL "{trap}library.js" .
<{trap}sparql> sh:select "SELECT $this {{ SERVICE <{trap}> {{ ?s ?p ?o }} }}" .
"""


def nested(deep: int) -> dict[str, str]:
    """By file name what is nested deep, or never closed, in each language that is read."""
    tags = deep // 2
    return {
        "lists.ttl": f"<urn:a> <urn:b> {'(' * deep}{')' * deep} .",
        "nodes.ttl": f"<urn:a> <urn:b> {'[ <urn:b> ' * deep}{']' * deep} .",
        "open.ttl": f"<urn:a> <urn:b> {'[ <urn:b> ' * deep}",
        "quoted.ttl": f"{'<< ' * deep}<urn:a> <urn:b> <urn:c>{' >> <urn:b> <urn:c>' * deep} .",
        "terms.ttl": f"<urn:a> <urn:b> {'<<( <urn:a> <urn:b> ' * deep}<urn:c>{' )>>' * deep} .",
        "notes.ttl": f"<urn:a> <urn:b> <urn:c> {'{| <urn:b> <urn:c> ' * deep}{'|}' * deep} .",
        "terms.nt": f"<urn:a> <urn:b> {'<<( <urn:a> <urn:b> ' * deep}<urn:c>{' )>>' * deep} .",
        "terms.nq": f"<urn:a> <urn:b> {'<<( <urn:a> <urn:b> ' * deep}<urn:c>{' )>>' * deep} .",
        "graphs.trig": f"<urn:g> {{ <urn:a> <urn:b> {'(' * deep}{')' * deep} }}",
        "braces.trig": "{" * deep,
        "arrays.jsonld": f'{{"@graph": {"[" * deep}{"]" * deep}}}',
        "objects.jsonld": '{"urn:a":' * deep + "1" + "}" * deep,
        "contexts.jsonld": '{"@context":' * deep + "{}" + "}" * deep,
        "open.jsonld": "[" * deep,
        "elements.rdf": f"{_XML}<rdf:RDF {_RDF}>{'<x:a>' * tags}{'</x:a>' * tags}</rdf:RDF>",
        "literals.rdf": f'{_XML}<rdf:RDF {_RDF}><x:A><x:b rdf:parseType="Literal">'
        f"{'<i>' * tags}{'</i>' * tags}</x:b></x:A></rdf:RDF>",
        "laughs.rdf": f"{_XML}<!DOCTYPE r [<!ENTITY e0 'ha'>"
        + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 30}'>" for n in range(1, 9))
        + f"]><rdf:RDF {_RDF}><x:A><x:b>&e8;</x:b></x:A></rdf:RDF>",
        "page.html": f"<html><body>{'<div>' * tags}words{'</div>' * tags}",
        "table.html": f"<html><body>{'<table><tr><td>' * (tags // 4)}words",
        "feed.xml": f'{_XML}<rss version="2.0"><channel>{"<item>" * tags}</channel></rss>',
        "lines.jsonl": "[" * deep + "\n",
        "inner.jsonl": f'{{"text": "We must talk.", "x": {"[" * deep}{"]" * deep}}}\n',
    }


def endless() -> dict[str, str]:
    """By file name seeds that hold more than anything true needs."""
    head = f"@prefix st: <{BASE}ns#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    thing = f"{head}<{BASE}evidence/x> a st:Evidence ; "
    digits = "9" * 5_000
    return {
        "quote.ttl": f'{thing}st:quote "{"a" * 3_000}"@en .',
        "words.ttl": f'{thing}st:quote "{"a " * 30_000}"@en .',
        "literal.ttl": f'{thing}st:paraphrase "{"a" * (17 << 20)}"@en .',
        "integer.ttl": f"{thing}st:confidence {digits} .",
        "decimal.ttl": f"{thing}st:confidence 0.{digits} .",
        "exponent.ttl": f"{thing}st:confidence 1e{digits} .",
        "typed.ttl": f'{thing}st:confidence "{digits}"^^xsd:integer .',
        "year.ttl": f'{head}<{BASE}event/x> a st:Event ; st:date "{digits}-01-01"^^xsd:date .',
        "offset.ttl": f'{thing}st:start "-{digits}"^^xsd:integer .',
        "address.ttl": f"{thing}st:document <{BASE}document/{'x' * (1 << 20)}> .",
        "language.ttl": f'{thing}st:quote "We agree."@{"-".join(["abcdefgh"] * 20_000)} .',
        "prefixes.ttl": "".join(f"@prefix p{n}: <urn:{n}:> .\n" for n in range(100_000)),
    }
