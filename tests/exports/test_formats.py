from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from kg.build.build import build
from kg.build.sources import Source, Tree
from kg.errors import StoreMissing, UsageError
from kg.exports import rdf
from kg.exports.formats import FORMATS, export_blocks, export_tables
from kg.exports.jsonld import jsonld
from kg.exports.select import Selection
from kg.model.documents import Text
from kg.model.stances import Status
from kg.project import Project
from kg.queries.narrowed import parse_status
from kg.rdf.codec import encode, iri
from kg.rdf.runs import in_order
from kg.rdf.terms import DCT, PREFIXES, RDF, SCHEMA, ST, compact, mint
from kg.rdf.turtle import write_turtle
from kg.store.graphs import GRAPHS
from tests.invented import (
    ANNA,
    MARCH,
    MAY,
    OTHER,
    REGISTRY,
    ROOT,
    RUN,
    UNDATED,
    candidate,
    copy_world,
    evidence,
    new_project,
    stance,
)

ALL = Selection()
RDF_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
"""Those that hold every triple."""
LOADED = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "trig": (RdfFormat.TRIG, "trig"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}


def exported(
    project: Project, form: str, selection: Selection = ALL, graph: str | None = None
) -> bytes:
    return b"".join(export_blocks(project, form, selection, graph))


def tabled(project: Project, selection: Selection) -> dict[str, bytes]:
    return {name: b"".join(blocks) for name, blocks in export_tables(project, selection)}


@pytest.fixture(scope="module")
def built(world: Project, world_store: Path) -> Project:
    return world


@pytest.fixture(scope="module")
def known(world_reader: Store) -> set[Quad]:
    """All that the store holds but the hash of its input, which is not for others."""
    return {quad for quad in world_reader if quad.predicate != ST.inputHash}


def by_engine(content: bytes, form: str) -> set[Quad]:
    return set(pyoxigraph.parse(content, format=LOADED[form][0]))


def _term(node: rdflib.term.Node) -> Any:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    assert isinstance(node, rdflib.Literal), node
    if node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    kind = NamedNode(str(node.datatype)) if node.datatype else None
    return pyoxigraph.Literal(str(node), datatype=kind)


def by_rdflib(content: bytes, form: str) -> set[Triple]:
    """What rdflib's own parsers read, in any graph."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=content, format=LOADED[form][1])
    return {Triple(_term(s), _term(p), _term(o)) for s, p, o in dataset.triples((None, None, None))}


@pytest.fixture(autouse=True)
def keep_lexical_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_every_format_holds_the_same(form: str, built: Project, known: set[Quad]) -> None:
    content = exported(built, form)
    quads, default = by_engine(content, form), DefaultGraph()
    if form in ("trig", "nquads"):
        assert quads == known
    else:
        assert quads == {quad for quad in known if quad.graph_name == default}
    assert by_rdflib(content, form) == {quad.triple for quad in quads}


@pytest.mark.parametrize("form", RDF_FORMATS)
@pytest.mark.parametrize("graph", GRAPHS)
def test_one_graph_alone(form: str, graph: str, built: Project, known: set[Quad]) -> None:
    wanted = {
        quad.triple
        for quad in known
        if (
            compact(quad.graph_name)
            if isinstance(quad.graph_name, NamedNode)
            else "graph:published"
        )
        == f"graph:{graph}"
    }
    found = by_engine(exported(built, form, graph=graph), form)
    assert {quad.triple for quad in found} == wanted != set()


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_an_unknown_graph_is_refused(form: str, built: Project) -> None:
    with pytest.raises(UsageError, match="no graph 'candidate'") as caught:
        exported(built, form, graph="candidate")
    assert "candidates" in str(caught.value.hint)


def test_without_a_store_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        exported(Project(ROOT, tmp_path / "none"), "turtle")


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_a_selection_that_leaves_all_is_the_whole(form: str, built: Project) -> None:
    everything = Selection(as_of=date(9999, 12, 31), status=frozenset(Status))
    whole, chosen = (by_engine(exported(built, form, s), form) for s in (ALL, everything))
    assert chosen == whole
    assert [q for q in chosen if q.predicate == DCT.isReplacedBy]


# The same bytes, however often, in whatever process, from whatever build.


@pytest.fixture(scope="module")
def shuffled(world: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The world built from its files in another order, with its database written twice."""
    other = Project(world.root, tmp_path_factory.mktemp("shuffled") / "store")
    original = Tree.sources

    def in_disorder(tree: Tree) -> list[Source]:
        files = original(tree)
        asked.append(random.Random(1).sample(files, len(files)))
        assert asked[-1] != files
        return asked[-1]

    asked: list[list[Source]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tree, "sources", in_disorder)
        build(other)
        build(other, anew=True)
    assert len(asked) >= 2
    return other


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_the_same_bytes_from_another_build(form: str, built: Project, shuffled: Project) -> None:
    assert exported(built, form) == exported(built, form) == exported(shuffled, form)


