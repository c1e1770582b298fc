"""GEXF: what Gephi opens, with times, read back by the rules of its schema and by networkx."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import networkx as nx
import pytest

from kg.analysis.counting.pooling import Level
from kg.analysis.counting.windows import Span, Window, expanding, moving
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.analysis.network.series import Slice
from kg.analysis.network.ties import Threshold, thin
from kg.colours import COLOURS
from kg.exports.drawn_graph import Attributed, Edge, Node, Spell
from kg.exports.gexf import gexf as written
from kg.exports.networks import render_networks
from kg.model.stances import Polarity
from tests.exports.gexf_reader import Gexf, read_gexf
from tests.exports.networks_invented import HALVES, WHOLE, YEAR, over_time, whole

DAY = date.fromisoformat
END = YEAR.last
FAVOURS, OPPOSES = COLOURS[Polarity.FAVOURS], COLOURS[Polarity.OPPOSES]


def gexf(slices: list[Slice]) -> Gexf:
    files = render_networks(slices, "gexf", WHOLE)
    assert list(files) == [""]
    return read_gexf(files[""])


def test_units_with_what_is_known_of_them() -> None:
    found = gexf(whole())
    assert list(found.nodes) == ["anna", "bela", "cora", "dora"]
    anna = found.nodes["anna"]
    assert anna.label == "Anna"
    # Blues is her party, and the union its family, as the fixture's tenures say.
    assert anna.about == {
        "kind": "person", "country": "XA", "party": "Blues", "family": "Union", "said": 2,
    }  # fmt: skip
    assert anna.spells == [(DAY("2025-01-10"), END)]
    assert found.nodes["bela"].about == {"kind": "person", "said": 3}
    # Who ties with nobody is there too.
    assert found.nodes["dora"].spells == [(DAY("2025-05-05"), END)]
    assert not found.directed


def test_ties_stand_since_both_have_said_it() -> None:
    found = gexf(whole())
    # Talks: Anna + once, Bela + twice, 1 x 2; tanks: - and + agree in nothing.
    both = found.edge("anna", "bela")
    assert both.weight == 2
    assert both.about == {"shared": 2, "few": "few", "first": "2025-02-20", "last": "2025-06-01"}
    assert both.spells == [(DAY("2025-02-20"), END)]
    # A mixed position is halfway: 1 x 1/2 and 2 x 1/2, since the first of April.
    assert found.edge("anna", "cora").weight == 0.5
    assert found.edge("anna", "cora").spells == [(DAY("2025-04-01"), END)]
    assert found.edge("bela", "cora").weight == 1
    assert len(found.edges) == 3
    assert found.dynamic


def test_what_divides_has_its_sign_beside_the_weight() -> None:
    # Talks 1 x 2, tanks -1: Anna and Bela agree by 1. A mixed position counts for nothing.
    (tie,) = gexf(whole(Method(Kind.SUBTRACT))).edges
    assert tie.weight == 1
    assert tie.about["sign"] == 1
    assert tie.colour == FAVOURS
    # On tanks alone they are against each other.
    part = over_time([Window(DAY("2025-03-01"), DAY("2025-03-31"))], Method(Kind.SUBTRACT))
    (tie,) = gexf(part).edges
    assert tie.weight == 1
    assert tie.about["sign"] == -1
    assert tie.colour == OPPOSES
    assert "without their sign" in gexf(part).description


def test_kinds_of_networks_have_their_colours() -> None:
    assert {one.colour for one in gexf(whole()).edges} == {FAVOURS}
    assert {one.colour for one in gexf(whole(Method(Kind.CONFLICT))).edges} == {OPPOSES}
    grey = COLOURS[Polarity.MIXED]
    assert {one.colour for one in gexf(whole(Method(Kind.COOCCURRENCE))).edges} == {grey}


def test_affiliations_tie_units_to_propositions() -> None:
    found = gexf(whole(Method(Kind.AFFILIATION)))
    assert list(found.nodes) == [
        "anna", "bela", "cora", "dora",
        "proposition/talks", "proposition/tanks", "proposition/trade",
    ]  # fmt: skip
    talks = found.nodes["proposition/talks"]
    # Four statements on talks: Anna's, Bela's two, Cora's.
    assert talks.about == {
        "kind": "proposition", "theme": "diplomacy", "sentence": "There should be talks.",
        "said": 4,
    }  # fmt: skip
    tie = found.edge("bela", "proposition/talks")
    assert tie.weight == 2
    assert tie.about == {
        "shared": 2, "sign": 1, "few": "few", "polarity": "favours",
        "favours": 2, "opposes": 0, "mixed": 0, "first": "2025-02-20", "last": "2025-06-01",
    }  # fmt: skip
    assert found.edge("anna", "proposition/tanks").about["sign"] == -1
    assert found.edge("anna", "proposition/tanks").colour == OPPOSES


def test_combined_polarities_are_told_in_words_and_weigh_as_statements() -> None:
    found = gexf(whole(Method(Kind.AFFILIATION, Qualifier.COMBINE)))
    tie = found.edge("cora", "proposition/talks")
    assert (tie.weight, tie.about["polarity"]) == (1, "mixed")
    assert found.edge("bela", "proposition/talks").weight == 2
    assert "number of statements" in found.description


def test_propositions_are_tied_by_who_speaks_on_both() -> None:
    found = gexf(whole(Method(Kind.COOCCURRENCE, across=True)))
    # Anna 1 x 1, Bela 2 x 1.
    assert found.edge("proposition/talks", "proposition/tanks").weight == 3
    assert set(found.nodes) == {f"proposition/{one}" for one in ("talks", "tanks", "trade")}


@pytest.mark.parametrize("level", [Level.PARTY, Level.FAMILY, Level.COUNTRY])
def test_units_of_other_levels(level: Level) -> None:
    found = gexf(whole(level=level))
    kinds = {"party": "party", "family": "organisation", "country": "country"}
    (unit,) = found.nodes.values()
    assert unit.about["kind"] == kinds[level]
    assert unit.about["said"] == 2


def test_windows_are_one_file_in_which_weights_change() -> None:
    found = gexf(over_time(HALVES))
    first, second = ((one.first, one.last) for one in HALVES)
    # Before April: talks 1 x 1. After it: Bela + and Cora mixed, 1/2.
    both = found.edge("anna", "bela")
    assert both.changing["weight"] == [(1, *first)]
    assert both.changing["shared"] == [(2, *first)]
    assert both.spells == [first]
    assert both.about == {"first": "2025-02-20", "last": "2025-02-20"}
    assert found.edge("bela", "cora").changing["weight"] == [(0.5, *second)]
    assert len(found.edges) == 2
    # Bela is there throughout; she made two statements, then one.
    bela = found.nodes["bela"]
    assert bela.spells == [(first[0], second[1])]
    assert bela.changing["said"] == [(2, *first), (1, *second)]
    assert found.nodes["cora"].spells == [second]
    assert found.description.endswith("2 windows.")


def test_days_of_a_tie_are_those_of_all_windows() -> None:
    # Bela on talks: in February, and again in June.
    found = gexf(over_time(HALVES, Method(Kind.AFFILIATION, Qualifier.IGNORE)))
    tie = found.edge("bela", "proposition/talks")
    assert tie.about == {"first": "2025-02-20", "last": "2025-06-01"}
    assert [value for value, _, _ in tie.changing["polarity"]] == ["favours"]
    assert tie.changing["favours"] == tie.changing["weight"]


def test_windows_that_overlap_share_no_day() -> None:
    start = DAY("2025-01-01")
    windows = moving(start, DAY("2025-05-31"), Span(months=3), Span(months=1))
    method = Method(Kind.AFFILIATION, Qualifier.SUBTRACT)
    found = gexf(over_time(windows, method))
    # Bela on talks: + in January to March, in February to April, in March to May nothing.
    tie = found.edge("bela", "proposition/talks")
    first, last = tie.spells[0]
    # January to March and February to April share 59 days: the first has 30 of them. February to
    # April and March to May share 61: the second has 31.
    assert (first, last) == (start, DAY("2025-03-31"))
    assert tie.changing["sign"][0] == (1, start, DAY("2025-03-31"))


def test_growing_windows_have_what_they_add() -> None:
    windows = expanding(DAY("2025-01-01"), DAY("2025-06-30"), Span(months=3))
    found = gexf(over_time(windows))
    both = found.edge("anna", "bela")
    # By the end of March 1, by the end of June 2: the longer window has what is after March.
    assert both.changing["weight"] == [
        (1, DAY("2025-01-01"), DAY("2025-03-31")),
        (2, DAY("2025-04-01"), DAY("2025-06-30")),
    ]
    # For programs that know no time, the mean.
    assert both.weight == 1.5


def test_windows_without_a_day_of_their_own_are_left_out_and_told() -> None:
    day = DAY("2025-02-20")
    crowded = [Window(day, day + timedelta(1), str(number)) for number in range(4)]
    found = gexf(over_time(crowded))
    assert "3 of them have no day of their own and are left out" in found.description
    # Nor is anything there that only such a window has: without a time it would always be shown.
    (part,) = over_time([YEAR])
    bare = replace(part, network=thin(part.network, Threshold(weight=100)))
    found = gexf([bare, part])
    assert (found.nodes, found.edges) == ({}, [])


def test_signs_change_from_window_to_window() -> None:
    # Until February they agree on talks, in March they differ on tanks.
    cuts = DAY("2025-03-01"), DAY("2025-03-31")
    windows = [Window(YEAR.first, cuts[0] - timedelta(1)), Window(*cuts)]
    (tie,) = gexf(over_time(windows, Method(Kind.SUBTRACT))).edges
    assert [sign for sign, _, _ in tie.changing["sign"]] == [1, -1]
    assert [weight for weight, _, _ in tie.changing["weight"]] == [1]
    assert tie.colour == COLOURS[Polarity.MIXED]


def test_a_unit_without_a_tie_is_there_only_where_it_is_kept() -> None:
    method = Method(Kind.CONFLICT, mixed=Mixed.LEFT_OUT)
    first, second = ((one.first, one.last) for one in HALVES)
    parts = over_time(HALVES, method)
    # In the second half Bela speaks, and is against nobody.
    assert gexf(parts).nodes["bela"].spells == [(first[0], second[1])]
    assert gexf([thinned(part) for part in parts]).nodes["bela"].spells == [first]


def test_a_tie_of_no_weight_is_none() -> None:
    # Divided by more statements than there are millionths, a weight is 0.
    (part,) = whole()
    weights = part.network.weights.copy()
    weights.data[:] = 1e-9
    found = gexf([replace(part, network=replace(part.network, weights=weights))])
    assert found.edges == []
    assert len(found.nodes) == 4


def test_nothing_and_one_unit() -> None:
    nothing = [Window(DAY("1990-01-01"), DAY("1990-12-31"))]
    alone = [Window(DAY("2025-05-01"), DAY("2025-05-31"))]
    for windows in (nothing, nothing * 2):
        (*parts,) = over_time(windows)
        bare = [thinned(part) for part in parts]
        assert gexf(bare).nodes == {}
        assert not gexf(bare).dynamic
        # Units without a word are there all the time, as Gephi keeps what has no time.
        assert len(gexf(parts).nodes) == 4
    (dora,) = [one for one in gexf(over_time(alone)).nodes.values() if one.spells]
    assert dora.label == "Dora"


def thinned(part: Slice) -> Slice:
    return replace(part, network=thin(part.network, Threshold()))


METHODS = [
    Method(),
    Method(normalisation=Normalisation.AVERAGE),
    Method(Kind.SUBTRACT, normalisation=Normalisation.COSINE),
    Method(Kind.CONFLICT, mixed=Mixed.APART),
    Method(Kind.AFFILIATION, Qualifier.IGNORE, Normalisation.ACTIVITY),
    Method(Kind.COOCCURRENCE, across=True),
]


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.kind}-{one.normalisation}")
def test_networkx_reads_the_same_weights(method: Method) -> None:
    parts = whole(method)
    content = render_networks(parts, "gexf", WHOLE)[""]
    read = nx.read_gexf(io.BytesIO(content))
    network, name = parts[0].network, "proposition/{}"
    ids = [name.format(one.id) if method.across else one.id for one in network.rows]
    others = [name.format(one.id) for one in network.columns] if network.is_two_mode else ids
    expected = {
        frozenset((ids[row], others[column])): abs(weight) for row, column, weight in network.ties()
    }
    found = {frozenset((one, other)): told for one, other, told in read.edges(data="weight")}
    assert found == pytest.approx(expected, abs=1e-6)
    assert read.number_of_nodes() == len(set(ids) | set(others))


# To the letter.

STATIC = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" \
version="1.2">
 <meta>
  <creator>eurostance</creator>
  <description>a &lt; b &amp; c</description>
 </meta>
 <graph defaultedgetype="undirected" mode="static">
  <nodes>
   <node id="a" label="&quot;A&quot;">
    <viz:color r="138" g="148" b="158"/>
    <viz:size value="8"/>
   </node>
  </nodes>
  <edges>
  </edges>
 </graph>
</gexf>
"""
DYNAMIC = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" \
version="1.2">
 <meta>
  <creator>eurostance</creator>
  <description>two lines</description>
 </meta>
 <graph defaultedgetype="directed" mode="dynamic" timeformat="date">
  <attributes class="node" mode="static">
   <attribute id="kind" title="kind" type="string"/>
   <attribute id="said" title="said" type="integer"/>
  </attributes>
  <attributes class="edge" mode="dynamic">
   <attribute id="weight" title="weight" type="double"/>
  </attributes>
  <nodes>
   <node id="a" label="A">
    <attvalues>
     <attvalue for="said" value="4"/>
     <attvalue for="kind" value="state"/>
    </attvalues>
    <spells>
     <spell start="2026-01-01" end="2026-01-31"/>
    </spells>
    <viz:color r="119" g="82" b="156"/>
    <viz:size value="12.4"/>
   </node>
  </nodes>
  <edges>
   <edge id="e" source="a" target="a" weight="0.5" kind="favours" label="for">
    <attvalues>
     <attvalue for="weight" value="0.5" start="2026-01-01" end="2026-01-31"/>
    </attvalues>
    <viz:color r="1" g="2" b="255"/>
   </edge>
  </edges>
 </graph>
