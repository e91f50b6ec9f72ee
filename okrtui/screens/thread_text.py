"""A key result's thread as lines: check-ins, missed weeks, comments and changes, newest first.

Each check-in tells its figure, score, band and confidence in the same columns; what is out of the ordinary
(late, revised, typed for somebody, confirmed, in conflict) is said in words (domain rules, §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.rag import rag_letter, show_score
from okrtui.okr.text import cell_width, clean_line, fit
from okrtui.screens.days import show_age, show_day
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.thread import Update

WEEK_WIDTH = 5
SCORE_WIDTH = 7


def thread_rows(
    thread: Iterable[Update], unit: str, scale: str, now: datetime, owner_name: str = ""
) -> list[Hanging]:
    """All of a thread; figures stand right-aligned in one column, and the owner's own words bear no name."""
    updates = list(thread)
    width = max([cell_width(figure_of(each, unit)) for each in updates], default=1)
    rows: list[Hanging] = []
    for each in updates:
        if each.kind == "check_in":
            rows += check_in_rows(each, unit, scale, now, width, owner_name)
        elif each.kind == "missed":
            rows.append(Hanging(_week(each), Content.styled("missed", ".muted")))
        elif each.kind == "comment":
            rows.append(_comment(each, now))
        else:
            rows += _change(each, now)
    return rows


def check_in_rows(
    update: Update, unit: str, scale: str, now: datetime, figure_width: int, owner_name: str = ""
) -> list[Hanging]:
    """One check-in: figures and insight, then next action, help, learning and evidence if there are any."""
    figure = figure_of(update, unit)
    score = show_score(update.score, scale) if update.score is not None else "—"
    scored = f"{score} {rag_letter(update.rag or '')}".rstrip()
    style = rag_style(update.rag)
    lead = Content.assemble(
        _week(update), " " * (figure_width - cell_width(figure)), figure, "  ",
        (scored, style), " " * (SCORE_WIDTH - cell_width(scored)),
        (fit("" if update.confidence is None else str(update.confidence), 3), ".muted"),
    )  # fmt: skip
    text = Content.assemble(clean_line(update.insight) or ("no insight", ".faint"))
    remarks = " · ".join(filter(None, [*_remarks(update, owner_name), show_age(update.at, now)]))
    rows = [Hanging(lead, text, Content.styled(remarks, ".faint"))]
    rows += [_more(label, words) for label, words in _told(update) if words]
    return rows


def figure_of(update: Update, unit: str) -> str:
    """The reported figure with its unit, or how many milestones are done."""
    if update.kind != "check_in":
        return ""
    if update.actual is not None:
        return f"{update.actual} {unit}".rstrip()
    return "—" if update.done is None else f"{len(update.done)} done"


def _remarks(update: Update, owner_name: str) -> list[str]:
    remarks = []
    if update.is_retracted:
        remarks.append("taken back")
    if update.revisions > 1:
        remarks.append(f"revised, was {update.was}" if update.was else "revised")
    if update.apart:
        remarks.append(f"{update.apart} versions: r shows them")
    if update.timeliness == "late":
        remarks.append("late")
    if "actual" in update.repeats:
        remarks.append("as the week before")
    if "next_action" in update.repeats:
        remarks.append("next stands")
    if update.is_confirmed:
        remarks.append("confirmed")
    if not update.is_complete:
        remarks.append("incomplete")
    if update.on_behalf_name:
        remarks.append(f"{update.on_behalf_name} for {update.author_name}")
    elif update.author_name and update.author_name != owner_name:
        remarks.append(update.author_name)
    return remarks


def _told(update: Update) -> list[tuple[str, str]]:
    asked = f"{update.help_from}: " if update.help_from else ""
    helped = f"{asked}{clean_line(update.help_needed)}" if update.help_needed or asked else ""
    return [
        ("next", clean_line(update.next_action)),
        ("bet", update.initiative),
        ("help", helped),
        ("learned", clean_line(update.learning)),
        ("status", (update.status or "").replace("_", " ")),
        ("see", "  ".join(update.evidence)),
    ]


def _more(label: str, text: str) -> Hanging:
    style = ".needed" if label == "help" else ".muted"
    return Hanging(Content.assemble(" " * WEEK_WIDTH, (fit(label, 8), style)), Content.styled(text, ".muted"))


def _comment(update: Update, now: datetime) -> Hanging:
    kind = f"{update.about}  " if update.about and update.about != "note" else ""
    text = Content.assemble((kind, ".heading"), clean_line(update.text))
    return Hanging(Content.assemble(_week(update), ("“ ", ".muted")), text, _said(update, now))


def _change(update: Update, now: datetime) -> list[Hanging]:
    what = "; ".join(
        f"{clean_line(field.replace('_', ' '))} {was} → {new}" for field, was, new in update.changes
    )
    text = Content.assemble(what or update.about, "  ", (clean_line(update.text), ".muted"))
    lead = Content.assemble(
        _week(update), (f"{update.state} ", ".needed" if update.state == "proposed" else ".muted")
    )
    rows = [Hanging(lead, text, _said(update, now))]
    if update.decided:
        at, by, reason = update.decided
        told = f"{update.state} by {by} {show_day(at, now.year)}"
        rows.append(_more("", f"{told}: {clean_line(reason)}" if reason else told))
    return rows


def _said(update: Update, now: datetime) -> Content:
    return Content.styled(" · ".join(filter(None, [update.author_name, show_age(update.at, now)])), ".faint")


def _week(update: Update) -> Content:
    return Content.styled(fit(update.week.partition("-")[2], WEEK_WIDTH), ".strong")