def test_the_same_tables_from_another_build(built: Project, shuffled: Project) -> None:
    assert tabled(built, ALL) == tabled(shuffled, ALL)


_SCRIPT = """
import hashlib, sys
from datetime import date
from functools import partial
from pathlib import Path
from kg.exports.formats import FORMATS, export_blocks, export_tables
from kg.exports.select import Selection
from kg.project import Project
project = Project(Path(sys.argv[1]), Path(sys.argv[2]))
for selection in (Selection(), Selection(as_of=date(2025, 6, 30))):
    for form in FORMATS:
        if form != "csv":
            content = b"".join(export_blocks(project, form, selection, None))
            print(form, hashlib.sha256(content).hexdigest())
    written = [(name, *blocks) for name, blocks in export_tables(project, selection)]
    print(hashlib.sha256(repr(written).encode()).hexdigest())
"""


def test_the_same_bytes_whatever_the_hash_seed(built: Project) -> None:
    outputs = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(built.root), str(built.store)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().split("\n")) == 2 * len(FORMATS) + 1


# The details of each format.


def test_turtle_is_the_canonical_one(built: Project, known: set[Quad]) -> None:
    default = [quad.triple for quad in known if isinstance(quad.graph_name, DefaultGraph)]
    assert exported(built, "turtle") == write_turtle(default)


def _jsonld(triples: Iterable[Triple]) -> Iterable[bytes]:
    return jsonld(triples, ROOT / "ontology" / "context.jsonld")


@pytest.mark.parametrize("form", ["nquads", "ntriples"])
def test_lines_stand_once_each(form: str, built: Project) -> None:
    lines = exported(built, form).decode().split("\n")
    assert lines.pop() == ""
    assert len(set(lines)) == len(lines)
    assert all(line.endswith(" .") for line in lines)


