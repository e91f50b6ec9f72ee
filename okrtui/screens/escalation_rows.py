"""Escalations told in rows: in the inbox's detail, and on a key result's card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from okrtui.okr.text import clean_line, fit
from okrtui.screens.card_text import heading
from okrtui.screens.days import show_age
from okrtui.views.escalation_line import EscalationLine
from okrtui.views.escalation_text import STEP_WORDS, name_of, said, turn_text
from okrtui.widgets.hanging_text import Hanging

_LABEL = 11


def told_rows(line: EscalationLine, now: datetime) -> list[Hanging]:
    """All that is known about one escalation: what, since when, whose turn, and every step."""
    about = f"{line.code}  {line.title}".strip()
    rows = [Hanging(Content(""), Content.styled(about, ".strong")), Hanging()]
    rows += [_row("what", name_of(line)), _row("since", show_age(line.opened_at, now))]
    rows.append(_row("turn", turn_text(line, now), ".needed" if line.turn else ".muted"))
    if line.text:
        rows.append(_row("said", line.text))
    for label, text in (
        ("objective", line.objective_title),
        ("team", line.team_name),
        ("help from", line.help_from),
        ("raised by", line.by_name),
        ("review", "on the monthly review's agenda" if line.on_review else ""),
    ):
        if text:
            rows.append(_row(label, text, ".muted" if label in ("objective", "team") else ""))
    return [*rows, *_step_rows(line, now)]


def card_rows(lines: Iterable[EscalationLine], now: datetime) -> list[Hanging]:
    """The open escalations of a key result: what each is, and whose turn it is; nothing where none is open."""
    rows: list[Hanging] = []
    for line in lines:
        rows.append(
            Hanging(
                Content.styled("! ", ".needed"),
                Content.assemble((name_of(line), ".needed"), f"  {turn_text(line, now)}"),
            )
        )
        rows += [Hanging(Content("  "), one.text, one.aside) for one in _step_rows(line, now)]
    return [heading("ESCALATED"), *rows] if rows else []


def _step_rows(line: EscalationLine, now: datetime) -> list[Hanging]:
    rows = []
    for answer in line.answers:
        told = "; ".join(clean_line(text) for text in said(answer))
        text = Content.assemble(
            (STEP_WORDS.get(answer.step, answer.step), ".muted"), f"  {told}" if told else ""
        )
        by = " · ".join(filter(None, [answer.by_name, show_age(answer.at, now)]))
        rows.append(
            Hanging(Content.styled(fit("step", _LABEL), ".muted"), text, Content.styled(by, ".faint"))
        )
    return rows


def _row(label: str, text: str, style: str = "") -> Hanging:
    shown = clean_line(text)
    return Hanging(
        Content.styled(fit(label, _LABEL), ".muted"),
        Content.styled(shown, style) if style else Content(shown),
    )
