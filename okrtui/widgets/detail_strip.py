"""What was said last time about the selected key result, without opening anything.

A strip of four lines beneath the list, or a pane beside it where the terminal is wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.quantities import show_signed
from okrtui.okr.rag import rag_word, show_score
from okrtui.okr.text import cell_width, cut
from okrtui.widgets.bar_line import bar_line, ends_of, rag_style
from okrtui.widgets.key_result_columns import now_of
from okrtui.widgets.trend import trend_content

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine

PANE_FROM = 8
"""From so many lines on there is room to wrap texts: the strip is a pane."""
LABEL = 5


def flags_of(line: KeyResultLine, member: str = "", turn: str = "") -> list[str]:
    """What stands out about a key result, in words, the most urgent first.

    Args:
        line: the key result.
        member: id of who looks: another owner is named.
        turn: whose turn it is where it has been red for two weeks, and how long they have; "" where nobody's.
    """
    flags = []
    if line.red_weeks > 1 and turn:
        flags.append(f"red for {line.red_weeks} weeks: {turn}")
    if line.has_draft:
        flags.append("half typed, draft kept")
    if line.red_weeks > 1 and not turn:
        flags.append(f"red for {line.red_weeks} weeks")
    if line.is_overdue:
        flags.append("last week's is still open")
    if line.stale_weeks:
        flags.append(f"stale for {line.stale_weeks} week{'s' if line.stale_weeks > 1 else ''}")
    if line.is_unverified:
        flags.append("unverified: no evidence, no source")
    if line.postponed:
        until = line.postponed.get("until")
        flags.append(
            f"postponed{f' until {until}' if until else ''}: {line.postponed.get('reason', '')}".rstrip(": ")
        )
    if not line.is_in_force:
        flags.append("a draft, not in force yet")
    if line.status:
        flags.append(f"declared {line.status.replace('_', ' ')}")
    if line.owner_name and line.owner != member:
        flags.append(f"owner {line.owner_name}")
    return flags


class DetailStrip(Widget):
    """The last insight, the next action, trend, pace and flags of one key result, or any lines of text."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line: KeyResultLine | None = None
        self._texts: list[str] = []
        self._member = ""
        self._turn = ""
        self._scale = "unit"
        self._is_ascii = False

    def show_line(
        self, line: KeyResultLine | None, *, member: str, scale: str, is_ascii: bool, turn: str = ""
    ) -> None:
        """Show this key result; an unchanged one is not drawn again. `turn` is as of `flags_of`."""
        if line == self._line and turn == self._turn and not self._texts:
            return
        self._member, self._scale, self._is_ascii, self._turn = member, scale, is_ascii, turn
        self._show(line, [])

    def show_texts(self, texts: Sequence[str]) -> None:
        """Show these lines in its place until the selection moves."""
        self._show(self._line, list(texts))

    def _show(self, line: KeyResultLine | None, texts: list[str]) -> None:
        """Draw anew; a line after a line takes the same height, so that the page needn't be laid out for it."""
        is_as_high = line is not None and self._line is not None and not texts and not self._texts
        self._line, self._texts = line, texts
        self.refresh(layout=not is_as_high)

    def render(self) -> Content:
        width = max(self.size.width, 1)
        if self._texts:
            return Content("\n").join(Content.assemble((text, "")) for text in self._texts)
        if self._line is None:
            return Content("")
        if self.size.height >= PANE_FROM:
            return Content("\n").join(self._pane(self._line, width))
        return Content("\n").join(self._strip(self._line, width))

    def _strip(self, line: KeyResultLine, width: int) -> list[Content]:
        pace = pace_of(line)
        room = width - cell_width(line.trend) - cell_width(pace) - 4
        title = cut(line.title, max(room, 1))
        gap = " " * max(width - cell_width(title) - cell_width(line.trend) - cell_width(pace) - 2, 1)
        first = Content.assemble((title, ".strong"), gap, self._trend(line), "  ", (pace, _pace_style(line)))
        week = (line.last_week or "").partition("-")[2]
        said = line.insight or ("never checked in" if not line.last_week else "no insight")
        flags = " · ".join(flags_of(line, self._member, self._turn))
        help_text = _help(line)
        if flags and help_text:
            help_text = cut(help_text, max(width - LABEL - cell_width(flags) - 3, 0))
        last = " · ".join(filter(None, [flags, help_text]))
        return [
            first,
            _labelled(week, said, width, ".muted"),
            _labelled("next", line.next_action, width, ".muted") if line.next_action else Content(""),
            _labelled("!", last, width, ".needed") if last else Content(""),
        ]

    def _pane(self, line: KeyResultLine, width: int) -> list[Content]:
        left, right = ends_of(line.figures, line.unit)
        bar_width = max(width - cell_width(left) - cell_width(right) - 2, 8)
        score = Content.assemble(
            (show_score(line.score, self._scale), rag_style(line.rag)),
            " ",
            (rag_word(line.rag) if line.rag else "", rag_style(line.rag)),
            f"   {now_of(line)} {line.unit if line.actual else ''}".rstrip(),
            (f"   {show_signed(line.change)}" if line.change else "", ".muted"),
        )
        parts = [
            Content.assemble((line.title, ".strong")),
            Content.assemble((line.objective_title, ".muted")),
            Content(""),
            Content.assemble(
                (f"{left} " if left else "", ".muted"),
                bar_line(
                    line.figures, line.actual, line.done, line.rag, bar_width, ascii_only=self._is_ascii
                ),
                (f" {right}" if right else "", ".muted"),
            ),
            score,
            Content.assemble(
                self._trend(line), "  " if line.trend else "", (pace_of(line), _pace_style(line))
            ),
            Content(""),
        ]
        week = (line.last_week or "").partition("-")[2]
        if line.insight:
            parts += [Content.assemble((f"{week}  ", ".heading"), line.insight), Content("")]
        if line.next_action:
            parts += [Content.assemble(("next  ", ".heading"), line.next_action), Content("")]
        if _help(line):
            parts += [Content.assemble((_help(line), ".needed")), Content("")]
        parts += [
            Content.assemble(("! ", ".needed"), (flag, ".needed"))
            for flag in flags_of(line, self._member, self._turn)
        ]
        return parts

    def _trend(self, line: KeyResultLine) -> Content:
        return trend_content(line.trend, rag_style(line.rag), ascii_only=self._is_ascii)


def _labelled(label: str, text: str, width: int, style: str) -> Content:
    return Content.assemble((label.ljust(LABEL), style), cut(text, max(width - LABEL, 0)))


def pace_of(line: KeyResultLine) -> str:
    """Ahead, behind or on pace, and by which share of its time; "" where the method has none."""
    if not line.pace:
        return ""
    by = show_signed(line.pace_by)
    return f"{line.pace} pace {by}" if line.pace == "behind" else f"{line.pace} {by}"


def _pace_style(line: KeyResultLine) -> str:
    return ".warned" if line.pace == "behind" else ".muted"


def _help(line: KeyResultLine) -> str:
    if not (line.help_needed or line.help_from):
        return ""
    return f"help: {f'{line.help_from}: ' if line.help_from else ''}{line.help_needed}".rstrip(": ")
