"""What a meeting shows of one key result: its head, what moved at the left, the other points at the right, and on very
wide terminals the order of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from okrtui.screens.card_text import milestone_rows
from okrtui.screens.meeting_text import (
    MARK,
    Setting,
    agenda_rows,
    heading,
    queue_rows,
    said_rows,
    signals_of,
)
from okrtui.widgets.hanging_text import Hanging, HangingText, lines_of
from okrtui.widgets.meeting_head import MeetingHead

if TYPE_CHECKING:
    from okrtui.okr.meeting import Running
    from okrtui.views.card import KeyResultCard
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.meeting import Step

SCROLLED = 2
"""Lines that the points at the right move with a key."""


class ChartsReady(Message):
    """The charts' library has been imported."""


class MeetingBody(Vertical):
    """The screen of one key result."""

    def __init__(self, id: str | None = None, *, ascii_only: bool = False) -> None:
        super().__init__(id=id)
        self._step: Step | None = None
        self._ascii_only = ascii_only
        self._has_charts = False

    def compose(self) -> Iterable[Widget]:
        yield MeetingHead(id="meeting-head")
        with Horizontal(id="meeting-halves"):
            with Vertical(id="meeting-left"):
                yield HangingText(id="meeting-movement")
                yield Container(id="meeting-chart")
                yield HangingText(id="meeting-said")
            with VerticalScroll(id="meeting-right", can_focus=False):
                yield HangingText(id="meeting-agenda")
            yield HangingText(id="meeting-queue")

    def on_mount(self) -> None:
        self._import_charts()

    def show(self, step: Step, setting: Setting, lines: Sequence[KeyResultLine], running: Running) -> None:
        """Show a key result; `lines` are those of the whole meeting."""
        self._step = step
        line = step.card.line
        self.query_one(MeetingHead).show(line, signals_of(line, setting.scale, setting.now))
        self._text("movement").show([heading(0, setting)])
        self._text("said").show(said_rows(step, setting))
        points = agenda_rows(step, setting)
        self._text("agenda").show(points)
        if self.screen.has_class("-widest"):
            self._text("queue").show(queue_rows(lines, running, setting.scale))
        self._draw_progress(step)
        self.call_after_refresh(self._bring_into_view, points)

    def prepare(self, cards: Sequence[KeyResultCard]) -> None:
        """Draw the charts of what a key may lead to, so that it need not wait for them."""
        if not self._has_charts:
            return
        from okrtui.screens.card_chart import chart_data
        from okrtui.widgets.chart import Chart

        for chart in self.query(Chart):
            for card in cards:
                if card.chart and card.line.figures.method != "milestones":
                    chart.prepare(chart_data(card))

    def scroll_points(self, by: int) -> None:
        """Move what stands at the right, by 1 or -1."""
        for part in ("#meeting-right", "#meeting-halves"):
            self.query_one(part).scroll_relative(y=by * SCROLLED, animate=False)

    def _text(self, name: str) -> HangingText:
        return self.query_one(f"#meeting-{name}", HangingText)

    def _bring_into_view(self, points: Sequence[Hanging]) -> None:
        """Where the points have no room, show them from the one that is spoken about.

        On a narrow terminal they stand below what moved, and both move together.
        """
        right, halves = self.query_one("#meeting-right"), self.query_one("#meeting-halves")
        here = next((at for at, row in enumerate(points) if row.label.plain.startswith(MARK)), -1)
        above = sum(len(lines_of(row, right.size.width)) for row in points[: max(here, 0)])
        right.scroll_to(y=min(above, right.max_scroll_y), animate=False)
        below = self.query_one("#meeting-left").size.height + above if here >= 0 else 0
        halves.scroll_to(y=min(below, halves.max_scroll_y), animate=False)

    def _draw_progress(self, step: Step) -> None:
        """The chart, or the milestones in its place; nothing without a figure."""
        place = self.query_one("#meeting-chart", Container)
        has_boxes = step.card.line.figures.method == "milestones"
        place.set_class(not (has_boxes or step.card.chart), "-empty")
        for boxes in place.query(HangingText):
            boxes.display = has_boxes
        for chart in place.query("Chart"):
            chart.display = not has_boxes
        if has_boxes:
            self._draw_boxes(place, step)
        elif step.card.chart and self._has_charts:
            self._draw_chart(place, step)

    @staticmethod
    def _draw_boxes(place: Container, step: Step) -> None:
        rows = milestone_rows(step.card.line)
        for boxes in place.query(HangingText):
            boxes.show(rows)
            return
        boxes = HangingText()
        place.mount(boxes)
        boxes.show(rows)

    def _draw_chart(self, place: Container, step: Step) -> None:
        from okrtui.screens.card_chart import chart_data
        from okrtui.widgets.chart import Chart

        data = chart_data(step.card)
        for chart in place.query(Chart):
            chart.show(data)
            return
        place.mount(Chart(data, ascii_only=self._ascii_only))

    @work(thread=True, exit_on_error=False, group="chart")
    def _import_charts(self) -> None:
        import_module("okrtui.widgets.chart")
        self.post_message(ChartsReady())

    def on_charts_ready(self, event: ChartsReady) -> None:
        event.stop()
        self._has_charts = True
        if self._step is not None:
            self._draw_progress(self._step)
