"""An initiative on a KR's card: the bet with what it assumes, who leads it and when it starts and stops.

Initiatives are bets; they stand beside the score and never change it (Playbook, Initiatives).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.views.lists import InitiativeRow


def bet_lines(bet: InitiativeRow) -> list[str]:
    """A line for title, state and lead, then one for each thing that is known about the bet."""
    known = " · ".join(part for part in (bet.state, bet.lead_name and f"led by {bet.lead_name}") if part)
    facts = (
        ("because", bet.hypothesis),
        ("starts", bet.start_criteria),
        ("stops", bet.stop_criteria),
        ("ticket", bet.url),
        ("learnt", bet.learning),
    )
    return [
        f"  {clean_line(bet.title)}{f' ({clean_line(known)})' if known else ''}",
        *(f"    {label:<9}{clean_line(text)}" for label, text in facts if text),
    ]
