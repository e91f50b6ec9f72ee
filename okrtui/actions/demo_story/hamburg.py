"""The opening of a second city: milestones, a waiting list, and a guardrail at home."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_LEASE, _PERMIT = "Lease of the depot signed", "Permit for the fire exit granted"
_BIKES, _CUSTOMER = "Sixty bikes on site", "First customer has paid"

_DEPOT = (
    Report(1, (), 3, "Two of five halls have a gate wide enough", "See both with Greta"),
    Report(2, (), 3, "The hall in Altona can be had from the first of the month",
           "Send the offer for Altona"),
    Report(3, (_LEASE,), 4, "Altona signed, 400 € below our limit", "Apply for the permit the same day",
           "hamburg/lease"),
    Report(4, SAME, 3, "The office wants a drawing of the fire exit",
           "Have it drawn by the landlord's architect"),
    Report(5, SAME, 2, "The drawing went to the wrong office for nine days", "Carry it there in person",
           status="at_risk"),
    Report(6, (_LEASE, _PERMIT), 3, "Granted on the spot once somebody asked", "Order the racks",
           "hamburg/permit",
           learning="Bring papers in person when a date hangs on them"),
    Report(7, SAME, 3, "Racks come in nine days; bikes could follow the day after",
           "Book the truck for sixty bikes",
           help_needed="Sixty serviced bikes by the end of week ten", help_from="fleet"),
)

_WAITING = (
    Report(1, "18", 3, "All eighteen know us from Berlin", "Ask them who else should know"),
    Report(2, "31", 3, "Parents' groups fill faster than ads", "Answer in the three largest groups"),
    Report(3, "52", 3, "A post by a midwife brought twenty in a day", "Lend her a bike for a month"),
    Report(4, "88", 4, "Altona and Ottensen make up two thirds", "Name the depot's street on the page",
           "hamburg/list"),
    Report(5, "129", 4, "The street's name doubled the sign-ups", SAME, "hamburg/list"),
    Report(6, "176", 4, "One in ten asks for a shop's bike", "Add the question to the form"),
    Report(7, "231", 5, "At this pace 250 is reached within days", "Propose a higher target", "hamburg/list"),
)

_SWAPS = (
    Report(1, "97", 4, "Two late swaps, both in Spandau", "Keep a spare in Spandau"),
    Report(2, "98", 4, "The spare was used three times", SAME),
    Report(3, "96", 4, "Saturday is the weak day", "Pair the Saturday shift with Growth's"),
    Report(4, "95", 4, "Right on the edge: a driver was ill", "Train a second driver for the north"),
    Report(5, "91", 3, "60 lock swaps took the vans away from customers", "Swap locks at night",
           "boards/swaps",
           status="at_risk"),
    Report(6, "93", 3, "Night swaps give the vans back by seven", SAME),
    Report(7, "94", 3, "Mondays still start with a queue of nine", "Start one van at six on Mondays",
           "boards/swaps"),
)

HAMBURG = Objective(
    "hamburg",
    "Open Hamburg without letting Berlin feel it",
    "fleet",
    "tomasz",
    "The second city must prove that the first one runs without us standing beside it.",
    (
        KeyResult(
            "depot", "Hamburg depot ready", "robin", "leading", "Opening plan", _DEPOT,
            method="milestones",
            milestones=((_LEASE, "1"), (_PERMIT, "1"), (_BIKES, "1"), (_CUSTOMER, "2")),
            metric="opening steps", weight="3",
            definition="A step counts once its paper or its receipt lies in the opening folder.",
            contributes_to=(("subscriptions", "Hamburg is to bring 150 by the year's end"),),
            collaborators=("tomasz", "greta"),
        ),
        KeyResult(
            "waiting_list", "Hamburg waiting list", "leonie", "leading", "Waiting list",
            _WAITING,
            unit="households", baseline="0", target="250", metric="waiting households", refresh="daily",
            weight="2",
            definition="Households in Hamburg that confirmed their address, without double entries.",
            contributes_to=(("subscriptions", "two of five on Berlin's list became customers"),),
        ),
        KeyResult(
            "swaps", "Swaps within a day", "tomasz", "lagging", "Swap board", _SWAPS,
            method="range", unit="%", limits=(("floor", "80"), ("low", "95")), metric="swaps within a day",
            refresh="daily", weight="2",
            definition="Broken bikes replaced within 24 hours, of all reported in the last seven days.",
            contributes_to=(("churn", "a guardrail: a family without a bike leaves within the month"),),
        ),
    ),
    theme="New cities",
    contributes_to="subscriptions",
)
