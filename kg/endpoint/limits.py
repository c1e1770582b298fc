"""What a public endpoint allows a query."""

from __future__ import annotations

from dataclasses import dataclass

from kg.queries.inspect import DEEPEST


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one query, and how many may wait; times are seconds, sizes bytes."""

    seconds: float = 10.0
    rows: int = 100_000
    size: int = 64 * 2**20
    text: int = 64 * 2**10
    memory: int = 2 * 2**30
    queue: int = 64

    def headers(self) -> dict[str, str]:
        """The limits as headers of an answer."""
        return {
            "X-Limit-Seconds": f"{self.seconds:g}",
            "X-Limit-Rows": str(self.rows),
            "X-Limit-Bytes": str(self.size),
            "X-Limit-Query-Bytes": str(self.text),
            "X-Limit-Nesting": str(DEEPEST),
            "X-Limit-Queue": str(self.queue),
        }
