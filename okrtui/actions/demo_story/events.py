"""What happens in the demo's quarter beside check-ins: bets, remarks, proposals and decisions."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import Bet, Moment, Proposal, Remark

BETS = (
    Bet("sunday_offer", "Offer on Saturday evening", "leonie", ("trials",),
        "Families who get the offer while the bike is still at home decide together, and faster.",
        "Mail tool can send by the trial's end", "No better conversion after three weekends", "GRO-212",
        Moment(1, 2, "11:05"), became=((Moment(5, 0, "11:40"), "scaled",
        "Twice the openings; now the default"),)),
    Bet("short_trial", "Three-day trial", "robin", ("trials", "refunds"),
        "Three days are enough to decide; the fourth only keeps a bike from the next family.",
        "Sixty trials of each length to compare", "Conversion falls by more than one point", "GRO-231",
        Moment(5, 1, "10:15")),
    Bet("seat_swap", "Free larger child seat at day 75", "robin", ("renewals",),
        "Children outgrow the seat just before the third month ends, and the family leaves with it.",
        "80 seats in stock", "Renewals of seat takers under 75 %", "GRO-219",
        Moment(2, 1, "14:30")),
    Bet("second_bike", "Second bike comes with a spare", "leonie", ("shop_fleets",),
        "A shop takes the second bike once it never again stands without one.",
        "Twelve spares at Mitte", "Fewer than one shop in five accepts", "GRO-224",
        Moment(3, 0, "13:20"), became=((Moment(6, 3, "16:10"), "scaled",
        "45 % accept; sales offers it first"),)),
    Bet("referral_card", "Referral card with every swap", "leonie", ("winning_cost",),
        "A shop recommends us in the minute in which a broken bike is replaced.",
        "Cards in all vans", "Less than one referral in fifteen swaps", "GRO-228",
        Moment(3, 3, "09:50")),
    Bet("guild_journal", "Two pages in the guild's journal", "leonie", ("test_weeks",),
        "Bakers and butchers trust their guild more than a search result.",
        "A customer who tells the story", "Fewer than six bookings an issue", "GRO-240",
        Moment(7, 2, "15:00"), state="planned"),
    Bet("call_back", "Call every detractor within a day", "amir", ("nps",),
        "A call within a day turns a bad week into a story that people like to tell.",
        "A list every morning", "No mark changes in forty calls", "GRO-226",
        Moment(4, 0, "12:00")),
    Bet("van_kit", "Small repair kit in every van", "greta", ("idle", "ready"),
        "One repair in five needs no workshop, only a spoke key and ten minutes.",
        "Two drivers trained", "Repeat repairs above 10 %", "FLT-88",
        Moment(4, 1, "08:30")),
    Bet("tracker_swap", "Fit the tracker at every service", "tomasz", ("trackers", "ready"),
        "A tracker that is fitted at a service costs six minutes instead of a trip.",
        "400 trackers delivered", "More than one in ten fails within a week", "FLT-81",
        Moment(1, 3, "10:00")),
    Bet("night_ads", "Night-time search ads", "leonie", ("winning_cost",),
        "Owners look for a bike after closing time, when clicks are cheap.",
        "A budget of 1,500 €", "More than 400 € a signed shop", "GRO-215",
        Moment(1, 4, "16:45"),
        became=((Moment(4, 4, "15:15"), "stopped",
        "Cheap clicks from people who wanted a private bike: 610 € a shop"),)),
)

REMARKS = (
    Remark(Moment(2, 2, "17:10"), "ines", "families", "note",
           "I rode along on two Sunday returns. Ask for the second parent's address too: the bike's loudest friend is "
           "rarely the one who books."),
    Remark(Moment(3, 4, "12:25"), "leonie", "kindergartens", "risk",
           "If the association wants one contract we are at its mercy for the whole quarter."),
    Remark(Moment(4, 2, "09:40"), "tomasz", "first_ride", "coaching",
           "Try to say for each late bike which of the four steps was waiting. We did this for repairs: three weeks "
           "later nobody argued about feelings any more."),
    Remark(Moment(5, 3, "18:05"), "ines", "shop_fleets", "win",
           "Nine bikes to one chain of florists. Thank you, Leonie and Robin!"),
    Remark(Moment(6, 3, "11:30"), "leonie", "renewals", "risk",
           "Finance has 340 more price letters planned for next Wednesday. Can we stop them?"),
    Remark(Moment(7, 1, "16:20"), "ines", "renewals", "note",
           "Letters are on hold until we have decided. Bring me the price of a freeze, not only its promise."),
    Remark(Moment(7, 2, "10:15"), "tomasz", "hamburg", "weekly note",
           "The permit is on the table of the right person now. I call on Thursdays."),
    Remark(Moment(7, 4, "14:00"), "robin", "care", "progress",
           "Amir's Sunday shift stays. It costs 340 € a week and took almost four hours off the wait."),
)

PROPOSALS = (
    Proposal(Moment(4, 1, "10:30"), "leonie", "test_weeks", (("target", "20"),),
             "The association's link may go; thirty looks out of reach.",
             decided=Moment(4, 2, "08:55"), decided_by="ines", verdict="declined",
             decision="Try two other sources first; we lower no target in week four."),
    Proposal(Moment(5, 0, "13:30"), "robin", "kindergartens", (),
             "The association decides after its budget round, and its houses wait for it.", action="postpone",
             decided=Moment(5, 0, "17:45"), decided_by="ines", verdict="approved",
             decision="Agreed. Bring it back with one signed house."),
    Proposal(Moment(6, 0, "14:10"), "robin", "shop_fleets", (("target", "100"),),
             "89 of 90 after five weeks: the florists showed that whole chains can be won.",
             decided=Moment(6, 1, "09:20"), decided_by="ines", verdict="approved",
             decision="Yes. The sales plan is reckoned with 100 from now on."),
    Proposal(Moment(7, 4, "11:45"), "leonie", "waiting_list", (("target", "400"),),
             "231 households after seven weeks. 250 would be reached without lifting a finger; 400 fills the depot."),
)
