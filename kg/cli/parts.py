"""To which part of the graph a command keeps, and how it analyses it: the options it shares."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import say, settings
from kg.cli.given import day, refuse_empty

if TYPE_CHECKING:
    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.counting.resampling import Draws
    from kg.queries.chosen import Chosen
    from kg.queries.narrowed import Asked
    from kg.queries.narrowing import Narrowing

Propositions = Annotated[
    list[str] | None, typer.Option("--proposition", help="Only these propositions, by id or label.")
]
Themes = Annotated[
    list[str] | None, typer.Option("--theme", help="These themes too: they add to --proposition.")
]
Actors = Annotated[
    list[str] | None, typer.Option("--actor", help="Only these actors, by any name.")
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", help="Only actors of these countries, by code or name."),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", help="Only curated, accepted or extracted stances."),
]
Since = Annotated[
    str | None, typer.Option(help="Only from that day on; a month or year from its first.")
]
Until = Annotated[
    str | None, typer.Option(help="Only up to that day; a month or year to its last.")
]
Source = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Analyse a DNA file, or an event list that DNA has exported, instead of the store.",
    ),
]
LevelName = Annotated[
    str,
    typer.Option(
        "--level",
        help="Whose stances are pooled: actor, office, party, family, government or country, "
        "as of the day on which each was said.",
    ),
]
DuplicatesName = Annotated[
    str,
    typer.Option(
        "--duplicates",
        help="What counts once: none, document, stance, day, week, month, year or range.",
    ),
]
DrawCount = Annotated[
    int,
    typer.Option(
        "--draws", min=0, max=10_000, help="Draws of documents behind each interval; 0 for none."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="From which the draws follow.")]
Form = Annotated[
    str | None, typer.Option("--format", "-f", help="table csv tsv json xml md; else as -o ends.")
]
TABLE_FORMS = ("table", "csv", "tsv", "json", "xml", "md")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the graph that the options of a command ask for, in its user's words.

    ``source`` is a coded debate that is analysed instead of the graph.
    """

    proposition: list[str] | None = None
    theme: list[str] | None = None
    actor: list[str] | None = None
    country: list[str] | None = None
    status: list[str] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    source: Path | None = None

    @property
    def asked(self) -> Asked:
        """The same with days and statuses read; raises UsageError where they cannot be."""
        from kg.queries.narrowed import Asked, parse_status

        refuse_empty(**{name: given for name, given in asdict(self).items() if name != "source"})
        return Asked(
            propositions=tuple(self.proposition or ()),
            themes=tuple(self.theme or ()),
            actors=tuple(self.actor or ()),
            countries=tuple(self.country or ()),
            statuses=parse_status(self.status or ()),
            since=day(self.since, first=True),
            until=day(self.until),
            as_of=day(self.as_of),
        )

    def narrowing(self, chosen: Chosen | None = None) -> tuple[Narrowing, tuple[str, ...]]:
        """The part by ids, and in words; see kg.queries.narrowed.narrow."""
        from kg.queries.narrowed import narrow
        from kg.store.embedded import open_reader

        return narrow(open_reader(settings.project.store), self.asked, chosen)

    def corpus(self, *, any_day: bool = False) -> Corpus:
        """The stances of that part of the store or of the debate, ready to be analysed.

        With ``any_day`` those of other days are in it too: what changed was before.
        """
        from kg.analysis.corpus.corpus import read_corpus

        asked = replace(self, since=None, until=None) if any_day else self
        if self.source is None:
            narrowing, _ = asked.narrowing()
            found = read_corpus(settings.project.store).narrow(narrowing)
        else:
            found = asked._debate(self.source)
        if not len(found.stances):
            say("kg: no stance is of all that was asked for")
        return found

    def _debate(self, path: Path) -> Corpus:
        """The part of a debate coded elsewhere; what of it does not tell a stance is told."""
        from kg.analysis.corpus.debate_names import name_all
        from kg.analysis.corpus.debate_part import narrow_debate
        from kg.analysis.corpus.debates import corpus_of
        from kg.ingest.dna import read_debate

        asked, debate = self.asked, read_debate(path)
        for what, number in debate.left_out.items():
            say(f"{path}: left out: {what}: {number:,}")
        named = name_all(debate)
        whole = corpus_of(debate, named)
        return whole.narrow(narrow_debate(whole, named, asked))


def drawing(count: int, seed: int) -> Draws:
    """How documents are drawn for intervals."""
    from kg.analysis.counting.resampling import Draws

    return Draws(count, seed)
