"""What waits, as lines of a list in sections: what it is about, what is to be done, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from textual.content import Content

from okrtui.okr.text import clean_line, cut, fit
from okrtui.views.escalation_text import within
from okrtui.views.inbox import KINDS, Waiting

SECTIONS = {
    "escalation": "TO ANSWER",
    "check_in": "TO CHECK IN",
    "change": "TO APPROVE OR DECLINE",
    "decision": "TO DECIDE",
    "action": "TO SEE TO",
    "notice": "TO KNOW",
    "closed": "CLOSED",
}
NOTHING = ("Nothing waits for you.", "Nothing is escalated about this key result, and nothing was.")
_SOON = timedelta(hours=24)
_CODE, _CLOCK = 5, 15
_TITLE_SHARE = 0.45


class Heading(NamedTuple):
    """A line that names what follows, or says that there is nothing."""

    text: str


def rows_of(waiting: Sequence[Waiting], nothing: str) -> list[Any]:
    """What waits in its sections, each with a heading."""
    rows: list[Any] = []
    for kind in (*KINDS, "closed"):
        of_section = [one for one in waiting if one.kind == kind]
        if of_section:
            rows += [*([Heading("")] if rows else []), Heading(SECTIONS[kind]), *of_section]
    return rows or [Heading(nothing)]


def draw(row: Any, width: int, now: datetime, longest: int, is_selected: bool) -> Content:
    """One line: the code, what it is about, what is to be done, until when.

    Args:
        row: what waits, or a heading.
        width: cells of the line.
        now: an aware instant.
        longest: cells of the longest title, so that what is to be done gets the room that titles leave.
        is_selected: whether the line is.
    """
    if isinstance(row, Heading):
        urgent = row.text == SECTIONS["escalation"]
        return Content.styled(cut(row.text, width), ".needed" if urgent else ".heading")
    one: Waiting = row
    room = max(width - _CODE - _CLOCK - 5, 12)
    title = min(int(room * _TITLE_SHARE), longest)
    is_open = one.kind != "closed"
    return Content.assemble(
        (fit(one.code, _CODE), ".muted"),
        " ",
        (fit(clean_line(one.title), title), _weight(one, is_selected)),
        "  ",
        (fit(clean_line(one.todo), room - title), "" if is_open else ".muted"),
        " ",
        (_clock(one, now).rjust(_CLOCK), _urgency(one, now)),
    )


def _clock(one: Waiting, now: datetime) -> str:
    return within(one.due, now).replace("overdue by", "overdue") if one.due else ""


def _weight(one: Waiting, is_selected: bool) -> str:
    if is_selected:
        return ".strong"
    return ".muted" if one.kind in ("notice", "closed") else ""


def _urgency(one: Waiting, now: datetime) -> str:
    is_soon = one.due is not None and one.due - now < _SOON
    return ".needed" if (one.is_overdue or is_soon) and one.kind != "notice" else ".muted"
