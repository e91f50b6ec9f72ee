"""Adoption: weekly completion, colours, answers and decisions over weeks and cycles as charts, with their goals
(Playbook, Adoption signals). It tells of teams, never of one person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.okr.adoption import COMPLETION_GOAL
from okrtui.okr.report import NOTICE
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.adoption_lines import answers, colours, cycles, months
from okrtui.screens.page import Page
from okrtui.widgets.chart_place import ChartPlace
from okrtui.widgets.drawn_lines import DrawnLines
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.okr.adoption import WeekSignals
    from okrtui.views.adoption import Adoption
    from okrtui.widgets.chart import ChartData, Point

SPANS = (13, 26, 52)
"""So many weeks are shown, one after the other."""
HIGHEST, HIGHEST_FOOT = 106, 60
"""The chart's upper end in percent (a full week does not stand on its edge), and its highest lower one."""
_BLOCKS: tuple[tuple[str, Callable[[Adoption, int], list[Content]]], ...] = (
    ("colours", colours),
    ("months", months),
    ("answers", answers),
    ("cycles", cycles),
)


class Shown(NamedTuple):
    """What one reading gives: the signals, and the ids of the teams in their ring, None for all together."""

    signals: Adoption
    ring: list[str | None]


class AdoptionPage(Page):
    """The signals of all teams together, or of one with those below it."""

    SCOPE = "adoption"
    CSS_PATH = "adoption.tcss"
    LISTS = True
    BINDINGS = bindings_for("adoption")

    def __init__(self, team: str = "") -> None:
        super().__init__()
        self._team: str | None = team or None
        self._weeks = SPANS[0]
        self._shown: Shown | None = None

    def compose_body(self) -> Iterable[Widget]:
        with ReadingPane(id="signals"), Container(id="columns"):
            with Vertical(classes="column"):
                yield Static("", id="completion", markup=False)
                yield ChartPlace(id="adoption-chart", ascii_only=self.okrtui.is_ascii)
                yield DrawnLines(id="months")
                yield DrawnLines(id="answers")
            with Vertical(classes="column"):
                yield DrawnLines(id="colours")
                yield DrawnLines(id="cycles")
                yield Static(Content.styled(NOTICE, ".faint"), id="notice")

    def on_mount(self) -> None:
        self.set_header("Adoption")
        self.query_one("#signals").focus()
        super().on_mount()

    def reload(self) -> None:
        team, weeks, now = self._team, self._weeks, home.now()

        def fetch(c: sqlite3.Connection) -> Shown:
            from okrtui.views.adoption import adoption
            from okrtui.views.people import teams

            return Shown(adoption(c, now, team=team, weeks=weeks), [None, *(one.id for one in teams(c))])

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        if action in ("next_team", "previous_team") and self._shown and len(self._shown.ring) < 2:
            return "there is no team yet"
        return super().why_not(action)

    def _take(self, shown: Shown) -> None:
        self._shown = shown
        found, last = shown.signals, shown.signals.last_whole_week
        told = f"{last.percent} % last week, goal {COMPLETION_GOAL}" if last else "no week has ended yet"
        is_reached = last is None or last.is_reached
        row = f"{found.in_a_row} week{'s' * (found.in_a_row != 1)} in a row" if found.in_a_row else ""
        right = " · ".join(filter(None, (told if is_reached else "", row)))
        self.set_header(f"Adoption · {found.team or 'all teams'}", "" if is_reached else told, right)
        self.query_one("#completion", Static).update(_heading(found.weeks[-1]))
        for name, draw in _BLOCKS:
            self.query_one(f"#{name}", DrawnLines).show(partial(draw, found))
        self.query_one(ChartPlace).show(partial(chart_data, found.weeks))
        self.refresh_footer()

    def action_next_team(self) -> None:
        self._step(1)

    def action_previous_team(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._shown:
            ring = self._shown.ring
            at = ring.index(self._team) if self._team in ring else 0
            self._team = ring[(at + by) % len(ring)]
            self.reload()

    def action_more_weeks(self) -> None:
        self._weeks = SPANS[(SPANS.index(self._weeks) + 1) % len(SPANS)]
        self.reload()


def chart_data(weeks: Sequence[WeekSignals]) -> ChartData:
    """Completion of the weeks that have ended, with the goal across; the running one would be a fall in the line."""
    from okrtui.widgets.chart import ChartData, Point

    ended = [one for one in weeks if not one.is_running]
    weeks = ended or weeks
    days = [date.fromisocalendar(int(one.week[:4]), int(one.week[6:]), 1) for one in weeks]
    points = [
        Point(day, str(one.percent)) for day, one in zip(days, weeks, strict=True) if one.percent is not None
    ]
    return ChartData(
        start=days[0],
        end=days[-1],
        actuals=tuple(points),
        levels=(str(COMPLETION_GOAL),),
        span=(_foot(points), HIGHEST),
    )


def _heading(running: WeekSignals) -> Content:
    so_far = f" · {running.week[5:]} so far {running.percent}" if running.percent is not None else ""
    return Content.assemble(
        ("COMPLETE CHECK-INS, %", ".heading"),
        (f"   line: goal {COMPLETION_GOAL}{so_far}", ".muted"),
    )


def _foot(points: Sequence[Point]) -> int:
    """Where the axis begins: some way below the goal, or the ten below the lowest."""
    lowest = min([HIGHEST_FOOT + 10, *(int(point.figure) for point in points)])
    return max((lowest - 10) // 10 * 10, 0)
