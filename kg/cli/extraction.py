"""The command that reads articles: extract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, say, settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.build.stream import Method
    from kg.ingest.sources import Manner

FORMS = ("jsonl", "table", "text", "turtle")
_OTHER_FORMS = (".csv", ".tsv", ".txt", ".ttl", ".html", ".xlsx", ".pdf")
_LONGEST = 86_400


@app.command()
def extract(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Texts, pages, feeds, WARC or JSON lines: files, folders, URLs; - is stdin.",
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY, for documents that do not tell it."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where the article is found.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="jsonl, table, text or turtle.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--all", help="The whole pool, unlikely candidates too.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every decision behind a stance, as text or jsonl.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Add to a file of jsonl; goes on where it stopped."),
    ] = None,
    into: Annotated[
        bool, typer.Option("--into", help="Write the candidates to seeds/candidates/.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="With --into: texts too that were read before.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Fetch the pages that feeds link to.")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="rules, nlp, or auto: nlp where its model is installed.")
    ] = "auto",
    lexicon: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Tables laid over the built-in ones.")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Ask this endpoint for a second opinion; sends texts."),
    ] = None,
    llm_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which of its models; else KG_LLM_MODEL.")
    ] = None,
    llm_tokens: Annotated[
        int, typer.Option(min=1, help="How many tokens it may cost in all, roughly.")
    ] = 200_000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read.")] = 1,
    timeout: Annotated[
        float, typer.Option(min=0.001, help="Seconds that one document may take.")
    ] = 60.0,
) -> None:
    """Find stances in articles, with their exact words.

    Prints candidates; those of --into wait in the seeds for a person or the publication bar.
    """
    from kg.build.articles import Archive
    from kg.build.stream import find_stances
    from kg.cli.findings import Findings, Shown
    from kg.cli.opinion import open_judge
    from kg.ingest.folders import count_documents
    from kg.ingest.sources import read_articles

    shown = Shown(form or ("text" if explain else "jsonl"), whole=whole, explain=explain)
    shown.check(FORMS)
    target = None if output is None or str(output) == "-" else output
    if target and (into or shown.form != "jsonl"):
        raise UsageError("-o holds jsonl, without --into", hint="call it once for each")
    if target and target.suffix.lower() in _OTHER_FORMS:
        raise UsageError(f"-o holds jsonl, which {target.name} does not say by its name")
    if again and not into:
        raise UsageError("--again belongs to --into")
    if not timeout <= _LONGEST:
        raise UsageError(f"--timeout is a number of seconds up to {_LONGEST}")
    if into:
        _check_kept(sources, url, outlet)
    manner = replace(
        _manner(sources, published, url, outlet), follow=follow, seconds=timeout, written=target
    )
    judge = open_judge(llm, llm_model, llm_tokens) if llm else None
    method = _method(engine, lexicon, judge.identity if judge else None)
    archive = Archive(settings.project)
    total = count_documents(sources, target)
    with Findings(shown, archive, method, total, manner) as findings:
        if target:
            findings.go_on(target)
        elif into:
            findings.keep(again=again)
        for outcome in find_stances(
            read_articles(sources, manner),
            archive,
            method,
            is_done=findings.is_done,
            keeping=into,
            workers=workers,
            seconds=timeout,
        ):
            findings.take(judge.weigh(outcome) if judge else outcome)
        code = findings.finish()
    if code:
        raise typer.Exit(code)


def _manner(
    sources: list[str], published: str | None, url: str | None, outlet: str | None
) -> Manner:
    """How to read, as the options say it."""
    from kg.build.articles import require_outlet
    from kg.ingest.sources import Manner
    from kg.model.dates import PartialDate
    from kg.seeds.ids import is_web_address
    from kg.store.guard import leave_network

    try:
        day = None if published is None else PartialDate.parse(published)
    except ValueError as error:
        raise UsageError(f"--published: {error}") from None
    if outlet is not None:
        require_outlet(outlet)
    if url is not None and not is_web_address(url):
        raise UsageError(f"--url: {url!r} is no http or https URL")
    if url is not None and len(sources) > 1:
        raise UsageError("--url belongs to one article", hint="call it once for each")
    return Manner(day, url, outlet, confine=leave_network)


def _check_kept(sources: list[str], url: str | None, outlet: str | None) -> None:
    """Raise UsageError where it is plain beforehand that nothing can be kept."""
    from kg.build.articles import NO_SOURCE
    from kg.ingest.folders import tells_nothing

    settings.project.require_own_seeds()
    if not (url or outlet) and any(map(tells_nothing, sources)):
        raise UsageError(NO_SOURCE, hint="name it: --outlet, and --url if any")


def _method(name: str, folder: Path | None, judge: str | None) -> Method:
    """What is to read the articles, told on stderr where it is not the best there is."""
    from kg.build.stream import Method
    from kg.extract.engines import choose, why_no_parser
    from kg.extract.lexicon import ENGLISH, english, read_lexicon
    from kg.extract.parser import NoModelError

    try:
        engine = choose(name)
    except ValueError as error:
        raise UsageError(f"--engine: {error}") from None
    except NoModelError as error:
        raise UsageError(f"--engine nlp: {error}") from None
    if name == "auto" and engine.model is None:
        say(f"kg: read by rules alone, which find less: {why_no_parser()}")
    tables = read_lexicon(folder, over=ENGLISH) if folder else english()
    return Method(engine, tables, judge)
