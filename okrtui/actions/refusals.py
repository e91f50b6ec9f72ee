"""What a server rejected: written again, as its author's new entry, or set aside once its author has seen it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from okrtui.actions.session import Done, Session
from okrtui.okr.errors import NotFound
from okrtui.store.journal import Journal


def write_again(session: Session, entry: str) -> Done:
    """Try a rejected change once more: a check-in comes back as a draft to look over, all else is written as it was.

    Args:
        session: who acts.
        entry: id of the rejected entry.

    Raises:
        NotFound: no such entry was rejected, or it was dealt with.
    """
    with session.writing("wrote a rejected change again") as journal:
        document = _taken(journal, entry)
        kind, entity, fields = document["k"], document["e"], document["d"]
        if kind != "check_in":
            written = journal.add(kind, entity, fields)
            return Done("Written again; it goes with the next round · undo with u", written.id)
        key_result, week = str(fields.get("key_result")), str(fields.get("week"))
        draft = json.dumps(_as_typed(journal, fields), ensure_ascii=False)
        journal.connection.execute(
            "INSERT OR REPLACE INTO draft (key_result, week, body, saved_at) VALUES (?, ?, ?, ?)",
            (key_result, week, draft, session.stamp()),
        )
    return Done(
        f"The check-in of {week[5:]} is a draft again: look it over and save it",
        key_result,
        {"key_result": key_result, "week": week},
    )


def set_aside(session: Session, entry: str) -> Done:
    """Take a rejected change off the list; it is not part of the workspace, and is gone then.

    Raises:
        NotFound: no such entry was rejected, or it was dealt with.
    """
    with session.writing("set a rejected change aside") as journal:
        _taken(journal, entry)
    return Done("Set aside")


def _as_typed(journal: Journal, fields: dict[str, Any]) -> dict[str, Any]:
    """A check-in as the form of the sitting keeps a draft of it."""
    texts = ("actual", "insight", "next_action", "help_needed", "learning", "status")
    team = journal.connection.execute(
        "SELECT name FROM team WHERE id = ?", (fields.get("help_from"),)
    ).fetchone()
    return {
        **{name: str(fields.get(name) or "") for name in texts},
        "confidence": str(fields.get("confidence") or ""),
        "help_from": team[0] if team else "",
        "evidence": " ".join(fields.get("evidence") or ()),
        "done": fields.get("milestones_done"),
        "same": "actual" in (fields.get("repeats") or ()),
    }


def _taken(journal: Journal, entry: str) -> dict[str, Any]:
    row = journal.connection.execute("SELECT body FROM refused WHERE id = ?", (entry,)).fetchone()
    if row is None:
        raise NotFound("no such change was rejected; `okrtui refused list` shows what was")
    journal.connection.execute("DELETE FROM refused WHERE id = ?", (entry,))
    document: dict[str, Any] = msgspec.json.decode(row[0])
    return document
