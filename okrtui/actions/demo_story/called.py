"""What the demo's people raised by hand, and how they answered what red and amber weeks asked of them."""

# One answer is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import Answered, Moment, Raised, Step


def _answer(week: int, weekday: int, time: str, by: str, **texts: str) -> tuple[Step, ...]:
    return (Step(Moment(week, weekday, time), by, "answered", tuple(texts.items())),)


RAISED = (
    Raised(Moment(4, 2, "16:20"), "tomasz", "data_issue", "first_ride",
           "The lock reports a ride when the bike is only pushed off its stand: first rides are counted early.",
           steps=(
               Step(Moment(4, 3, "08:40"), "robin", "acknowledged"),
               Step(Moment(5, 1, "12:30"), "robin", "answered",
                    (("workaround", "A ride counts from 300 metres; last weeks were read again"),)),
           )),
    Raised(Moment(6, 1, "14:05"), "leonie", "blocker", "test_weeks",
           "The booking page can't offer test weeks to a chain with more than one branch.", "company"),
)

ANSWERS = (
    Answered("churn", "red_response", 1, _answer(
        1, 5, "11:00", "ines", root_cause="Month three: the child seat has become too small",
        revised_bet="Offer the larger seat at day 75", help_request="Eighty seats from Fleet's stock")),
    Answered("idle", "red_response", 1, _answer(
        1, 7, "14:10", "tomasz", root_cause="Half of the idle days are waits for parts",
        revised_bet="Stock the ten parts that are waited for most")),
    Answered("churn", "red_streak", 2, (
        Step(Moment(2, 6, "10:00"), "robin", "huddle", (("text", "Seat offer first; letters are looked at later"),)),
        *_answer(2, 7, "12:00", "ines", revised_bet="None: the first cohort is due in a week"),
    )),
    Answered("margin", "amber_response", 1, _answer(
        2, 2, "09:30", "ines", revised_bet="Repairs are the fleet's first topic", next_checkpoint="the review")),
    Answered("subscriptions", "amber_response", 1, _answer(
        2, 2, "09:40", "ines", revised_bet="Growth brings one bet on shops", next_checkpoint="the review")),
    Answered("churn", "amber_response", 3, _answer(
        4, 1, "16:00", "ines", revised_bet="Fund the seats for the whole year", next_checkpoint="in two weeks")),
    Answered("first_ride", "blocker", 3, _answer(
        4, 0, "13:15", "tomasz", text="A fixed Saturday pair, decided by Ines on Thursday")),
    Answered("renewals", "amber_response", 4, _answer(
        5, 2, "10:20", "robin", revised_bet="Care walks late app users through it", next_checkpoint="in two weeks")),
    Answered("ready", "amber_response", 4, _answer(
        5, 1, "15:00", "tomasz", revised_bet="Lock swaps at night", next_checkpoint="in two weeks")),
    Answered("kindergartens", "red_response", 4, _answer(
        5, 0, "13:40", "robin", root_cause="The association decides for all its houses, after its budget round",
        revised_bet="Postpone until it has decided")),
    Answered("first_ride", "red_response", 4, _answer(
        5, 1, "09:20", "robin", root_cause="Saturdays were not served at all until this week",
        revised_bet="Publish delivery slots in the app")),
    Answered("test_weeks", "red_response", 4, _answer(
        5, 3, "16:45", "leonie", root_cause="A third of the bookings hung on one link",
        revised_bet="A page of our own where the link led")),
    Answered("depot", "red_response", 4, _answer(
        5, 1, "10:10", "robin", root_cause="The drawing went to the wrong office",
        revised_bet="Carry it there in person")),
    Answered("depot", "red_streak", 5, (
        Step(Moment(6, 1, "09:00"), "tomasz", "huddle", (("text", "One of us waits there until it is granted"),)),
        *_answer(6, 1, "15:30", "tomasz", revised_bet="Papers are carried, never sent"),
    )),
    Answered("refunds", "blocker", 5, _answer(
        6, 0, "13:20", "robin", text="Fleet gives a van and two people for six nights, from tonight")),
    Answered("use", "blocker", 5, _answer(
        6, 2, "11:00", "tomasz", text="Growth agreed: no trial starts on Fridays until the end of week eight")),
    Answered("first_ride", "red_streak", 5, (
        Step(Moment(6, 1, "08:50"), "leonie", "huddle", (("text", "Count from the day that was wanted"),)),
        *_answer(6, 2, "17:10", "robin", revised_bet="Serve Spandau from Charlottenburg"),
    )),
    Answered("nps", "amber_response", 5, _answer(
        6, 3, "14:00", "robin", revised_bet="Call every detractor within a day", next_checkpoint="next week")),
    Answered("winning_cost", "amber_response", 5, _answer(
        6, 2, "10:00", "leonie", revised_bet="Cards in all swap vans", next_checkpoint="the review")),
    Answered("ready", "amber_response", 6, _answer(
        6, 7, "15:00", "tomasz", revised_bet="The quick stand goes to Spandau", next_checkpoint="the review")),
    Answered("first_reply", "blocker", 6, _answer(
        7, 3, "12:20", "robin", text="Greta wrote the battery page with Amir on Wednesday")),
    Answered("depot", "amber_response", 6, _answer(
        7, 2, "09:00", "robin", revised_bet="Order the racks before the floor is dry", next_checkpoint="the review")),
    Answered("renewals", "red_response", 6, _answer(
        7, 1, "18:00", "robin", root_cause="The price letter reaches families a week before they renew",
        revised_bet="No letters to anybody in month three", help_request="A decision on a first-year price freeze",
        help_from="company")),
    Answered("test_weeks", "red_streak", 5, (
        Step(Moment(6, 2, "09:30"), "leonie", "huddle", (("text", "Our own page gets one week, then the journal"),)),
        Step(Moment(6, 2, "16:00"), "leonie", "asked", (("help_request", "The sponsor's word to the association"),)),
    )),
    Answered("churn", "red_response", 7, _answer(
        7, 6, "09:15", "ines", root_cause="The letters cost what the seats had won",
        revised_bet="Hold the letters until the freeze is reckoned")),
)
