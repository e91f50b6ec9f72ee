"""What keys do in a check-in meeting, at its end, and in a vote on confidence."""

from __future__ import annotations

from okrtui.screens.action import EVERYWHERE, Action

MEETING_PAGES: dict[str, str] = {
    "meeting": "The check-in meeting",
    "meeting_end": "The end of a meeting: its minutes",
    "vote": "A vote on confidence",
}

_HERE = ("meeting",)

_CONFIDENCES = ("lost", "unlikely", "either way", "likely", "certain")

MEETING_ACTIONS: tuple[Action, ...] = (
    Action(
        "hold_meeting",
        "meeting",
        ("M",),
        "Hold a team's 30-minute check-in meeting, or go on with it",
        (EVERYWHERE,),
    ),
    Action(
        "next_step",
        "next",
        ("n", "right", "pagedown"),
        "The next key result, after the last one the minutes",
        _HERE,
    ),
    Action("previous_step", "before", ("p", "left", "pageup"), "The key result before", _HERE),
    Action(
        "next_point",
        "next point",
        ("space", "enter"),
        "The next of the five agenda points, after the last one the next key result",
        _HERE,
    ),
    Action("promise_done", "done", ("plus",), "Last week's next action was done (again: not asked)", _HERE),
    Action(
        "promise_not_done",
        "not done",
        ("minus",),
        "Last week's next action was not done (again: not asked)",
        _HERE,
    ),
    Action(
        "record_decision", "decide", ("d",), "Record a decision with its evidence, owner and due date", _HERE
    ),
    Action("raise_blocker", "blocker", ("b",), "Raise a blocker, with the team whose help is needed", _HERE),
    Action("answer_escalation", "escalation", ("e",), "Answer an escalation of this key result", _HERE),
    Action(
        "note_bet", "bet", ("i",), "Note what becomes of an initiative: its state, what was learnt", _HERE
    ),
    Action(
        "hold_vote", "vote", ("v",), "Open a vote on the confidence; again: reveal all votes at once", _HERE
    ),
    Action("drop_vote", "drop the vote", ("V",), "End the vote without showing what was voted", _HERE),
    *(
        Action(
            f"confidence_{number}",
            words,
            (str(number), f"f{number + 1}"),
            f"Vote {number}; after revealing: agree on {number}",
            ("meeting", "vote"),
        )
        for number, words in enumerate(_CONFIDENCES, 1)
    ),
    Action("note_attendees", "who is here", ("a",), "Note who is here", _HERE),
    Action(
        "switch_order",
        "order",
        ("w",),
        "What goes worst first, or objective by objective",
        _HERE,
    ),
    Action("said_up", "up", ("up", "k"), "Move what stands at the right down", _HERE, from_palette=False),
    Action("said_down", "down", ("down", "j"), "Move what stands at the right up", _HERE, from_palette=False),
    Action("end_meeting", "end", ("E",), "End the meeting: show its minutes before they are saved", _HERE),
    Action(
        "save_minutes",
        "save",
        ("ctrl+s", "f2"),
        "Save the minutes and end the meeting",
        ("meeting_end",),
        True,
    ),
    Action("copy_minutes", "copy", ("y",), "Copy the minutes to the terminal's clipboard", ("meeting_end",)),
    Action("post_minutes", "post", ("P", "f9"), "Post the minutes to the team's channel", ("meeting_end",)),
    Action(
        "drop_meeting",
        "drop",
        ("X", "delete"),
        "Forget this meeting without minutes; decisions and check-ins stay",
        ("meeting_end",),
    ),
    Action("vote", "vote", ("v",), "Vote on the confidence that somebody asks for", ("my_week", "card")),
)

MEETING_FOOTERS: dict[str, tuple[str, ...]] = {
    "meeting": (
        "next_step",
        "promise_done",
        "promise_not_done",
        "record_decision",
        "raise_blocker",
        "hold_vote",
        "help",
    ),
    "meeting_end": ("save_minutes", "copy_minutes", "post_minutes", "drop_meeting", "go_back", "help"),
    "vote": (*(f"confidence_{number}" for number in range(1, 6)), "go_back", "help"),
}
