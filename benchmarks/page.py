"""The page beside plain pyvis on the same data, in the same browser, in turns.

``python -m benchmarks.page`` prints a report in Markdown; ``make bench-page`` writes it to
docs/page.md. Figures are medians, or of one round where the report says so; plain pyvis is its own
template with everything in one file and its default physics.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks.crowd import crowd
from benchmarks.measure import run
from benchmarks.opened import LONGEST, STEPS, Opened, browser, typical, visit
from kg.project import find_project
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.contract import GraphPage, PageDocument, PageStance
from kg.views.page import draw_page

ROUNDS, ONCE = 5, 1
COPIES = 5
CROWD = (5_000, 20_000)


def plain(page: GraphPage, titles: str) -> str:
    """The page's network by pyvis alone, an edge for each stance.

    Titles are ``none``, the ``quotes``, or ``all`` that our page tells of actors, propositions
    and evidence. It is directed, or pyvis would drop all edges of a pair but the first.
    """
    network = import_module("pyvis.network").Network(
        height="750px", width="100%", cdn_resources="in_line", directed=True
    )
    held = {stance.proposition for stance in page.stances}
    spoken = {stance.actor for stance in page.stances}
    documents = {document.id: document for document in page.documents}
    everything = titles == "all"
    for actor in page.actors:
        if actor.id in spoken:
            offices = [f"{one.role}, {one.start} to {one.end}" for one in actor.tenures]
            parts = [actor.country, actor.kind, *actor.aliases, *offices]
            told = {"title": "\n".join(filter(None, parts))} if everything else {}
            network.add_node(f"actor/{actor.id}", label=actor.name, **told)
    for about in page.propositions:
        if about.id in held:
            told = {"title": f"{about.theme_label}\n{about.sentence}"} if everything else {}
            network.add_node(f"proposition/{about.id}", label=about.short, shape="box", **told)
    for stance in page.stances:
        words = "\n".join(_words(stance, documents, everything))
        told = {} if titles == "none" else {"title": words}
        network.add_edge(f"actor/{stance.actor}", f"proposition/{stance.proposition}", **told)
    html: str = network.generate_html()
    return html


def _words(
    stance: PageStance, documents: dict[str, PageDocument], everything: bool
) -> Iterator[str]:
    yield f"{stance.said_on or stance.latest} {stance.polarity}"
    if everything:
        yield from filter(None, (stance.id, stance.status, stance.reason, stance.condition))
    for one in stance.evidence:
        yield one.quote or one.paraphrase or ""
        if everything:
            source = documents[one.document]
            parts = (one.translation, source.publisher, source.title, source.published, source.url)
            yield from filter(None, parts)


def multiplied(page: GraphPage, times: int) -> GraphPage:
    """The page with every actor and stance so many times, on the same propositions."""
    return replace(
        page,
        actors=tuple(
            replace(one, id=f"{one.id}-{copy}", name=f"{one.name} {copy}")
            for copy in range(times)
            for one in page.actors
        ),
        stances=tuple(
            replace(
                one,
                id=f"{one.id}-{copy}",
                actor=f"{one.actor}-{copy}",
                on_behalf_of=one.on_behalf_of and f"{one.on_behalf_of}-{copy}",
                reacts_to=f"{one.reacts_to}-{copy}"
                if (one.reacts_to or "").startswith("stance/")
                else one.reacts_to,
                evidence=tuple(replace(item, id=f"{item.id}-{copy}") for item in one.evidence),
            )
            for copy in range(times)
            for one in page.stances
        ),
    )


def seconds(value: float | None) -> str:
    """A time as the report tells it."""
    if value is None:
        return f"> {LONGEST:.0f} s"
    return (
        f"{value:.1f} s"
        if value >= 10
        else f"{value:.2f} s"
        if value >= 1
        else f"{value * 1000:.0f} ms"
    )


def kilobytes(html: str) -> float:
    return len(html.encode()) / 1000


def goal(name: str, found: str, wanted: str, met: bool) -> str:
    """One line of the table of goals."""
    return f"| {name} | {found} | {wanted} | {'yes' if met else '**no**'} |"


def report() -> str:
    """The whole report."""
    project = find_project()
    page = assemble_page(open_reader(project.store))
    many = multiplied(page, COPIES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = perf_counter()
        large = draw_page(crowd(*CROWD))
        built_large = perf_counter() - begun
        pages = {
            "ours": draw_page(page),
            "plain": plain(page, "quotes"),
            "bare": plain(page, "none"),
            "told": plain(page, "all"),
            "many": draw_page(many),
            "plain-many": plain(many, "quotes"),
            "large": large,
        }
        for key, html in pages.items():
            (folder / f"{key}.html").write_text(html, encoding="utf-8", newline="\n")
        kg = str(Path(sys.executable).parent / "kg")
        command = [kg, "--store", str(project.store), "view", "-o"]
        built = [run([*command, str(folder / f"built{n}.html")]) for n in range(ROUNDS)]
        same = {(folder / f"built{n}.html").read_bytes() for n in range(ROUNDS)}
        opened: dict[str, list[Opened]] = {key: [] for key in pages}
        with browser() as chromium:
            for turn in range(ROUNDS):
                for key in (
                    "ours",
                    "plain",
                    "many",
                    *(("plain-many", "large") if turn < ONCE else ()),
                ):
                    file = folder / f"{key}.html"
                    opened[key].append(visit(chromium, file, ours="plain" not in key))
            release = chromium.version
    size = {key: kilobytes(html) for key, html in pages.items()}
    found = {key: typical(rounds) for key, rounds in opened.items() if rounds}
    build = statistics.median(cost.seconds for cost in built)
    memory = max(cost.memory for cost in built)
    ours, raw, more = found["ours"], found["plain"], found["many"]
    sooner = (raw.first or LONGEST) / (ours.first or LONGEST)
    counts = f"{len(page.stances)} stances of {len({one.actor for one in page.stances})} actors"
    lines = [
        "# The page beside plain pyvis",
        "",
        f"Written by `make bench-page`. The published graph ({counts}), offline, 1280 × 800, "
        f"Chromium {release} without graphics card, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, pyvis {version('pyvis')}; medians of the rounds told, in "
        "turns, on a shared machine: trust the ratios. Plain pyvis is its own template with "
        "everything in one file and its default physics, an edge for each stance, titled with "
        "its quotes. A picture is there when the canvas shows more than one colour and no loading "
        "bar lies over it.",
        "",
        f"The invented crowd of {CROWD[0]:,} actors has one short quote a stance, less than real "
        "evidence, and drawing its page starts from records in memory: reading a store is not in "
        "that time, as it is in that of `kg view`.",
        "",
        "| | ours | plain pyvis | rounds |",
        "|---|---|---|---|",
        f"| first picture | {seconds(ours.first)} | {seconds(raw.first)} | {ROUNDS} |",
        f"| all ready | {seconds(ours.loaded)} | – | {ROUNDS} |",
        f"| file | {size['ours']:,.0f} kB | {size['plain']:,.0f} kB; without titles "
        f"{size['bare']:,.0f} kB; with all that ours tells {size['told']:,.0f} kB | – |",
        f"| nothing moved after 3 s more | {_yes(ours)} | {_yes(raw)} | {ROUNDS} |",
        f"| a step of the slider | {seconds(ours.step)} | has none | {ROUNDS} of {STEPS} steps |",
        f"| {COPIES} × the actors and stances: first picture | {seconds(more.first)} | "
        f"{seconds(found['plain-many'].first)} | {ROUNDS}; plain pyvis {ONCE} |",
        f"| {COPIES} ×: file | {size['many']:,.0f} kB | {size['plain-many']:,.0f} kB | – |",
        f"| {COPIES} ×: a step of the slider | {seconds(more.step)} | has none | "
        f"{ROUNDS} of {STEPS} steps |",
        f"| {CROWD[1]:,} stances of {CROWD[0]:,} actors: first picture, step | "
        f"{seconds(found['large'].first)}, {seconds(found['large'].step)} | not tried | {ONCE} |",
        "",
        "| goal | found | wanted | met |",
        "|---|---|---|---|",
        goal(
            "first picture sooner than plain pyvis",
            f"{'' if raw.first else '> '}{sooner:.1f} ×", "≥ 15 ×", sooner >= 15,
        ),
        goal("nothing moves after it", _yes(ours), "yes", bool(ours.still)),
        _at_most("file, of plain pyvis with the same quotes", size["ours"], size["plain"], 1.2),
        _at_most("file, of plain pyvis telling as much", size["ours"], size["told"], 1.2),
        _at_most("a step of the slider, against the page's load", ours.step, ours.loaded, 0.15),
        _at_most(f"{COPIES} × data: first picture, against ours of 1 ×", more.first, ours.first, 4),
        _at_most(f"{COPIES} × data: file, against ours of 1 ×", size["many"], size["ours"], 3),
        _at_most(f"{COPIES} × data: a step, against ours of 1 ×", more.step, ours.step, 5),
        goal("`kg view`, from start to file", seconds(build), "< 5 s", build < 5),
        goal("the same bytes each time", "yes" if len(same) == 1 else "no", "yes", len(same) == 1),
        goal(
            f"drawing the page of {CROWD[1]:,} stances of {CROWD[0]:,} actors, the store not read",
            seconds(built_large), "≤ 60 s", built_large <= 60,
        ),
        "",
        f"`kg view` needed {memory:.0f} MiB; the large page has {size['large'] / 1000:.1f} MB.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _yes(opened: Opened) -> str:
    return "–" if opened.first is None else "yes" if opened.still else "no"


def _at_most(name: str, one: float | None, other: float | None, most: float) -> str:
    if one is None or other is None:
        return goal(name, "no picture", f"≤ {most} ×", met=False)
    return goal(name, f"{one / other:.2f} ×", f"≤ {most} ×", one <= most * other)


if __name__ == "__main__":
    sys.stdout.write(report())
