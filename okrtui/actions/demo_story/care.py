"""The care objective of the Growth team: an owner without an account, a survey with gaps, and a guardrail."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_FIRST_REPLY = (
    Report(1, "9.2", 3, "Two thirds of the wait is the night",
           "Answer the night's letters before the phones open",
           by="robin"),
    Report(2, "8.7", 3, "Mornings are better, Sundays count double", "Try a short Sunday shift", by="robin"),
    Report(3, "8.1", 3, "The Sunday shift answers 40 letters in three hours", SAME, by="robin"),
    Report(4, "7.4", 4, "One in four letters asks where the bike is",
           "Show the delivery van on the order page",
           "boards/care", by="robin"),
    Report(5, "7.0", 4, "The map is opened 300 times a day; such letters are down by half", SAME,
           "boards/care",
           by="robin"),
    Report(6, "6.1", 4, "Battery questions are now the longest to answer",
           "Write the battery page with the workshop",
           by="robin", help_needed="Half a day with a mechanic for the battery page", help_from="fleet"),
    Report(7, "5.8", 4, "Greta's battery page answers most of them",
           "Link the page from the lock's error codes",
           "help/battery", by="robin"),
)

_NPS = (
    Report(1, "38", 3, "Praise is about the bike, blame about the wait", "Ask detractors for one sentence"),
    Report(2, "39", 3, "Half of the sentences name the care line", "Read them out in Monday's round"),
    Report(4, "41", 3, "Detractors who get a call within a day change their mark in a third of cases",
           "Call every detractor within a day", "surveys/detractors", bet="call_back", is_late=True),
    Report(5, "43", 4, "47 of 60 detractors were called", "Write down what the calls changed"),
    Report(6, "44", 4, "Called families mention a colleague by name", "Invite five of them to test the app",
           "surveys/detractors"),
)

_REFUNDS = (
    Report(1, "1.4", 4, "Refunds are mostly for late deliveries", "Watch them while the trial is shortened"),
    Report(2, "1.5", 4, "No change from the Saturday offer", SAME),
    Report(3, "1.7", 4, "Cancelled Saturday shifts cost 1,900 €",
           "Tell customers on Thursday, not on Saturday"),
    Report(4, "1.8", 4, "Early notice halves the refund", SAME),
    Report(5, "2.6", 2, "One faulty lock batch: 31 refunds in four days", "Swap the batch before the weekend",
           "reports/lock-batch", help_needed="A van and two people for 60 lock swaps", help_from="fleet",
           status="at_risk"),
    Report(6, "2.2", 3, "48 of 60 locks are swapped", "Swap the remaining twelve in Köpenick"),
    Report(7, "1.6", 4, "The last lock was swapped on Thursday", "Ask the maker to carry the cost",
           "reports/lock-batch",
           learning="A refund limit finds faulty parts earlier than the workshop does"),
)

CARE = Objective(
    "care",
    "Earn the trust of customers so that they recommend us",
    "growth",
    "robin",
    "Nearly half of our new families come through friends. They stop recommending us after one bad week.",
    (
        KeyResult(
            "first_reply", "Hours to first reply", "amir", "leading", "Care board", _FIRST_REPLY,
            unit="hours", baseline="9.5", target="4", metric="median first reply", refresh="hourly",
            weight="2",
            definition="Median time between a letter and the first answer by a person, nights included.",
            contributes_to=(("churn", "who waits over eight hours leaves twice as often"),),
        ),
        KeyResult(
            "nps", "Promoter score (NPS)", "robin", "lagging", "Weekly survey", _NPS,
            unit="points", baseline="38", target="50", metric="promoter score", weight="2",
            definition="Promoters minus detractors among the answers of the last 28 days.",
            contributes_to=(("subscriptions", "promoters bring 0.4 families a year"),),
            collaborators=("amir",),
        ),
        KeyResult(
            "refunds", "Refund share", "robin", "lagging", "Subscription ledger", _REFUNDS,
            method="range", unit="%", limits=(("high", "2.0"), ("ceiling", "4.0")),
            metric="refunds by revenue", refresh="daily", weight="1",
            definition="Refunds paid in the last 28 days, as a share of that time's revenue.",
            contributes_to=(("margin", "a guardrail: growth must not be bought with refunds"),),
        ),
    ),
    theme="Trust",
    contributes_to="churn",
)
