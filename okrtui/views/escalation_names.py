"""From what a person types to the one escalation that is meant: by its id, or by its KR and kind."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from okrtui.okr.errors import Ambiguous, NotFound
from okrtui.okr.escalation_steps import NAMES
from okrtui.okr.text import clean_line
from okrtui.views.escalation_text import name_of, state_text
from okrtui.views.escalations import EscalationLine, escalations

SHOWN_ID = 6
_SHORTEST_ID = SHOWN_ID
_MANY = 10
_STORED = "SELECT id FROM escalation_fact WHERE substr(id, 1, length(?1)) = ?1 OR substr(id, -length(?1)) = ?1 LIMIT 50"


def find_escalation(c: sqlite3.Connection, ref: str, now: datetime) -> EscalationLine:
    """The escalation that a person named: by an end or start of its id, or by words of its KR, code and kind.

    An open one is meant where there is one; such as "k7f3", "k7f3 blocker", "repeat rate data issue", "4c09be".

    Raises:
        NotFound: nothing fits.
        Ambiguous: several fit; the candidates tell their ids.
    """
    typed = clean_line(ref).casefold()
    found = _by_id(c, typed, now)
    if typed and not found:
        found = [one for one in escalations(c, now) if _is_id(one, typed) or _has_words(one, typed)]
    if typed and not found:
        every = escalations(c, now, open_only=False)
        found = [one for one in every if _is_id(one, typed) or _has_words(one, typed)]
    shown = f"“{clean_line(ref)[:60]}”"
    if not found:
        raise NotFound(f"no escalation is called {shown}: okrtui escalation list shows which there are")
    if len(found) > 1:
        told = [told_line(one) for one in found[:_MANY]]
        raise Ambiguous(f"{shown} could be {len(found)} of them: use the id", told)
    return found[0]


def told_line(one: EscalationLine) -> str:
    """A candidate: its id's end, what it is, and of what."""
    about = f"{one.code} {one.title}".strip()
    return f"{one.id[-SHOWN_ID:]}  {name_of(one)} · {about} · {state_text(one)}"


def _by_id(c: sqlite3.Connection, typed: str, now: datetime) -> list[EscalationLine]:
    """Those that are stored under this id, or one with this start or end; closed ones are many, so by their ids."""
    if len(typed) < _SHORTEST_ID:
        return []
    ids = [id_ for (id_,) in c.execute(_STORED, (typed,))]
    return escalations(c, now, ids=ids, open_only=False) if ids else []


def _is_id(one: EscalationLine, typed: str) -> bool:
    return len(typed) >= _SHORTEST_ID and (one.id.startswith(typed) or one.id.endswith(typed))


def _has_words(one: EscalationLine, typed: str) -> bool:
    """Whether every word typed stands in its code, title, text or kind."""
    words = f"{one.title} {one.text} {one.kind} {NAMES[one.kind]}".casefold()
    return all((one.code and one.code.startswith(word)) or word in words for word in typed.split())
