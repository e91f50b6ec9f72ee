"""Whose digest, of which weeks, in which form: the options that `digest` and `post digest` share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from okrtui.okr.errors import BadInput

if TYPE_CHECKING:
    from okrtui.cli.invocation import Invocation
    from okrtui.okr.periods import Period
    from okrtui.views.digest import Digest, Scope
    from okrtui.views.workspace import MemberRow

F = TypeVar("F", bound=Callable[..., Any])

LAST = "last"


class Asked(NamedTuple):
    """What was asked for on the command line."""

    mine: bool
    person: str | None
    team: str | None
    company: bool
    week: str | None
    month: str | None
    per_person: bool


def digest_options(function: F) -> F:
    """Add the options; they are handed over by the names of `Asked`."""
    for option in reversed(
        (
            click.option("--mine", is_flag=True, help="Your own KRs; so it is where nothing else is said."),
            click.option("--person", metavar="MEMBER", help="One person's KRs."),
            click.option("--team", metavar="TEAM", help="One team's objectives; - for those of no team."),
            click.option("--company", is_flag=True, help="Everything that runs."),
            click.option("--week", metavar="WEEK", help="Such as W46, or last; the running week otherwise."),
            click.option("--month", metavar="MONTH", help="Such as 2026-11, or last."),
            click.option(
                "--per-person",
                is_flag=True,
                help="How each person stands, too: for steering, not for appraisal.",
            ),
        )
    ):
        function = option(function)
    return function


def ask(invocation: Invocation, asked: Asked) -> Digest:
    """The digest that was asked for.

    Raises:
        BadInput: two scopes or two periods, or one that can't be.
        NotFound: there is no such person or team.
    """
    from okrtui.views.digest import digest

    chosen = [asked.mine, asked.person is not None, asked.team is not None, asked.company]
    if sum(chosen) > 1:
        raise BadInput("--mine, --person, --team and --company exclude each other: choose one")
    if asked.week and asked.month:
        raise BadInput("--week and --month exclude each other: choose one")
    with invocation.reading() as c:
        scope, is_own = _scope(c, invocation, asked)
        period = _period(c, invocation, asked)
        return digest(c, scope, period, invocation.now(), per_person=asked.per_person, is_own=is_own)


def recipient_of(invocation: Invocation, digest: Digest) -> MemberRow | None:
    """The member whose digest it is; None for a team's or the company's."""
    from okrtui.views.digest import PERSON
    from okrtui.views.people import members

    if digest.scope.kind != PERSON:
        return None
    with invocation.reading() as c:
        return next(one for one in members(c) if one.id == digest.scope.id)


def _scope(c: sqlite3.Connection, invocation: Invocation, asked: Asked) -> tuple[Scope, bool]:
    """Whose digest it is, and whether it is one's own: then it tells how one stands."""
    from okrtui import home
    from okrtui.views.digest import COMPANY, Scope, person_scope, team_scope
    from okrtui.views.names import find_member
    from okrtui.views.people import members
    from okrtui.views.team_names import team_called
    from okrtui.views.workspace import acting_member, workspace

    if asked.company:
        return Scope(COMPANY, None, workspace(c).name), False
    if asked.team is not None:
        return team_scope(c, team_called(c, asked.team).id), False
    if asked.person is not None:
        wanted = find_member(c, asked.person)
        return person_scope(next(one for one in members(c) if one.id == wanted)), False
    me = acting_member(c, invocation.acting_as, home.unix_name())
    return person_scope(me), True


def _period(c: sqlite3.Connection, invocation: Invocation, asked: Asked) -> Period:
    from okrtui.okr.periods import month_period, week_period
    from okrtui.okr.weeks import add_weeks, parse_week, today_in, week_of
    from okrtui.views.workspace import calendar, workspace

    of = calendar(workspace(c))
    now = invocation.now()
    running = week_of(now, of)
    if asked.month:
        month = _last_month(today_in(now, of)) if asked.month == LAST else asked.month
        return month_period(month, now, of)
    if asked.week == LAST:
        return week_period(add_weeks(running, -1), of)
    return week_period(parse_week(asked.week, running) if asked.week else running, of)


def _last_month(today: date) -> str:
    return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