@pytest.mark.parametrize("form", [*RDF_FORMATS, "csv"])
def test_the_same_bytes_where_memory_is_short(
    form: str, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def content() -> list[bytes]:
        return list(tabled(built, ALL).values()) if form == "csv" else [exported(built, form)]

    wanted = content()
    for module in ("kg.rdf.ordered", "kg.exports.jsonld", "kg.exports.tables"):
        little = partial(in_order, held=20_000)
        monkeypatch.setattr(f"{module}.in_order", lambda lists, little=little, **_: little(lists))
    monkeypatch.setattr("kg.rdf.ordered._BATCH", 50)
    monkeypatch.setattr("kg.rdf.runs._READ_AHEAD", 1)
    monkeypatch.setattr("kg.rdf.runs._SMALLEST_READ", 300)
    for spooling in ("kg.rdf.turtle", "kg.exports.rdf"):
        monkeypatch.setattr(f"{spooling}._SPOOLED", 1000)
    assert content() == wanted


@pytest.mark.parametrize(
    "write", [rdf.turtle, rdf.rdfxml, _jsonld], ids=lambda write: write.__name__
)
def test_the_bytes_do_not_depend_on_the_order_of_the_triples(
    write: Callable[[Iterable[Triple]], Iterable[bytes]], known: set[Quad]
) -> None:
    triples = sorted({quad.triple for quad in known}, key=str)
    wanted = b"".join(write(triples))
    for seed in (1, 2):
        random.Random(seed).shuffle(triples)
        assert b"".join(write([*triples, *triples[:9]])) == wanted


def test_trig_names_each_graph_once_after_the_published_one(built: Project) -> None:
    text = exported(built, "trig").decode()
    heads = [line for line in text.split("\n") if line.endswith("> {")]
    wanted = [name for name in GRAPHS if name != "published"]
    assert heads == [f"<{PREFIXES['graph']}{name}> {{" for name in wanted]
    assert text.startswith("@prefix ")


def test_hostile_words_survive_every_format(tmp_path: Path) -> None:
    words = "a\u2028b \"c\" \\ \t\n} graph:x { '''<&>]]> @prefix x: <y> . \U0001f600"
    said = evidence("one", quote=Text(words, "en"), paraphrase=Text("\n\n" + words, "de"))
    project = new_project(tmp_path, (*REGISTRY, stance("one"), said, RUN, candidate("c", "0.1")))
    build(project)
    wanted = set(encode(said))
    for form in RDF_FORMATS:
        content = exported(project, form)
        assert wanted <= {quad.triple for quad in by_engine(content, form)}, form
        assert wanted <= by_rdflib(content, form), form
    rows = list(csv.DictReader(io.StringIO(tabled(project, ALL)["evidence"].decode())))
    assert rows[0]["quote"] == words


def test_jsonld_is_flat_sorted_and_carries_its_context(built: Project) -> None:
    document = json.loads(exported(built, "jsonld"))
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == context["@context"]
    names = [thing["id"] for thing in document["@graph"]]
    assert names == sorted(names)
    assert len(names) == len(set(names))
    things = {thing["id"]: thing for thing in document["@graph"]}
    anna = things["actor:anna-examplova"]
    assert anna["type"] == ["st:Actor", "st:Person"]
    assert anna["label"] == {"@language": "en", "@value": "Anna Examplova"}
    said = next(t for t in document["@graph"] if t.get("type") == "st:Stance" and "earliest" in t)
    assert isinstance(said["holder"], str)
    assert said["holder"].startswith("actor:")
    assert date.fromisoformat(said["earliest"])


def test_jsonld_of_few_things_is_a_list_too(tmp_path: Path) -> None:
    project = new_project(tmp_path, (ANNA, RUN))
    build(project)
    document = json.loads(exported(project, "jsonld", graph="reviews"))
    assert document["@graph"] == []


# CSV.


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_tables_have_a_row_for_each_thing(built: Project, known: set[Quad]) -> None:
    tables = {name: parsed(content) for name, content in tabled(built, ALL).items()}
    kinds = {
        "tenures": ST.Tenure,
        "events": ST.Event,
        "outlets": ST.Outlet,
        "documents": ST.Document,
        "themes": ST.Theme,
        "propositions": ST.Proposition,
        "stances": ST.Stance,
        "evidence": ST.Evidence,
        "shifts": ST.Shift,
        "actors": ST.Actor,
    }
    assert set(tables) == set(kinds)
    for name, kind in kinds.items():
        things = {
            q.subject
            for q in known
            if (q.predicate, q.object, q.graph_name) == (RDF.type, kind, DefaultGraph())
        }
        ids = [row["id"] for row in tables[name]]
        assert ids == sorted(ids)
        assert len(ids) == len(things) > 0, name
        assert all(None not in row and None not in row.values() for row in tables[name]), name


def test_tables_join_by_ids(built: Project) -> None:
    tables = {name: parsed(content) for name, content in tabled(built, ALL).items()}
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for row in tables["stances"]:
        assert row["holder"] in ids["actors"]
        assert row["proposition"] in ids["propositions"]
        assert row["status"] in {"Curated", "Accepted", "Extracted"}
    for row in tables["evidence"]:
        assert row["stance"] in ids["stances"]
        assert row["document"] in ids["documents"]
        assert row["origin"] in {"Curated", "Extracted"}
        assert bool(row["quote"]) == (row["wording"] == "ExactWords") == bool(row["quote_language"])
    for row in tables["shifts"]:
        assert {row["before"], row["after"]} <= ids["stances"]


def test_a_table_tells_a_record_whole(tmp_path: Path) -> None:
    said = stance(
        "one", said_on="2021-03", on_behalf_of="exampleland", reason=Text("why, so", "en")
    )
    project = new_project(tmp_path, (*REGISTRY, said, evidence("one", MAY)))
    build(project)
    tables = {name: parsed(content) for name, content in tabled(project, ALL).items()}
    (row,) = tables["stances"]
    assert row == {
        "id": "one",
        "holder": "anna-examplova",
        "proposition": "direct-dialogue-with-russia",
        "polarity": "favours",
        "said_on": "2021-03",
        "on_behalf_of": "exampleland",
        "reacts_to": "",
        "reason": "why, so",
        "reason_language": "en",
        "condition": "",
        "condition_language": "",
        "status": "Curated",
        "earliest": "2021-03-01",
        "latest": "2021-03-31",
        "dating": "",
    }
    (event,) = tables["events"]
    assert (event["participants"], event["kind"]) == ("exampleland", "summit")
    documents = {row["id"]: row for row in tables["documents"]}
    assert documents[MARCH.id]["reprint"] == "false"


def test_the_columns_do_not_depend_on_the_rows(tmp_path: Path) -> None:
    one = new_project(tmp_path / "a", (*REGISTRY, stance("one"), evidence("one")))
    two = new_project(
        tmp_path / "b",
        (
            *REGISTRY,
            stance("one", reason=Text("why", "en")),
            evidence("one", paraphrase=Text("p", "en")),
        ),
    )
    heads = []
    for project in (one, two):
        build(project)
        tables = tabled(project, ALL)
        heads.append({name: table.split(b"\n", 1)[0] for name, table in tables.items()})
    assert heads[0] == heads[1]


# As of a day; of a status.


@pytest.fixture(scope="module")
def turning(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An actor who turns twice, reacts to herself, and is heard once without a date."""
    records = (
        *REGISTRY,
        stance("early", "favours", "2021-01"),
        evidence("early"),
        stance("turned", "opposes", "2021-03-04", reacts_to="stance/early"),
        evidence("turned"),
        stance("again", "favours", "2021-05-06", reacts_to="stance/turned"),
        evidence("again", MAY),
        stance("undated", "favours", None, proposition=OTHER),
        evidence("undated", MAY),
        stance("nowhen", "opposes", None, proposition=OTHER),
        evidence("nowhen", UNDATED),
        RUN,
        candidate("machine", "0.95", "opposes", "2021-03-05", proposition=OTHER, document=MAY),
    )
    project = new_project(tmp_path_factory.mktemp("turning"), records)
    build(project)
    return project


def state(project: Project, selection: Selection) -> set[Triple]:
    return {quad.triple for quad in by_engine(exported(project, "ntriples", selection), "ntriples")}


def of_class(triples: set[Triple], kind: NamedNode) -> list[str]:
    found = (t.subject for t in triples if (t.predicate, t.object) == (RDF.type, kind))
    return sorted(compact(subject).partition(":")[2] for subject in found)


ANY = ["again", "early", "machine", "nowhen", "turned", "undated"]


@pytest.mark.parametrize(
    ("as_of", "stances", "shifts", "shortcuts"),
    [
        ("2020-12-31", [], [], set()),
        # January is over on its last day only.
        ("2021-01-30", [], [], set()),
        ("2021-01-31", ["early"], [], {"favours direct-dialogue-with-russia"}),
        ("2021-03-03", ["early"], [], {"favours direct-dialogue-with-russia"}),
        (
            "2021-03-04",
            ["early", "turned"],
            ["2021-03-04"],
            {"opposes direct-dialogue-with-russia"},
        ),
        (
            "2021-05-05",
            ["early", "machine", "turned"],
            ["2021-03-04"],
            {"opposes direct-dialogue-with-russia", "opposes sanctions-on-russia"},
        ),
        (
            "2021-05-06",
            ["again", "early", "machine", "turned", "undated"],
            ["2021-03-04", "2021-05-06"],
            {"favours direct-dialogue-with-russia", "favours sanctions-on-russia"},
        ),
    ],
)
def test_as_of_a_day_only_what_was_said_by_then_counts(
    turning: Project, as_of: str, stances: list[str], shifts: list[str], shortcuts: set[str]
) -> None:
    triples = state(turning, Selection(as_of=date.fromisoformat(as_of)))
    assert of_class(triples, ST.Stance) == stances
    assert [name[-10:] for name in of_class(triples, ST.Shift)] == shifts
    direct = {
        f"{compact(t.predicate)[3:]} {compact(t.object).partition(':')[2]}"
        for t in triples
        if t.predicate in (ST.favours, ST.opposes, ST.isMixedOn)
    }
    assert direct == shortcuts


@pytest.mark.parametrize("as_of", ["2021-01-30", "2021-03-03", "2021-03-04", "2021-05-05"])
def test_no_reference_to_what_is_left_out(turning: Project, as_of: str) -> None:
    triples = state(turning, Selection(as_of=date.fromisoformat(as_of)))
    described = {t.subject for t in triples}
    spaces = tuple(PREFIXES[space] for space in ("stance", "evidence", "shift"))
    for triple in triples:
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(spaces):
            assert triple.object in described, triple
    assert len(of_class(triples, ST.Evidence)) == len(of_class(triples, ST.Stance))


@pytest.mark.parametrize("as_of", ["2021-03-04", "2021-05-05"])
def test_a_state_is_what_a_build_of_it_would_have_published(
    turning: Project, tmp_path: Path, as_of: str
) -> None:
    day = date.fromisoformat(as_of)
    triples = state(turning, Selection(as_of=day))
    early = new_project(
        tmp_path,
        (
            *REGISTRY,
            stance("early", "favours", "2021-01"),
            evidence("early"),
            stance("turned", "opposes", "2021-03-04", reacts_to="stance/early"),
            evidence("turned"),
            *(
                (
                    RUN,
                    candidate(
                        "machine", "0.95", "opposes", "2021-03-05", proposition=OTHER, document=MAY
                    ),
                )
                if as_of > "2021-03-04"
                else (RUN,)
            ),
        ),
    )
    build(early)
    assert triples == state(early, ALL)


@pytest.mark.parametrize(
    ("status", "stances"),
    [
        (["curated"], [name for name in ANY if name != "machine"]),
        (["extracted"], ["machine"]),
        (["accepted"], []),
        (["curated", "extracted"], ANY),
    ],
)
def test_stances_of_a_status(turning: Project, status: list[str], stances: list[str]) -> None:
    triples = state(turning, Selection(status=parse_status(status)))
    assert of_class(triples, ST.Stance) == stances
    assert {
        compact(t.object).partition(":")[2] for t in triples if t.predicate == ST.supports
    } == set(stances)


def test_status_and_day_together(turning: Project) -> None:
    selection = Selection(date(2021, 5, 5), parse_status(["extracted"]))
    triples = state(turning, selection)
    assert of_class(triples, ST.Stance) == ["machine"]
    assert Triple(iri(ANNA), ST.opposes, mint("proposition", OTHER)) in triples
    assert not [t for t in triples if t.predicate == ST.favours]


@pytest.mark.parametrize("name", ["rejected", "Rejected", "any", ""])
def test_an_unknown_status_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no status"):
        parse_status([name])


def test_the_registry_stays_whole_on_any_day(turning: Project) -> None:
    triples = state(turning, Selection(as_of=date(1900, 1, 1)))
    for record in REGISTRY:
        assert set(encode(record)) <= triples
    assert [t for t in triples if t.predicate == SCHEMA.headline]


def test_tables_follow_the_selection(turning: Project) -> None:
    tables = tabled(turning, Selection(as_of=date(2021, 3, 4)))
    assert [row["id"] for row in parsed(tables["stances"])] == ["early", "turned"]
    assert len(parsed(tables["evidence"])) == 2
    assert len(parsed(tables["actors"])) == 3
    assert [row["before"] for row in parsed(tables["shifts"])] == ["early"]


def test_the_real_world_of_the_fixtures_on_any_day(built: Project) -> None:
    whole = state(built, ALL)
    for day in ("2024-12-31", "2025-03-31", "2025-06-30", "2026-12-31"):
        triples = state(built, Selection(as_of=date.fromisoformat(day)))
        described = {t.subject for t in triples}
        for triple in triples:
            if compact(triple.object).startswith(("stance:", "evidence:", "shift:")):
                assert triple.object in described or triple.object not in {t.subject for t in whole}
        latest = {t.subject: t.object.value for t in whole if t.predicate == ST.latest}
        kept = {t.subject for t in triples if t.predicate == ST.holder}
        assert kept == {
            s for s in latest if s.value.startswith(PREFIXES["stance"]) and latest[s] <= day
        }


def test_a_copy_of_the_world_exports_the_same(built: Project, tmp_path: Path) -> None:
    other = copy_world(tmp_path)
    build(other)
    assert exported(other, "turtle") == exported(built, "turtle")


@pytest.fixture(scope="module")
def misleading(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The address of its source runs, and its words ring a bell."""
    said = evidence("one", quote=Text("ring\x07", "en"))
    records = [one for one in REGISTRY if one != MARCH]
    document = replace(MARCH, url="javascript:alert(1)")
    project = new_project(
        tmp_path_factory.mktemp("misleading"), (*records, document, stance("one"), said)
    )
    build(project)
    return project


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_only_web_addresses_are_told_in_networks(misleading: Project, form: str) -> None:
    assert b"javascript" not in exported(misleading, form)


def test_only_web_addresses_are_told_in_tables(misleading: Project) -> None:
    told = csv.DictReader(io.StringIO(tabled(misleading, ALL)["documents"].decode()))
    urls = {row["id"]: row["url"] for row in told}
    assert urls == {MARCH.id: "", MAY.id: MAY.url, UNDATED.id: UNDATED.url}


def test_rdfxml_is_well_formed_or_refused(misleading: Project) -> None:
    with pytest.raises(UsageError, match=r"U\+0007, which stands in oa:exact of .*one-1"):
        exported(misleading, "rdfxml")
    assert b"\\u0007" in exported(misleading, "ntriples").lower()
