"""What keys do on the pages of a person's own work: the week, OKRs, importing, syncing."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, LISTS, Action
from okrtui.screens.actions_of_teams import TEAM_LISTS

WORK_ACTIONS: tuple[Action, ...] = (
    Action(
        "check_in",
        "check in",
        ("c",),
        "Check in on the selected key result, then the next one that is due",
        ("my_week", "card", "objective", "all_okrs", "meeting", "team"),
    ),
    Action("open", "open", ("enter", "right", "l"), "Open what is selected", (*LISTS, *TEAM_LISTS)),
    Action(
        "find",
        "find",
        ("slash",),
        "Show only the lines that hold the words you type",
        ("my_week", "all_okrs", "team", "decisions", "alignment"),
    ),
    Action("show_tree", "OKRs", ("o",), "All objectives and key results, as a tree or a list", (EVERYWHERE,)),
    Action(
        "copy_update",
        "copy",
        ("y",),
        "Copy the 5–7-line update to the terminal's clipboard",
        ("my_week", "card", "sitting", "team"),
    ),
    Action(
        "undo",
        "undo",
        ("u",),
        "Undo the last save; a correcting entry is written, nothing is lost",
        (
            "my_week",
            "card",
            "objective",
            "all_okrs",
            "sitting",
            "meeting",
            "conflicts",
            "decisions",
            "monthly",
            "team",
        ),
    ),
    Action(
        "redo",
        "redo",
        ("U", "ctrl+r"),
        "Do again what was undone",
        (
            "my_week",
            "card",
            "objective",
            "all_okrs",
            "sitting",
            "meeting",
            "conflicts",
            "decisions",
            "monthly",
            "team",
        ),
    ),
    Action(
        "new_objective",
        "new objective",
        ("n",),
        "Write an objective with its key results",
        ("my_week", "all_okrs", "objective", "team"),
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
        ("card", "my_week", "team", "alignment"),
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
    Action("switch_view", "tree/list", ("v",), "Switch between the tree and the flat list", ("all_okrs",)),
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
    Action("older_weeks", "older weeks", ("w",), "Show all of the thread, back to its beginning", ("card",)),
)
