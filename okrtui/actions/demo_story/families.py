"""The families' objective of the Growth team: trials, renewals, the first ride, and a postponed partnership."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_TRIALS = (
    Report(1, "18.4", 3, "Half of all trials end on a Sunday, when nobody can be asked",
           "Send the offer on Saturday evening instead of Monday", bet="sunday_offer"),
    Report(2, "19.1", 3, "Saturday offers are opened twice as often as Monday ones",
           "Show the monthly price on the bike's own handlebar card"),
    Report(3, "20.6", 3, "Families with two children convert at 31 %, all others at 16 %",
           "Let the booking form ask for the number of children", "reports/trials-by-household"),
    Report(4, "21.9", 4, "The handlebar card is named in 4 of 10 sign-up surveys",
           "Print the card for the three depots that lack it"),
    Report(5, "22.8", 4, "Trials of four days convert no better than trials of three",
           "Cut the trial to three days and use the freed bikes", bet="short_trial", mistyped="28.8"),
    Report(6, "23.5", 4, "Three-day trials freed 22 bikes without costing a sign-up",
           SAME, "reports/short-trial-week-6"),
    Report(7, "24", 4, "Only families within 3 km of a depot still improve",
           "Offer pick-up at two supermarkets in Pankow", "reports/trials-by-distance"),
    Report(8, "24.6", 4, "Supermarket pick-up brought 9 trials from streets we never reached",
           "Ask the chain for two more car parks", "reports/trials-by-distance", status="on_track"),
)

_RENEWALS = (
    Report(1, "71.4", 3, "Most who leave do so in month three, not later",
           "Call ten families who left last month"),
    Report(2, "72.0", 3, "Six of ten left because the child seat did not fit any more",
           "Offer the larger seat for free at day 75", bet="seat_swap"),
    Report(3, "72.9", 4, "38 of 60 families took the larger seat",
           "Extend the seat offer to all month-two families"),
    Report(4, "73.8", 4, "Seat takers renew at 84 %, the others at 69 %",
           "Find out why a third ignores the offer",
           "reports/renewals-by-seat"),
    Report(5, "74.2", 3, "Those who ignore the seat mostly moved to the new app late",
           "Ask care to walk them through the app", is_late=True),
    Report(6, "73.1", 2, "The price letter reached 210 families a week before renewal",
           "Hold back the price letter for anyone in month three", "reports/price-letter",
           status="at_risk"),
    Report(7, "72.4", 2, "Families with the price letter renew at 61 %, without it at 77 %",
           "Propose a price freeze for the first year to Ines", "reports/price-letter",
           help_needed="A decision on the first-year price freeze before the next letters go out",
           help_from="company", status="behind"),
)

_FIRST_RIDE = (
    Report(1, "9", 2, "Four of the nine days pass before anybody assigns a bike",
           "Assign bikes on the day of the order"),
    Report(2, "8", 3, "Same-day assignment works; Friday orders still wait until Tuesday",
           "Let the depot assign on Saturdays too"),
    Report(3, SAME, 3, "Saturday shift was cancelled twice for lack of people",
           "Agree a fixed Saturday pair with Fleet",
           help_needed="Two people on Saturdays until the end of the quarter", help_from="fleet"),
    Report(4, "7", 3, "The Saturday pair cleared 34 orders that would have waited",
           "Publish delivery slots in the app"),
    Report(5, "6.5", 4, "One in three customers picks a slot that is too late on purpose",
           "Count from the day the customer wanted, and show both", "boards/first-ride"),
    Report(6, "6.2", 4, "Counted from the wanted day we are at 4.8", SAME),
    Report(7, "6", 4, "Spandau alone takes nine days; all others are under five",
           "Serve Spandau from the Charlottenburg depot", "boards/first-ride"),
    Report(8, SAME, 4, "Spandau's first week from Charlottenburg starts on Wednesday", SAME,
           "boards/first-ride",
           status="on_track"),
)

_KINDERGARTENS = (
    Report(1, "2", 3, "Kindergartens answer parents, not companies", "Ask ten customers to introduce us"),
    Report(2, "4", 3, "Introductions by parents lead to a meeting in three of four cases",
           "Bring two bikes to the next open day"),
    Report(3, "5", 2, "The association wants one contract for all its houses",
           "Meet the association's office"),
    Report(4, SAME, 2, "The association decides only after its budget round",
           "Propose to postpone until the decision is known", status="behind"),
)

FAMILIES = Objective(
    "families",
    "Win families who try a bike once so that they stay",
    "growth",
    "robin",
    "Every third family that tries a bike tells us it was close. Most never hear from us again.",
    (
        KeyResult(
            "trials", "Trial conversion", "robin", "leading", "Trial dashboard", _TRIALS,
            unit="%", baseline="18", target="28", metric="trial conversion", refresh="daily", weight="3",
            definition="Trials of the last 28 days that led to a paid month, of all trials that ended.",
            contributes_to=(("subscriptions", "one point is about 14 subscriptions a month"),),
        ),
        KeyResult(
            "renewals", "Month-three renewals", "robin", "lagging", "Subscription ledger",
            _RENEWALS,
            unit="%", baseline="71", target="80", metric="month-three renewal", weight="3",
            definition="Subscriptions that pay a fourth month, of all that reached the end of their third.",
            contributes_to=(("churn", "month three is where most of our churn happens"),),
            collaborators=("amir",),
        ),
        KeyResult(
            "first_ride", "Days to first ride", "robin", "leading", "Order board", _FIRST_RIDE,
            method="ladder", direction="down", unit="days", bands=(("4", "1.0"), ("6", "0.7"), ("8", "0.3")),
            baseline="9", target="4", metric="median days to first ride", refresh="daily", weight="2",
            definition="Median of working days between a paid order and the first ride that the lock reports.",
            contributes_to=(("subscriptions", "one order in eight is cancelled while it waits"),),
            collaborators=("tomasz",),
        ),
        KeyResult(
            "kindergartens", "Kindergartens aboard", "robin", "leading", "Partner list",
            _KINDERGARTENS,
            unit="houses", baseline="0", target="40", metric="recommending kindergartens", weight="1",
            definition="Kindergartens that hand our card to new parents, as confirmed by a parent.",
            contributes_to=(("subscriptions", "a house brings three families a year"),),
            collaborators=("leonie",),
        ),
    ),
    theme="Families",
    contributes_to="subscriptions",
)
