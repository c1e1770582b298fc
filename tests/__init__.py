"""Tests, in folders named after the packages that they test."""

from __future__ import annotations

from hypothesis import settings

# The same cases on every run, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")
