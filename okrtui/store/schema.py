"""The version of a replica's tables."""

from __future__ import annotations

SCHEMA = 3
"""Another one means new local tables and folding anew."""
