"""What keys do in the decision log, in a monthly review, and on the adoption page."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action

DECISION_PAGES: dict[str, str] = {
    "decisions": "The decision log",
    "monthly": "The monthly review",
    "adoption": "Adoption",
}

DECISION_LISTS: tuple[str, ...] = ("decisions", "monthly")

_HERE = ("decisions",)
_DECIDING = ("decisions", "monthly")

DECISION_ACTIONS: tuple[Action, ...] = (
    Action(
        "show_decisions",
        "decisions",
        ("D",),
        "The decision log: what waits for the sponsor, what is to be done; on a card, its own",
        (EVERYWHERE,),
    ),
    Action(
        "new_decision", "decide", ("n",), "Record a decision with its evidence, owner and due date", _DECIDING
    ),
    Action("approve_decision", "approve", ("a",), "Approve what waits, as a sponsor", _DECIDING),
    Action("decline_decision", "decline", ("d",), "Decline what waits, as a sponsor, and say why", _DECIDING),
    Action("close_action", "done", ("f",), "Its action is done: say what came of it", _DECIDING),
    Action(
        "filter_decisions",
        "kinds",
        ("v",),
        "Show every kind, or shifts of resources, priorities, scope",
        _HERE,
    ),
    Action(
        "show_monthly_review",
        "monthly review",
        ("R",),
        "The monthly cross-functional review: its agenda, and minutes at its end",
        (EVERYWHERE,),
    ),
    Action(
        "note_point",
        "note",
        ("m",),
        "Note what is said on this point; it stands in the minutes",
        ("monthly",),
    ),
    Action("note_present", "who is here", ("w",), "Note who is here", ("monthly",)),
    Action("save_review", "save", ("ctrl+s", "f2"), "End the review: save its minutes", ("monthly",), True),
    Action(
        "show_adoption",
        "adoption",
        ("percent_sign",),
        "How the weekly rhythm, the answers and the decisions develop",
        (EVERYWHERE,),
    ),
    Action("more_weeks", "weeks", ("w",), "Show 13 weeks, 26 or 52", ("adoption",)),
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
    "monthly": (
        "open",
        "new_decision",
        "note_point",
        "approve_decision",
        "close_action",
        "save_review",
        "help",
    ),
    "adoption": ("next_team", "previous_team", "more_weeks", "go_back", "help"),
}
