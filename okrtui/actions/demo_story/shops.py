"""The shops' objective of the Growth team: one KR past its target, one below its baseline, one done early."""

# One check-in is a paragraph to read, not a column of arguments.
# fmt: off
from __future__ import annotations

from okrtui.actions.demo_story.shapes import SAME, KeyResult, Objective, Report

_FLEETS = (
    Report(1, "66", 4, "Both new ones are bakeries with an early round",
           "Write down the bakery's week as a story"),
    Report(2, "71", 4, "A second bike is asked for on the day the first is in repair",
           "Offer the second bike together with the spare"),
    Report(3, "77", 4, "Spare-and-second is taken by 5 of 11 shops that were offered it",
           "Train the two sales colleagues on the offer", "crm/second-bike", bet="second_bike"),
    Report(4, "84", 5, "The offer works best for shops with a delivery radius under 4 km",
           "Call the 60 shops in that radius first", "crm/second-bike"),
    Report(5, "89", 5, "One chain of florists took nine at once", "Propose a higher target while it is early",
           "crm/florists",
           learning="A chain's first branch decides for all: visit it before the head office"),
    Report(6, "95", 5, "Without the florists we would be at 86, still ahead",
           "Visit the first branch of two more chains"),
    Report(7, "101", 5, "Two more chains signed for one branch each", SAME, "crm/chains"),
    Report(8, "104", 5, "Chains ask for one invoice; that is now the only objection",
           "Show the collective invoice to both chains", "crm/chains", status="on_track"),
)

_PRICE_LIST = (
    Report(1, "12", 3, "Shops sign when the visit brings the new contract along",
           "Print the contract for every visit"),
    Report(2, "35", 4, "Nobody has asked for the old list since the visits began", SAME),
    Report(3, "58", 4, "Owners of several shops want one date for all of them",
           "Offer the first of the month as that date"),
    Report(4, "77", 4, "The date for all settled 41 contracts at once", "Phone the 60 that are left"),
    Report(5, "91", 5, "Those left are mostly closed for the season", "Write to them once and stop calling"),
    Report(6, "97", 5, "Three shops left over the price, none of them large", "Hand the last nine to care",
           "crm/price-list",
           learning="A fixed date moves more contracts than a discount"),
)

_WINNING_COST = (
    Report(1, "418", 3, "Fairs cost 900 € a shop, referrals 120 €",
           "Cancel the two fairs that can be cancelled"),
    Report(2, "410", 3, "One fair could not be cancelled without the fee",
           "Send one colleague there instead of three"),
    Report(3, "397", 3, "Referrals come from shops whose bike was swapped within a day",
           "Ask for a referral right after a swap", bet="referral_card"),
    Report(4, "385", 3, "Asking after a swap brings one referral in nine", "Leave a card with the swap",
           "crm/referrals"),
    Report(5, "379", 3, "The card is handed out at Mitte only", "Stock cards in all swap vans", is_late=True),
    Report(6, "366", 4, "Vans with cards bring twice the referrals", SAME, "crm/referrals"),
    Report(7, "359", 4, "Search ads bring shops that leave after the trial",
           "Move half the ads' budget to referrals"),
    Report(8, "352", 4, "Fewer leads, same number of signed shops",
           "Halve the ads again if it holds next week",
           "crm/referrals", status="on_track"),
)

_TEST_WEEKS = (
    Report(1, "15", 4, "Bookings follow the newsletter by two days", "Send it on Tuesdays"),
    Report(2, "17", 4, "Tuesday's newsletter filled Thursday and Friday", "Offer slots on Mondays first"),
    Report(4, "18", 3, "The trade association's link brought a third of all bookings",
           "Ask the association for a place on its front page", "crm/test-weeks"),
    Report(5, "14", 3, "The association's new site dropped our link", "Have the link restored",
           help_needed="An introduction to the association's board", help_from="company"),
    Report(6, "12", 2, "Without the link only known shops book", "Place our own page where the link led",
           status="at_risk", is_late=True),
    Report(7, "11", 2, "Our own page ranks below two van rentals", "Try the guild's journal for two issues",
           "crm/test-weeks", status="behind", bet="guild_journal"),
)

SHOPS = Objective(
    "shops",
    "Attract shops that would otherwise buy a van",
    "growth",
    "leonie",
    "A shop keeps its bikes three times as long as a family, and it needs them on the days when families don't.",
    (
        KeyResult(
            "shop_fleets", "Shops with 2+ bikes", "robin", "lagging", "CRM, fleet view", _FLEETS,
            unit="shops", baseline="64", target="90", metric="multi-bike shops", refresh="daily", weight="3",
            definition="Paying shops with at least two active bikes on Sunday night.",
            contributes_to=(("subscriptions", "each has 2.6 bikes on average"),
                            ("margin", "the second bike needs no new visit")),
            collaborators=("leonie",),
        ),
        KeyResult(
            "price_list", "Shops on new prices", "robin", "lagging", "Contract register",
            _PRICE_LIST,
            method="percent", unit="%", metric="contracts on the new list", due_week=6, weight="1",
            definition="Signed contracts on the new list, of all shop contracts on the quarter's first day.",
            contributes_to=(("margin", "the new list adds 4 € a bike and month"),),
        ),
        KeyResult(
            "winning_cost", "Cost of winning a shop", "leonie", "lagging", "Finance report, acquisition",
            _WINNING_COST,
            unit="€", baseline="420", target="300", metric="acquisition cost", weight="2",
            definition="Sales and marketing spend for shops in the last 28 days, by newly signed shops.",
            contributes_to=(("margin", "50 € less pay back a month earlier"),),
            collaborators=("jonas",),
        ),
        KeyResult(
            "test_weeks", "Test weeks booked", "leonie", "leading", "CRM, bookings", _TEST_WEEKS,
            unit="a week", baseline="14", target="30", metric="booked test weeks", refresh="daily",
            weight="2",
            definition="Bookings of the product “test week” made by shops from Monday to Sunday.",
            contributes_to=(("subscriptions", "two of five test weeks end in a contract"),),
        ),
    ),
    theme="Shops",
    contributes_to="margin",
)
