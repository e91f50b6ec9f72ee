"""Decisions as lines of a list in sections, and one of them told in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from okrtui.okr.text import cell_width, clean_line, cut, fit
from okrtui.screens.days import show_day
from okrtui.widgets.finding import holds_all
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.decisions import DecisionLine

KIND_SHORT = {"resource_shift": "resources", "priority": "priority", "scope": "scope", "other": "other"}
SECTIONS = (
    ("WAITS FOR THE SPONSOR", "proposed"),
    ("TO DO", "open"),
    ("DONE", "done"),
    ("DECLINED", "declined"),
)
_DAY, _KIND, _OWNER = 6, 9, 18
_WITH_KIND, _WITH_OWNER = 76, 100
_LABEL = 10


class Heading(NamedTuple):
    """A line that names what follows, or says that there is nothing; the first names the columns."""

    text: str
    is_first: bool = False


def rows_of(decisions: Sequence[DecisionLine], words: str, kind: str) -> list[Any]:
    """The decisions in their sections, each with a heading.

    Args:
        decisions: newest first.
        words: all of which a decision must hold; "" for all.
        kind: of decisions; "" for all.
    """
    found = [one for one in decisions if (not kind or one.kind == kind) and holds_all(words, *_texts(one))]
    rows: list[Any] = []
    for name, state in SECTIONS:
        of_section = [one for one in found if state_of(one) == state]
        if state == "open":
            of_section.sort(key=lambda one: one.due)
        if of_section:
            rows += [*([Heading("")] if rows else []), Heading(name, not rows), *of_section]
    return rows


def state_of(decision: DecisionLine) -> str:
    """The section in which a decision stands."""
    return ("done" if decision.is_done else "open") if decision.state == "decided" else decision.state


def _texts(one: DecisionLine) -> Iterable[str]:
    yield from (one.decision, one.evidence, one.change, one.owner_name, one.by, one.kind.replace("_", " "))
    for linked in one.linked:
        yield from (linked.code, linked.title)


def draw(row: Any, width: int, today: str, is_selected: bool) -> Content:
    """One line: the day, what was decided, what kind, who sees to it, until when."""
    has_kind, has_owner = width >= _WITH_KIND, width >= _WITH_OWNER
    beside = (_DAY + 2) * 2 + (_KIND + 2) * has_kind + (_OWNER + 2) * has_owner + 1
    room = max(width - beside, 8)
    if isinstance(row, Heading):
        if not row.is_first:
            return Content.styled(cut(row.text, width), ".heading")
        names = [fit(row.text, _DAY + 2 + room)]
        names += [fit("kind", _KIND)] * has_kind + [fit("owner", _OWNER)] * has_owner + ["due".rjust(_DAY)]
        return Content.assemble((names[0], ".heading"), ("  " + "  ".join(names[1:]), ".muted"))
    decision: DecisionLine = row
    is_late = decision.is_overdue(today)
    parts: list[Content | str | tuple[str, str]] = [
        (show_day(decision.date).rjust(_DAY), ".muted"),
        "  ",
        (fit(clean_line(decision.decision), room), _weight(decision, is_selected)),
    ]
    if has_kind:
        parts += ["  ", (fit(KIND_SHORT.get(decision.kind, ""), _KIND), ".muted")]
    if has_owner:
        parts += ["  ", fit(decision.owner_name, _OWNER)]
    parts += ["  ", (show_day(decision.due).rjust(_DAY), ".needed" if is_late else ".muted")]
    return Content.assemble(*parts)


def _weight(decision: DecisionLine, is_selected: bool) -> str:
    if is_selected:
        return ".strong"
    return "" if state_of(decision) in ("proposed", "open") else ".muted"


def told_rows(decision: DecisionLine, today: str, zone: tzinfo) -> list[Hanging]:
    """All that is known about one decision."""
    rows = [Hanging(Content(""), Content.styled(clean_line(decision.decision), ".strong")), Hanging()]
    for label, text in (
        ("evidence", decision.evidence),
        ("change", decision.change),
        ("owner", _owner(decision, today)),
    ):
        if text:
            style = ".needed" if label == "owner" and decision.is_overdue(today) else ""
            rows.append(_row(label, text, style))
    for place, linked in enumerate(decision.linked):
        rows.append(_row("about" if not place else "", f"{linked.code or 'bet'}  {linked.title}"))
    if decision.ruled_at:
        said = f": {decision.reason}" if decision.reason else ""
        word = "approved" if decision.state == "decided" else "declined"
        rows.append(
            _row("sponsor", f"{word} by {decision.ruled_by}, {_day_of(decision.ruled_at, zone)}{said}")
        )
    elif decision.state == "proposed":
        rows.append(_row("sponsor", "to be decided", ".needed"))
    if decision.is_done:
        rows.append(_row("done", f"{_day_of(decision.done_at, zone)}: {decision.outcome}", ".good"))
    rows.append(_row("recorded", f"by {decision.by or 'nobody named'}, {show_day(decision.date)}", ".muted"))
    return rows


def of_key_result(decisions: Sequence[DecisionLine], today: str) -> list[Hanging]:
    """What was decided about one key result, newest first: the day, the words, and where it stands."""
    rows = []
    for one in decisions:
        waits = one.state == "proposed"
        told = (
            "waits for the sponsor" if waits else "declined" if one.state == "declined" else _todo(one, today)
        )
        style = ".needed" if waits or one.is_overdue(today) else ".faint"
        text = Content.assemble(clean_line(one.decision), (f"  {told}" if told else "", style))
        rows.append(Hanging(Content.styled(f"  {show_day(one.date):>6}  ", ".muted"), text))
    return [Hanging(Content.styled("DECISIONS", ".heading")), *rows] if rows else []


def _todo(decision: DecisionLine, today: str) -> str:
    return f"done: {clean_line(decision.outcome)}" if decision.is_done else _owner(decision, today)


def _owner(decision: DecisionLine, today: str) -> str:
    late = ", overdue" if decision.is_overdue(today) else ""
    until = f", due {show_day(decision.due)}{late}" if decision.due else ""
    return f"{decision.owner_name or 'nobody yet'}{until}"


def _row(label: str, text: str, style: str = "") -> Hanging:
    shown = clean_line(text)
    return Hanging(
        Content.styled(label + " " * (_LABEL - cell_width(label)), ".muted"),
        Content.styled(shown, style) if style else Content(shown),
    )


def _day_of(at: str, zone: tzinfo) -> str:
    from datetime import datetime

    try:
        return show_day(datetime.fromisoformat(at).astimezone(zone).date())
    except ValueError:
        return "at an unknown time"
