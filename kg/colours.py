"""The colours of the sides, in pictures and in files for other programs."""

from __future__ import annotations

COLOURS = {"favours": "#1a66a6", "mixed": "#6b7278", "opposes": "#a83f0b"}
"""By polarity, as on the page: told apart in each kind of colour blindness.

Of ties also what agrees, neither, and what divides.
"""
