"""What keys do in the inbox, and with escalations on other pages."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action

INBOX_PAGES: dict[str, str] = {"inbox": "Inbox"}
INBOX_LISTS: tuple[str, ...] = ("inbox",)

_HERE = ("inbox",)

INBOX_ACTIONS: tuple[Action, ...] = (
    Action(
        "show_inbox",
        "inbox",
        ("I",),
        "What waits for you: answers, check-ins, approvals, decisions, actions",
        (EVERYWHERE,),
    ),
    Action(
        "answer_turn",
        "answer",
        ("exclamation_mark", "f8"),
        "Take the step that an escalation waits for",
        ("inbox", "card", "my_week"),
    ),
    Action("acknowledge", "acknowledge", ("a",), "Say that you took note of an escalation", _HERE),
    Action("note_huddle", "huddle", ("H",), "Note that the huddle on a red streak was held", _HERE),
    Action("ask_sponsor", "ask sponsor", ("Q",), "Ask the sponsor, who decides within 24 hours", _HERE),
    Action("show_card", "key result", ("p", "O"), "Open the key result that it is about", _HERE),
    Action(
        "raise_escalation",
        "raise",
        ("B",),
        "Raise a blocker or a data issue by hand",
        ("card", "objective", "inbox"),
    ),
)

INBOX_FOOTERS: dict[str, tuple[str, ...]] = {
    "inbox": ("open", "acknowledge", "note_huddle", "ask_sponsor", "show_card", "go_back", "help"),
}
