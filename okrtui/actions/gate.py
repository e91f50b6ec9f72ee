"""The quality gate: what stands between drafts and their publication (Playbook, Writing standards; domain §5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from okrtui.actions.session import Session
from okrtui.actions.things import phase_of, thing
from okrtui.okr.errors import Refused
from okrtui.okr.governance import Person, check_micro, may_waive
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.writing import CycleFrame, Finding, is_blocking, is_waivable, lint_set
from okrtui.okr.written import WrittenKeyResult, WrittenLimits, WrittenObjective
from okrtui.store.journal import Journal
from okrtui.store.rows import query


class Waiver(NamedTuple):
    """A waivable finding that a champion lets pass: objective id, KR id or None, the finding's code, the reason."""

    objective: str
    key_result: str | None
    code: str
    reason: str


class Judged(NamedTuple):
    """One objective before the gate.

    Attributes:
        objective: its id.
        title: its title.
        key_results: the ids of its KRs, in the order in which findings count them.
        findings: everything that was found.
        waived: the codes of findings that were waived, with the KR's id or None.
    """

    objective: str
    title: str
    key_results: tuple[str, ...]
    findings: tuple[Finding, ...]
    waived: frozenset[tuple[str, str | None]]

    @property
    def open(self) -> list[Finding]:
        """The findings that block publication."""
        return [
            one
            for one in self.findings
            if is_blocking(one) and not (is_waivable(one) and self.key(one) in self.waived)
        ]

    def key(self, finding: Finding) -> tuple[str, str | None]:
        """What a waiver names a finding by: its code, and the KR's id or None."""
        index = finding.key_result
        return (finding.code, None if index is None else self.key_results[index])


def judge(connection: sqlite3.Connection, cycle: str, only: str | None = None) -> list[Judged]:
    """The gate's findings on the cycle's objectives.

    Args:
        connection: a connection.
        cycle: the cycle's id.
        only: an objective's id, to judge that one alone.
    """
    objectives = query(
        connection,
        "SELECT id FROM objective WHERE cycle = ? AND COALESCE(archived, 0) = 0 ORDER BY id",
        (cycle,),
    )
    chosen = [row["id"] for row in objectives if only in (None, row["id"])]
    judged = []
    frame = cycle_frame(connection, cycle)
    written = {one: written_objective(connection, one) for one in chosen}
    by_team: dict[str | None, list[str]] = {}
    for one in chosen:
        by_team.setdefault(thing(connection, "objective", one)["team"], []).append(one)
    for team, several in by_team.items():
        team_frame = frame._replace(is_company=is_company(connection, team))
        findings = lint_set([written[one][0] for one in several], team_frame)
        for index, one in enumerate(several):
            own = tuple(finding for finding in findings if finding.objective == index)
            judged.append(Judged(one, written[one][0].title, written[one][1], own, _waived(connection, one)))
    return judged


def cycle_frame(connection: sqlite3.Connection, cycle: str) -> CycleFrame:
    """The cycle as the writing standards see it; its team is looked at apart."""
    values = thing(connection, "cycle", cycle)
    start, end = date.fromisoformat(values["start"]), date.fromisoformat(values["end"])
    return CycleFrame(values["kind"] or "custom", start, end, False)


def is_company(connection: sqlite3.Connection, team: str | None) -> bool:
    """Whether this is the root team: the company."""
    return team is not None and thing(connection, "team", team)["parent"] is None


def written_objective(
    connection: sqlite3.Connection, objective: str
) -> tuple[WrittenObjective, tuple[str, ...]]:
    """An objective as written, with the ids of its KRs in their order."""
    values = thing(connection, "objective", objective)
    rows = connection.execute(
        "SELECT id FROM key_result WHERE objective = ? AND COALESCE(archived, 0) = 0 ORDER BY id",
        (objective,),
    )
    key_results = tuple(row[0] for row in rows)
    initiatives = connection.execute(
        "SELECT DISTINCT i.title FROM initiative i, json_each(i.key_results) j JOIN key_result k ON k.id = j.value"
        " WHERE k.objective = ?",
        (objective,),
    )
    return (
        WrittenObjective(
            title=values["title"] or "",
            owner=_name(connection, values["owner"]),
            why=values["why"] or "",
            key_results=tuple(written_key_result(connection, one) for one in key_results),
            initiatives=tuple(row[0] for row in initiatives),
            is_house_format=False,
        ),
        key_results,
    )


def written_key_result(connection: sqlite3.Connection, key_result: str) -> WrittenKeyResult:
    """A KR as written."""
    values = thing(connection, "key_result", key_result)
    source = values["source"] or {}
    links = [(link["key_result"], link.get("how") or "") for link in values["contributes_to"] or ()]
    return WrittenKeyResult(
        title=values["title"] or "",
        method=values["method"] or "linear",
        metric=values["metric"] or "",
        unit=values["unit"] or "",
        direction=values["direction"],
        baseline=values["baseline"],
        target=values["target"],
        bands=tuple((bound, score) for bound, score in values["bands"] or ()),
        milestones=tuple((one["name"], one.get("weight")) for one in values["milestones"] or ()),
        limits=WrittenLimits(**values["limits"]) if values["limits"] else None,
        due=values["due"],
        owner=_name(connection, values["owner"]),
        collaborators=tuple(_name(connection, one) for one in values["collaborators"] or ()),
        source=source.get("name") or "",
        source_url=source.get("url") or "",
        refresh=values["refresh"] or "",
        weight=values["weight"],
        indicator=values["indicator"],
        contributes_to=tuple((_title(connection, above), how) for above, how in links),
        is_divergence=bool(values["divergence"]),
        definition=values["definition"] or "",
    )


