"""What keys do in the decision log, in a monthly review, and on the adoption page."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action

DECISION_PAGES: dict[str, str] = {
    "decisions": "The decision log",
    "adoption": "Adoption",
}

DECISION_LISTS: tuple[str, ...] = ("decisions",)

_HERE = ("decisions",)

DECISION_ACTIONS: tuple[Action, ...] = (
    Action(
        "show_decisions",
        "decisions",
        ("D",),
        "The decision log: what waits for the sponsor, what is to be done; on a card, its own",
        (EVERYWHERE,),
    ),
    Action(
        "new_decision", "decide", ("n",), "Record a decision with its evidence, owner and due date", _HERE
    ),
    Action("approve_decision", "approve", ("a",), "Approve what waits, as a sponsor", _HERE),
    Action("decline_decision", "decline", ("d",), "Decline what waits, as a sponsor, and say why", _HERE),
    Action("close_action", "done", ("f",), "Its action is done: say what came of it", _HERE),
    Action(
        "filter_decisions",
        "kinds",
        ("v",),
        "Show every kind, or shifts of resources, priorities, scope",
        _HERE,
    ),
    Action(
        "show_adoption",
        "adoption",
        ("percent_sign",),
        "How the weekly rhythm, the answers and the decisions develop",
        (EVERYWHERE,),
    ),
)

DECISION_FOOTERS: dict[str, tuple[str, ...]] = {
    "decisions": (
        "open",
        "new_decision",
        "approve_decision",
        "decline_decision",
        "close_action",
        "find",
        "help",
    ),
    "adoption": ("go_back", "help"),
}
