"""The Fleet team's objective in Berlin: bikes ready to ride, repairs, trackers, and a guardrail on use."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_READY = (
    Report(1, "86.4", 3, "A third of what stands still waits for one brake part",
           "Order the part for two months"),
    Report(2, "86.9", 3, "The part came on Thursday; 19 bikes left the yard",
           "List the next five such parts"),
    Report(3, "87.8", 3, "Small repairs block the stands of large ones",
           "Keep one stand for jobs under an hour"),
    Report(4, "88.9", 4, "The quick stand turned 41 bikes in a week", SAME, "boards/workshop"),
    Report(5, "88.2", 3, "The lock batch took 60 bikes out for a day", "Do lock swaps at night"),
    Report(6, "89.6", 4, "Night swaps cost no riding hour", "Bring the quick stand to Spandau",
           "boards/workshop",
           bet="van_kit"),
    Report(7, "90.4", 4, "Spandau's quick stand turned 17 in its first week", SAME, "boards/workshop"),
    Report(8, "90.7", 4, "Only Köpenick is below 88 now", "Ask Köpenick what it needs", "boards/workshop",
           status="on_track"),
)

_REPAIR_DAYS = (
    Report(1, "5.4", 3, "A bike waits three days and is mended in two hours",
           "Sort the queue by hours, not by arrival",
           by="tomasz"),
    Report(2, "4.9", 3, "Short jobs first helped at once", "Tell owners of large jobs the honest day",
           by="tomasz"),
    Report(3, "4.7", 3, "Two mechanics disagree on what is short", "Write the ten short jobs on the wall",
           by="tomasz"),
    Report(4, "4.3", 4, "The list on the wall ended the argument", SAME, "boards/workshop", by="tomasz"),
    Report(6, "4.1", 3, "The lock week cost us most of a day", "Keep lock jobs out of the day shift",
           by="tomasz",
           is_late=True),
    Report(7, "3.8", 4, "Greta's Thursday in Spandau cleared 23 bikes", "Make Thursdays permanent",
           "boards/workshop",
           by="tomasz"),
)

_TRACKERS = (
    Report(1, "12", 3, "Six minutes a bike, as hoped", "Fit at every service"),
    Report(2, "24", 4, "Services alone reach a third of the fleet in the quarter", "Fit at swaps too",
           bet="tracker_swap"),
    Report(3, "37", 4, "Swaps doubled the pace", SAME),
    Report(4, "49", 4, "Nine trackers fell silent, all in the same rack",
           "Send the rack's bikes through the yard"),
    Report(5, "61", 4, "The rack's charger was the cause", "Replace the charger", "reports/trackers"),
    Report(6, "73", 5, "No silent tracker this week", SAME),
    Report(7, "83", 5, "What is left belongs to shops that never swap", "Visit the 70 shops by round trip",
           "reports/trackers"),
    Report(8, "88", 5, "The round trip fits 22 a day", SAME, "reports/trackers", status="on_track"),
)

_USE = (
    Report(1, "81", 4, "Families ride at weekends, shops in the week", "Watch both against each other"),
    Report(2, "83", 4, "Shops fill the mornings that families leave", SAME),
    Report(3, "84", 4, "Fridays reach 93", "Keep eight spares for Fridays"),
    Report(4, "86", 4, "Spares were out on two Fridays", SAME),
    Report(5, "89", 3, "Just above the limit: trials and the lock week met",
           "Ask Growth to hold trials on Fridays",
           "reports/use", help_needed="No trial starts on Fridays for three weeks", help_from="growth"),
    Report(6, "91", 3, "Spares are gone by Thursday", "Bring forward twenty bikes from the next order",
           "reports/use"),
    Report(7, "90", 3, "Trials moved to Sundays, Fridays are calmer", SAME, "reports/use"),
)

FLEET = Objective(
    "berlin_fleet",
    "Keep every bike in Berlin ready when its rider is",
    "fleet",
    "tomasz",
    "A bike that is not there on the one morning it is needed is remembered longer than a year of good ones.",
    (
        KeyResult(
            "ready", "Bikes ready at seven", "tomasz", "lagging", "Lock data", _READY,
            unit="%", baseline="86", target="94", metric="ready bikes", refresh="daily", weight="3",
            definition="Bikes without an open fault and above 30 % charge at 07:00, mean of the week.",
            contributes_to=(("idle", "a bike that is not ready is idle by definition"),),
        ),
        KeyResult(
            "repair_days", "Days away for repair", "greta", "leading", "Workshop board", _REPAIR_DAYS,
            unit="days", baseline="5.5", target="3", metric="median repair time", refresh="daily", weight="2",
            definition="Median of days from the report of a fault until the bike can be rented again.",
            contributes_to=(("idle", "one day less is half an idle day a month"),),
        ),
        KeyResult(
            "trackers", "Bikes we can locate", "tomasz", "leading", "Tracker console", _TRACKERS,
            method="percent", unit="%", metric="live trackers", refresh="hourly", weight="1",
            definition="Bikes whose tracker reported within the last 24 hours, of all bikes.",
            contributes_to=(("margin", "a found bike saves 2,300 €"),),
        ),
        KeyResult(
            "use", "Bikes in use", "tomasz", "lagging", "Lock data", _USE,
            method="range", unit="%", limits=(("floor", "60"), ("low", "78"), ("high", "88"), ("ceiling",
            "98")),
            metric="fleet utilisation", refresh="daily", weight="1",
            definition="Bikes ridden at least once, of all rentable ones, mean of Monday to Friday.",
            contributes_to=(("margin", "a guardrail: below 78 we waste bikes, above 88 spares run out"),),
        ),
    ),
    theme="Fleet",
    contributes_to="idle",
)
