"""Who may import what: the workspace's creator and program leads are believed about everybody's work and roles,
others bring drafts and their own check-ins (domain, Roles and rights).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from okrtui.actions.incoming import Item
from okrtui.actions.known import Known
from okrtui.okr.errors import Refused
from okrtui.okr.governance import Person, may_administer
from okrtui.views.workspace import MemberRow

_WHO = "only the workspace's creator or a program lead may import that"


def person_at(connection: sqlite3.Connection, member: MemberRow) -> Person:
    """A member as the rules on rights see them."""
    facts = dict(connection.execute("SELECT name, value FROM folded WHERE name IN ('root', 'sole_account')"))
    return Person(
        member=member.id,
        roles=frozenset(member.roles),
        is_only_account=facts.get("sole_account") == member.id,
        is_root=facts.get("root") == member.handle,
    )


def is_believed(person: Person) -> bool:
    """Whether this person's files are believed about others' work."""
    return may_administer(person)


def check_rights(person: Person, items: Iterable[Item], known: Known) -> None:
    """Refuse what this person may not bring in.

    Raises:
        Refused: naming the first thing that is not theirs to bring.
    """
    if is_believed(person):
        return
    if person.roles == {"viewer"}:
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
    everything = list(items)
    phase_of = _phases(everything, known)
    for item in everything:
        problem = _problem(item, person.member, phase_of)
        if problem:
            raise Refused(f"{item.where}: {problem}; {_WHO}")


def _phases(items: list[Item], known: Known) -> Callable[[str], str]:
    """The phase of a cycle, by its id."""
    phases = {id_: values.get("phase", "draft") for id_, values in known.all("cycle").items()}
    new = {item.id: item.fields.get("phase", "draft") for item in items if item.kind == "cycle"}
    return lambda cycle: (phases | new).get(cycle, "draft")


def _problem(item: Item, member: str, phase_of: Callable[[str], str]) -> str:
    fields = item.fields
    if item.kind in ("check_in", "comment"):
        is_own = fields.get("author") == member and not fields.get("on_behalf")
        return "" if is_own else f"this {item.kind.replace('_', '-')} is another person's"
    if item.kind == "member":
        return "these are roles or an account" if {"roles", "account"} & fields.keys() else ""
    if item.kind == "cycle":
        return "" if phase_of(item.id) == "draft" else "this cycle is no draft"
    if item.kind == "objective":
        is_planned = phase_of(fields.get("cycle", "")) in ("draft", "active")
        return "" if is_planned else "this cycle takes no drafts any more"
    if item.kind == "change":
        is_own = fields.get("action") == "add" and fields.get("by") == member
        return "" if is_own else "this proposal is another person's"
    return "" if item.kind in ("key_result", "initiative") else "this is more than a draft"
