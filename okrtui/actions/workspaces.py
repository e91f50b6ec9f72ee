"""Making a workspace and setting what holds for everyone in it (Playbook: thresholds published once)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from okrtui import home
from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_administer
from okrtui.okr.quantities import compare
from okrtui.okr.rag import DEFAULT_THRESHOLDS, RAGS, check_thresholds
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, calendar_of, check_calendar
from okrtui.store.replica import Replica

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CREATOR_ROLES = ("sponsor", "program_lead", "champion")
DEFAULT_DEADLINE = {"weekday": "monday", "time": "10:00"}


def create_workspace(
    title: str,
    *,
    handle: str,
    display_name: str = "",
    timezone: str | None = None,
    deadline: str | None = None,
    scale: str | None = None,
    slug: str | None = None,
    path: str | None = None,
    uid: int | None = None,
) -> Session:
    """Make a workspace with its first member, who holds the roles to run it, and make it the current one.

    Args:
        title: its name.
        handle: the first member's handle.
        display_name: the first member's name.
        timezone: an IANA zone; by default this machine's.
        deadline: the week's check-in deadline as typed, "mon 10:00".
        scale: "unit" or "percent".
        slug: the file's name; by default made from the title.
        path: where the replica is to lie, apart from the other workspaces (and not made the current one).
        uid: the Unix user who speaks for the first member in a shared directory.

    Raises:
        BadInput: a value can't be used, or there is such a workspace already.
    """
    name = clean_line(title)
    if not name:
        raise BadInput("a workspace needs a name: `okrtui init NAME`", field="name")
    handle = home.handle_of(handle)
    zone = timezone or local_zone()
    when = typed_deadline(deadline) if deadline else DEFAULT_DEADLINE
    check_calendar(calendar_of(zone, when))
    settings = {"name": name, "timezone": zone, "deadline": when, "scale": scale or "unit"}
    workspace = typed_fields("workspace", settings)
    creator = typed_fields("member", {"handle": handle, "name": display_name})
    creator |= {} if uid is None else {"uid": uid}
    slug = slug or home.workspace_slug(name)
    place = path or home.replica_path(slug)
    home.make_private_dir(os.path.dirname(place))
    with (
        Replica.making(place, home.now()) as replica,
        replica.writing(handle, home.now, f"created {name}") as journal,
    ):
        journal.add("workspace", journal.new_id(), workspace, base=())
        standing = {"account": True, "roles": list(CREATOR_ROLES)}
        journal.add("member", journal.new_id(), creator | standing, base=())
    if path is None:
        home.set_current(slug)
    return Session.at(place, handle)


def local_zone() -> str:
    """This machine's IANA time zone as far as it says; UTC where it doesn't."""
    asked = os.environ.get("TZ", "").removeprefix(":")
    target = os.path.realpath("/etc/localtime")
    found = asked or target.partition("/zoneinfo/")[2]
    try:
        check_calendar(Calendar(found, "monday", "10:00"))
    except BadInput:
        return "UTC"
    return found


def typed_deadline(typed: str) -> dict[str, str]:
    """A deadline as typed, "mon 10:00" or "Friday 17:00".

    Raises:
        BadInput: it is no weekday and time.
    """
    weekday, _, time = clean_line(typed).lower().partition(" ")
    fitting = [name for name in WEEKDAYS if len(weekday) >= 2 and name.startswith(weekday)]
    if len(fitting) != 1 or not time:
        raise BadInput(
            f"a deadline is a weekday and a time such as 'mon 10:00', not {typed[:40]!r}", field="deadline"
        )
    deadline = {"weekday": fitting[0], "time": time if len(time) == 5 else f"0{time}"}
    check_calendar(calendar_of("UTC", deadline))
    return deadline


def set_workspace(session: Session, field: str, typed: str) -> Done:
    """Change one setting of the workspace.

    Args:
        session: who acts.
        field: name, timezone, deadline, scale, rag.red, rag.amber, rag.green or rag_grace.
        typed: the value as typed.

    Raises:
        BadInput: no such setting, or the value can't be used.
        Refused: the person may not.
    """
    with session.writing(f"set {field}") as journal:
        if not may_administer(session.person(journal)):
            raise Refused(
                "the workspace's settings are changed by its creator or a program lead; ask one of them"
            )
        row = journal.connection.execute("SELECT value FROM folded WHERE name = 'workspace'").fetchone()
        before = thing(journal.connection, "workspace", row[0])
        journal.add("workspace", row[0], _workspace_fields(field, typed, before))
    return Done(f"Set {field} to {clean_line(typed)}", row[0])


def _workspace_fields(field: str, typed: str, before: Mapping[str, Any]) -> dict[str, Any]:
    if field == "deadline":
        return {"deadline": typed_deadline(typed)}
    if field.startswith("rag.") and field[4:] in RAGS[:-1]:
        edge = typed_fields("workspace", {"rag_grace": typed})["rag_grace"]
        thresholds = {**DEFAULT_THRESHOLDS, **(before["rag"] or {}), field[4:]: edge}
        check_thresholds(thresholds)
        return {"rag": thresholds}
    if field not in ("name", "timezone", "scale", "rag_grace"):
        raise BadInput(
            "settings are name, timezone, deadline, scale, rag.red, rag.amber, rag.green and rag_grace",
            field=field,
        )
    values = typed_fields("workspace", {field: typed})
    if values[field] is None:
        raise BadInput(f"{field} can't be empty", field=field)
    if field == "timezone":
        check_calendar(calendar_of(values["timezone"], DEFAULT_DEADLINE))
    if field == "rag_grace" and not (compare("0", values[field]) <= 0 <= compare("1", values[field])):
        raise BadInput("rag_grace is a share from 0 to 1", field=field)
    return values
