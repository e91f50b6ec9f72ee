"""Facts about escalations: which ones the check-ins and people raised, their answers, and what closed them.

Whose turn an open one is depends on the clock and is left to those who show it (domain, Escalations).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrtui.okr.escalation_steps import ANSWERED, DATA_ISSUE, Answer
from okrtui.okr.escalations import ANSWER, COLOUR, Opening, Week, closing, openings
from okrtui.okr.identity import escalation_id
from okrtui.store.folding import Folding, encode
from okrtui.store.rows import chunks, insert_rows, query

WITHDRAWN = "withdrawn"
_TOLD = (
    "id",
    "step",
    "by",
    "at",
    "text",
    "root_cause",
    "revised_bet",
    "help_request",
    "help_from",
    "next_checkpoint",
    "workaround",
)
_ANSWERS = """
SELECT * FROM answer WHERE decision IS NULL AND {column} IN ({marks}) AND step IS NOT NULL
ORDER BY COALESCE(at, ''), id
"""

Rows = list[dict[str, Any]]


def write_escalations(folding: Folding, weeks: dict[str, list[Week]]) -> None:
    """Write anew the escalations that the check-ins of these KRs opened, and those that they answered.

    Args:
        folding: the folding.
        weeks: the reported weeks of each KR, the oldest first.
    """
    for some in chunks(sorted(weeks)):
        marks = ",".join("?" * len(some))
        folding.connection.execute(
            f"DELETE FROM escalation_fact WHERE key_result IN ({marks}) AND week != ''", some
        )
        given: dict[str, Rows] = {}
        for row in query(folding.connection, _ANSWERS.format(column="key_result", marks=marks), some):
            if row["escalation"] is None and row["kind"] != DATA_ISSUE:
                given.setdefault(row["key_result"], []).append(row)
        facts = [
            fact for one in some for fact in _facts_of(folding.workspace, one, weeks[one], given.get(one, []))
        ]
        insert_rows(folding.connection, "escalation_fact", facts)


def write_raised(folding: Folding, escalations: Iterable[str]) -> None:
    """Write anew what people raised by hand."""
    for some in chunks(sorted(escalations)):
        marks = ",".join("?" * len(some))
        folding.connection.execute(f"DELETE FROM escalation_fact WHERE id IN ({marks}) AND week = ''", some)
        answers: dict[str, Rows] = {}
        for row in query(folding.connection, _ANSWERS.format(column="escalation", marks=marks), some):
            answers.setdefault(row["escalation"], []).append(row)
        raised = query(folding.connection, f"SELECT * FROM escalation WHERE id IN ({marks})", some)
        facts = [_fact_of_raised(row, answers.get(row["id"], [])) for row in raised if row["kind"]]
        insert_rows(folding.connection, "escalation_fact", facts)


def _facts_of(workspace: str, key_result: str, weeks: list[Week], answers: Rows) -> Rows:
    """The facts of one KR; an answer counts for whichever escalation its week belongs to."""
    by_week: dict[tuple[str, str], Rows] = {}
    for row in answers:
        by_week.setdefault((row["kind"] or "", row["week"] or ""), []).append(row)
    facts = []
    for one in openings(weeks, {key: [_step(row) for row in rows] for key, rows in by_week.items()}):
        given = [row for week in one.weeks for row in by_week.pop((one.kind, week), [])]
        facts.append(_fact(workspace, key_result, one, sorted(given, key=_place)))
    facts += [
        _withdrawn(workspace, key_result, kind, week, rows)
        for (kind, week), rows in sorted(by_week.items())
        if kind and week
    ]
    return facts


def _fact(workspace: str, key_result: str, opening: Opening, answers: Rows) -> dict[str, Any]:
    closed_by, closed_at = closing(opening, map(_step, answers))
    return {
        "id": escalation_id(workspace, opening.kind, key_result, opening.week),
        "kind": opening.kind,
        "key_result": key_result,
        "week": opening.week,
        "last_week": opening.last_week,
        "opened_at": opening.at or None,
        "help_from": opening.help_from or None,
        "closed_by": closed_by or None,
        "closed_week": opening.closed_week if closed_by == COLOUR else None,
        "closed_at": closed_at or None,
        "answers": _told(answers),
    }


def _withdrawn(workspace: str, key_result: str, kind: str, week: str, answers: Rows) -> dict[str, Any]:
    """One whose cause a correction removed: what was answered stays readable."""
    fact = _fact(workspace, key_result, Opening(kind, (week,), "", ""), answers)
    return {**fact, "closed_by": WITHDRAWN, "closed_at": None}


def _fact_of_raised(row: dict[str, Any], answers: Rows) -> dict[str, Any]:
    answered = next((one for one in answers if one["step"] == ANSWERED), None)
    return {
        "id": row["id"],
        "kind": row["kind"],
        "key_result": row["key_result"],
        "week": "",
        "last_week": None,
        "opened_at": row["at"],
        "help_from": row["help_from"],
        "closed_by": ANSWER if answered else None,
        "closed_week": None,
        "closed_at": answered["at"] if answered else None,
        "answers": _told(answers),
    }


def _step(row: dict[str, Any]) -> Answer:
    return Answer(row["step"], row["at"] or "")


def _place(row: dict[str, Any]) -> tuple[str, str]:
    """The oldest first, as the query has them; of one time by their ids."""
    return (row["at"] or "", row["id"])


def _told(answers: Rows) -> str:
    if not answers:
        return "[]"
    return encode([{name: row[name] for name in _TOLD if row[name]} for row in answers])
