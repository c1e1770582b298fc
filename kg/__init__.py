"""A knowledge graph of European stances on Russia."""

from __future__ import annotations

__version__ = "0.1.0"
