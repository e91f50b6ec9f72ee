"""What keys do on the pages of a team: the week of all, the meeting, what waits, decisions, adoption."""

from __future__ import annotations

from okrtui.screens.action import Action

TEAM_PAGES: dict[str, str] = {}
"""The scopes of these pages with the names by which people know them."""

TEAM_LISTS: tuple[str, ...] = ()
"""Those of them that are lists of lines."""

TEAM_ACTIONS: tuple[Action, ...] = ()

TEAM_FOOTERS: dict[str, tuple[str, ...]] = {}
"""The at most seven keys that the footer of each of these pages shows, in their order."""
