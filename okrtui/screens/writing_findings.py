"""What the quality gate says of a text: each finding with its code, what is wrong and how to mend it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.house_format import parse_okrs
from okrtui.okr.text import clean_line, fit
from okrtui.okr.writing import CycleFrame, Finding, is_blocking, lint_set
from okrtui.okr.written import Unread, WrittenObjective
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.workspace import CycleRow

CODE_WIDTH = 14
HOW_TO = (
    ("Objective:", "the outcome in one sentence, without numbers"),
    ("KR 1:", "Increase repeat purchase rate from 18% to 28% by 31 Dec. Owner: Ana. Source: CRM."),
    ("also", "Reduce … from 9 days to 4 days …. Refresh: weekly. Kind: leading. Weight: 2."),
    ("Initiatives (bets):", "one a line, below the key results"),
)


class Judgement(NamedTuple):
    """A text as it was read, and what the gate found in it."""

    objectives: tuple[WrittenObjective, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> str:
        """How much there is, and how much stands in the way: "1 objective, 2 KRs · 1 error"."""
        key_results = sum(len(each.key_results) for each in self.objectives)
        errors = len(self.unread) + sum(1 for each in self.findings if is_blocking(each))
        found = f"{_count(len(self.objectives), 'objective')}, {_count(key_results, 'KR')}"
        return f"{found} · {_count(errors, 'error')}" if errors else found


def judge_text(text: str, cycle: CycleRow | None, today: date) -> Judgement:
    """Read a text and judge it by the cycle it is meant for, where there is one."""
    frame = None
    if cycle is not None and cycle.start and cycle.end:
        frame = CycleFrame(cycle.kind, date.fromisoformat(cycle.start), date.fromisoformat(cycle.end))
    objectives, unread = parse_okrs(text, frame.start if frame else today)
    return Judgement(tuple(objectives), tuple(unread), tuple(lint_set(objectives, frame)))


def finding_rows(judgement: Judgement) -> list[Hanging]:
    """The findings, what blocks first; how to write where there is nothing yet, a word of praise where all is well."""
    if not any(each.title or each.key_results for each in judgement.objectives):
        return [
            Hanging(Content.styled(f"{label}  ", ".heading"), Content.styled(text, ".muted"))
            for label, text in HOW_TO
        ]
    rows = [
        _row("unread", f"line {each.line}: {clean_line(each.why)}", clean_line(each.text), ".needed")
        for each in judgement.unread
    ]
    for finding in sorted(judgement.findings, key=lambda each: not is_blocking(each)):
        style = ".needed" if is_blocking(finding) else ".muted"
        rows.append(_row(finding.code, f"{_place(finding)}{finding.message}", finding.remedy, style))
    return rows or [Hanging(text=Content.styled("Passes the quality gate.", ".good"))]


def _row(code: str, message: str, remedy: str, style: str) -> Hanging:
    text = Content.assemble(clean_line(message), "  ", (clean_line(remedy), ".faint"))
    return Hanging(Content.styled(fit(code, CODE_WIDTH), style), text)


def _place(finding: Finding) -> str:
    return "" if finding.key_result is None else f"KR {finding.key_result + 1}: "


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