def write_waivers(session: Session, journal: Journal, person: Person, waivers: Sequence[Waiver]) -> None:
    """Keep a champion's waivers with the objective owner's consent, who has to be the same person here.

    Raises:
        Refused: the person may not waive or isn't the owner, gives no reason, or the finding can't be waived.
    """
    for waiver in waivers:
        if not may_waive(person):
            raise Refused("findings are waived by a champion, with the objective owner's consent; ask yours")
        if not clean_text(waiver.reason):
            raise Refused(f"say why {waiver.code} is waived: --reason TEXT")
        _refuse_unwaivable(journal, waiver)
        owner = thing(journal.connection, "objective", waiver.objective)["owner"]
        if not (person.is_only_account or owner == session.member.id):
            name = _name(journal.connection, owner) or "who owns it"
            raise Refused(
                f"waiving {waiver.code} needs the consent of the objective's owner: ask {name} to publish it"
            )
        record = {
            "objective": waiver.objective,
            "key_result": waiver.key_result,
            "code": waiver.code,
            "reason": clean_text(waiver.reason),
            "by": session.member.id,
            "consented_by": session.member.id,
            "at": session.stamp(),
        }
        journal.add("waiver", journal.new_id(), {k: v for k, v in record.items() if v is not None}, base=())
    journal.fold()


def _refuse_unwaivable(journal: Journal, waiver: Waiver) -> None:
    """Refuse to waive what was not found, and what nobody may waive."""
    cycle = thing(journal.connection, "objective", waiver.objective)["cycle"]
    found = [
        finding
        for one in judge(journal.connection, cycle)
        if one.objective == waiver.objective
        for finding in one.findings
        if one.key(finding) == (waiver.code, waiver.key_result)
    ]
    if not found:
        raise Refused(f"there is no finding {clean_line(waiver.code)} here that could be waived")
    if not all(is_waivable(finding) for finding in found):
        raise Refused(f"{waiver.code} can't be waived; mend it")


class GateNotPassed(Refused):
    """Findings of the quality gate stand in the way of publication; `judged` has them, objective by objective."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        count = sum(len(one.open) for one in judged)
        codes = sorted({finding.code for one in judged for finding in one.open})
        findings = "1 finding is" if count == 1 else f"{count} findings are"
        super().__init__(
            f"the quality gate is not passed: {findings} open ({', '.join(codes)}); mend what `okrtui lint` names,"
            " or waive it with a reason"
        )
        self.judged = tuple(judged)


def refuse_open(judged: Sequence[Judged]) -> None:
    """Refuse publication while findings are open.

    Raises:
        GateNotPassed: with every open finding.
    """
    if any(one.open for one in judged):
        raise GateNotPassed(judged)


def micro_problems(connection: sqlite3.Connection, cycle: str) -> list[str]:
    """What breaks the rule of a micro cycle; nothing for other kinds."""
    values = thing(connection, "cycle", cycle)
    if values["kind"] != "micro":
        return []
    days = (date.fromisoformat(values["end"]) - date.fromisoformat(values["start"])).days + 1
    objectives = connection.execute(
        "SELECT COUNT(*) FROM objective WHERE cycle = ? AND COALESCE(archived, 0) = 0", (cycle,)
    ).fetchone()[0]
    key_results = connection.execute(
        "SELECT COUNT(*) FROM key_result k JOIN objective o ON o.id = k.objective"
        " WHERE o.cycle = ? AND COALESCE(k.archived, 0) = 0 AND COALESCE(o.archived, 0) = 0",
        (cycle,),
    ).fetchone()[0]
    return check_micro(days, objectives, key_results, bool(values["parent_key_result"]))


def is_draft(connection: sqlite3.Connection, cycle: str) -> bool:
    """Whether the cycle has not been published."""
    return phase_of(thing(connection, "cycle", cycle)) == "draft"


def _waived(connection: sqlite3.Connection, objective: str) -> frozenset[tuple[str, str | None]]:
    rows = connection.execute(
        "SELECT code, key_result FROM waiver WHERE objective = ? AND consented_by IS NOT NULL", (objective,)
    )
    return frozenset((code, key_result) for code, key_result in rows)


def _name(connection: sqlite3.Connection, member: str | None) -> str:
    row = connection.execute("SELECT name, handle FROM member WHERE id = ?", (member,)).fetchone()
    return (row[0] or row[1] or "") if row else ""


def _title(connection: sqlite3.Connection, key_result: str) -> str:
    row = connection.execute("SELECT title FROM key_result WHERE id = ?", (key_result,)).fetchone()
    return (row[0] or "") if row else ""
