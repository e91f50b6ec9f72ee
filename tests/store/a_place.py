"""A workspace in which everyone stands to one KR in another way, and an entry of each row of the rights by each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from okrtui.okr.governance import ROLES
from okrtui.store.clock import agreement_id, check_in_identity
from okrtui.store.entry import Entry, write_entry
from okrtui.store.rights import Rights
from tests.builders import Published, a_member, rows

COLUMNS = (*ROLES, "no role", "no account", "stranger", "creator")
CONDITIONS = {
    "kim": ("the KR's owner", {"check_in", "change", "reading", "to an escalation"}),
    "col": ("a collaborator on it", {"check_in", "reading", "to an escalation"}),
    "olga": (
        "the objective's owner",
        {"check_in", "change", "publishing a KR", "publishing a cycle", "review", "to an escalation"},
    ),
    "tess": ("the team's champion", {"check_in", "review", "to an escalation"}),
    "manu": ("the team's manager", {"review"}),
    "mila": ("the metric's owner", {"metric", "reading"}),
    "stew": ("the metric's steward", {"metric", "reading"}),
}


class Place:
    """A workspace by Ana in which everyone stands to one KR in another way.

    The creator of it has no role any more, so that it shows what making it alone gives.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids = {"ana": session.member.id}
        for role in ROLES:
            self._add(role.replace("_", "-"), role)
        for handle in (*CONDITIONS, "none", "lost"):
            self._add(handle, *([] if handle in ("none", "lost") else ["member"]))
        self.published = Published(session)
        self.cycle, self.key_result = self.published.cycle, self.published.key_result
        self.objective = self.published.objective
        with session.writing("set up") as journal:
            journal.add("team", "company", {"name": "Company"}, ())
            team = {
                "name": "Shop",
                "parent": "company",
                "champion": self.ids["tess"],
                "manager": self.ids["manu"],
            }
            journal.add("team", "shop", team, ())
            journal.add("objective", self.objective, {"owner": self.ids["olga"], "team": "shop"})
            journal.add("key_result", "draft", {"objective": self.objective, "owner": self.ids["kim"]}, ())
            journal.add("key_result", "draft", {"collaborators": [self.ids["col"]]})
            keepers = {"name": "Rate", "owner": self.ids["mila"], "steward": self.ids["stew"]}
            journal.add("metric", "rate", keepers, ())
            proposal = {"key_result": "draft", "by": self.ids["kim"], "action": "edit", "changes": {}}
            journal.add("change", "asked", proposal, ())
        edit_member(session, self.ids["lost"], account=False)
        edit_member(session, self.ids["ana"], roles=[])
        (found,) = rows(session, "SELECT value FROM folded WHERE name = 'workspace'")
        self.workspace = found["value"]
        (meta,) = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
        self.ws = meta["value"]

    def entry(
        self, by: str, kind: str, entity: str, fields: dict[str, Any], n: int = 1, **given: Any
    ) -> Entry:
        dev = f"new-{by}"
        return write_entry(
            {
                "v": 1, "id": f"{dev}-{n}", "ws": self.ws, "au": by, "dev": dev, "n": n, "hlc": "01ff00000000-0001",
                "base": [], "k": kind, "kv": 1, "e": entity, "d": fields, **given,
            }
        )  # fmt: skip

    def what(self, row: str, by: str) -> Entry:
        """An entry of this row of the matrix."""
        me, someone = self.ids.get(by, "m-nobody"), self.ids["manu"]
        about = {"key_result": "draft"}
        cycle, week = {"cycle": self.cycle}, "2026-W46"
        shift, waits = {"kind": "resource_shift", "state": "decided"}, {"decision": "d"}
        agreed = {**cycle, **about, "values": {"title": "x"}}
        agreement = agreement_id(self.workspace, self.cycle, "draft")
        identity = check_in_identity(self.workspace, "draft", week, me)
        kind, entity, fields = {
            "settings": ("workspace", self.workspace, {"name": "Mine"}),
            "own name and email": ("member", me, {"name": "Me", "email": "me@a.example"}),
            "somebody new, without an account": ("member", "m-new", {"handle": "new", "name": "New"}),
            "accounts, roles, others' names": ("member", someone, {"roles": ["champion"], "account": True}),
            "the sponsor's role": ("member", self.ids["sponsor"], {"roles": []}),
            "team": ("team", "t-new", {"name": "New"}),
            "making and editing": ("cycle", "c-new", {"name": "New", "phase": "draft"}),
            "publishing a cycle": ("cycle", self.cycle, {"phase": "active"}),
            "review and closing": ("cycle", self.cycle, {"phase": "review"}),
            "objective": ("objective", self.objective, {"why": "because"}),
            "key_result": ("key_result", "draft", {"refresh": "weekly"}),
            "check_in": ("check_in", identity, {**about, "week": week, "author": me, "actual": "3"}),
            "initiative": ("initiative", "i-new", {"title": "Bet"}),
            "comment": ("comment", "n-new", {**about, "text": "Good", "author": me}),
            "decision": ("decision", "d-new", {"decision": "We move", "author": me}),
            "change": ("change", "g-new", {**about, "by": me, "action": "edit", "changes": {"target": "9"}}),
            "approval": ("approval", "a-new", {"change": "asked", "by": me, "verdict": "approved"}),
            "publishing a KR": ("agreement", agreement, {**agreed, "by": me}),
            "importing": ("agreement", agreement, {**agreed, "imported": True}),
            "waiver": ("waiver", "w-new", {"objective": self.objective, "code": "O-DIGITS", "by": me}),
            "review": ("review", "v-new", {**cycle, "team": "shop", "kind": "weekly", "by": me}),
            "metric": ("metric", "rate", {"unit": "%"}),
            "reading": ("reading", "r-new", {**about, "metric": "rate", "value": "3"}),
            "a shift of resources that is decided": ("decision", "d-new", {**shift, "author": me}),
            "escalation": ("escalation", "e-new", {**about, "kind": "blocker", "by": me}),
            "to an escalation": (
                "answer",
                "r-new",
                {**about, "kind": "red_streak", "step": "answered", "by": me},
            ),
            "deciding on a decision that waits": ("answer", "r-new", {**waits, "step": "decided", "by": me}),
            "a decision's action is done": ("answer", "r-new", {**waits, "step": "done", "by": me}),
            "poll": ("poll", "p-new", {**about, "state": "open", "by": me}),
            "vote": ("vote", "o-new", {"poll": "p", "confidence": 4, "author": me}),
            "kinds of a newer okrtui": ("gizmo", "z-new", {"any": 1}),
        }[row]
        return self.entry(by, kind, entity, dict(fields))

    def refusal(self, *several: Entry) -> tuple[str, str] | None:
        """What is said of the last of these, those before it being accepted in the same batch."""
        with closing(sqlite3.connect(self.session.path)) as raw:
            rights = Rights(raw)
            for one in several[:-1]:
                assert rights.refusal(one) is None
                rights.count(one)
            return rights.refusal(several[-1])

    def _add(self, handle: str, *roles: str) -> None:
        self.ids[handle] = a_member(self.session, handle, *roles).member.id


def who(column: str) -> str:
    names = {"no role": "none", "no account": "lost", "stranger": "eve", "creator": "ana"}
    return names.get(column, column.replace("_", "-"))
