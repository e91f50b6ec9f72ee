"""Who works at Wendelrad, the demo's made-up company that rents cargo bikes out by subscription."""

from __future__ import annotations

from okrtui.actions.demo_story.shapes import Person, Team

COMPANY = "Wendelrad"

VIEWER = Person("robin", "Robin Falk", ("sponsor", "program_lead", "champion"), True)
"""Whoever looks at the demo: their handle becomes the own Unix name."""

OTHERS = (
    Person("ines", "Ines Kaya", ("sponsor", "leadership"), True),
    Person("leonie", "Leonie Brandt", ("champion", "initiative_lead"), True),
    Person("tomasz", "Tomasz Zieliński", ("champion", "people_manager"), True),
    Person("amir", "Amir Haddad", ("member",)),
    Person("greta", "Greta Olsen", ("member",)),
    Person("jonas", "Jonas Weber", ("data_steward",)),
)

TEAMS = (
    Team("company", COMPANY, None, "robin", "ines", "the whole company"),
    Team("growth", "Growth", "company", "leonie", "robin", "marketing, sales, care"),
    Team("fleet", "Fleet", "company", "tomasz", "tomasz", "workshop, delivery, depots"),
)

HABITS = {"robin": (7, "08:20"), "leonie": (7, "09:05"), "tomasz": (4, "15:40"), "ines": (4, "17:05")}
"""When people usually check in: days after the week's Monday (7 is the morning of the deadline) and local time."""