</gexf>
"""
JANUARY = Spell(DAY("2026-01-01"), DAY("2026-01-31"))


def test_what_is_written_to_the_letter() -> None:
    static = Attributed("a < b & c", directed=False, nodes=[Node("a", '"A"')], edges=[])
    assert b"".join(written(static)).decode() == STATIC
    node = Node("a", "A", {"said": 4, "kind": "state"}, said=4, spells=[JANUARY])
    timed = {"weight": [(0.5, JANUARY)], "sign": []}
    edge = Edge("e", "a", "a", 0.5, "#0102ff", kind="favours", label="for", changing=timed)
    dynamic = Attributed("two\nlines", directed=True, nodes=[node], edges=[edge])
    assert b"".join(written(dynamic)).decode() == DYNAMIC


def test_blocks_are_small_and_together_the_whole() -> None:
    nodes = [Node(str(number), "A") for number in range(2_000)]
    blocks = list(written(Attributed("many", directed=False, nodes=nodes, edges=[])))
    assert len(blocks) == 4
    whole_text = b"".join(blocks).decode()
    assert whole_text.count("<node ") == len(nodes)
    assert whole_text.count("?") == 2, "of the first line alone"
    assert list(read_gexf(b"".join(blocks)).nodes) == [node.id for node in nodes]
