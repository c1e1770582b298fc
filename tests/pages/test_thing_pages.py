"""What the pages of things tell a reader."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

from pyoxigraph import DefaultGraph, Literal, Quad

from kg.model.actors import Actor, StartPrecision
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Text
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Shift
from kg.pages.library import Library
from kg.pages.things import Things
from kg.rdf.terms import DCT, ST, graph, mint
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    PROPOSITION,
    SAMPLE,
    SUMMIT,
    TENURE,
    UNDATED,
    evidence,
    stance,
)
from tests.pages.conftest import Shelve
from tests.pages.reading import SPACE, every, read_page, text

THEME = Theme("talk", "Talk")
TALKS = Proposition(
    PROPOSITION, THEME.id, "Direct dialogue", "dialogue", "Europe should talk.", "wants talks",
    "rejects talks", "calls for talks", "calls talks useless",
)  # fmt: skip
EARLY = stance("early", "opposes", "2021-03-04")
LATE = stance(
    "late", "favours", "2021-05", reason=Text("It is time", "en"), on_behalf_of="exampleland"
)
ANSWER = stance("answer", "opposes", "2021-05-20", BORIS.id, reacts_to="stance/late")
TURN = Shift("turn", ANNA.id, TALKS.id, EARLY.id, LATE.id, PartialDate.parse("2021-05-31").latest)
WORLD = (
    ANNA, BORIS, EXAMPLELAND, SAMPLE, MARCH, MAY, UNDATED, TENURE, SUMMIT, THEME, TALKS,
    EARLY, LATE, ANSWER, TURN,
    evidence("early"),
    evidence("late", MAY, quote=Text("Es ist Zeit.", "de"), translation=Text("It is time.", "en")),
    evidence("answer", MAY, quote=None, paraphrase=Text("Calls it naive.", "en")),
)  # fmt: skip


def page(library: Library, path: str) -> ET.Element:
    found = library.find(path)
    assert found is not None
    return read_page(found)


def item(tree: ET.Element, name: str) -> ET.Element:
    """The stance of that id in a list."""
    return next(one for one in every(tree, "li") if one.attrib.get("id") == name)


def test_an_actor_has_its_positions_in_the_words_of_the_proposition(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "actor/anna-examplova")
    now = next(one for one in every(tree, "div") if one.attrib.get("class") == "courses")
    assert "wants talks Direct dialogue since May 2021 · 1 change" in text(now)
    assert "Also: Examplova" in text(tree)
    assert "2 stances on 1 proposition, 1 change of position" in text(tree)


def test_a_history_is_in_time_with_its_turns(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "actor/anna-examplova")
    said = [one.attrib["id"] for one in every(tree, "li") if one.attrib.get("class") == "saying"]
    assert said == ["early", "late"]
    assert "Changed position: before, − rejects talks" in text(item(tree, "late"))
    assert "Changed position" not in text(item(tree, "early"))


def test_a_quote_is_in_its_language_and_a_paraphrase_is_marked(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "actor/anna-examplova")
    quote = next(every(item(tree, "late"), "blockquote"))
    assert quote.attrib == {"lang": "de", "dir": "auto"}
    assert text(quote) == "“Es ist Zeit.”"
    assert "In English: It is time." in text(item(tree, "late"))
    other = page(shelve(WORLD), "actor/boris-fictionov")
    assert "In our words: Calls it naive." in text(item(other, "answer"))
    assert not list(every(item(other, "answer"), "blockquote"))


def test_reactions_are_told_both_ways(shelve: Shelve) -> None:
    library = shelve(WORLD)
    late, answer = page(library, "stance/late"), page(library, "stance/answer")
    assert "Who reacted Boris Fictionov" in text(late)
    assert "Reacts to Anna Examplova wants talks: Direct dialogue, May 2021" in text(answer)
    links = [one.attrib["href"] for one in every(page(library, "actor/boris-fictionov"), "a")]
    assert "../stance/late.html" in links


def test_what_others_say_on_its_behalf_stands_on_the_page_of_a_state(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "actor/exampleland")
    assert "Said by others on behalf of Exampleland" in text(tree)
    assert "No stance of Exampleland is on record" in text(tree)


def test_a_stance_has_its_neighbours_and_its_citation(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "stance/late")
    assert "Before: − rejects talks, 4 Mar 2021" in text(tree)
    assert "No later stance" in text(tree)
    assert (
        "Anna Examplova, Mayor of Sampleton, May 2021: wants talks – Direct dialogue. "
        "“Es ist Zeit.” (The Sample Times, "
    ) in text(tree)
    assert "https://w3id.org/eurostance/stance/late" in text(tree)


def test_the_picture_has_its_facts_in_words(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "actor/anna-examplova")
    pictures = [
        one for one in tree.iter("{http://www.w3.org/2000/svg}svg")
        if one.attrib.get("role") == "img"
    ]  # fmt: skip
    assert len(pictures) == 1
    title = next(pictures[0].iter("{http://www.w3.org/2000/svg}title"))
    assert pictures[0].attrib["aria-labelledby"] == title.attrib["id"]
    assert text(title) == (
        "Direct dialogue: wants talks, since May 2021; 2 stances, 1 change of position"
    )
    points = [
        one.attrib["class"] for one in pictures[0].iter("{http://www.w3.org/2000/svg}svg")
        if one.attrib["class"].startswith("point")
    ]  # fmt: skip
    assert points == ["point opposes", "point favours"]


def test_a_proposition_has_its_camps_and_countries(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "proposition/direct-dialogue-with-russia")
    assert "+ wants talks: 1 · ± mixed: 0 · − rejects talks: 1" in text(tree)
    rows = [text(one) for one in every(next(every(tree, "tbody")), "tr")]
    assert rows == ["Exampleland Anna Examplova", "XB Boris Fictionov"]
    heads = [one.attrib["scope"] for one in every(next(every(tree, "table")), "th")]
    assert set(heads) == {"col", "row"}
    assert text(next(every(tree, "caption")))


def test_differing_stances_of_overlapping_dates_are_told_with_their_dates(shelve: Shelve) -> None:
    other = stance("other", "opposes", "2021-05-05")
    coded = stance("coded", "mixed", "2021-05-20", BORIS.id)
    without = [one for one in WORLD if one not in (ANSWER, TURN) and "answer" not in repr(one)]
    shown = [evidence("other", MAY), evidence("coded", MAY)]
    library = shelve([*without, other, coded, *shown])
    told = text(page(library, "proposition/direct-dialogue-with-russia"))
    assert (
        "± mixed: 2 (1 coded so, 1 with differing stances on record for overlapping dates)" in told
    )
    assert "differing stances on record for overlapping dates: + May 2021, − 5 May 2021" in told
    for path in ("proposition/direct-dialogue-with-russia", "actor/anna-examplova", "stance/late"):
        assert "itself on one day" not in text(page(library, path))


def test_a_last_position_tells_its_age_and_who_left_office(shelve: Shelve) -> None:
    again = stance("again", "favours", "2021-06-07")
    newer = stance("newer", "opposes", "2024-01-01", BORIS.id)
    left = replace(TENURE, end=PartialDate.parse("2022-01"))
    records = [left if one is TENURE else one for one in WORLD]
    marks = [Quad(mint("stance", newer.id), ST.latest, Literal("2024-01-01"), DefaultGraph())]
    library = shelve([*records, again, newer, evidence("again", MAY), evidence("newer", MAY)])
    library.published.store.extend(marks)
    told = text(page(library, "proposition/direct-dialogue-with-russia"))
    assert (
        "since May 2021 · last said Jun 2021 · last said over two years ago · 1 change "
        "· last office on record ended"
    ) in told
    assert told.count("last office on record ended") == 1
    assert told.count("last said over two years ago") == 1
    assert "last office on record ended" in text(page(library, "actor/anna-examplova"))
    assert "Last position on record" in told


def test_who_still_holds_an_office_has_not_left(shelve: Shelve) -> None:
    library = shelve(WORLD)
    library.published.store.add(
        Quad(mint("stance", LATE.id), ST.latest, Literal("2021-05-31"), DefaultGraph())
    )
    assert "last office on record ended" not in text(page(library, "actor/anna-examplova"))


def test_a_refused_stance_makes_the_record_no_longer(shelve: Shelve) -> None:
    left = replace(TENURE, end=PartialDate.parse("2022-01"))
    library = shelve([left if one is TENURE else one for one in WORLD])
    marks = [
        Quad(mint("stance", LATE.id), ST.latest, Literal("2021-05-31"), DefaultGraph()),
        Quad(mint("stance", "refused"), ST.latest, Literal("2024-01-01"), graph("rejected")),
    ]
    library.published.store.extend(marks)
    assert library.published.last_day == PartialDate.parse("2021-05-31").latest
    told = text(page(library, "proposition/direct-dialogue-with-russia"))
    assert "last office on record ended" not in told
    assert "last said over two years ago" not in told


def test_what_may_be_the_same_is_not_told_as_before_or_after(shelve: Shelve) -> None:
    twin = stance("twin", "favours", "2021-05")
    library = shelve([*WORLD, twin, evidence("twin", MAY)])
    library.published.store.add(
        Quad(mint("stance", "late"), ST.possiblySameAs, mint("stance", "twin"), DefaultGraph())
    )
    told = text(page(library, "stance/twin"))
    assert "Before: − rejects talks, 4 Mar 2021" in told
    assert "Possibly the same statement Anna Examplova" in told
    assert "No later stance" in text(page(library, "stance/late"))


def test_two_that_may_be_the_same_are_told_apart_by_source_and_words(shelve: Shelve) -> None:
    twins = [stance("twin", "favours", "2021-05"), stance("third", "favours", "2021-05")]
    quotes = {"twin": "Talk to them now", "third": "We must talk"}
    shown = [evidence(one, MAY, quote=Text(words, "en")) for one, words in quotes.items()]
    library = shelve([*WORLD, *twins, *shown])
    library.published.store.extend(
        Quad(mint("stance", "late"), ST.possiblySameAs, mint("stance", one.id), DefaultGraph())
        for one in twins
    )
    for path in ("stance/late", "actor/anna-examplova"):
        links = {
            one.attrib["href"].rpartition("/")[2]: text(one)
            for one in every(page(library, path), "a")
            if "“" in text(one)
        }
        assert links["twin.html"].endswith(", The Sample Times: “Talk to them now”")
        assert links["third.html"].endswith(", The Sample Times: “We must talk”")


def test_a_refused_stance_keeps_its_page_that_tells_why(library: Library) -> None:
    tree = page(library, "stance/bert-modelsson-2025-06-03-refused")
    assert text(next(every(tree, "title"))).count("– retracted") == 1
    assert (
        "This stance is no longer published. A. Curator refused it on 2025-08-04: "
        "Another man said it" in text(tree)
    )
    assert "no longer published" not in text(
        page(library, "stance/anna-examplova-2025-06-05-answer")
    )
    assert "no longer published" not in text(page(library, "review/review-2"))


def test_what_was_merged_leads_on_without_a_server(shelve: Shelve) -> None:
    library = shelve(WORLD)
    steps = [("oldest", "older"), ("older", "late"), ("lost", "nowhere")]
    library.published.store.extend(
        Quad(mint("stance", old), DCT.isReplacedBy, mint("stance", new), DefaultGraph())
        for old, new in steps
    )
    tree = page(library, "stance/oldest")
    assert "merged into Label of late" in text(next(every(tree, "title")))
    assert "This was merged into Label of late." in text(tree)
    refresh = [
        one.attrib.get("content") for one in every(tree, "meta") if "http-equiv" in one.attrib
    ]
    assert "0; url=late.html" in refresh
    assert "merged" not in text(page(library, "stance/lost"))


def test_a_feed_tells_quote_and_paraphrase(shelve: Shelve) -> None:
    both = evidence(
        "late", MAY, quote=Text("Es ist Zeit.", "de"), paraphrase=Text("Urges talks.", "en")
    )
    records = [one for one in WORLD if "Es ist Zeit" not in repr(one)]
    library = shelve([*records, both])
    library.published.store.add(
        Quad(mint("stance", "late"), ST.latest, Literal("2021-05-31"), DefaultGraph())
    )
    found = library.find("actor/anna-examplova")
    assert found is not None
    feed = found.render("atom", live=False).decode()
    entry = feed[feed.index("/late</id>") :].partition("</entry>")[0]
    assert entry.index("Es ist Zeit.") < entry.index("In our words:") < entry.index("Urges talks.")
    assert "After, May 2021, in our words:" in feed


def test_an_office_seen_first_on_a_day_may_be_older(shelve: Shelve) -> None:
    seen = replace(
        TENURE, start=PartialDate.parse("2022-10-21"), start_precision=StartPrecision.FIRST_SEEN,
        end=None,
    )  # fmt: skip
    records = [seen if one is TENURE else one for one in WORLD]
    assert "since 21 Oct 2022 or earlier" in text(page(shelve(records), "actor/anna-examplova"))


def test_the_body_of_an_office_is_named_once(shelve: Shelve) -> None:
    for role, words in (
        (f"Mayor of {EXAMPLELAND.name}", f"Mayor of {EXAMPLELAND.name}, "),
        ("Mayor", f"Mayor {EXAMPLELAND.name}, "),
        (EXAMPLELAND.name, f"{EXAMPLELAND.name} {EXAMPLELAND.name}, "),
    ):
        post = replace(TENURE, role=role, organisation=EXAMPLELAND.id)
        tree = page(
            shelve([post if one is TENURE else one for one in WORLD]), "actor/anna-examplova"
        )
        assert words in text(tree)
        links = [a.attrib["href"] for a in every(tree, "a")]
        assert f"../tenure/{TENURE.id}.html" in links
        assert f"{EXAMPLELAND.id}.html" in links


def test_an_outlet_is_not_named_again_at_each_of_its_headlines(shelve: Shelve) -> None:
    bare = replace(MARCH, id="2021-03-04-sample-times-00000002", url=None, headline=None)
    tree = page(shelve([*WORLD, bare]), f"outlet/{SAMPLE.id}")
    listed = [text(one) for one in every(tree, "li") if "piece" in text(one)]
    assert "4 Mar 2021 · Examplova would talk English, 1 piece of evidence" in listed
    assert any(one.startswith("The Sample Times, 4 Mar 2021 ") for one in listed)


def test_a_document_without_a_headline_goes_by_outlet_and_date(shelve: Shelve) -> None:
    bare = replace(MARCH, headline=None)
    tree = page(shelve([bare if one is MARCH else one for one in WORLD]), f"document/{MARCH.id}")
    assert text(next(every(tree, "h1"))) == "The Sample Times, 4 Mar 2021"
    assert "The Sample Times, 4 Mar 2021" in text(next(every(tree, "title")))
    assert "not recorded" in text(tree)
    assert "not recorded" not in text(page(shelve(WORLD), f"document/{MARCH.id}"))


def test_documents_of_one_outlet_and_day_are_told_apart_without_headlines(shelve: Shelve) -> None:
    bare = [
        replace(MARCH, id=f"2021-03-04-sample-times-1000000{at}", url=url, headline=None)
        for at, url in enumerate(
            ("https://www.example.org/a/", "https://example.org/?p=2", "ftp://example.org/c")
        )
    ]
    tree = page(shelve([*WORLD, *bare]), f"outlet/{SAMPLE.id}")
    listed = [text(one) for one in every(tree, "li") if "The Sample Times, 4 Mar" in text(one)]
    assert [one.count("example.org/a, ") for one in listed].count(1) == 1
    assert [one.count("example.org/?p=2, ") for one in listed].count(1) == 1
    assert not any("ftp" in one for one in listed)


def test_a_country_tells_one_day_once(shelve: Shelve) -> None:
    once = page(shelve(WORLD), "country/xa")
    now = next(one for one in every(once, "div") if one.attrib.get("class") == "courses")
    (told,) = (text(one) for one in every(now, "p"))
    assert told == "+ wants talks Direct dialogue since May 2021"
    assert "../stance/late.html" in [one.attrib["href"] for one in every(now, "a")]
    again = stance("again", "favours", "2021-06-07")
    twice = page(shelve([*WORLD, again, evidence("again", MAY)]), "country/xa")
    now = next(one for one in every(twice, "div") if one.attrib.get("class") == "courses")
    assert "since May 2021 · last said Jun 2021" in text(now)
    links = {text(one): one.attrib["href"] for one in every(now, "a")}
    assert links["last said Jun 2021"] == "../stance/again.html"


def test_a_country_pools_what_its_government_said(shelve: Shelve) -> None:
    tree = page(shelve(WORLD), "country/xa")
    assert "wants talks Direct dialogue" in text(next(
        one for one in every(tree, "div") if one.attrib.get("class") == "courses"
    ))  # fmt: skip
    alone = replace(LATE, on_behalf_of=None)
    without = [one for one in WORLD if one not in (LATE, TENURE)]
    assert "No stance of its government" in text(page(shelve([*without, alone]), "country/xa"))


def test_a_government_is_heard_through_whoever_spoke_for_it(shelve: Shelve) -> None:
    moved = replace(ANNA, country="XB")
    spoken = replace(LATE, on_behalf_of=None)
    changed = {ANNA: moved, LATE: spoken}
    library = shelve([changed.get(one, one) for one in WORLD])
    tree = page(library, "country/xa")
    assert "wants talks Direct dialogue" in text(tree)
    found = library.find("country/xa")
    assert found is not None
    (held,) = json.loads(found.render("json", live=False))["positions"]
    assert (held["stance"], held["polarity"]) == (LATE.id, "favours")
    # An envoy of another country, who holds no office here.
    envoy = replace(ANSWER, on_behalf_of=EXAMPLELAND.id, reacts_to=None, said_on=LATE.said_on)
    alone = [one for one in WORLD if one not in (EARLY, LATE, ANSWER, TURN, TENURE)]
    assert "rejects talks Direct dialogue" in text(page(shelve([*alone, envoy]), "country/xa"))


def test_a_document_links_out_only_over_http(shelve: Shelve) -> None:
    hostile = replace(MARCH, url="javascript:alert(1)")
    records = [hostile if one is MARCH else one for one in WORLD]
    tree = page(shelve(records), f"document/{MARCH.id}")
    assert "javascript:alert(1)" in text(tree)
    assert not [a for a in every(tree, "a") if a.attrib["href"].startswith("javascript")]


def test_an_undated_stance_says_so(shelve: Shelve) -> None:
    lone = stance("lone", said_on=None)
    records = [*WORLD[:11], lone, evidence("lone", UNDATED)]
    tree = page(shelve(records), "actor/anna-examplova")
    assert "On a day not known" in text(tree)
    assert "not dated" in text(item(tree, "lone"))
    reported = [*WORLD[:11], lone, evidence("lone", MARCH)]
    told = text(item(page(shelve(reported), "actor/anna-examplova"), "lone"))
    assert "not dated; reported by 4 Mar 2021" in told


def test_who_has_no_stance_is_not_called_neutral(shelve: Shelve) -> None:
    assert "That says that none was found" in text(page(shelve(WORLD[:11]), "actor/anna-examplova"))


def test_an_event_lists_its_reactions(shelve: Shelve) -> None:
    reaction = stance("reaction", "favours", "2021-05-02", reacts_to=f"event/{SUMMIT.id}")
    tree = page(shelve([*WORLD, reaction, evidence("reaction", MAY)]), f"event/{SUMMIT.id}")
    assert item(tree, "reaction") is not None
    assert SUMMIT.summary in text(tree)


def _hostile(words: str) -> list[Any]:
    anna = replace(ANNA, name=words, aliases=(words,))
    spoken = evidence("early", quote=Text(words, "en"), paraphrase=Text(words, "en"))
    said = replace(EARLY, reason=Text(words, "en"), condition=Text(words, "en"))
    outlet = replace(SAMPLE, name=words)
    document = replace(MARCH, headline=Text(words, "en"))
    proposition = replace(TALKS, label=words, sentence=words, for_verb=words, against_verb=words)
    event = replace(SUMMIT, label=words, summary=words)
    tenure = replace(TENURE, role=words)
    rest = [outlet, document, MAY, THEME, proposition, event, tenure, said, spoken]
    return [anna, EXAMPLELAND, BORIS, *rest]


def test_hostile_words_stand_as_text(shelve: Shelve) -> None:
    payloads = (
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "{{ 7 * 7 }} {% raw %}",
        "first\nsecond\r\nthird\u2028fourth",
        "]]> <!-- --!> &lt; &amp;amp; &#0;",
        "x" * 10_000,
        "مرحبا بالعالم",
        "\U0001f54a a\u0301\u200d",
    )
    for words in payloads:
        library = shelve(_hostile(words))
        things = Things(library.published)
        for path in things.paths():
            found = things.find(path)
            assert found is not None
            tree = read_page(found)
            assert not list(every(tree, "img"))
            scripts = [one.attrib.get("type") for one in every(tree, "script")]
            assert all(kind == "application/ld+json" for kind in scripts if kind), path
            for element in tree.iter():
                assert not [name for name in element.attrib if name.startswith("on")], path
        shown = text(page(library, "actor/anna-examplova"))
        assert " ".join(words.split()) in shown


def test_what_steers_the_text_around_it_becomes_visible(shelve: Shelve) -> None:
    library = shelve(_hostile("safe\u202egnp.exe\u2066\x07\x85"))
    for path in ("actor/anna-examplova", "stance/early", "country/xa", f"document/{MARCH.id}"):
        found = library.find(path)
        assert found is not None
        html = found.render("html", live=False).decode()
        assert "safe\ufffdgnp.exe" in html
        body = html.partition("</head>")[2]
        assert not set(body) & set("\u202e\u2066\x07\x85")


def test_tags_are_in_the_space_of_html(shelve: Shelve) -> None:
    assert page(shelve(WORLD), "actor/anna-examplova").tag == f"{SPACE}html"


def test_not_known_attribution_is_left_out(shelve: Shelve) -> None:
    shown = replace(evidence("early"), attribution=Attribution.NOT_KNOWN)
    tree = page(shelve([*WORLD[:12], shown]), "stance/early")
    assert "English · The Sample Times" in text(tree)


def test_an_actor_without_country_has_a_page(shelve: Shelve) -> None:
    nobody = Actor("nobody-inventa", "Nobody Inventa", ANNA.kind)
    assert "person" in text(page(shelve([nobody, THEME, TALKS]), "actor/nobody-inventa"))


def test_a_very_long_history_shows_its_end_and_leads_to_the_table(shelve: Shelve) -> None:
    said = [
        stance(f"s{number}", "favours", f"2020-01-{number % 28 + 1:02}") for number in range(600)
    ]
    records = [*WORLD[:11], *said, *(evidence(one.id) for one in said)]
    library = shelve(records)
    actor = page(library, "actor/anna-examplova")
    assert "The last 500 of 600; all stand in the table (CSV)" in text(actor)
    proposition = page(library, "proposition/direct-dialogue-with-russia")
    assert "The last 100 of 600" in text(proposition)
    found = library.find("actor/anna-examplova")
    assert found is not None
    assert found.render("csv", live=False).count(b"\n") == 601


def test_a_camp_too_large_for_a_page_says_how_many_more_there_are(shelve: Shelve) -> None:
    holders = [replace(ANNA, id=f"a{number}", name=f"Invented {number}") for number in range(510)]
    said = [stance(f"s-{one.id}", "favours", "2020-01-05", one.id) for one in holders]
    records = [*WORLD[1:11], *holders, *said, *(evidence(one.id) for one in said)]
    tree = page(shelve(records), "proposition/direct-dialogue-with-russia")
    assert "wants talks (510)" in text(tree)
    assert "And 10 more, who spoke longer ago" in text(tree)
    ids = {one.attrib["id"] for one in tree.iter() if "id" in one.attrib}
    links = {a.attrib["href"] for a in every(tree, "a") if a.attrib["href"].startswith("#")}
    assert {link[1:] for link in links} <= ids
