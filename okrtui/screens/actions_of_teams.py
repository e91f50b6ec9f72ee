"""What keys do on the pages of a team: the week of all, the meeting, what waits, decisions, adoption."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_of_decisions import (
    DECISION_ACTIONS,
    DECISION_FOOTERS,
    DECISION_LISTS,
    DECISION_PAGES,
)
from okrtui.screens.actions_of_inbox import INBOX_ACTIONS, INBOX_FOOTERS, INBOX_LISTS, INBOX_PAGES
from okrtui.screens.actions_of_meetings import MEETING_ACTIONS, MEETING_FOOTERS, MEETING_PAGES

TEAM_PAGES: dict[str, str] = {
    "team": "A team's week",
    "alignment": "Alignment: orphans, gaps, overlaps",
    **MEETING_PAGES,
    **DECISION_PAGES,
    **INBOX_PAGES,
}
"""The scopes of these pages with the names by which people know them."""

TEAM_LISTS: tuple[str, ...] = ("team", *DECISION_LISTS, *INBOX_LISTS, "alignment")
"""Those of them that are lists of lines."""

TEAM_ACTIONS: tuple[Action, ...] = (
    Action(
        "show_team",
        "team",
        ("t",),
        "Your team's week: who has checked in, how it stands, what waits",
        (EVERYWHERE,),
    ),
    Action(
        "show_alignment",
        "gaps",
        ("a",),
        "What contributes to nothing, what nobody moves, what several move at once",
        ("all_okrs",),
    ),
    Action("fold", "fold", ("f",), "Fold or unfold this team or objective", ("all_okrs",)),
    Action(
        "fold_all", "fold all", ("Z",), "Show the objectives alone, or their key results again", ("all_okrs",)
    ),
    Action(
        "edit_fields",
        "fields",
        ("E",),
        "Edit here what was not agreed at publication; it says who may change the rest",
        ("objective", "card"),
    ),
    Action(
        "next_team", "next team", ("right_square_bracket", "f6"), "Show the next team", ("team", "adoption")
    ),
    Action(
        "previous_team",
        "team before",
        ("left_square_bracket", "f5"),
        "Show the team before",
        ("team", "adoption"),
    ),
    Action("choose_team", "teams", ("T",), "Choose a team from a list", ("team",)),
    Action("week_before", "week before", ("w",), "Show the week before this one", ("team",)),
    Action("week_after", "week after", ("W",), "Show the week after this one", ("team",)),
    Action(
        "group_lines", "group", ("v",), "Group the lines by person, by objective, or not at all", ("team",)
    ),
    Action(
        "sort_lines",
        "sort",
        ("S",),
        "Sort the lines: what waits longest, the lowest score, the lowest confidence, or by title",
        ("team",),
    ),
    *MEETING_ACTIONS,
    *DECISION_ACTIONS,
    *INBOX_ACTIONS,
)

TEAM_FOOTERS: dict[str, tuple[str, ...]] = {
    "alignment": ("open", "show_objective", "find", "go_back", "help"),
    "team": ("open", "check_in", "find", "hold_meeting", "week_before", "next_team", "help"),
    **MEETING_FOOTERS,
    **DECISION_FOOTERS,
    **INBOX_FOOTERS,
}
"""The at most seven keys that the footer of each of these pages shows, in their order."""
