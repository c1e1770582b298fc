"""Bad tables and rows, made of sound ones."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from kg.exports.dna_events import dna_events
from kg.exports.dna_file import dna_file
from tests.invented_debate import debate
from tests.trust.bad_input import (
    DEEP,
    MANY,
    Bad,
    Tells,
    Variant,
    bads,
    changed,
    cuts,
    flips,
    not_json_lines,
    not_utf8,
    other_things,
    recoded,
    rows_cut,
)

_U = "https://inventions.example/1"
TABLES = {
    "actors.csv": (
        b"id,name,type,country,aliases,wikidata,verified_in\n"
        b"xenia-inventova,Xenia Inventova,person,XA,,,\n"
        b'yuri-madeupov,"Yuri Madeupov",person,XB,"Madeupov|Y. Madeupov",,\n'
    ),
    "sources.csv": (
        "url,publisher,title,published,language\n"
        f"{_U},Invented Post,Inventova talks,2021-03-04,en\n"
    ).encode(),
    "stances.csv": (
        "id,holder_id,proposition,polarity,said_on,on_behalf_of,reacts_to,reason,"
        "quote,quote_lang,quote_en,paraphrase,source_url\n"
        "xenia-1,xenia-inventova,direct-dialogue-with-russia,favours,2021-03-04,,,no other way,"
        f"We must talk,en,,,{_U}\n"
        "xenia-2,xenia-inventova,sanctions-on-russia,mixed,2021-03,,,,"
        f'"We shall see, and wait",en,,she waits,{_U}\n'
    ).encode(),
}


def bad_tables() -> Iterator[Bad]:
    """A table of three is at fault, and nothing of all three may be imported."""
    stances, actors = TABLES["stances.csv"], TABLES["actors.csv"]
    text = stances.decode()
    yield from bads("stances.csv", rows_cut(stances), Tells.LINE)
    yield from bads("stances.csv", flips(stances, not_utf8, 10), Tells.LINE)
    yield from bads("actors.csv", rows_cut(actors, parts=10), Tells.LINE)
    yield from bads("actors.csv", recoded(actors, actors.index(b"Xenia")), Tells.LINE)
    yield from bads("stances.csv", _mistaken(text), Tells.LINE)
    yield from bads("actors.csv", _misnamed(actors.decode()), Tells.LINE)
    yield from other_things("actors.csv")


def _mistaken(text: str) -> Iterator[Variant]:
    yield from changed(
        text,
        (",favours,", ",sideways,"),
        (",2021-03-04,", ",2021-02-30,"),
        (",2021-03-04,", ",2021-13,"),
        (",2021-03-04,", ",0000,"),
        (",2021-03-04,", f",{'9' * 5_000},"),
        (_U, "https://inventions.example/2"),
        (",xenia-inventova,", ",nobody-at-all,"),
        (",direct-dialogue-with-russia,", ",no-such-thing,"),
        (",en,", ",no language,"),
        ("xenia-1,", "Xenia One,"),
        ("xenia-1,", "../xenia,"),
        ("xenia-1,", ","),
        ("xenia-1,", "xenia-2,"),
        ("We must talk", "word " * 40),
        ("We must talk", "x" * MANY),
        ("We must talk", '"We must talk'),
        ("We must talk", 'We "must" talk, "or not'),
        ("reason,", ""),
        ("reason,", "reason,reason,"),
        ("holder_id,", "holder,"),
        ("id,holder", "id;holder"),
    )
    yield "no row of names", text.partition("\n")[2].encode()
    yield "the row of names twice", f"{text.partition(chr(10))[0]}\n{text}".encode()


def _misnamed(text: str) -> Iterator[Variant]:
    yield from changed(
        text,
        (",person,", ",robot,"),
        ("Xenia Inventova,", ","),
        (",XA,", ",Russia,"),
        ("XA,,,", "XA,,x,"),
        ("Xenia Inventova", "Xеnia Inventova"),
        ("Xenia Inventova", "Xenia \u202eavotnevnI"),
        ("Xenia Inventova", "Xenia\u200bInventova"),
        ("id,name", "id,name,name"),
    )


EVENTS = dna_events(debate())


def bad_debates() -> Iterator[Bad]:
    """What DNA neither saves nor exports."""
    text = EVENTS.decode()
    yield from bads("a.csv", rows_cut(EVENTS, ";"), Tells.LINE)
    yield from bads("a.csv", flips(EVENTS, not_utf8, 8), Tells.LINE)
    yield from bads("a.csv", list(recoded(EVENTS, len(EVENTS) // 2))[2:5], Tells.LINE)
    pairs = (
        ("2021-03-04 00:00:00", "2021-02-30 00:00:00"),
        ("2021-03-04 00:00:00", "yesterday"),
        ("Anna", "x" * MANY),
    )
    yield from bads("a.csv", changed(text, *pairs), Tells.LINE)
    columns = (("statement_id", "person"), ("agreement", "disagreement"), ("time", "day"))
    yield from bads("a.csv", changed(text, *columns), Tells.FILE)
    whole = dna_file(debate())
    for part in range(1, 20):
        cut = whole[: len(whole) * part // 20]
        yield Bad(f"a database cut at {part}/20", "a.dna", cut)
    yield from bads("a.dna", _spoilt(whole), Tells.FILE)
    yield from other_things("a.dna")


def _spoilt(whole: bytes) -> Iterator[Variant]:
    for line in (
        "DROP TABLE DOCUMENTS",
        "DROP TABLE STATEMENTS",
        "UPDATE DOCUMENTS SET Date = 'soon'",
        "UPDATE DOCUMENTS SET Date = 99999999999999",
        "ALTER TABLE STATEMENTS RENAME COLUMN Start TO Beginning",
        "DELETE FROM VARIABLES",
    ):
        with sqlite3.connect(":memory:") as connection:
            connection.deserialize(whole)
            connection.execute(line)
            connection.commit()
            yield line, connection.serialize()


def bad_sheets(sheet: bytes) -> Iterator[Bad]:
    """A filled table of decisions, at fault, of which none may be taken."""
    text = sheet.decode()
    yield from bads("a.csv", rows_cut(sheet), Tells.LINE)
    yield from bads("a.csv", flips(sheet, not_utf8, 8), Tells.LINE)
    yield from bads("a.csv", list(recoded(sheet, sheet.index(b"accept")))[2:], Tells.LINE)
    pairs = (
        ("accept", "perhaps"), ("candidate", "candidates"), ("decision", "candidate"),
        ("interview", "nobody"), ("accept", '"accept'), ("accept", "accept,accept"),
        ("accept", "x" * MANY),
    )  # fmt: skip
    yield from bads("a.csv", changed(text, *pairs), Tells.LINE)
    yield Bad("each row twice", "a.csv", (text + text.partition("\n")[2]).encode(), Tells.LINE)
    yield from other_things("a.csv")


_TEXT = "Examplova wants direct talks with Russia.\n"
_GOLD = {
    "doc": "one", "holder": "anna-examplova", "proposition": "direct-dialogue-with-russia",
    "polarity": "favours", "said_on": "2025-02-03", "quote": "wants direct talks", "start": 10,
    "end": 28, "attribution": "reported", "sure": True,
}  # fmt: skip
_LISTED = {"doc": "one", "file": "one.txt", "published": "2025-02", "hard_negative": False}
GOLD = {
    "gold.jsonl": json.dumps(_GOLD).encode() + b"\n",
    "docs.jsonl": json.dumps(_LISTED).encode() + b"\n",
    "one.txt": _TEXT.encode(),
    "found.jsonl": json.dumps(_GOLD).encode() + b"\n",
}


def bad_gold() -> Iterator[Bad]:
    """Annotations, their list of texts, a text or findings, at fault."""
    for file in ("gold.jsonl", "found.jsonl", "docs.jsonl"):
        parts = 20 if file == "gold.jsonl" else 5
        yield from bads(file, cuts(GOLD[file], not_json_lines, parts), Tells.COLUMN)
        yield from bads(file, flips(GOLD[file], not_json_lines, 4), Tells.LINE)
        yield from other_things(file, empty=False)
    for name, value in (
        ("polarity", "sideways"), ("proposition", "no-such-thing"), ("said_on", "2025-02-30"),
        ("start", -1), ("start", 9), ("end", 10**400), ("start", 1.5), ("holder", ""),
        ("sure", "yes"), ("quote", "half \ud800"), ("doc", None), ("doc", 1),
    ):  # fmt: skip
        row = json.dumps({**_GOLD, name: value}).encode()
        yield Bad(f"{name} is {value!r:.20}", "gold.jsonl", row, Tells.COLUMN)
    for name, value in (
        ("file", "gone.txt"),
        ("file", "one\0.txt"),
        ("file", "."),
        ("published", ""),
    ):
        row = json.dumps({**_LISTED, name: value or "soon"}).encode()
        yield Bad(f"{name} is {value!r:.20}", "docs.jsonl", row, Tells.COLUMN)
    for fault, content in (
        ("lists in lists", b"[" * DEEP + b"]" * DEEP),
        ("objects in objects", b'{"doc":' * DEEP + b"1" + b"}" * DEEP),
        ("a number of 10,000 digits", b'{"start": ' + b"9" * 10_000 + b"}"),
        ("10 MB in one line", b'{"doc": "' + b"x" * MANY + b'"}'),
        ("each row twice", GOLD["docs.jsonl"] * 2),
    ):
        file = "docs.jsonl" if "twice" in fault else "gold.jsonl"
        yield Bad(fault, file, content, Tells.LINE)
    yield Bad("a text that is not UTF-8", "one.txt", _TEXT.encode("utf-16"), Tells.AMONG)
    for bad in other_things("one.txt", empty=False):
        if bad.fault != "an archive":
            yield replace(bad, tells=Tells.AMONG)
