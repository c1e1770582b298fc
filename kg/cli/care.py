"""Commands that look after a store: doctor, backup, restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings

if TYPE_CHECKING:
    from kg.project import Project
    from kg.store.findings import Finding

_TO_MEND, _UNUSABLE = 1, 4


@app.command()
def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read all seeds too, and derive everything anew.")
    ] = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Remove what programs that were ended have left.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look for what is broken, and tell the command that mends it.

    Every block of the store is read and compared with its inventory, its index and the seeds; and
    nothing is changed without --sweep. Exit 0 sound, 1 something to mend, 4 the store is missing
    or cannot be relied on.
    """
    from kg.care.health import examine
    from kg.care.left import sweep as remove_left
    from kg.cli.progress import Progress

    project = settings.project
    for one in remove_left(project) if sweep else ():
        say(f"removed {_line(project, one)}")
    progress = Progress()
    health = examine(project, deep=deep, watch=progress.show)
    progress.clear()
    findings = health.findings
    if as_json:
        put(_as_json(project, findings, health.quads))
    elif findings:
        put("".join(f"{_line(project, one)}\n    {_mend(one)}\n" for one in findings))
    else:
        put(f"{project.shown(project.folder)}: sound: {health.quads:,} quads\n")
    if findings:
        raise typer.Exit(_UNUSABLE if any(one.unusable for one in findings) else _TO_MEND)


def _line(project: Project, finding: Finding) -> str:
    from kg.printing import printable

    return printable(f"{project.shown(finding.path)}: {finding.what}")


def _mend(finding: Finding) -> str:
    from kg.printing import printable

    return printable(settings.again(finding.mend))


def _as_json(project: Project, findings: list[Finding], quads: int | None) -> str:
    told = {
        "store": str(project.folder),
        "sound": not findings,
        "quads": quads,
        "findings": [
            {
                "path": str(one.path),
                "what": one.what,
                "mend": _mend(one),
                "unusable": one.unusable,
            }
            for one in findings
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DEST", help="A new folder.")],
) -> None:
    """Copy store, seeds and ontology of one moment, and read the copy back.

    The folder holds the sum of every file; it is there when all of it was read.
    """
    from kg.care.backup import back_up

    made = back_up(settings.project, folder)
    size = sum(size for size, _ in made.files.values())
    say(
        f"{folder}: {sum(made.graphs.values()):,} quads, {len(made.below('seeds')):,} files of "
        f"seeds, {size / 1e6:,.1f} MB, read back"
    )


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="What kg backup wrote.")],
    seeds: Annotated[
        bool, typer.Option("--seeds", help="Put seeds and ontology back too.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --seeds: write over files that differ.")
    ] = False,
) -> None:
    """Put the store of a backup in its place, where every file of it is as it was written.

    Seeds are left as they are without --seeds; no file is removed from them.
    """
    from kg.care.restore import restore as put_back
    from kg.printing import counted

    project = settings.project
    done = put_back(project, folder, seeds=seeds, force=force)
    files = f", {counted(done.files, 'file')} of seeds and ontology" if seeds else ""
    say(f"{project.shown(project.folder)}: {done.quads:,} quads{files}")
    if done.others:
        told = counted(done.others, "file")
        why = "not in the backup: left as they are" if seeds else "not as in the backup (--seeds)"
        say(f"{told} of seeds and ontology {why}")
