"""The open escalations of a team; a prompt imports what reads them only where there are any."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from okrtui.okr.instants import datetime
    from okrtui.views.escalations import EscalationLine

_OPEN_ESCALATION = (
    "SELECT EXISTS (SELECT 1 FROM escalation_fact e JOIN key_result_fact f ON f.key_result = e.key_result"
    " JOIN objective o ON o.id = f.objective WHERE e.closed_by IS NULL AND {team})"
)


def open_escalations(c: sqlite3.Connection, team: str | None, now: datetime) -> list[EscalationLine]:
    """The open escalations of a team's key results; a prompt imports what reads them only where there are any."""
    which = "o.team = ?1" if team is not None else "o.team IS NULL AND ?1 IS NULL"
    if not c.execute(_OPEN_ESCALATION.format(team=which), (team,)).fetchone()[0]:
        return []
    from okrtui.views.escalations import escalations

    return escalations(c, now, teams=[team])
