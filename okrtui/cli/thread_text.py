"""The thread of a KR in lines: check-ins with their revisions, missed weeks, comments, changes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from okrtui.cli.figures_text import NOTHING, instant, scored
from okrtui.cli.streams import paint_dim, paint_rag, width
from okrtui.okr.quantities import show_quantity
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.views.thread import Update

INDENT = " " * 10


def thread_lines(thread: Sequence[Update], unit: str, scale: str, zone: str) -> list[str]:
    """The thread as lines.

    Args:
        thread: newest first.
        unit: the KR's.
        scale: the workspace's.
        zone: the workspace's time zone, in which times are shown.
    """
    lines: list[str] = []
    for update in thread:
        if update.kind == "check_in":
            lines.extend(_check_in(update, unit, scale, zone))
        elif update.kind == "missed":
            lines.append(paint_dim(f"{update.week:<8}  missed"))
        elif update.kind == "comment":
            lines.extend(_wrapped(f"{update.about} by {update.author_name}: {update.text}", update.week))
        else:
            lines.extend(_change(update, zone))
    return lines


def _check_in(update: Update, unit: str, scale: str, zone: str) -> list[str]:
    figure = (
        ", ".join(update.done) or "none done"
        if update.done is not None
        else show_quantity(update.actual or NOTHING, unit if update.actual else "")
    )
    marks = [
        "taken back" if update.is_retracted else "",
        "late" if update.timeliness == "late" else "",
        "incomplete" if not update.is_complete else "",
        "confirmed as right" if update.is_confirmed else "",
        f"revised{f', was {update.was}' if update.was else ''} ({update.revisions} versions)"
        if update.revisions > 1
        else "",
        f"CONFLICT: {update.apart} versions that did not see each other" if update.apart else "",
    ]
    who = f"by {update.author_name}" if update.author_name else ""
    if update.on_behalf_name:
        who += f", typed by {update.on_behalf_name}"
    parts = [
        clean_line(figure),
        paint_rag(scored(update.score, update.rag, scale)),
        f"confidence {update.confidence}/5" if update.confidence else "no confidence",
        *marks,
        paint_dim(clean_line(f"{who} {instant(update.at, zone)}")),
    ]
    lines = [f"{update.week:<8}  " + " · ".join(part for part in parts if part)]
    told = [
        ("", update.insight),
        ("next: ", update.next_action),
        ("help: ", _help(update)),
        ("evidence: ", " · ".join(update.evidence)),
        ("learning: ", update.learning),
    ]
    for label, text in told:
        if text:
            lines.extend(_wrapped(label + text))
    return lines


def _change(update: Update, zone: str) -> list[str]:
    words = "; ".join(
        f"{field} {was or NOTHING} → {becomes or NOTHING}" for field, was, becomes in update.changes
    )
    lines = _wrapped(
        f"{update.state} change by {update.author_name}: {words or update.about}. {update.text}", update.week
    )
    if update.decided:
        at, by, reason = update.decided
        lines.extend(_wrapped(f"{update.state} by {by}, {instant(at, zone)}{': ' if reason else ''}{reason}"))
    return lines


def _help(update: Update) -> str:
    if update.help_from:
        return f"{update.help_needed or NOTHING} (from {update.help_from})"
    return update.help_needed


def _wrapped(text: str, head: str = "") -> list[str]:
    room = max((width() or 10_000) - len(INDENT), 24)
    found = textwrap.wrap(clean_line(text), room, break_on_hyphens=False, break_long_words=False) or [""]
    first, *rest = found
    return [f"{head:<8}  {first}" if head else INDENT + first, *(INDENT + line for line in rest)]
