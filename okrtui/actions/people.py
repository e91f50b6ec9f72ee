"""Members and teams: who is there, with which roles (domain, Roles and rights)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui import home
from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import Person, may_grant, may_manage_members, may_plan
from okrtui.okr.text import clean_line
from okrtui.store.journal import Journal
from okrtui.views.structures import read_list


def add_member(
    session: Session,
    handle: str,
    name: str = "",
    email: str = "",
    roles: Sequence[str] = (),
    account: bool = False,
    uid: int | None = None,
) -> Done:
    """Add a member; without an account they own KRs but can't sign in.

    Args:
        session: who acts.
        handle: the member's, as typed.
        name: what others read.
        email: where mail reaches them.
        roles: those that they hold.
        account: whether they may sign in.
        uid: the Unix user who speaks for them in a shared directory.

    Raises:
        BadInput: the handle is taken or can't be one; no such role.
        Refused: the person may not manage members or grant a role.
    """
    handle = home.handle_of(clean_line(handle))
    with session.writing(f"added {handle}") as journal:
        person = session.person(journal)
        _require_manager(person)
        if journal.connection.execute("SELECT 1 FROM member WHERE handle = ?", (handle,)).fetchone():
            remedy = "--account gives them an account" if account else "changes them"
            raise BadInput(
                f"there is a member {handle} already: okrtui member edit {handle} {remedy}", field="handle"
            )
        fields = typed_fields("member", {"handle": handle, "name": name, "email": email})
        fields |= _standing(journal, person, [], roles, False, account)
        fields |= {} if uid is None else {"uid": uid}
        member = journal.new_id()
        journal.add("member", member, fields, base=())
    return Done(f"Added {handle}" + ("" if account else ", without an account"), member)


def edit_member(
    session: Session,
    member: str,
    *,
    name: str | None = None,
    email: str | None = None,
    roles: Sequence[str] | None = None,
    account: bool | None = None,
    uid: int | None = None,
) -> Done:
    """Change a member; what is None stays. Everyone may change their own name and email.

    Raises:
        Refused: the person may not, or it would leave the workspace without anyone who manages members.
    """
    with session.writing("edited a member") as journal:
        person = session.person(journal)
        before = thing(journal.connection, "member", member)
        given = {field: value for field, value in (("name", name), ("email", email)) if value is not None}
        if member != session.member.id or any(one is not None for one in (roles, account, uid)):
            _require_manager(person)
        fields = typed_fields("member", given)
        fields |= {} if uid is None else {"uid": uid}
        if roles is not None or account is not None:
            after = before["roles"] or [] if roles is None else roles
            had, has = bool(before["account"]), bool(before["account"]) if account is None else account
            if account is False and person.is_only_account and member == session.member.id:
                raise Refused("you are the only one with an account: give somebody else one first")
            if had and not (has and "program_lead" in after):
                _require_another_manager(journal, member, has)
            fields |= _standing(journal, person, before["roles"] or [], after, had, has)
        if fields:
            journal.add("member", member, fields)
    return Done(f"Changed {before['handle']}", member)


def add_team(
    session: Session,
    name: str,
    parent: str | None = None,
    champion: str | None = None,
    manager: str | None = None,
    function: str = "",
) -> Done:
    """Add a team below another one; parent, champion and manager are ids.

    Raises:
        BadInput: the name is empty or taken.
    """
    with session.writing("added a team") as journal:
        _require_planner(session.person(journal))
        given = {
            "name": name,
            "parent": parent,
            "champion": champion,
            "manager": manager,
            "function": function,
        }
        fields = _team_fields(journal, given, None)
        team = journal.new_id()
        journal.add("team", team, {key: value for key, value in fields.items() if value is not None}, base=())
    return Done(f"Added the team {fields['name']}", team)


def edit_team(session: Session, team: str, **given: Any) -> Done:
    """Change a team's name, parent, champion, manager or function.

    Raises:
        BadInput: the name is empty or taken, or the team would stand below itself.
    """
    with session.writing("edited a team") as journal:
        _require_planner(session.person(journal))
        before = thing(journal.connection, "team", team)
        journal.add("team", team, _team_fields(journal, given, team))
    return Done(f"Changed the team {given.get('name') or before['name']}", team)


def _team_fields(journal: Journal, given: dict[str, Any], team: str | None) -> dict[str, Any]:
    fields = typed_fields("team", given)
    if "name" in fields:
        if not fields["name"]:
            raise BadInput("a team needs a name", field="name")
        taken = journal.connection.execute(
            "SELECT 1 FROM team WHERE lower(name) = lower(?) AND id IS NOT ?", (fields["name"], team)
        ).fetchone()
        if taken:
            raise BadInput(f"there is a team {fields['name']} already", field="name")
    above = fields.get("parent")
    while above:
        if above == team:
            raise BadInput("a team can't stand below itself", field="parent")
        above = thing(journal.connection, "team", above)["parent"]
    return fields


def _standing(
    journal: Journal, person: Person, before: Sequence[str], after: Sequence[str], had: bool, has: bool
) -> dict[str, Any]:
    for role in sorted(set(before) ^ set(after)):
        if not may_grant(person, role):
            raise Refused(f"you may not grant or take the role {role}")
    fields: dict[str, Any] = {}
    if list(before) != list(after):
        fields["roles"] = list(dict.fromkeys(after))
    if had != has:
        fields |= {"account": has, "fence": journal.fence()}
    return fields


def _require_manager(person: Person) -> None:
    if not may_manage_members(person):
        raise Refused(
            "members and roles are managed by the workspace's creator or a program lead; ask one of them"
        )


def _require_another_manager(journal: Journal, member: str, keeps_account: bool) -> None:
    """Refuse what would leave nobody to manage members: neither the creator nor a program lead with an account."""
    row = journal.connection.execute("SELECT value FROM folded WHERE name = 'root'").fetchone()
    rows = journal.connection.execute("SELECT id, handle, roles FROM member WHERE account = 1").fetchall()
    for id_, handle, roles in rows:
        is_root = row is not None and handle == row[0]
        is_lead = id_ != member and "program_lead" in read_list(roles)
        if is_lead or (is_root and (id_ != member or keeps_account)):
            return
    raise Refused("nobody else manages members: make somebody program lead first (--role program_lead)")


def _require_planner(person: Person) -> None:
    if not may_plan(person):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
