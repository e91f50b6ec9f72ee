"""The first draft of the next quarter, as it was typed: the quality gate has something to say about it."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import KeyResult, Objective

NEXT_QUARTER = Objective(
    "hamburg_next",
    "Roll out Hamburg phase 2",
    "growth",
    "robin",
    "First notes after the Monday round; to be turned into an outcome.",
    (
        KeyResult(
            "hamburg_subscriptions", "Hamburg subscriptions", "robin", "lagging", "Subscription ledger",
            unit="bikes", baseline="0", metric="active subscriptions", refresh="daily", weight="",
            due_week=26,
            contributes_to=(("subscriptions", "the second city's share"),),
        ),
        KeyResult(
            "letters", "Send the opening letter to 5,000 households", "leonie", "", "",
            unit="letters", baseline="0", target="5000", refresh="", weight="", due_week=0,
        ),
    ),
)
