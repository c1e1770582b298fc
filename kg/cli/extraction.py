"""The command that reads articles: extract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, say, settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.ingest.sources import Manner
    from kg.stream.articles import Archive
    from kg.stream.partition import Crew
    from kg.stream.stream import Method

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
    spark: Annotated[
        str | None,
        typer.Option(metavar="MASTER", help="Read over Apache Spark: local[2], spark://…, yarn."),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="K/N", help="Only the K-th of N parts of the articles, for -o."),
    ] = None,
    join: Annotated[
        bool, typer.Option("--join", help="The sources are the files of all shards: make -o.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(min=0.001, help="Seconds that one document may take.")
    ] = 60.0,
) -> None:
    """Find stances in articles, with their exact words.

    Prints candidates; those of --into wait in the seeds for a person or the publication bar.
    """
    from kg.cli.findings import Findings, Shown
    from kg.cli.opinion import open_judge
    from kg.ingest.folders import count_documents
    from kg.ingest.sources import read_articles
    from kg.stream.articles import Archive
    from kg.stream.shards import Passage, Shard
    from kg.stream.stream import find_stances

    shown = Shown(form or ("text" if explain else "jsonl"), whole=whole, explain=explain)
    shown.check(FORMS)
    target = _target(output, only_rows=shown.form == "jsonl" and not into)
    if target is None and (shard is not None or join):
        raise UsageError("--shard and --join need -o, the file to write")
    if join:
        _join(sources, target)
        return
    if again and not into:
        raise UsageError("--again belongs to --into")
    if not timeout <= _LONGEST:
        raise UsageError(f"--timeout is a number of seconds up to {_LONGEST}")
    if into:
        _check_kept(sources, url, outlet)
    part = None if shard is None else Shard.parse(shard)
    manner = replace(
        _manner(sources, published, url, outlet), follow=follow, seconds=timeout, written=target
    )
    judge = open_judge(llm, llm_model, llm_tokens) if llm else None
    method = _method(engine, lexicon, judge.identity if judge else None)
    archive = Archive(settings.project)
    total = count_documents(sources, target)
    articles = Passage(read_articles(sources, manner))
    with (
        _crew(spark, workers, timeout) as crew,
        Findings(shown, archive, method, total, manner) as findings,
    ):
        if target:
            findings.go_on(target, part)
        elif into:
            _tell_unknown(method, archive)
            findings.keep(again=again)
        for outcome in find_stances(
            articles,
            archive,
            method,
            is_done=findings.is_done,
            keeping=into,
            shard=part,
            crew=crew,
        ):
            findings.take(judge.weigh(outcome) if judge else outcome)
        code = findings.finish(articles)
    if code:
        raise typer.Exit(code)


def _tell_unknown(method: Method, archive: Archive) -> None:
    """Say so where the lexicon finds what the codebook of the project has not."""
    from kg.printing import counted

    found = {rule.proposition for rule in method.lexicon.topics}
    # A rule that refers back has a star: the proposition is that of another one.
    unknown = found - archive.propositions - {"*"}
    if unknown:
        told = counted(len(unknown), "proposition")
        say(f"kg: not kept is what is found on {told} that the codebook has not")


def _target(output: Path | None, *, only_rows: bool) -> Path | None:
    """The file to add to, if it is one; raises UsageError where it cannot hold what is asked."""
    if output is None or str(output) == "-":
        return None
    if not only_rows:
        raise UsageError("-o holds jsonl, without --into", hint="call it once for each")
    if output.suffix.lower() in _OTHER_FORMS:
        raise UsageError(f"-o holds jsonl, which {output.name} does not say by its name")
    return output


def _join(sources: list[str], target: Path | None) -> None:
    from kg.stream.shards import join

    if target is not None:
        texts = join([Path(source) for source in sources], target)
        say(f"kg: {target}: {texts} texts of {len(sources)} shards")


def _crew(spark: str | None, workers: int, seconds: float) -> Crew:
    """Who reads, as the options say it."""
    if spark is None:
        from kg.stream.partition import Pool

        return Pool(workers, seconds)
    if workers > 1:
        raise UsageError("--workers belongs to one machine without --spark", hint="leave one out")
    from kg.stream.spark import Cluster

    return Cluster(spark, seconds)


def _manner(
    sources: list[str], published: str | None, url: str | None, outlet: str | None
) -> Manner:
    """How to read, as the options say it."""
    from kg.ingest.sources import Manner
    from kg.model.dates import PartialDate
    from kg.seeds.ids import is_web_address
    from kg.store.guard import leave_network
    from kg.stream.articles import require_outlet

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
    from kg.ingest.folders import tells_nothing
    from kg.stream.articles import NO_SOURCE

    settings.project.require_own_seeds()
    if not (url or outlet) and any(map(tells_nothing, sources)):
        raise UsageError(NO_SOURCE, hint="name it: --outlet, and --url if any")


def _method(name: str, folder: Path | None, judge: str | None) -> Method:
    """What is to read the articles, told on stderr where it is not the best there is."""
    from kg.extract.engines import choose, why_no_parser
    from kg.extract.lexicon import ENGLISH, english, read_lexicon
    from kg.extract.parser import NoModelError
    from kg.stream.stream import Method

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
