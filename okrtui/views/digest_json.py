"""A digest as JSON, with the interchange format's names and nothing left out."""

from __future__ import annotations

from typing import Any

from okrtui.okr.completion import GOAL, completion
from okrtui.okr.rag import show_score
from okrtui.okr.report import NOTICE
from okrtui.views.decisions import DecisionLine
from okrtui.views.digest import Digest, Part, Told
from okrtui.views.escalations import EscalationLine
from okrtui.views.json_text import Number


def digest_json(digest: Digest) -> dict[str, Any]:
    """The digest as what `json_text` can write."""
    told = digest.told
    return {
        "workspace": digest.workspace.name,
        "of": {"kind": digest.scope.kind, "id": digest.scope.id, "name": digest.scope.name},
        "period": {
            "name": digest.period.name,
            "weeks": digest.period.weeks,
            "start": digest.period.start.isoformat(),
            "end": digest.period.end.isoformat(),
            "running": digest.is_running,
        },
        **(_totals(digest) if digest.has_totals else {}),
        "teams": [_part(part) for part in digest.teams],
        **({"people": [_part(part) for part in digest.people]} if digest.people else {}),
        "key_results": [_key_result(one, digest.workspace.scale) for one in told],
        "turned_red": [one.line.id for one in told if one.turned == "red"],
        "recovered": [one.line.id for one in told if one.turned == "recovered"],
        "escalations": [_escalation(one) for one in digest.escalations],
        "decisions": [_decision(one) for one in digest.decisions],
        "weekly_notes": [note._asdict() for note in digest.notes],
        "notice": NOTICE,
    }


def _totals(digest: Digest) -> dict[str, Any]:
    return {
        "owed": digest.owed,
        "complete": digest.complete,
        "completion_percent": completion(digest.owed, digest.complete),
        "goal_percent": GOAL,
        "rag": digest.rag,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "owed": part.owed,
        "complete": part.complete,
        "completion_percent": completion(part.owed, part.complete),
        "rag": part.rag,
    }


def _key_result(one: Told, scale: str) -> dict[str, Any]:
    line = one.line
    given = {
        "id": line.id,
        "code": line.code,
        "title": line.title,
        "objective": line.objective,
        "objective_title": line.objective_title,
        "owner": line.owner_name,
        "actual": None if line.actual is None else Number(line.actual),
        "milestones_done": line.done,
        "before": None if one.before is None or one.before.actual is None else Number(one.before.actual),
        "score": None if line.score is None else Number(show_score(line.score, scale)),
        "rag": line.rag,
        "unverified": line.is_unverified or None,
        "confidence": line.confidence,
        "reported": one.is_reported,
        "moved": one.has_moved,
        "insight": line.insight,
        "next_action": line.next_action,
        "help_needed": line.help_needed,
        "help_from": line.help_from,
        "evidence": line.evidence,
        "stale_weeks": line.stale_weeks or None,
    }
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _escalation(one: EscalationLine) -> dict[str, Any]:
    given = {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "key_result": one.key_result,
        "state": one.state,
        "opened_at": one.opened_at.isoformat(),
        "closed_at": one.closed_at,
        "waits_for": one.holder_names,
        "todo": one.turn.todo if one.turn else "",
        "due": one.turn.due.isoformat() if one.turn else "",
        "overdue": one.is_overdue or None,
    }
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _decision(one: DecisionLine) -> dict[str, Any]:
    given = {
        "id": one.id,
        "date": one.date,
        "decision": one.decision,
        "evidence": one.evidence,
        "owner": one.owner_name,
        "due": one.due,
        "kind": one.kind,
        "state": one.state,
        "done": one.is_done or None,
        "change": one.change,
        "about": [{"kind": link.kind, "id": link.id, "title": link.title} for link in one.linked],
    }
    return {name: value for name, value in given.items() if value not in (None, "", [])}
