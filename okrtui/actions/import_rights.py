"""Who may import what: the workspace's creator and program leads are believed about everybody's work and roles,
others bring drafts and their own check-ins (domain, Roles and rights).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from okrtui.actions.incoming import Item
from okrtui.actions.known import Known
from okrtui.okr.errors import Refused
from okrtui.okr.governance import Person, may_administer, may_check_in, may_propose
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
    things = _Things(everything, known)
    for item in everything:
        problem = _problem(item, person, things)
        if problem:
            raise Refused(f"{item.where}: {problem}; {_WHO}")


class _Things:
    """What is there once the files have come in: the workspace's own, and what is new."""

    def __init__(self, items: list[Item], known: Known) -> None:
        self._known = known
        self._of: dict[str, dict[str, dict[str, Any]]] = {}
        self._new: dict[str, dict[str, dict[str, Any]]] = {}
        for item in items:
            self._new.setdefault(item.kind, {})[item.id] = item.fields

    def get(self, kind: str, id_: str | None) -> dict[str, Any]:
        """The fields of a thing; none where it is not there."""
        if kind not in self._of:
            self._of[kind] = self._new.get(kind, {}) | self._known.all(kind)
        return self._of[kind].get(id_ or "", {})

    def phase(self, cycle: str | None) -> str:
        """The phase of a cycle."""
        return str(self.get("cycle", cycle).get("phase") or "draft")

    def may_report(self, person: Person, key_result: str | None) -> bool:
        """Whether somebody may check in on a KR."""
        of = self.get("key_result", key_result)
        objective = self.get("objective", of.get("objective"))
        champion = self.get("team", objective.get("team")).get("champion")
        near = (of.get("owner") or "", of.get("collaborators") or (), objective.get("owner") or "")
        return may_check_in(person, *near, [champion] if champion else ()) is not None

    def may_propose(self, person: Person, fields: dict[str, Any]) -> bool:
        """Whether somebody may propose this change: the KR's owner, or the objective's."""
        of = self.get("key_result", fields.get("key_result"))
        objective = self.get("objective", of.get("objective") or fields.get("objective"))
        return may_propose(person, of.get("owner") or "") or objective.get("owner") == person.member


def _problem(item: Item, person: Person, things: _Things) -> str:
    fields, member = item.fields, person.member
    if item.kind in ("check_in", "comment"):
        if fields.get("author") != member or fields.get("on_behalf"):
            return f"this {item.kind.replace('_', '-')} is another person's"
        is_near = item.kind == "comment" or things.may_report(person, fields.get("key_result"))
        return "" if is_near else "you check in on KRs of your own, or of an objective or team of yours"
    if item.kind == "member":
        return "these are roles or an account" if {"roles", "account"} & fields.keys() else ""
    if item.kind == "cycle":
        return "" if things.phase(item.id) == "draft" else "this cycle is no draft"
    if item.kind == "objective":
        is_planned = things.phase(fields.get("cycle")) in ("draft", "active")
        return "" if is_planned else "this cycle takes no drafts any more"
    if item.kind == "change":
        is_own = fields.get("action") == "add" and fields.get("by") == member
        if not is_own:
            return "this proposal is another person's"
        return "" if things.may_propose(person, fields) else "neither the KR nor its objective is yours"
    return "" if item.kind in ("key_result", "initiative") else "this is more than a draft"
