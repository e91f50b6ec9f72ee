"""Whether an entry may enter a shared log: the table of rights asked about one entry after another.

A server asks it before it takes an entry, on a replica that is folded up to the head of the log. Phases refuse
nothing here, and neither do agreed values: folding keeps such entries without effect, so that what was written
offline in good faith is not lost (the log and its exchange, §§2, 4).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from okrtui.okr import rights as table
from okrtui.okr.rights import NAME_FIELDS, Right, has_right
from okrtui.store.authority import SPONSOR
from okrtui.store.entry import Entry
from okrtui.store.overlay import Overlay, Values
from okrtui.store.shapes import is_known, is_well_formed
from okrtui.store.writers import Writer, Writers

Refusal = tuple[str, str]
"""A code, and one line for the person."""

FORBIDDEN, SCHEMA = "forbidden", "schema"

_STANDING = frozenset({"roles", "account", "fence"})
_OWN = frozenset({"name", "email"})
_NEW = _OWN | {"handle"}
_ALWAYS: dict[str, Right] = {
    "workspace": table.SETTINGS,
    "team": table.TEAM,
    "objective": table.OBJECTIVE,
    "key_result": table.KEY_RESULT,
    "initiative": table.INITIATIVE,
    "comment": table.COMMENT,
    "change": table.CHANGE,
    "approval": table.APPROVAL,
    "waiver": table.WAIVER,
    "review": table.REVIEW,
    "metric": table.METRIC,
    "reading": table.READING,
    "escalation": table.ESCALATION,
    "poll": table.POLL,
    "vote": table.VOTE,
}


_ANSWERS = {
    "decided": table.ANSWER_AS_SPONSOR,
    "declined": table.ANSWER_AS_SPONSOR,
    "done": table.ANSWER_DONE,
}


class Rights:
    """The rights on a workspace as a replica's tables tell them, and as the entries of one batch change them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._known = Overlay(connection)
        self._writers = Writers(self._known)
        self._checking_in: dict[tuple[Writer, str | None], bool] = {}
        self._fit = ""

    def refusal(self, entry: Entry) -> Refusal | None:
        """Why this entry may not be taken; None where it may.

        Args:
            entry: one whose author has been made sure of.

        Returns:
            "forbidden" or "schema", and one line for its author.
        """
        if misplaced := self._misplaced(entry):
            return (FORBIDDEN, misplaced)
        writer = self._writers.of(entry)
        if self._known.root and writer.outside:
            return (FORBIDDEN, writer.outside)
        if not is_known(entry):
            return self._refused(entry, writer, [table.UNKNOWN])
        if not is_well_formed(entry):
            return (SCHEMA, f"its fields are not those of a {entry.k.replace('_', ' ')}; update okrtui")
        self._fit = entry.sha
        if not self._known.root or writer.is_alone:
            return None
        if entry.k == "check_in":
            return self._refusal_of_check_in(entry, writer)
        refusal = self._refused(entry, writer, self._asked(entry)) or self._misnamed(entry, writer)
        return refusal or self._untimely(entry)

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Look up at once what judging these entries will ask for: a batch then costs no query an entry."""
        check_ins = [entry for entry in entries if entry.k == "check_in"]
        self._known.read_check_ins(entry.e for entry in check_ins)
        about = [entry.d.get("key_result") for entry in check_ins]
        self._known.read_values("key_result", {one for one in about if isinstance(one, str)})

    def count(self, entry: Entry) -> None:
        """Let an accepted entry count for those after it, before anything is folded."""
        if entry.sha != self._fit and not (is_known(entry) and is_well_formed(entry)):
            return
        self._known.count(entry)
        if entry.k == "check_in":
            return
        self._checking_in.clear()
        if entry.k in ("member", "workspace"):
            self._writers.forget()

    def _misplaced(self, entry: Entry) -> str:
        """Why nothing is taken under this id; empty where that is not so."""
        root = self._known.root
        if not root:
            is_genesis = entry.id == entry.ws and entry.k == "workspace"
            return "" if is_genesis else "a workspace begins with the entry that makes it"
        if entry.id == entry.ws and entry.au != root:
            return "only whoever made the workspace wrote its first entry"
        return ""

    def _refused(self, entry: Entry, writer: Writer, rights: Iterable[Right]) -> Refusal | None:
        for right in rights:
            if not has_right(right, writer.roles, lambda name: self._is(name, writer, entry)):
                return (FORBIDDEN, right.refusal)
        return None

    def _refusal_of_check_in(self, entry: Entry, writer: Writer) -> Refusal | None:
        """The same of a check-in, which most entries are: on every KR that it is about, and in whose name."""
        standing = self._known.check_ins(entry.e)
        for about in (entry.d.get("key_result"), *(one.key_result for one in standing)):
            if not self._may_check_in(writer, about):
                return (FORBIDDEN, table.CHECK_IN.refusal)
        return None if self._is_own_check_in(entry, writer) else _in_anothers_name("a check-in")

    def _may_check_in(self, writer: Writer, key_result: str | None) -> bool:
        """Whether the writer may check in on this KR; asked once."""
        key = (writer, key_result)
        if key not in self._checking_in:
            about = {"key_result": key_result}
            self._checking_in[key] = has_right(
                table.CHECK_IN,
                writer.roles,
                lambda name: writer.is_creator if name == table.CREATOR else self._is_to(name, writer, about),
            )
        return self._checking_in[key]

    def _asked(self, entry: Entry) -> list[Right]:
        """The rights that an entry of a known kind needs, all of them."""
        if entry.k == "member":
            return self._asked_of_member(entry)
        if entry.k == "cycle":
            phase = entry.d.get("phase")
            moved = {
                "active": table.CYCLE_PUBLISHED,
                "review": table.CYCLE_MOVED,
                "closed": table.CYCLE_MOVED,
            }
            return [moved.get(phase or "", table.CYCLE_DRAFT)]
        if entry.k == "agreement":
            return [table.AGREEMENT_IMPORTED if entry.d.get("imported") else table.AGREEMENT]
        if entry.k == "decision":
            is_shift = entry.d.get("kind") == "resource_shift" and entry.d.get("state") == "decided"
            return [table.DECISION_ON_RESOURCES if is_shift else table.DECISION]
        if entry.k == "answer":
            return [_ANSWERS.get(entry.d.get("step") or "", table.ANSWER)]
        return [_ALWAYS[entry.k]]

    def _asked_of_member(self, entry: Entry) -> list[Right]:
        before = self._known.values("member", entry.e)
        asked = []
        if "account" in entry.d:
            asked.append(table.MANAGED)
        if "roles" in entry.d:
            changed = set((before or {}).get("roles") or ()) ^ set(entry.d["roles"] or ())
            asked += [table.SPONSORSHIP] if SPONSOR in changed else []
            asked += [table.MANAGED] if changed != {SPONSOR} else []
        rest = entry.d.keys() - _STANDING
        if not rest and asked:
            return asked
        if before is None:
            is_free = rest <= _NEW and not self._is_taken(entry.d.get("handle") or "")
            return [*asked, table.NAMED if is_free else table.MANAGED]
        is_own = rest <= _OWN and before.get("handle") == entry.au
        return [*asked, table.OWN_NAME if is_own else table.MANAGED]

    def _is_taken(self, handle: str) -> bool:
        """Whether somebody signs in under this handle."""
        return handle in self._known.authority().accounts

    def _misnamed(self, entry: Entry, writer: Writer) -> Refusal | None:
        """What is said in another's name, or slipped under what another said; an import may say it."""
        if entry.k == "approval" and self._is_own_proposal(entry):
            return (FORBIDDEN, "nobody decides on their own proposal: another sponsor has to")
        name = NAME_FIELDS.get(entry.k)
        if name is None or writer.is_believed:
            return None
        before = self._known.values(entry.k, entry.e)
        said = [entry.d.get(name)]
        if entry.k not in ("agreement", "review") and before is not None:
            said.append(before.get(name))
        if entry.k == "waiver" and not self._has_consent(entry, writer):
            return (FORBIDDEN, "a finding is waived with the consent of the objective's owner: ask them")
        noun = entry.k.replace("_", " ")
        return None if writer.members.issuperset(said) else _in_anothers_name(f"{_an(noun)} {noun}")

    def _untimely(self, entry: Entry) -> Refusal | None:
        """A role or an account that folding would leave out: its stamp lies before what gives its author the right."""
        if entry.k != "member" or _STANDING.isdisjoint(entry.d):
            return None
        if entry.sha not in self._known.authority_after(entry).refused:
            return None
        return (
            FORBIDDEN,
            "this bears an earlier time than what gave you the right to it: set the clock, write it again",
        )

    def _is_own_check_in(self, entry: Entry, writer: Writer) -> bool:
        """Whether a check-in is in its writer's name, its KR's owner's, or that of the one that it revises."""
        if writer.is_believed:
            return True
        author, typist = entry.d.get("author"), entry.d.get("on_behalf")
        if author in writer.members and typist is None:
            return True
        standing = self._known.check_ins(entry.e)
        owner = (self._known.values("key_result", entry.d.get("key_result")) or {}).get("owner")
        authors = {*writer.members, owner, *(one.author for one in standing)}
        typists = {*writer.members, None, *(one.on_behalf for one in standing)}
        return author in authors and typist in typists

    def _is_own_proposal(self, entry: Entry) -> bool:
        change = self._known.values("change", entry.d.get("change"))
        return change is not None and change.get("by") == entry.d.get("by")

    def _has_consent(self, entry: Entry, writer: Writer) -> bool:
        consent = entry.d.get("consented_by")
        owner = (self._known.values("objective", entry.d.get("objective")) or {}).get("owner")
        return consent is None or (consent in writer.members and consent == owner)

    def _is(self, name: str, writer: Writer, entry: Entry) -> bool:
        """Whether the writer fulfils a condition of the table."""
        if name == table.CREATOR:
            return writer.is_creator
        if name == table.SELF:
            before = self._known.values("member", entry.e)
            return (before or {}).get("handle") == writer.handle
        if name == table.CYCLE_OWNER:
            cycle = entry.e if entry.k == "cycle" else entry.d.get("cycle") or ""
            return self._known.owns_objective_in(cycle, writer.members)
        if name == table.METRIC_KEEPER:
            metric = self._known.values("metric", entry.e if entry.k == "metric" else entry.d.get("metric"))
            return _is_one_of(writer, metric, "owner", "steward")
        if name == table.RAISER:
            raised = self._known.values("escalation", entry.d.get("escalation"))
            return _is_one_of(writer, raised, "by")
        if name == table.TEAM_KEEPER:
            team = self._known.values("team", entry.d.get("team"))
            return _is_one_of(writer, team, "champion", "manager")
        raised = entry.d.get("escalation") if entry.k == "answer" else None
        return self._is_to(
            name, writer, self._known.values("escalation", raised) or {} if raised else entry.d
        )

    def _is_to(self, name: str, writer: Writer, about: Values) -> bool:
        """Whether the writer is this to the KR, or the objective, that some fields name."""
        key_result = self._known.values("key_result", about.get("key_result"))
        above = key_result.get("objective") if key_result else about.get("objective")
        objective = self._known.values("objective", above)
        if name == table.KR_OWNER:
            return _is_one_of(writer, key_result, "owner")
        if name == table.COLLABORATOR:
            return not writer.members.isdisjoint((key_result or {}).get("collaborators") or ())
        team = self._known.values("team", (objective or {}).get("team"))
        if name == table.TEAM_CHAMPION:
            return _is_one_of(writer, team, "champion")
        is_owner = _is_one_of(writer, objective, "owner")
        return is_owner and (name == table.OBJECTIVE_OWNER or self._is_of_a_team(objective, team))

    def _is_of_a_team(self, objective: Values | None, team: Values | None) -> bool:
        cycle = self._known.values("cycle", (objective or {}).get("cycle")) or {}
        return cycle.get("kind") != "annual" and not (team is not None and team.get("parent") is None)


def _is_one_of(writer: Writer, thing: Values | None, *fields: str) -> bool:
    return any((thing or {}).get(field) in writer.members for field in fields)


def _in_anothers_name(what: str) -> Refusal:
    return (FORBIDDEN, f"{what} is written and revised in one's own name; this one is another person's")


def _an(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
