"""The one registry of what keys do: bindings, footer, help and palette are all made from it.

An action's id is the name of its `action_…` method and of its entry in a person's own keymap; its keys are the
defaults, of which any may be used. Scopes say on which pages it is valid.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding

from okrtui.screens.action import EVERYWHERE, LISTS, Action
from okrtui.screens.actions_of_frame import FRAME_ACTIONS
from okrtui.screens.actions_of_teams import TEAM_ACTIONS, TEAM_FOOTERS, TEAM_LISTS, TEAM_PAGES
from okrtui.screens.actions_of_work import WORK_ACTIONS

IN_LISTS = (*LISTS, *TEAM_LISTS, "card", "revisions", "import", "adoption", "meeting_end")
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
    **TEAM_PAGES,
    "help": "Keys of a page",
    "list": "In every list",
    "dialog": "In a small form",
    "find": "In the line to find",
    "palette": "In the palette",
    EVERYWHERE: "Everywhere",
}
"""Every scope with the name by which people know it, the pages before what stands on several of them."""

ACTIONS: tuple[Action, ...] = (*WORK_ACTIONS, *TEAM_ACTIONS, *FRAME_ACTIONS)

FOOTERS: Mapping[str, tuple[str, ...]] = {
    "my_week": ("check_in", "open", "find", "show_team", "show_tree", "undo", "help"),
    "sitting": ("save", "next_stands", "leave", "skip", "open_editor", "help"),
    "inline_sitting": ("save", "next_stands", "same_figure", "leave", "open_editor", "help"),
    "sitting_over": ("copy_update", "undo", "leave", "help"),
    "card": ("check_in", "copy_update", "revisions", "propose_change", "add_comment", "go_back", "help"),
    "objective": ("open", "check_in", "edit", "publish", "add_comment", "go_back", "help"),
    "all_okrs": ("open", "fold", "find", "switch_view", "show_alignment", "go_back", "help"),
    "writing": ("save", "add_key_result", "open_editor", "leave", "help"),
    "import": ("confirm", "map_columns", "go_back", "help"),
    "mapping": ("open", "show_preview", "save_map", "go_back", "help"),
    "choice": ("open", "go_back", "help"),
    "settings": ("open", "go_back", "help"),
    "sync": ("sync_now", "open", "write_again", "set_aside", "go_back", "help"),
    "conflicts": ("keep_1", "keep_2", "open", "undo", "go_back", "help"),
    "conflicts_of_three": ("keep_1", "keep_2", "keep_3", "open", "undo", "go_back", "help"),
    "conflicts_of_four": ("keep_1", "keep_2", "keep_3", "keep_4", "open", "go_back", "help"),
    "conflicts_over": ("undo", "go_back", "help"),
    "revisions": ("go_back", "help"),
    **TEAM_FOOTERS,
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
