"""Members and teams, with the names of those whom they refer to (domain rules, §7)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.text import clean_line
from okrtui.views.workspace import MemberRow, member_row, sole_account


class TeamRow(NamedTuple):
    """A team; ids are None and names "" where nobody is named. The company is the team without a parent."""

    id: str
    name: str
    parent: str | None
    parent_name: str
    function: str
    champion: str | None
    champion_name: str
    manager: str | None
    manager_name: str


def members(c: sqlite3.Connection) -> list[MemberRow]:
    """All members, those with an account first, by handle."""
    sole = sole_account(c)
    rows = c.execute(
        "SELECT id, handle, name, email, roles, account FROM member ORDER BY COALESCE(account, 0)"
        " DESC, handle, id"
    )
    return [member_row(row, sole) for row in rows]


def member_by_handle(c: sqlite3.Connection, handle: str) -> MemberRow:
    """The member with that handle; raises NotFound."""
    rows = c.execute(
        "SELECT id, handle, name, email, roles, account FROM member WHERE handle = ? ORDER BY id", (handle,)
    )
    for row in rows:
        return member_row(row, sole_account(c))
    raise NotFound(f"there is no member {clean_line(handle)[:40]!r}: okrtui member list shows who there is")


def teams(c: sqlite3.Connection) -> list[TeamRow]:
    """All teams, by name, with the names of parent, champion and manager."""
    rows = c.execute(
        "SELECT t.id, t.name, t.parent, p.name, t.function, t.champion, COALESCE(h.name, h.handle),"
        " t.manager, COALESCE(g.name, g.handle) FROM team t LEFT JOIN team p ON p.id = t.parent"
        " LEFT JOIN member h ON h.id = t.champion LEFT JOIN member g ON g.id = t.manager ORDER BY"
        " t.name, t.id"
    )
    return [
        TeamRow(
            id=row[0],
            name=clean_line(row[1] or ""),
            parent=row[2],
            parent_name=clean_line(row[3] or ""),
            function=clean_line(row[4] or ""),
            champion=row[5],
            champion_name=clean_line(row[6] or ""),
            manager=row[7],
            manager_name=clean_line(row[8] or ""),
        )
        for row in rows
    ]


def team_choices(c: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """All teams to choose from, as (name, id)."""
    return tuple((one.name, one.id) for one in teams(c))


def team_by_name(c: sqlite3.Connection, name: str) -> TeamRow:
    """The team with that name, in any case; raises NotFound."""
    wanted = clean_line(name).casefold()
    for team in teams(c):
        if team.name.casefold() == wanted:
            return team
    raise NotFound(f"there is no team {clean_line(name)[:40]!r}: okrtui team list shows which there are")


def member_names(c: sqlite3.Connection) -> dict[str, str]:
    """Every member's name, else handle, by id."""
    return {
        id_: name_of(name, handle) for id_, name, handle in c.execute("SELECT id, name, handle FROM member")
    }


def name_of(name: str | None, handle: str | None) -> str:
    """A person's name, the handle where there is none, "" for nobody."""
    return clean_line(name or "") or clean_line(handle or "")
