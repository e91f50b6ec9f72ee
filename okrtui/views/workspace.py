"""The workspace, its cycles, and who is at work in it (Playbook: one scale and thresholds for everyone).

On the path of `okrtui status`, so the rows are plain named tuples and the rules come from the light modules.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.home import HomeError, handle_of
from okrtui.okr.errors import NotFound, Refused
from okrtui.okr.rag import DEFAULT_THRESHOLDS
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import calendar_of
from okrtui.views.structures import read_list, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from okrtui.okr.weeks import Calendar

DEFAULT_SCALE = "unit"
DEFAULT_GRACE = "0.2"
OPEN_PHASES = ("draft", "active", "review")
"""The phases of cycles that are not over."""


class WorkspaceRow(namedtuple("WorkspaceRow", "id name timezone deadline scale thresholds rag_grace")):
    """The workspace, with the defaults where nothing is set.

    `deadline` is {"weekday", "time"}; `scale` "unit" or "percent"; `thresholds` {"red", "amber", "green"}
    upper edges as quantities; `rag_grace` a share as a quantity.
    """

    __slots__ = ()

    id: str
    name: str
    timezone: str
    deadline: dict[str, str]
    scale: str
    thresholds: dict[str, str]
    rag_grace: str


class MemberRow(namedtuple("MemberRow", "id handle name email roles account is_only_account")):
    """A member; `name` is the display name, the handle where there is none.

    `roles` is a list of role names, `account` whether the member can sign in, `is_only_account` whether
    nobody else can.
    """

    __slots__ = ()

    id: str
    handle: str
    name: str
    email: str
    roles: list[str]
    account: bool
    is_only_account: bool


class CycleRow(namedtuple("CycleRow", "id name kind start end phase parent_key_result")):
    """A cycle; `start` and `end` are dates as text, `parent_key_result` a micro cycle's KR id or None."""

    __slots__ = ()

    id: str
    name: str
    kind: str
    start: str
    end: str
    phase: str
    parent_key_result: str | None


def workspace(c: sqlite3.Connection) -> WorkspaceRow:
    """The workspace of this replica.

    Raises:
        NotFound: the replica holds none yet.
    """
    row = c.execute(
        "SELECT id, name, timezone, deadline, scale, rag, rag_grace FROM workspace"
        " WHERE id = (SELECT value FROM folded WHERE name = 'workspace')"
    ).fetchone()
    if row is None:
        raise NotFound("this workspace holds nothing yet: run okrtui sync if you joined it, else okrtui init")
    return WorkspaceRow(
        id=row[0],
        name=clean_line(row[1] or ""),
        timezone=row[2] or "UTC",
        deadline=_given(read_object(row[3])),
        scale=row[4] or DEFAULT_SCALE,
        thresholds={**DEFAULT_THRESHOLDS, **_given(read_object(row[5]))},
        rag_grace=row[6] or DEFAULT_GRACE,
    )


def calendar(workspace_row: WorkspaceRow) -> Calendar:
    """The calendar of check-in weeks that the workspace keeps."""
    return calendar_of(workspace_row.timezone, workspace_row.deadline)


def zone_name(c: sqlite3.Connection) -> str:
    """The zone in which the workspace's times are shown; UTC while its first download has not brought it yet."""
    try:
        return workspace(c).timezone
    except NotFound:
        return "UTC"


def cycles(c: sqlite3.Connection, phase: str | None = None) -> list[CycleRow]:
    """All cycles, or those in one phase, by their start."""
    rows = c.execute(
        "SELECT id, name, kind, start, end, phase, parent_key_result FROM cycle"
        " WHERE ?1 IS NULL OR COALESCE(phase, 'draft') = ?1 ORDER BY start, name, id",
        (phase,),
    )
    return [
        CycleRow(
            id, clean_line(name or ""), kind or "custom", start or "", end or "", phase or "draft", parent
        )
        for id, name, kind, start, end, phase, parent in rows
    ]


def acting_member(c: sqlite3.Connection, acting_as: str | None, unix_name: str) -> MemberRow:
    """Who is at work: the handle that was asked for, else the one that this replica takes part as, where it is
    shared, else the Unix name's, else the only one with an account.

    Raises:
        NotFound: the replica's first download has not brought them yet.
        Refused: nobody fits who has an account; the message names who has.
    """
    members = _with_account(c)
    by_handle = {member.handle: member for member in members}
    who_has = ", ".join(sorted(by_handle)) or "nobody yet"
    if acting_as:
        asked = acting_as.strip().lower()
        if asked in by_handle:
            return by_handle[asked]
        raise Refused(f"{clean_line(acting_as)[:40]} has no account here: with one are {who_has}")
    joined = c.execute("SELECT json_extract(value, '$.handle') FROM meta WHERE name = 'remote'").fetchone()
    if joined and joined[0] in by_handle:
        return by_handle[joined[0]]
    if joined and not c.execute("SELECT 1 FROM sync_round WHERE problem = '' LIMIT 1").fetchone():
        raise NotFound("this workspace is not here whole yet: the next sync brings the rest (okrtui sync)")
    try:
        own = by_handle.get(handle_of(unix_name))
    except HomeError:
        own = None
    if own is not None:
        return own
    if len(members) == 1:
        return members[0]
    raise Refused(f"{clean_line(unix_name)[:40]} has no account here: say who you are with --as ({who_has})")


def sole_account(c: sqlite3.Connection) -> str | None:
    """The id of the only member with an account, None where several have one (or nobody)."""
    row = c.execute("SELECT value FROM folded WHERE name = 'sole_account'").fetchone()
    return (row[0] or None) if row else None


def _given(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _with_account(c: sqlite3.Connection) -> list[MemberRow]:
    sole = sole_account(c)
    rows = c.execute(
        "SELECT id, handle, name, email, roles, account FROM member WHERE account = 1 ORDER BY handle"
    )
    return [member_row(row, sole) for row in rows]


def member_row(row: tuple[str | int | None, ...], sole: str | None) -> MemberRow:
    """A member from the columns id, handle, name, email, roles, account."""
    id_, handle, name, email, roles, account = row
    shown = clean_line(str(handle or ""))
    return MemberRow(
        id=str(id_),
        handle=shown,
        name=clean_line(str(name or "")) or shown,
        email=clean_line(str(email or "")),
        roles=[str(role) for role in read_list(None if roles is None else str(roles))],
        account=bool(account),
        is_only_account=sole == id_,
    )
