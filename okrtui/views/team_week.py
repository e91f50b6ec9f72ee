"""A team's week: who has checked in, how its key results stand, what turned, and what waits (domain rules, §§3, 6, 10).

The team's page, the meeting and `okrtui status --team` read it. A team's key results are those of its own objectives;
sub-teams have weeks of their own (`okrtui.views.team_list`), so that no key result counts twice. Its people are the
owners of these key results. On the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.errors import BadInput
from okrtui.okr.history import is_falling, read_history, turned
from okrtui.okr.hygiene import owes
from okrtui.okr.instants import datetime
from okrtui.okr.rag import RAGS
from okrtui.okr.weeks import deadline_of, week_of
from okrtui.views.lines import lines, open_ids
from okrtui.views.team_escalations import Clocks, clocks_of, open_escalations
from okrtui.views.team_figures import TeamFigures, team_name
from okrtui.views.workspace import calendar, workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from okrtui.okr.weeks import Calendar
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.key_result_line import KeyResultLine
    from okrtui.views.workspace import WorkspaceRow

__all__ = [
    "RUNNING_PHASES",
    "PersonWeek",
    "TeamLine",
    "TeamWeek",
    "team_name",
    "team_week",
]

RUNNING_PHASES = ("active", "review")
"""Cycles in which check-ins are owed; drafts are planned, not met about."""


class TeamLine(namedtuple("TeamLine", "line owes is_reported is_complete turned is_falling")):
    """A key result in a team's week.

    Attributes:
        line: as every list shows it; of an earlier week, as it stood when that week ended.
        owes: a check-in of this week is owed.
        is_reported: there is one; `is_complete`: with actual, confidence, insight and next action.
        turned: "red", "recovered" or "": what its colour did this week.
        is_falling: confidence fell in each of the last two reported weeks.
    """

    __slots__ = ()

    line: KeyResultLine
    owes: bool
    is_reported: bool
    is_complete: bool
    turned: str
    is_falling: bool


class PersonWeek(namedtuple("PersonWeek", "id name handle lines owed complete waits")):
    """An owner's part of a team's week.

    Attributes:
        id: the member's, None for key results that nobody owns.
        lines: their TeamLines.
        owed: how many check-ins this week asks of them; `complete`: how many of those are there, complete.
        waits: for how many ended weeks the longest waiting of theirs has had no check-in.
    """

    __slots__ = ()

    id: str | None
    name: str
    handle: str
    lines: list[TeamLine]
    owed: int
    complete: int
    waits: int

    @property
    def is_done(self) -> bool:
        """Nothing of this week is left to check in."""
        return self.complete >= self.owed


class TeamWeek(
    namedtuple(
        "TeamWeek", "workspace team name week deadline is_running lines people rag escalations is_whole"
    )
):
    """A team's week.

    Attributes:
        team: the team's id; None for the objectives of no team. `name` what to call it.
        week: such as "2026-W47"; `deadline` the aware UTC instant at which it ends or ended.
        is_running: whether that is the week that runs.
        lines: a TeamLine for each key result in force, in the order of cycles and objectives.
        people: their owners, those who have not checked in first, the longest waiting before the others.
        rag: how many stand in each band; what has no score is in none.
        escalations: the open ones of these key results, the most urgent first; of the running week only.
        is_whole: whether all key results are there, or only the first of them.
    """

    __slots__ = ()

    workspace: WorkspaceRow
    team: str | None
    name: str
    week: str
    deadline: datetime
    is_running: bool
    lines: list[TeamLine]
    people: list[PersonWeek]
    rag: dict[str, int]
    escalations: list[EscalationLine]
    is_whole: bool

    @property
    def figures(self) -> TeamFigures:
        """The week in figures."""
        return TeamFigures(
            self.name,
            self.week,
            len(self.lines),
            sum(one.owes for one in self.lines),
            sum(one.owes and one.is_complete for one in self.lines),
            self.rag,
            len(self.stale),
        )

    def clocks(self, now: datetime) -> Clocks:
        """The clocks of the open escalations at an aware instant."""
        return clocks_of((one.turn for one in self.escalations), now)

    @property
    def owed(self) -> int:
        """How many check-ins this week asks for."""
        return self.figures.owed

    @property
    def complete(self) -> int:
        """How many of them are there, complete."""
        return self.figures.complete

    @property
    def completion(self) -> int | None:
        """The share that is complete, in percent, rounded half up; None where nothing is owed."""
        return self.figures.completion

    @property
    def turned_red(self) -> list[TeamLine]:
        """Red this week, and not the reported week before."""
        return [one for one in self.lines if one.turned == "red"]

    @property
    def recovered(self) -> list[TeamLine]:
        """No longer red this week."""
        return [one for one in self.lines if one.turned == "recovered"]

    @property
    def falling(self) -> list[TeamLine]:
        """Confidence fell two reported weeks in a row."""
        return [one for one in self.lines if one.is_falling]

    @property
    def stale(self) -> list[TeamLine]:
        """Owed weeks have ended since the last check-in."""
        return [one for one in self.lines if one.line.stale_weeks]

    @property
    def help_asked(self) -> list[TeamLine]:
        """Whose check-in of this week asks for help."""
        return [one for one in self.lines if one.is_reported and (one.line.help_needed or one.line.help_from)]


def team_week(
    c: sqlite3.Connection,
    team: str | None,
    now: datetime,
    week: str | None = None,
    first: int | None = None,
    with_escalations: bool = True,
) -> TeamWeek:
    """The week of a team.

    Args:
        c: a connection to the replica.
        team: the team's id; None for the objectives that belong to no team.
        now: an aware instant.
        week: an earlier week; None for the running one.
        first: read no more key results than so many, those without a check-in before the others; None reads all.
        with_escalations: whether the open ones are read too.

    Raises:
        BadInput: the week is yet to come.
    """
    row = workspace(c)
    running = week_of(now, calendar(row))
    ids = None if first is None else open_ids(c, running, None, first + 1, teams=[team])
    is_whole = ids is None or first is None or len(ids) <= first
    chosen = None if is_whole or ids is None else ids[:first]
    shown = week or running
    if shown > running:
        raise BadInput(f"{shown} is yet to come: the week that runs is {running}", field="week")
    phases = RUNNING_PHASES if shown == running else (*RUNNING_PHASES, "closed")
    found = lines(c, now, key_results=chosen, teams=[team], phases=phases, of=row)
    if shown != running:
        from okrtui.views.week_back import as_of

        found = as_of(c, found, shown, row)
    told = [_team_line(line, shown, calendar(row)) for line in found if line.is_in_force]
    return TeamWeek(
        workspace=row,
        team=team,
        name=team_name(c, team) or row.name,
        week=shown,
        deadline=deadline_of(shown, calendar(row)),
        is_running=shown == running,
        lines=told,
        people=_people(told),
        rag={rag: sum(one.line.rag == rag and not one.line.postponed for one in told) for rag in RAGS},
        escalations=open_escalations(c, team, now) if with_escalations and shown == running else [],
        is_whole=is_whole,
    )


def _team_line(line: KeyResultLine, week: str, of: Calendar) -> TeamLine:
    history = read_history(line.history, week)
    last = history[-1] if history and history[-1].week == week else None
    return TeamLine(
        line=line,
        owes=owes(line.box, week, of),
        is_reported=last is not None,
        is_complete=last is not None and last.is_complete,
        turned=turned(history, week),
        is_falling=is_falling(history),
    )


def _people(told: Sequence[TeamLine]) -> list[PersonWeek]:
    """The owners: those who have something left first, the longest waiting before the others; then by name."""
    by_owner: dict[str | None, list[TeamLine]] = {}
    for one in told:
        by_owner.setdefault(one.line.owner, []).append(one)
    people = [
        PersonWeek(
            owner,
            theirs[0].line.owner_name,
            theirs[0].line.owner_handle,
            theirs,
            sum(one.owes for one in theirs),
            sum(one.owes and one.is_complete for one in theirs),
            max(one.line.stale_weeks for one in theirs),
        )
        for owner, theirs in by_owner.items()
    ]
    return sorted(people, key=lambda one: (one.is_done, -one.waits, one.name.casefold(), one.handle))
