"""What keys do on every page, in every list, and in the small forms that stand over a page."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_of_teams import TEAM_PAGES

_WITH_A_WAY_BACK = (
    "card",
    "objective",
    "all_okrs",
    "import",
    "mapping",
    "choice",
    "help",
    "settings",
    "revisions",
    "sync",
    "conflicts",
)

FRAME_ACTIONS: tuple[Action, ...] = (
    Action("show_settings", "settings", ("comma",), "Theme, keys and other settings", (EVERYWHERE,)),
    Action("help", "keys", ("question_mark", "f1"), "The keys of this page; Enter runs one", (EVERYWHERE,)),
    Action("command_palette", "palette", ("ctrl+p",), "Search all actions", (EVERYWHERE,), True, False),
    Action(
        "go_back",
        "back",
        ("escape", "ctrl+g", "backspace", "h"),
        "Go back; what you typed is kept",
        (*_WITH_A_WAY_BACK, *TEAM_PAGES),
    ),
    Action(
        "leave",
        "leave",
        ("ctrl+g", "escape", "f10"),
        "Go back; the draft is kept",
        ("sitting", "writing"),
        True,
    ),
    Action(
        "go",
        "do it",
        ("ctrl+s", "f2"),
        "Carry out what the form asks for",
        ("dialog",),
        True,
        False,
    ),
    Action(
        "cancel",
        "cancel",
        ("ctrl+g", "escape"),
        "Close the form; nothing is written, long texts are kept",
        ("dialog",),
        from_palette=False,
    ),
    Action(
        "drop_filter",
        "drop the filter",
        ("ctrl+g", "escape"),
        "Show every line again",
        ("find",),
        from_palette=False,
    ),
    Action(
        "close_palette",
        "close",
        ("ctrl+g", "escape"),
        "Close the palette; nothing is run",
        ("palette",),
        from_palette=False,
    ),
    Action("next_field", "next field", ("tab",), "Go to the next field", ("sitting",), True, False),
    Action(
        "previous_field", "field before", ("shift+tab",), "Go to the field before", ("sitting",), True, False
    ),
    Action("quit", "quit", ("q", "ctrl+q"), "Leave okrtui; drafts are kept", (EVERYWHERE,)),
    Action(
        "suspend_process",
        "to the shell",
        ("ctrl+z",),
        "Put okrtui in the background; fg brings it back",
        (EVERYWHERE,),
        True,
        False,
    ),
    Action(
        "redraw",
        "redraw",
        ("f12",),
        "Draw the whole screen again, should something else have written on it",
        (EVERYWHERE,),
        True,
    ),
    Action("line_up", "up", ("up", "k"), "The line above", ("list",), from_palette=False),
    Action("line_down", "down", ("down", "j"), "The line below", ("list",), from_palette=False),
    Action("first_line", "first", ("home", "g"), "The first line", ("list",), from_palette=False),
    Action("last_line", "last", ("end", "G"), "The last line", ("list",), from_palette=False),
    Action("half_page_up", "half page up", ("ctrl+u",), "Half a page up", ("list",), from_palette=False),
    Action(
        "half_page_down", "half page down", ("ctrl+d",), "Half a page down", ("list",), from_palette=False
    ),
    Action("whole_page_up", "page up", ("pageup",), "A page up", ("list",), from_palette=False),
    Action(
        "whole_page_down", "page down", ("pagedown", "space"), "A page down", ("list",), from_palette=False
    ),
    Action(
        "open_line", "open", ("enter", "right", "l"), "Open the selected line", ("list",), from_palette=False
    ),
)
