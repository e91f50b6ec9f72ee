"""The company's year: what the teams' KRs contribute to."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_SUBSCRIPTIONS = (
    Report(1, "2385", 3, "Growth comes from families; shops are flat", "Ask Growth for one bet on shops"),
    Report(2, "2404", 3, "112 new ones, 93 gone", "Look at who leaves together with Robin"),
    Report(3, "2441", 3, "First week with more shops than families among the new ones", SAME),
    Report(4, "2483", 4, "Shops with a second bike make up half of the growth",
           "Keep sales on shops until the quarter's end"),
    Report(5, "2530", 4, "The florists alone added nine", "Approve the higher target for shops"),
    Report(6, "2561", 4, "Renewals eat a third of what trials bring",
           "Put renewals first in the monthly review"),
    Report(7, "2589", 3, "At this pace we end the year near 3,100",
           "Decide with Tomasz whether Hamburg may open earlier",
           "reports/company", status="at_risk"),
    Report(8, "2612", 3, "Hamburg's waiting list would close a fifth of the gap", SAME, "reports/company"),
)

_CHURN = (
    Report(1, "4.2", 3, "Month three stands out as it did last year", "Ask Robin for the reasons by month"),
    Report(2, "4.2", 3, "Two of three who leave then would have stayed with another seat", SAME),
    Report(3, "4.0", 3, "The seat offer can be seen in the first cohort", "Wait for the second cohort"),
    Report(4, "3.9", 4, "The second cohort confirms it", "Fund the seats for the whole year",
           "reports/churn"),
    Report(6, "3.9", 3, "Price letters and renewals fall on the same week",
           "Ask finance to move the letters"),
    Report(7, "4.1", 3, "The letters cost us what the seats had won", "Decide on the first-year price freeze",
           "reports/churn", status="at_risk"),
)

_MARGIN = (
    Report(1, "36.2", 3, "Repairs take 11 € of every 100", "Make repairs the fleet's first topic"),
    Report(2, "36.9", 3, "The new price list shows for the first shops", SAME),
    Report(3, "37.8", 3, "Every day that a bike stands idle costs 1.30 €",
           "Share that figure with the depots"),
    Report(4, "38.6", 4, "Shops now earn more per bike than families",
           "Plan next quarter's bikes for shops first"),
    Report(5, "39.1", 4, "The lock batch cost 4,100 € in all", "Claim it from the maker", "reports/margin"),
    Report(6, "40.0", 4, "Fewer repairs than in any week this year", SAME, "reports/margin"),
    Report(7, "40.7", 4, "Price list and repairs explain all of it", "Hold the price of parts until the year's end",
           "reports/margin"),
)

_IDLE = (
    Report(1, "5.9", 3, "Half of the idle days are waits for parts",
           "Stock the ten parts that we wait for most"),
    Report(2, "5.8", 3, "Eight of the ten parts have come", SAME),
    Report(3, "5.5", 3, "Now the wait is for hands, not for parts", "Train two drivers in small repairs"),
    Report(4, "5.3", 4, "Drivers mend one bike in five on the spot", "Give every van a small kit",
           bet="van_kit"),
    Report(5, "5.0", 4, "Vans with a kit bring half as many bikes back", SAME, "reports/idle-days"),
    Report(6, "4.7", 4, "Idle days now lie at the two outer depots",
           "Move a mechanic to Spandau on Thursdays"),
    Report(7, "4.5", 4, "Spandau's queue is gone for the first time", SAME, "reports/idle-days"),
    Report(8, "4.4", 4, "A wet week brought 30 brake jobs at once", "Order brake pads for a month",
           "reports/idle-days",
           status="on_track"),
)

COMPANY_YEAR = (
    Objective(
        "reach",
        "Win the families and shops who would rather not own a van",
        "company",
        "ines",
        "Every second delivery trip in the city is under three kilometres. Nobody needs a van for that.",
        (
            KeyResult(
                "subscriptions", "Active subscriptions", "ines", "lagging", "Subscription ledger",
                _SUBSCRIPTIONS,
                unit="bikes", baseline="1840", target="3200", metric="active subscriptions", refresh="daily",
                weight="3", definition="Bikes that are paid for on Sunday night, families and shops.",
                due_week=26,
            ),
            KeyResult(
                "churn", "Monthly churn", "ines", "leading", "Subscription ledger", _CHURN,
                unit="%", baseline="4.6", target="2.8", metric="monthly churn", refresh="daily", weight="2",
                definition="Subscriptions ended in the last 28 days, of those active at their start.",
                due_week=26,
            ),
        ),
        theme="Growth",
    ),
    Objective(
        "earn",
        "Earn money with every bike that we put on the road",
        "company",
        "ines",
        "We can open the next city from our own means once a bike pays for its own repairs.",
        (
            KeyResult(
                "margin", "Margin per bike", "ines", "lagging", "Finance report, unit view",
                _MARGIN,
                unit="€", baseline="31", target="48", metric="contribution margin", weight="3",
                definition="Revenue minus repairs, delivery, insurance and payment fees, by active bike.",
                due_week=26,
            ),
            KeyResult(
                "idle", "Idle days per bike", "tomasz", "leading", "Lock data", _IDLE,
                unit="days", baseline="6.5", target="3.5", metric="idle days", refresh="daily", weight="2",
                definition="Days on which a paid or rentable bike was not ridden at all.", due_week=26,
            ),
        ),
        theme="Unit economics",
    ),
)
