"""A sheet of paper on which a picture is drawn, in points from its upper left corner."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.colours import COLOURS
from kg.errors import UsageError
from kg.model.stances import Polarity

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

INK, SOFT, LINE, MARK, PAPER = "#14181d", "#5b636b", "#dde1e6", "#eef1f4", "#ffffff"
TINTS = {Polarity.FAVOURS: "#e3eef8", Polarity.MIXED: "#eceef0", Polarity.OPPOSES: "#fbe9df"}
SHAPES = {Polarity.FAVOURS: "o", Polarity.MIXED: "D", Polarity.OPPOSES: "s"}
DASHES: dict[Polarity, Any] = {
    Polarity.FAVOURS: "solid",
    Polarity.MIXED: (0, (1, 1.4)),
    Polarity.OPPOSES: (0, (4, 1.8)),
}

_LOOK = {"svg.fonttype": "none", "svg.hashsalt": "eurostance", "lines.dash_capstyle": "butt"}
_DPI = 216
_FEW = 150
"""More lines than these are drawn paler, or they hide each other."""
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
# Marks that turn the direction of what follows: in a picture they reach beyond their own label.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(words: str, most: int = 60) -> str:
    """The words on one line without what no picture can carry, cut after some characters."""
    told = " ".join(_UNSAFE.sub(" ", _TURNING.sub("", words)).split())
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib as it comes, whatever a user's own settings are, and quiet about lost glyphs.

    Raises UsageError where matplotlib is not installed.
    """
    try:
        import matplotlib.style
    except ModuleNotFoundError:
        raise UsageError(
            "a picture needs matplotlib", hint="pip install 'eurostance[pictures]'"
        ) from None
    with matplotlib.style.context(["default", _LOOK]), warnings.catch_warnings():
        # A script that the font lacks is drawn as boxes; in an SVG the viewer's font has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


class Sheet:
    """A white sheet of a width in points, as long as what is drawn on it; use it while drawing."""

    def __init__(self, width: float) -> None:
        from matplotlib.figure import Figure

        self.width = width
        self._figure = Figure(facecolor=PAPER)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_autoscale_on(False)
        self._axes.set_xlim(0, width)
        self._drawn = 0

    def _layer(self) -> int:
        """What is drawn later lies on top, whatever kind it is."""
        self._drawn += 1
        return self._drawn

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 8,
        colour: str = INK,
        align: str = "left",
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """Words on one line, their middle at y; turned ones read upwards from there."""
        self._axes.text(
            x,
            y,
            words,
            fontproperties=_font(size, bold),
            color=colour,
            ha=align,
            va="bottom" if turned else "center_baseline",
            rotation=90 if turned else 0,
            parse_math=False,
            zorder=self._layer(),
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = LINE,
        width: float = 0.6,
        dash: Any = "solid",
        opacity: float = 1.0,
    ) -> None:
        """A line through some points."""
        from matplotlib.lines import Line2D

        x, y = zip(*points, strict=True)
        self._axes.add_line(
            Line2D(
                x, y, color=colour, linewidth=width, linestyle=dash, alpha=opacity,
                zorder=self._layer(),
            )
        )  # fmt: skip

    def lines(self, rows: Iterable[tuple[Sequence[tuple[float, float]], Polarity, float]]) -> None:
        """Lines through some points in the colours and dashes of polarities, of some width."""
        from matplotlib.collections import LineCollection

        told = list(rows)
        self._axes.add_collection(
            LineCollection(
                [points for points, _, _ in told],
                colors=[COLOURS[polarity] for _, polarity, _ in told],
                linestyles=[DASHES[polarity] for _, polarity, _ in told],
                linewidths=[width for _, _, width in told],
                alpha=0.75 if len(told) <= _FEW else 0.45,
                zorder=self._layer(),
            ),
            autolim=False,
        )

    def mark(
        self, x: float, y: float, shape: str, colour: str, *, size: float = 7, hollow: bool = False
    ) -> None:
        """A mark of matplotlib's shapes, its size in points across."""
        self._axes.plot(
            [x],
            [y],
            marker=shape,
            markersize=size * (0.82 if shape == "D" else 1),
            markerfacecolor=PAPER if hollow else colour,
            markeredgecolor=colour,
            markeredgewidth=0.9,
            linestyle="none",
            zorder=self._layer(),
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = PAPER,
        edge: str = "none",
        opacity: float = 1.0,
    ) -> None:
        """A rectangle from its upper left corner."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(
            Rectangle(
                (x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0.7,
                alpha=opacity, zorder=self._layer(),
            )
        )  # fmt: skip

    def area(
        self, points: Sequence[tuple[float, float]], *, fill: str, opacity: float = 1.0
    ) -> None:
        """What lies within some points."""
        from matplotlib.patches import Polygon

        self._axes.add_patch(
            Polygon(
                points, facecolor=fill, edgecolor="none", alpha=opacity, zorder=self._layer()
            )
        )  # fmt: skip

    def save(self, height: float, form: str) -> bytes:
        """The sheet down to a height, as ``png`` or ``svg``; the same drawing, the same bytes."""
        self._axes.set_ylim(height, 0)
        self._figure.set_size_inches(self.width / 72, height / 72)
        silent: dict[str, Any] = (
            {"Software": None} if form == "png" else {"Date": None, "Creator": None}
        )
        stream = io.BytesIO()
        # Without a canvas of its own matplotlib takes the one of the format: no window opens.
        self._figure.savefig(
            stream, format=form, dpi=_DPI if form == "png" else 72, metadata=silent
        )
        return stream.getvalue()


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of words is, in points; to be called while drawing."""
    from matplotlib.textpath import TextToPath

    measured = TextToPath().get_text_width_height_descent(words, _font(size, bold), ismath=False)
    return float(measured[0])


def _font(size: float, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(size=size, weight="bold" if bold else "normal")
