"""What the demo's people decided, and the reviews in which they did."""

# One decision is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import Decided, Held, Moment, Step

DECISIONS = (
    Decided("saturday_pair", Moment(3, 2, "15:20"), "tomasz",
            "Two people from the day shift work Saturdays until the quarter's end",
            "34 orders wait over every weekend; each cancelled one costs 58 €", "tomasz", 4, "resource_shift",
            ("first_ride",), "Two of eleven day shifts move to Saturday",
            steps=(
                Step(Moment(3, 3, "09:10"), "ines", "decided",
                     (("text", "Yes. The day shift has room since the parts came."),)),
                Step(Moment(4, 6, "16:40"), "tomasz", "done",
                     (("text", "The pair works since Saturday: 34 orders cleared, none waits until Tuesday"),)),
            )),
    Decided("repairs_first", Moment(4, 3, "10:35"), "ines",
            "Repairs go before new bikes until idle days are under four",
            "Every idle day costs 1.30 €; repairs take 11 € of every 100", "tomasz", 9, "priority",
            ("idle", "ready", "repair_days"), "The twenty bikes of the next order come in December"),
    Decided("keep_thirty", Moment(4, 3, "10:50"), "leonie",
            "Test weeks keep their target of thirty; two other sources are tried first",
            "18 bookings in week four, a third of them through one link", "leonie", 7, "scope",
            ("test_weeks",), "",
            steps=(Step(Moment(7, 1, "17:20"), "leonie", "done",
                        (("text", "Our own page brought nothing; the guild's journal is next"),)),)),
    Decided("night_swaps", Moment(5, 4, "12:10"), "tomasz",
            "Sixty locks are swapped at night, with a van and two people of Fleet",
            "31 refunds in four days; day swaps took 60 bikes away from riders", "greta", 6, "resource_shift",
            ("refunds", "swaps"), "One van and two people for six nights",
            steps=(
                Step(Moment(5, 4, "13:00"), "ines", "decided", (("text", "Do it, and claim it from the maker."),)),
                Step(Moment(6, 6, "09:00"), "tomasz", "done",
                     (("text", "60 of 60 swapped, refunds back under two percent"),)),
            )),
    Decided("ads_budget", Moment(7, 1, "11:15"), "leonie",
            "Half of the search ads' budget goes to referrals",
            "Referrals bring a shop for 120 €, ads for 610 €", "leonie", 8, "resource_shift",
            ("winning_cost", "referral_card"), "3,200 € a month move from ads to cards and gifts",
            steps=(Step(Moment(7, 1, "17:30"), "ines", "decided", (("text", "Yes. Show it in week 10."),)),)),
    Decided("sales_stay", Moment(7, 2, "14:40"), "leonie",
            "One of three sales people moves from shops to Hamburg's opening",
            "231 households wait; the depot opens in week ten", "leonie", 9, "resource_shift",
            ("waiting_list", "test_weeks"), "",
            steps=(Step(Moment(7, 3, "10:05"), "ines", "declined",
                        (("text", "Not while test weeks fall. Ask again once the journal is out."),)),)),
    Decided("price_freeze", Moment(7, 3, "10:40"), "ines",
            "No price letter goes to anybody in their first year until the freeze is reckoned",
            "With the letter 61 % renew, without it 77 %", "robin", 8, "priority",
            ("renewals", "churn"), "340 letters planned for Wednesday are held back"),
    Decided("spandau_mechanic", Moment(7, 4, "15:30"), "tomasz",
            "A second mechanic works in Spandau on Thursdays, from the Mitte yard",
            "Greta's Thursday cleared 23 bikes; Spandau alone takes nine days to the first ride", "greta", 9,
            "resource_shift", ("repair_days", "first_ride"), "One of four mechanics in Mitte, a day a week"),
)

_FIRST_MONTH = """## Cross-functional review, first month

- **Renewals** look better since the larger seat; the second cohort decides.
- **First ride**: Saturdays were the gap. The pair stays.
- **Repairs** come before new bikes: idle days cost more than a late order.

Seen from outside: nobody could say which team waits for whom on Saturdays. It stands in the check-in now, as help
needed."""

_GROWTH_WEEK = """## Growth, weekly check-in

- Renewals red: the letters. Ines decides before the next ones go out.
- Test weeks: below where we began; the journal is our last source this quarter.
- Shops: ahead of a target that was raised. Nothing to do."""

REVIEWS = (
    Held(Moment(4, 3, "11:30"), "robin", "monthly", "company", ("robin", "ines", "leonie", "tomasz", "jonas"),
         _FIRST_MONTH,
         ("What helps one team on Saturdays was known in another for a month",
          "A seat that grows with the child is worth more than a discount"),
         ("repairs_first", "keep_thirty")),
    Held(Moment(7, 0, "10:50"), "leonie", "weekly", "growth", ("robin", "leonie", "amir"), _GROWTH_WEEK),
)
