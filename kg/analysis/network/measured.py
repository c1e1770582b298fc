"""A network with all that was said to make it: to be looked at in Python and in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements
from kg.analysis.network.graphs import as_graph
from kg.analysis.network.networks import Network
from kg.analysis.network.ties import Tie, list_ties, tie_table
from kg.errors import UsageError
from kg.queries.table import Table

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


@dataclass(frozen=True, repr=False)
class MeasuredNetwork:
    """A network, the statements it is of, and how its intervals are drawn."""

    network: Network
    statements: Statements
    draws: Draws

    @cached_property
    def ties(self) -> list[Tie]:
        """The ties by falling weight, with intervals."""
        return list_ties(self.network, self.statements, self.draws)

    @property
    def table(self) -> Table:
        """The ties as a table."""
        return tie_table(self.ties, self.network.method)

    def graph(self) -> nx.Graph:
        """The network as a graph of networkx."""
        return as_graph(self.network)

    def matrix(self) -> pd.DataFrame:
        """The weights as a data frame of pandas, rows and columns by id."""
        try:
            import pandas as pd
        except ImportError:
            raise UsageError(
                "pandas is not installed", hint="pip install 'eurostance[frames]'"
            ) from None
        return pd.DataFrame(
            self.network.weights.toarray(),
            index=[unit.id for unit in self.network.rows],
            columns=[unit.id for unit in self.network.columns],
        )

    def __repr__(self) -> str:
        found = self.network
        return (
            f"<Network of {found.weights.nnz // (1 if found.is_two_mode else 2):,} ties of "
            f"{len(found.rows):,} units, {found.method.kind}>"
        )

    def _repr_html_(self) -> str:
        return self.table._repr_html_()
