"""Search finds things by any of their names, in any spelling and script."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from importlib.resources import files

import pytest

from kg.model.actors import Actor, ActorKind
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.folded import fold
from kg.seeds.read import read_seeds
from kg.views.contract import PageActor
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "àáâãäåæāăąçćčďđðèéêëēėęěğģìíîïıķłļľĺñńňņŋòóôõöøőœŕřșşśšßţťŧþùúûüūůűųýÿžźżẁŵə",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїўђѓѕјљњћќџ",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)
NEWCOMERS = (
    PageActor("z", "Zoryan Vymyslyk", ActorKind.PERSON, aliases=("Зорян Вимислик",)),
    PageActor("m", "Mitsos Fantastikos", ActorKind.PERSON, aliases=("Pretend Prime Minister",)),
    PageActor("p", "Ptolem Inventsky", ActorKind.PERSON),
    PageActor("c", "Вымышлен Никтоев", ActorKind.PERSON),
)


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(replace(PAGE, actors=(*PAGE.actors, *NEWCOMERS)))


def found(seen: Visit, words: str) -> list[str]:
    """The labels of the hits."""
    seen.page.fill("#search", words)
    return seen.texts("#hits li > span:first-child")


def test_letters_fold_as_they_do_in_python(visit: Open) -> None:
    words = [letter for alphabet in ALPHABETS for letter in alphabet + alphabet.upper()]
    words += ["O’Brien-Smith", "  Two   words. ", "Ǆ", "ﬁn", "", "İstanbul", "Зеленський", "2,5 %"]
    words += [unicodedata.normalize("NFD", word) for word in words]
    script = (files("kg.views") / "assets/page/base/folding.js").read_text(encoding="utf-8")
    seen = visit(draw_page(EMPTY))
    folded = seen.evaluate(f"words => {{ {script}; return words.map(fold); }}", words)
    assert dict(zip(words, folded, strict=True)) == {word: fold(word) for word in words}


SPELLINGS = {
    "ozturklund": "Örjan Öztürkłund",
    "ORJAN": "Örjan Öztürkłund",
    "öztürk": "Örjan Öztürkłund",
    "ozturklund orjan": "Örjan Öztürkłund",
    "пример": "Anna Examplova",
    "Μήτσος": "Mitsos Fantastikos",
    "вимислик": "Zoryan Vymyslyk",
    "vymyshlen": "Вымышлен Никтоев",
    "Wymislik": "Zoryan Vymyslyk",
    "inventskij": "Ptolem Inventsky",
    "mitsosfantastikos": "Mitsos Fantastikos",
    "pretend prime": "Mitsos Fantastikos",
}


def test_a_name_is_found_in_any_spelling(visit: Open, html: str) -> None:
    seen = visit(html)
    first = {}
    for words in SPELLINGS:
        first[words] = found(seen, words)[0]
        assert seen.texts("#hits .remark") == [], words
    assert first == SPELLINGS


def test_one_wrong_letter_is_forgiven(visit: Open, html: str) -> None:
    seen = visit(html)
    for words in ("fantastekos", "fantstikos", "fantasxtikos", "fnatastikos"):
        assert found(seen, words) == ["Mitsos Fantastikos"], words
        assert seen.texts("#hits .remark") == ["Did you mean"], words


def test_two_wrong_letters_and_short_words_are_not(visit: Open, html: str) -> None:
    seen = visit(html)
    assert found(seen, "fantxxtikos") == []
    assert seen.texts("#hits .remark") == ["Nothing by that name"]
    assert found(seen, "qzx") == []


def test_the_name_that_matched_is_told(visit: Open, html: str) -> None:
    seen = visit(html)
    found(seen, "pretend")
    assert seen.texts("#hits li .aside") == [
        "also “Pretend Prime Minister” · person, no stance recorded"
    ]
    found(seen, "fantastikos")
    assert seen.texts("#hits li .aside") == ["person, no stance recorded"]


def test_all_kinds_of_things_are_found(visit: Open, html: str) -> None:
    seen = visit(html)
    assert found(seen, "tariffs")[0] == "Tariffs on Exampleland"
    assert found(seen, "diplomacy") == ["Talks with Exampleland"]
    assert "theme “Diplomacy”" in seen.texts("#hits li")[0]
    assert found(seen, "summit") == ["Invented summit"]
    assert found(seen, "moderates") == ["Invented Moderates"]
    assert found(seen, "sweden") == ["Sweden"]
    assert "country, 1 actor" in seen.texts("#hits li")[0]
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(250)
    assert seen.evaluate("location.hash") == "#group=country%2FSE"


def test_a_country_goes_by_its_name_in_a_language_of_the_documents(visit: Open) -> None:
    german = replace(PAGE.documents[0], language="de")
    seen = visit(draw_page(replace(PAGE, documents=(german, *PAGE.documents[1:]))))
    assert found(seen, "Schweden") == ["Sweden"]
    assert found(seen, "Szwecja") == []


def test_an_outlet_becomes_a_filter(visit: Open, html: str) -> None:
    seen = visit(html)
    assert found(seen, "the other sample") == ["The Other Sample"]
    seen.page.keyboard.press("Enter")
    assert seen.texts("#shown-count") == ["1 of 6 positions"]
    assert seen.texts("#chips button")[0] == "The Other Sample ×"


def test_the_keyboard_alone_chooses(visit: Open, html: str) -> None:
    seen = visit(html)
    page = seen.page
    page.keyboard.press("/")
    page.keyboard.type("invent")
    assert len(seen.texts("#hits li > span:first-child")) >= 4
    chosen = []
    for _ in range(2):
        chosen.append(page.get_attribute("#search", "aria-activedescendant"))
        page.keyboard.press("ArrowDown")
    assert chosen == ["hit-0", "hit-1"]
    label = seen.texts("#hits [aria-selected=true] > span:first-child")
    page.keyboard.press("Enter")
    assert seen.texts("#panel h2") == label
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("/")
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    assert seen.texts("#panel h2") == label


def test_hostile_names_stay_text(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()))
    for words in ("script", "img", "href", "{{", "proto", "very long", "شخص"):
        assert found(seen, words) or not fold(words), words
    assert seen.page.locator("#hits :is(img, svg, script)").count() == 0
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


def test_every_alias_of_the_seeds_finds_its_actor(visit: Open, checkout: Project) -> None:
    actors = decode(Actor, read_seeds(checkout).triples())
    page = replace(
        EMPTY, actors=tuple(PageActor(a.id, a.name, a.kind, aliases=a.aliases) for a in actors)
    )
    wanted = [(a.name, name) for a in actors for name in (a.name, *a.aliases)]
    assert len(wanted) > len(actors) > 100
    seen = visit(draw_page(page))
    hits: list[list[str]] = seen.evaluate(
        """names => names.map(name => {
            const field = document.getElementById("search");
            field.value = name;
            field.dispatchEvent(new Event("input"));
            return [...document.querySelectorAll("#hits [role=option] > span:first-child")]
                .map(one => one.textContent);
        })""",
        [name for _, name in wanted],
    )
    lost = [
        (label, name)
        for (label, name), labels in zip(wanted, hits, strict=True)
        if label not in labels[:3]
    ]
    assert lost == []
