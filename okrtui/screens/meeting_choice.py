"""Which team's meeting is held: the one on the page, the only one there is, or one of a list."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from okrtui import home

if TYPE_CHECKING:
    from okrtui.screens.page import Page


def hold_meeting(page: Page) -> None:
    """Open the meeting of the page's team; elsewhere, of the only team there is, or ask for one."""
    team = getattr(page, "team", None) if page.SCOPE == "team" else None
    if team:
        page.okrtui.open_meeting(team)
        return

    def fetch(connection: sqlite3.Connection) -> list[tuple[str, str]]:
        """Teams with objectives as (words, id): those that meet now first, then the person's own."""
        from okrtui.views.meeting import kept_meeting
        from okrtui.views.team_names import team_names
        from okrtui.views.workspace import acting_member

        member = acting_member(connection, page.okrtui.acting_as, home.unix_name())
        teams = [one for one in team_names(connection, member.id) if one.id and one.has_objectives]
        meets = {one.id for one in teams if kept_meeting(connection, str(one.id))}
        teams.sort(key=lambda one: one.id not in meets)
        return [(f"{one.name}{' (goes on)' if one.id in meets else ''}", str(one.id)) for one in teams]

    def show(teams: list[tuple[str, str]]) -> None:
        from okrtui.screens.meeting_forms import choice_form

        if not teams:
            page.say("no team has objectives yet: there is nothing to meet about")
        elif len(teams) == 1:
            page.okrtui.open_meeting(teams[0][1])
        else:
            form = choice_form(page, "Check-in meeting", "Which team meets?", teams, page.okrtui.open_meeting)
            page.okrtui.push_screen(form)

    page.read(fetch, show, group="meetings")
