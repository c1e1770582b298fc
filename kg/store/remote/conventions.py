"""What this side and the copy of the graph on a server have agreed on."""

from __future__ import annotations

import re

LOADING = "loading"
"""The graph that tells, while a store is loaded, who does so and what has arrived."""
UNFINISHED = "unfinished"
"""Stands in the place of the hash while a server is written to that cannot do it as a whole."""
TRIPLES = "application/n-triples"
TABLE = "application/sparql-results+json"
NUMBER = re.compile(r"\d{1,15}", re.ASCII)
"""How a server writes a number that is to be believed."""
