"""How a command cuts time into windows: its options, and which of them go together."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import say, settings
from kg.cli.given import refuse_empty
from kg.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from kg.analysis.corpus.stances import Days
    from kg.analysis.counting.windows import Kernel, Span, Window
    from kg.model.dates import PartialDate

Width = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="WIDTH",
        help="A network for each window of 90d, 12w, 6m or 1y, or of 50s: 50 statements. From "
        "--since, else from the first statement on; whole, so the last may reach beyond the end.",
    ),
]
Step = Annotated[
    str | None,
    typer.Option(metavar="WIDTH", help="By how much windows move or grow; else by their width."),
]
Expanding = Annotated[
    bool, typer.Option("--expanding", help="All windows begin on the first day, and grow.")
]
Cuts = Annotated[
    list[str] | None,
    typer.Option(
        "--cut",
        metavar="EVENT|DAY",
        help="A network for each period between these events, each of any name, or days. The day "
        "of an event is the first of a period.",
    ),
]
KernelName = Annotated[
    str | None,
    typer.Option(
        help="Weigh statements by how near they are to the middle of their window: uniform, "
        "triangular, epanechnikov or gaussian (half the width is the standard deviation).",
    ),
]

_OF_WINDOWS = ("step", "expanding", "kernel")


@dataclass(frozen=True, slots=True)
class Cutting:
    """How time is cut, in the words of a command's user; raises UsageError where they clash.

    ``source`` is the debate that is cut instead of the graph.
    """

    window: str | None = None
    step: str | None = None
    expanding: bool = False
    cut: list[str] | None = None
    kernel: str | None = None
    source: Path | None = None

    def __post_init__(self) -> None:
        refuse_empty(window=self.window, step=self.step, cut=self.cut, kernel=self.kernel)
        given = [f"--{name}" for name in _OF_WINDOWS if getattr(self, name)]
        if self.cut and (self.window or given):
            other = "--window" if self.window else given[0]
            raise UsageError(
                f"--cut and {other} do not go together",
                hint=f"events cut time by themselves: leave out {other}",
            )
        if given and not self.window:
            raise UsageError(f"{given[0]} goes with --window", hint="such as --window 6m")
        if self.expanding and self.kernel:
            raise UsageError(
                "--expanding and --kernel do not go together",
                hint="a kernel has one width: leave out one of them",
            )
        if self.window:
            self._widths()

    @property
    def is_wanted(self) -> bool:
        """Whether time is cut at all."""
        return bool(self.window or self.cut)

    @property
    def kernel_wanted(self) -> Kernel | None:
        """The kernel that is asked for."""
        from kg.analysis.counting.windows import Kernel

        return choice(Kernel, self.kernel, "--kernel") if self.kernel else None

    def windows(self, days: Days, since: date | None, until: date | None) -> tuple[Window, ...]:
        """The windows over the days of statements, or from and to a day; none without any."""
        if not len(days):
            return ()
        first, last = since or days.min().item(), until or days.max().item()
        if self.cut:
            return self._between(first, last)
        return self._moved(days, first, last)

    def _widths(self) -> tuple[Span, Span | None] | tuple[int, int | None]:
        """The width and the step, both of time or both numbers of statements."""
        from kg.analysis.counting.windows import parse_width

        width = parse_width(self.window or "")
        step = parse_width(self.step) if self.step else None
        if isinstance(width, int):
            if self.expanding or self.kernel:
                other = "--expanding" if self.expanding else "--kernel"
                raise UsageError(
                    f"{other} needs a length of time", hint="such as --window 90d, 6m or 1y"
                )
            if step is None or isinstance(step, int):
                return width, step
        elif step is None or not isinstance(step, int):
            return width, step
        such = "10s" if isinstance(width, int) else "1m"
        raise UsageError(
            f"--step {self.step} does not go with --window {self.window}",
            hint=f"such as --step {such}",
        )

    def _moved(self, days: Days, first: date, last: date) -> tuple[Window, ...]:
        from kg.analysis.counting.windows import by_number, expanding, moving

        widths = self._widths()
        if isinstance(widths[0], int):
            return by_number(days, *widths)
        return (expanding if self.expanding else moving)(first, last, *widths)

    def _between(self, first: date, last: date) -> tuple[Window, ...]:
        from kg.analysis.counting.windows import between

        cuts = [_cut(name, self.source) for name in self.cut or ()]
        found = between(first, last, [(told.earliest, label) for told, label in cuts])
        for told, label in cuts:
            day = told.earliest
            if not first < day <= last:
                say(f"kg: {label} ({day}) cuts nothing: the time is {first} to {last}")
            elif day != told.latest:
                say(f"kg: {label} is dated {told}: {day} is taken")
        return found


def _cut(name: str, source: Path | None) -> tuple[PartialDate, str]:
    """The date of an event by any of its names, with its label; or a date itself."""
    from kg.model.actors import Event
    from kg.model.dates import PartialDate
    from kg.rdf.names import find_thing
    from kg.store.embedded import open_reader
    from kg.store.records import load

    with contextlib.suppress(ValueError):
        return PartialDate.parse(name.strip()), name.strip()
    if source:
        raise UsageError("a debate tells of no events", hint="cut it at a day: --cut 2025-12-19")
    store = open_reader(settings.project.store)
    (event,) = load(store, Event, [find_thing(store, name, ("event",))])
    return event.date, event.label
