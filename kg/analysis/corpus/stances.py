"""The stances of a corpus as columns: one number a stance for each thing that is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Days = NDArray[np.datetime64]
Mask = NDArray[np.bool_]

_LONG_AGO = np.datetime64(date.min)
NOBODY = -1
"""In a column of actors: none is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Stances:
    """Stances in columns of one length, by id; their reports in two columns more.

    ``holder`` and ``behalf`` are places in ``actors``, ``proposition`` in ``propositions``;
    ``sign`` is 1 for, -1 against, 0 mixed. ``earliest`` and ``latest`` are days (datetime64[D]);
    ``told`` says whether the source gives the date. ``sure`` is 1 where a person has looked at a
    stance, else the confidence of its extraction. ``status`` is a place in reading.STATUSES.
    Report number i shows stance ``evidence_of[i]`` in ``documents[evidence_in[i]]``.
    """

    ids: Sequence[str]
    actors: tuple[str, ...]
    propositions: tuple[str, ...]
    documents: tuple[str, ...]
    holder: Numbers
    behalf: Numbers
    proposition: Numbers
    sign: Numbers
    earliest: Days
    latest: Days
    told: Mask
    sure: NDArray[np.float64]
    status: Numbers
    evidence_of: Numbers
    evidence_in: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def begins(self) -> Days:
        """The first day that each may be of; where no date is told, any day may be."""
        return np.where(self.told, self.earliest, _LONG_AGO)

    def keep(self, mask: Mask) -> Stances:
        """The stances where the mask is true, with their reports; names stay as they are."""
        if mask.all():
            return self
        place = np.cumsum(mask) - 1
        reports = mask[self.evidence_of]
        columns = {name: getattr(self, name)[mask] for name in COLUMNS}
        return replace(
            self,
            ids=[self.ids[row] for row in np.flatnonzero(mask).tolist()],
            evidence_of=place[self.evidence_of[reports]].astype(np.int32),
            evidence_in=self.evidence_in[reports],
            **columns,
        )


COLUMNS = (
    "holder", "behalf", "proposition", "sign", "earliest", "latest", "told", "sure", "status",
)  # fmt: skip
"""The columns of one value a stance."""
