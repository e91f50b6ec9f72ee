"""The one registry of what keys do: bindings, footer, help and palette are all made from it.

An action's id is the name of its `action_…` method and of its entry in a person's own keymap; its keys are the
defaults, of which any may be used. Scopes say on which pages it is valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding

EVERYWHERE = "everywhere"


class Action(NamedTuple):
    """One thing that a key does.

    `works_in_fields` makes the key act while a text field has the focus, before the field sees it. `from_palette` is
    false for what makes sense only as a key press, such as moving in a list.
    """

    id: str
    name: str
    keys: tuple[str, ...]
    help: str
    scopes: tuple[str, ...]
    works_in_fields: bool = False
    from_palette: bool = True


_LISTS = ("my_week", "all_okrs", "objective", "settings", "mapping", "choice", "conflicts", "sync")
IN_LISTS = (*_LISTS, "card", "revisions", "import")
"""The pages on which the keys of a list work too, or move what is read."""

PAGES: Mapping[str, str] = {
    "my_week": "My week",
    "sitting": "Check-in",
    "card": "Key result",
    "objective": "Objective",
    "all_okrs": "OKRs, as a tree or a list",
    "writing": "Writing OKRs",
    "import": "Import",
    "mapping": "Import: the columns of a table",
    "choice": "A list to choose from",
    "revisions": "Revisions",
    "settings": "Settings",
    "sync": "Sync with others",
    "conflicts": "Conflicts",
    "help": "Keys of a page",
    "list": "In every list",
    "dialog": "In a small form",
    "find": "In the line to find",
    "palette": "In the palette",
    EVERYWHERE: "Everywhere",
}
"""Every scope with the name by which people know it, the pages before what stands on several of them."""

ACTIONS: tuple[Action, ...] = (
    Action(
        "check_in",
        "check in",
        ("c",),
        "Check in on the selected key result, then the next one that is due",
        ("my_week", "card", "objective", "all_okrs"),
    ),
    Action("open", "open", ("enter", "right", "l"), "Open what is selected", _LISTS),
    Action(
        "find",
        "find",
        ("slash",),
        "Show only the lines that hold the words you type",
        ("my_week", "all_okrs"),
    ),
    Action("show_tree", "OKRs", ("o",), "All objectives and key results, as a tree or a list", (EVERYWHERE,)),
    Action(
        "copy_update",
        "copy",
        ("y",),
        "Copy the 5–7-line update to the terminal's clipboard",
        ("my_week", "card", "sitting"),
    ),
    Action(
        "undo",
        "undo",
        ("u",),
        "Undo the last save; a correcting entry is written, nothing is lost",
        ("my_week", "card", "objective", "all_okrs", "sitting", "conflicts"),
    ),
    Action(
        "redo",
        "redo",
        ("U", "ctrl+r"),
        "Do again what was undone",
        ("my_week", "card", "objective", "all_okrs", "sitting", "conflicts"),
    ),
    Action(
        "new_objective",
        "new objective",
        ("n",),
        "Write an objective with its key results",
        ("my_week", "all_okrs", "objective"),
    ),
    Action(
        "edit", "edit", ("e",), "Edit this objective and its key results", ("objective", "card", "all_okrs")
    ),
    Action(
        "import_files",
        "import",
        ("i",),
        "Read OKRs from files, with a preview before anything is written",
        ("my_week", "all_okrs"),
    ),
    Action(
        "show_objective",
        "objective",
        ("O", "p"),
        "Open the objective of this key result",
        ("card", "my_week"),
    ),
    Action("revisions", "revisions", ("r",), "All versions of the check-ins, side by side", ("card",)),
    Action(
        "propose_change",
        "change…",
        ("C", "f3"),
        "Propose a change to what was agreed, with a reason",
        ("card",),
    ),
    Action(
        "decide_change",
        "decide",
        ("a", "d"),
        "Approve or decline the proposal that is open",
        ("card", "objective"),
    ),
    Action(
        "postpone",
        "postpone",
        ("z",),
        "Postpone it, or take it up again, with a reason",
        ("card", "objective"),
    ),
    Action(
        "archive",
        "archive",
        ("A", "delete"),
        "Archive it, with a reason; nothing is deleted",
        ("card", "objective"),
    ),
    Action("add_comment", "comment", ("m",), "Write a comment", ("card", "objective")),
    Action(
        "switch_view", "tree/list", ("v", "t"), "Switch between the tree and the flat list", ("all_okrs",)
    ),
    Action("next_cycle", "next cycle", ("right_square_bracket", "f6"), "Show the next cycle", ("all_okrs",)),
    Action(
        "previous_cycle",
        "previous cycle",
        ("left_square_bracket", "f5"),
        "Show the cycle before",
        ("all_okrs",),
    ),
    Action(
        "save",
        "save",
        ("ctrl+s", "f2"),
        "Save; in a sitting the next due key result follows",
        ("sitting", "writing", "settings"),
        True,
    ),
    Action(
        "next_stands",
        "next stands",
        ("ctrl+n", "f4"),
        "Keep last week's next action as it stands",
        ("sitting",),
        True,
    ),
    Action(
        "same_figure",
        "as last week",
        ("f3",),
        "Fill in last week's figure (or press = in Actual)",
        ("sitting",),
        True,
    ),
    Action(
        "open_editor",
        "editor",
        ("ctrl+e", "f7"),
        "Write this field in your own editor ($VISUAL or $EDITOR)",
        ("sitting", "writing"),
        True,
    ),
    Action(
        "skip",
        "later",
        ("ctrl+l", "f8"),
        "Leave this one, its draft kept, and go to the next due key result",
        ("sitting",),
        True,
    ),
    Action(
        "publish", "publish", ("P", "f9"), "Publish what passes the quality gate", ("writing", "objective")
    ),
    Action("add_key_result", "add key result", ("ctrl+n", "f4"), "Add a key result", ("writing",), True),
    Action("confirm", "import", ("ctrl+s", "y"), "Write what the preview shows", ("import",)),
    Action("map_columns", "columns", ("m", "f4"), "Say what the columns of a table mean", ("import",)),
    Action(
        "show_preview",
        "preview",
        ("ctrl+s", "p"),
        "Show what these columns would add, before it is written",
        ("mapping",),
    ),
    Action(
        "save_map", "save map", ("w", "f7"), "Save what the columns mean, for the next time", ("mapping",)
    ),
    Action(
        "show_sync",
        "sync",
        ("s",),
        "How the exchange with others stands: what waits, what was refused, the last rounds",
        (EVERYWHERE,),
    ),
    Action(
        "show_conflicts",
        "conflicts",
        ("x",),
        "Texts and check-ins that were written apart from each other, and settling them",
        (EVERYWHERE,),
    ),
    Action("sync_now", "sync now", ("r", "f5"), "Exchange with the others now", ("sync",)),
    Action(
        "write_again", "write again", ("w",), "Write a refused change again, a check-in as a draft", ("sync",)
    ),
    Action("set_aside", "set aside", ("d",), "Take a refused change off the list", ("sync",)),
    *(
        Action(
            f"keep_{number}",
            f"keep {number}",
            (str(number), f"f{number + 1}"),
            f"Let version {number} stand, on every machine",
            ("conflicts",),
        )
        for number in range(1, 5)
    ),
    Action("show_settings", "settings", ("comma",), "Theme, keys and other settings", (EVERYWHERE,)),
    Action("help", "keys", ("question_mark", "f1"), "The keys of this page; Enter runs one", (EVERYWHERE,)),
    Action("command_palette", "palette", ("ctrl+p",), "Search all actions", (EVERYWHERE,), True, False),
    Action(
        "go_back",
        "back",
        ("escape", "ctrl+g", "backspace", "h"),
        "Go back; what you typed is kept",
        (
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
        ),
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
    Action("older_weeks", "older weeks", ("w",), "Show all of the thread, back to its beginning", ("card",)),
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


FOOTERS: Mapping[str, tuple[str, ...]] = {
    "my_week": ("check_in", "open", "find", "show_tree", "copy_update", "undo", "help"),
    "sitting": ("save", "next_stands", "leave", "skip", "open_editor", "help"),
    "inline_sitting": ("save", "next_stands", "same_figure", "leave", "open_editor", "help"),
    "sitting_over": ("copy_update", "undo", "leave", "help"),
    "card": ("check_in", "copy_update", "revisions", "propose_change", "add_comment", "go_back", "help"),
    "objective": ("open", "check_in", "edit", "publish", "add_comment", "go_back", "help"),
    "all_okrs": ("open", "find", "switch_view", "new_objective", "go_back", "help"),
    "writing": ("save", "add_key_result", "open_editor", "leave", "help"),
    "import": ("confirm", "map_columns", "go_back", "help"),
    "mapping": ("open", "show_preview", "save_map", "go_back", "help"),
    "choice": ("open", "go_back", "help"),
    "settings": ("open", "go_back", "help"),
    "sync": ("sync_now", "open", "write_again", "set_aside", "show_conflicts", "go_back", "help"),
    "conflicts": ("keep_1", "keep_2", "open", "undo", "go_back", "help"),
    "revisions": ("go_back", "help"),
    "help": ("go_back",),
    "first_run": ("help",),
}
"""The at most seven keys that the footer of each page shows, in their order."""


def actions_of(*scopes: str) -> list[Action]:
    """The actions that are valid in any of these scopes, in the registry's order."""
    return [action for action in ACTIONS if set(action.scopes).intersection(scopes)]


def bindings_for(*scopes: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual's bindings for the actions of these scopes; their ids let a person's keymap replace the keys."""
    return [
        Binding(
            ",".join(action.keys),
            action.id,
            action.name,
            tooltip=action.help,
            priority=action.works_in_fields,
            id=action.id,
        )
        for action in actions_of(*scopes)
    ]


def footer_actions(scope: str) -> list[Action]:
    """The actions whose keys the footer of a page shows, in their order."""
    by_id = {action.id: action for action in ACTIONS}
    return [by_id[name] for name in FOOTERS.get(scope, ("help",))]


def keys_of(action: Action, own: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action: a person's own (id to comma-separated keys) where given, else the defaults."""
    if action.id in own:
        return tuple(key.strip() for key in own[action.id].split(",") if key.strip())
    return action.keys
