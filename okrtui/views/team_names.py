"""Which teams there are, whose they are, and which one a name means.

On the path of `okrtui status`, so the rows are plain named tuples.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.errors import NotFound
from okrtui.okr.text import clean_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

NO_TEAM = "-"
"""What people type, and pages show, for the objectives of no team."""

_MOST_NAMED = 12


class TeamName(namedtuple("TeamName", "id name parent is_own has_objectives")):
    """A team; `id` is None for the objectives of no team, `is_own` tells the member's own teams.

    `has_objectives` tells whether any of an open cycle belongs to it, archived ones apart.
    """

    __slots__ = ()

    id: str | None
    name: str
    parent: str | None
    is_own: bool
    has_objectives: bool


def team_names(c: sqlite3.Connection, member: str | None) -> list[TeamName]:
    """The teams in the order in which a member wants them: their own first, by how much of it is theirs; then by name.

    A team is somebody's own where they own key results or objectives in it, or look after it. Those without objectives
    come last. The objectives of no team stand among them like a team, where there are any.
    """
    own = dict(_own(c, member))
    busy = {
        row[0]
        for row in c.execute(
            "SELECT DISTINCT o.team FROM objective o JOIN cycle y ON y.id = o.cycle"
            " WHERE COALESCE(o.archived, 0) = 0 AND COALESCE(y.phase, 'draft') <> 'closed'"
        )
    }
    rows = c.execute("SELECT id, name, parent FROM team").fetchall()
    found = [
        TeamName(id_, clean_line(name or ""), parent, id_ in own, id_ in busy) for id_, name, parent in rows
    ]
    if None in busy or not found:
        found.append(TeamName(None, "no team" if found else "", None, None in own, None in busy))
    return sorted(
        found,
        key=lambda team: (
            -own.get(team.id, 0),
            not team.has_objectives,
            team.id is None,
            team.name.casefold(),
            team.id,
        ),
    )


def team_called(c: sqlite3.Connection, name: str) -> TeamName:
    """The team of that name in any case, or whose name alone begins so; `-` means the objectives of no team.

    Raises:
        NotFound: no team fits, or several do; the message names them.
    """
    if name.strip() == NO_TEAM:
        return TeamName(None, "", None, False, True)
    wanted = clean_line(name).casefold()
    rows = c.execute("SELECT id, name, parent FROM team ORDER BY name, id")
    every = [TeamName(id_, clean_line(found or ""), above, False, True) for id_, found, above in rows]
    same = [team for team in every if team.name.casefold() == wanted]
    fitting = same or [team for team in every if wanted and team.name.casefold().startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    shown = clean_line(name)[:40]
    if fitting:
        raise NotFound(f"{shown!r} fits several teams: name one of {_listed(fitting)}")
    if not every:
        raise NotFound("there is no team yet: okrtui team add makes one, and `-` means the OKRs of no team")
    raise NotFound(f"there is no team {shown!r}: there are {_listed(every)}")


def _own(c: sqlite3.Connection, member: str | None) -> list[tuple[str | None, int]]:
    """(team, how much of it is the member's): their key results in open cycles, and one for looking after it."""
    if member is None:
        return []
    rows = c.execute(
        "SELECT team, SUM(n) FROM ("
        "SELECT o.team AS team, COUNT(*) + 1 AS n FROM key_result_fact f JOIN objective o ON o.id = f.objective"
        " JOIN cycle y ON y.id = o.cycle WHERE f.owner = ?1 AND COALESCE(o.archived, 0) = 0"
        " AND COALESCE(y.phase, 'draft') <> 'closed' GROUP BY o.team"
        " UNION ALL SELECT o.team, 1 FROM objective o JOIN cycle y ON y.id = o.cycle WHERE o.owner = ?1"
        " AND COALESCE(o.archived, 0) = 0 AND COALESCE(y.phase, 'draft') <> 'closed' GROUP BY o.team"
        " UNION ALL SELECT id, 1 FROM team WHERE ?1 IN (champion, manager)"
        ") GROUP BY team",
        (member,),
    )
    return [(team, int(n)) for team, n in rows]


def _listed(several: Sequence[TeamName]) -> str:
    names = ", ".join(team.name for team in several[:_MOST_NAMED])
    return names + (" …" if len(several) > _MOST_NAMED else "")
