"""The command of the reviewer: review."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings, terminal_width
from kg.cli.decisions import decide, take
from kg.cli.given import refuse_empty
from kg.errors import UsageError
from kg.printing import counted

if TYPE_CHECKING:
    from kg.review.context import Texts
    from kg.review.desk import Desk
    from kg.review.queue import Wanted

_DECIDING = ("", "--accept, --reject", "--undo", "--import")


@app.command()
def review(
    document: Annotated[str | None, typer.Option(help="Only of this document.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only of this holder, by any name.")] = None,
    proposition: Annotated[
        str | None,
        typer.Option(help="Only on this proposition; with --accept, the right one."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    second: Annotated[
        bool, typer.Option("--second", help="Those that others decided and you did not.")
    ] = False,
    text: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="An article's text, for context.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A folder of such texts.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Print the queue.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Accept this candidate; a refused stance:ID stands again."),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Refuse this candidate, or retract a curated stance:ID."),
    ] = None,
    holder: Annotated[str | None, typer.Option(help="With --accept: who holds it.")] = None,
    polarity: Annotated[
        str | None, typer.Option(help="With --accept: favours, opposes or mixed.")
    ] = None,
    said: Annotated[
        str | None, typer.Option("--date", help="With --accept: when; - is not told.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option(help="Who decides.  [env: KG_REVIEWER]")] = None,
    on: Annotated[str | None, typer.Option(help="The day of the decision; today.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back your last decision.")] = False,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the queue as CSV to fill in.")
    ] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take the decisions of one.")
    ] = None,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Krippendorff's alpha of the reviewers.")
    ] = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Where the reviewers differ.")
    ] = False,
    training: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write decisions as training rows (JSONL).")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", help="table or jsonl, of what is printed.")
    ] = "table",
) -> None:
    """Decide on what machines propose: accept, correct or refuse.

    Without an option that says otherwise, candidates are shown one by one, the most worthwhile
    first; ? lists the keys. Every decision is in seeds/reviews.ttl before the next is asked for.
    A curated stance is retracted by --reject stance:ID --note WHY; it keeps its id and its file.
    """
    refuse_empty(
        document=document,
        actor=actor,
        proposition=proposition,
        accept=accept,
        reject=reject,
        holder=holder,
        polarity=polarity,
        date=said,
        on=on,
    )
    way = _way(
        {
            "--accept, --reject": bool(accept or reject),
            "--list": listed,
            "--undo": undo,
            "--export": export is not None,
            "--import": import_ is not None,
            "--agreement": agreement,
            "--conflicts": conflicts,
            "--training": training is not None,
        }
    )
    if form not in ("table", "jsonl"):
        raise UsageError(f"{form!r} is none of: table, jsonl")
    if not accept and not (holder is polarity is said is None):
        raise UsageError("--holder, --polarity and --date correct what --accept names")
    desk = _sit_down(by, on, decides=second or way in _DECIDING)
    if way == "--accept, --reject":
        corrections = {
            "holder": holder,
            "proposition": proposition,
            "polarity": polarity,
            "date": said,
        }
        decide(desk, accept or [], reject or [], note, corrections)
    elif way in ("--undo", "--import"):
        take(desk, import_)
    elif way in ("--agreement", "--conflicts", "--training"):
        _tell(desk, way, training, form)
    else:
        from kg.review.context import find_texts
        from kg.review.queue import want

        wanted = want(desk, document, actor, proposition, second=second)
        hashes = {candidate.span.text_hash for candidate in desk.candidates.values()}
        known = find_texts(text or (), texts or (), hashes)
        _show(desk, way, wanted, known, export, limit, form)


def _way(ways: Mapping[str, bool]) -> str:
    """The one thing that is asked for; empty for a session."""
    asked = [name for name, wanted in ways.items() if wanted]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)}: one thing at a time")
    return asked[0] if asked else ""


def _sit_down(by: str | None, on: str | None, *, decides: bool) -> Desk:
    from kg.cli.keyboard import Keyboard
    from kg.review.desk import Desk
    from kg.review.identity import find_reviewer

    try:
        day = date.fromisoformat(on) if on else date.today()
    except ValueError:
        raise UsageError(f"--on: {on!r} is no day of the form YYYY-MM-DD") from None
    if day > date.today():
        raise UsageError(f"--on: {day} has not come yet", hint="nobody could decide before it")
    project = settings.project
    if not decides:
        return Desk(project, by or "", day)
    project.require_own_seeds()
    asks = Keyboard().ask if sys.stdin.isatty() else None
    reviewer, source = find_reviewer(by, project.root, asks)
    if source != "--by":
        say(f"kg: you decide as {reviewer} ({source})")
    return Desk(project, reviewer, day)


def _tell(desk: Desk, way: str, training: Path | None, form: str) -> None:
    from kg.model.decisions import conflicts
    from kg.review.agreement import measure
    from kg.review.training import training_rows
    from kg.views.review import draw_agreement, draw_conflicts

    if way == "--training":
        put(training_rows(desk), training)
    elif way == "--agreement":
        put(draw_agreement(measure(desk.reviews, desk.candidates), form))
    else:
        found = conflicts(desk.reviews)
        put(draw_conflicts(found, form, terminal_width()))
        if not found:
            say("no decisions of reviewers differ")


def _show(
    desk: Desk,
    way: str,
    wanted: Wanted,
    texts: Texts,
    export: Path | None,
    limit: int | None,
    form: str,
) -> None:
    from kg.cli.keyboard import Keyboard
    from kg.review.queue import queue
    from kg.review.session import Session
    from kg.review.sheet import row_of, write_sheet
    from kg.views.review import draw_queue

    if not way:
        tally = Session(desk, Keyboard(), texts, wanted).run(limit)
        say(f"{tally}; {len(queue(desk, wanted))} wait")
        return
    entries = queue(desk, wanted)[:limit]
    if way == "--export":
        put(write_sheet(desk, entries, texts), export)
    else:
        put(draw_queue([row_of(desk, entry, texts) for entry in entries], form, terminal_width()))
    say(f"{counted(len(entries), 'candidate')} wait{'s' if len(entries) == 1 else ''}")
