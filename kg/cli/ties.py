"""Networks as a command shows them: a table of ties or files, and what is said of them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cli.app import put, say
from kg.cli.ask import show_result
from kg.cli.parts import drawing
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.counting.resampling import Draws
    from kg.analysis.counting.statements import Statements
    from kg.analysis.counting.windows import Window
    from kg.analysis.network.method import Method
    from kg.analysis.network.series import Slice
    from kg.analysis.network.ties import Tie

DRAWS = 200
MANY = 20_000
"""Of more ties than these intervals are drawn only if they are asked for."""
_IRREGULAR = {"party": "parties", "family": "families", "country": "countries"}


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks that were asked for: one of the whole time, or one a window.

    ``balanced`` is how many pairs have no tie because what speaks for it and against it is equal.
    """

    corpus: Corpus
    slices: Sequence[Slice]
    statements: Statements
    method: Method
    over_time: bool
    balanced: int

    @property
    def ties(self) -> int:
        """How many ties they have."""
        from kg.analysis.network.ties import tie_count

        return sum(tie_count(one.network) for one in self.slices)

    def draws(self, wanted: int | None, seed: int, limit: int | None) -> Draws:
        """How documents are drawn for the ties that are shown; not for very many, unasked."""
        shown = self.ties if limit is None else min(self.ties, limit)
        if self.method.is_combined:
            return drawing(0, seed)
        if wanted is None and shown > MANY:
            say(
                f"kg: no intervals for {shown:,} ties: thin them with --shared, --threshold or "
                f"--limit, or ask with --draws {DRAWS}"
            )
            return drawing(0, seed)
        return drawing(DRAWS if wanted is None else wanted, seed)


def show_ties(
    found: Networks, draws: Draws, limit: int | None, form: str, output: Path | None
) -> None:
    """The ties as a table, of several networks with their windows; the first so many of them."""
    from kg.analysis.network.series import series_table
    from kg.analysis.network.ties import list_ties, tie_table

    def listed() -> Iterator[tuple[Window, Sequence[Tie]]]:
        left = limit
        for one in found.slices:
            if left == 0:
                return
            ties = list_ties(one.network, one.statements, draws, one.weights, left)
            left = None if left is None else left - len(ties)
            yield one.window, ties

    with _without_sweeping():
        if found.over_time:
            table = series_table(listed(), found.method)
        else:
            table = tie_table((tie for _, ties in listed() for tie in ties), found.method)
        show_result(table, form, output)
    if limit is not None and limit < found.ties:
        verb = "is" if limit == 1 else "are"
        say(f"kg: only the first {limit:,} of {found.ties:,} {verb} shown")


@contextmanager
def _without_sweeping() -> Iterator[None]:
    """Rows of a table form no cycles: looking for some takes as long as making the rows."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_networks(found: Networks, form: str, output: Path | None) -> None:
    """The networks in a format of theirs: on stdout or in a file, or in one file a window.

    Raises UsageError where there are several files and no name for them.
    """
    from kg.exports.networks import render_networks
    from kg.files import is_folder, write_all

    contents = render_networks(found.slices, form, found.corpus)
    if list(contents) == [""]:
        put(contents[""], output)
        return
    if output is not None and output.suffix == "" and is_folder(output):
        raise UsageError(f"{output} is a folder", hint="name a file with -o")
    if output is None or str(output) == "-":
        ending = "csv" if form == "matrix" else form
        raise UsageError(
            f"{form} takes {len(contents)} files, one a window",
            hint=f"name them with -o, such as -o networks.{ending}",
        )
    files = {
        output.with_name(f"{output.stem}{part}{output.suffix}"): content
        for part, content in contents.items()
    }
    write_all(files, sweeping=True)
    names = [path.name for path in files]
    say(f"kg: {len(names)} files: {names[0]} to {names[-1]}")


def tell(found: Networks, draws: Draws | None = None) -> None:
    """What the networks are of, and how much their ties rest on."""
    level, said = found.statements.level, [one.network.statements for one in found.slices]
    line = f"kg: {_several(found.ties, 'tie')} of {_tied(found)}"
    if not found.over_time:
        line += f" from {_several(said[0], 'statement')}"
    elif said:
        least = f"{min(said):,} to " if min(said) < max(said) else ""
        most = _several(max(said), "statement")
        line += f" in {_several(len(said), 'window')} of {least}{most}"
    if out := found.statements.left_out:
        line += f"; {_several(out, 'stance')} {_verb(out, 'belong')} to no {level}"
    if found.balanced:
        line += f"; {_several(found.balanced, 'pair')} {_verb(found.balanced, 'balance')} to 0"
    say(line)
    if found.ties:
        _tell_rest(found, draws)


def _tell_rest(found: Networks, draws: Draws | None) -> None:
    from kg.analysis.counting.resampling import FEW
    from kg.analysis.network.ties import few_ties

    few = sum(few_ties(one.network) for one in found.slices)
    rest = "shared propositions"
    if found.method.is_two_mode:
        rest = "statements"
    elif found.method.across:
        rest = f"shared {_plural(found.statements.level)}"
    number = f"{few:,}" if few else "none"
    line = f"kg: {number} of the ties {_verb(few, 'rest')} on fewer than {FEW} {rest}"
    if bare := sum(not len(one.network.weights.data) for one in found.slices):
        line += f"; {_several(bare, 'window')} without any"
    if draws and draws.count:
        line += f"; low and high: {draws.level:.0%} interval of {draws.count:,} draws of documents"
        line += f" where a tie rests on {FEW} documents or more"
    say(line)
    if found.method.normalisation == "none" and not found.method.is_two_mode:
        say(
            "kg: weights count pairs of statements, so those who speak most weigh most; "
            "--normalisation jaccard compares positions"
        )


def _tied(found: Networks) -> str:
    """How many units, and of an affiliation how many propositions, have ties."""
    rows, columns = set(), set()
    for one in found.slices:
        pairs = one.network.weights.tocoo()
        rows |= {one.network.rows[at].id for at in set(pairs.row.tolist())}
        columns |= {one.network.columns[at].id for at in set(pairs.col.tolist())}
    unit = "proposition" if found.method.across else found.statements.level
    tied = _several(len(rows), unit)
    if found.method.is_two_mode:
        tied += f" and {_several(len(columns), 'proposition')}"
    return tied


def _verb(number: int, many: str) -> str:
    return f"{many}s" if number <= 1 else many


def _plural(word: str) -> str:
    return _IRREGULAR.get(word, f"{word}s")


def _several(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else _plural(one)}"
