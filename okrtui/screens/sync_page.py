"""How the exchange with others stands: what waits, what was refused and why, what was not believed, the last rounds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from textual import on
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.screens.sync_words import moment
from okrtui.views.sync_state import kind_noun
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.actions.session import Done
    from okrtui.sync.rounds import Outcome
    from okrtui.views.sync_state import DeviceRow, RefusedRow, RoundRow, SyncState, WaitingRow

LABEL_WIDTH = 12
SHOWN_ROUNDS, SHOWN_WAITING = 8, 20


class Line(NamedTuple):
    """One line of the page.

    Attributes:
        label: what it is about; of a heading the heading.
        text: what is said.
        opens: what Enter opens or does: "conflicts", a refused entry's id, "".
        is_heading: whether a section begins.
        is_bad: whether it needs somebody.
        key: what tells it from others that read alike.
    """

    label: str
    text: str = ""
    opens: str = ""
    is_heading: bool = False
    is_bad: bool = False
    key: str = ""


class Shown(NamedTuple):
    """What the page reads."""

    state: SyncState
    refused: list[RefusedRow]
    notices: list[tuple[str, str]]
    rounds: list[RoundRow]
    newer: int
    waiting: list[WaitingRow]
    devices: list[DeviceRow]
    zone: tzinfo


class SyncPage(Page):
    """The state of the exchange."""

    SCOPE = "sync"
    CSS_PATH = "sync_page.tcss"
    LISTS = True
    BINDINGS = bindings_for("sync")

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(_draw, is_selectable=_is_line, key_of=_key, mark=mark, id="sync")
        yield HangingText(id="whole")

    def on_mount(self) -> None:
        self.set_header("Sync")
        self.query_one("#sync").focus()
        super().on_mount()

    def reload(self) -> None:
        def fetch(c: sqlite3.Connection) -> Shown:
            from okrtui.views import sync_state as views
            from okrtui.views.workspace import workspace

            return Shown(
                views.sync_state(c),
                views.refused(c),
                views.notices(c),
                views.rounds(c, SHOWN_ROUNDS),
                views.newer_count(c),
                views.waiting(c, SHOWN_WAITING),
                views.devices(c),
                ZoneInfo(workspace(c).timezone),
            )

        self.read(fetch, self._show)

    def why_not(self, action: str) -> str:
        is_shared = self._shown is not None and bool(self._shown.state.kind)
        if action == "sync_now" and not is_shared:
            return "this workspace is on this machine alone: okrtui move --to DIR|URL shares it"
        if action in ("write_again", "set_aside") and not self._refused_id:
            return "select a refused change first"
        return ""

    @property
    def _refused_id(self) -> str:
        row = self.query_one("#sync", LineList).selected_row
        return row.opens if _is_line(row) and row.opens not in ("", "conflicts") else ""

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.set_header("Sync", right="" if shown.state.kind else "on this machine alone")
        self.query_one("#sync", LineList).show(list(lines_of(shown, home.now())))
        self.refresh_footer()

    @on(LineSelected)
    def show_whole(self, event: LineSelected) -> None:
        """The selected line's text in full, below."""
        row = event.row
        rows = [Hanging(Content("  "), Content(clean_line(row.text)))] if _is_line(row) else []
        self.query_one("#whole", HangingText).show(rows)
        self.refresh_footer()

    @on(LineOpened)
    def open_line(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one("#sync", LineList).selected_row
        if _is_line(row) and row.opens == "conflicts":
            self.okrtui.open_conflicts()
        elif self._refused_id:
            self.action_write_again()

    def action_sync_now(self) -> None:
        self.say("syncing …")
        self.okrtui.sync_now(self._show_round)

    def _show_round(self, outcome: Outcome) -> None:
        """Take "syncing …" back: what the round did, or why it could not."""
        if not self.is_attached:
            return
        tell = self.warn if outcome.problem else self.say
        tell(outcome.problem or _did(outcome))

    def action_write_again(self) -> None:
        from okrtui.screens.doing import write_refused_again

        entry = self._refused_id

        def then(done: Done) -> None:
            if "week" in done.details:
                self.okrtui.open_sitting(done.id)

        self.perform(lambda session: write_refused_again(session, entry), then)

    def action_set_aside(self) -> None:
        from okrtui.screens.doing import set_refused_aside

        entry = self._refused_id
        self.perform(lambda session: set_refused_aside(session, entry))


def lines_of(shown: Shown, now: datetime) -> Iterable[Line]:
    """The page's lines, what needs somebody first."""
    yield from _with_whom(shown, now)
    yield from _what_needs_somebody(shown)
    if shown.waiting and shown.state.kind:
        yield Line("TO SEND", is_heading=True)
        yield from (Line(kind_noun(row.kind), row.what) for row in shown.waiting)
    if shown.state.kind:
        yield Line("DEVICES", is_heading=True)
        for device in shown.devices:
            last = moment(device.last_at, shown.zone, now)
            here = ", this one" if device.is_here else ""
            changes = _count(device.changes, "change", "changes")
            yield Line(device.by, f"{changes}, last {last}{here}", key=device.dev)
    if shown.rounds:
        yield Line("LAST ROUNDS", is_heading=True)
    for number, one in enumerate(shown.rounds):
        told = one.problem or f"{one.sent} sent, {one.received} taken in"
        told += f", {one.refused} refused" if one.refused else ""
        yield Line(moment(one.at, shown.zone, now), told, is_bad=bool(one.problem), key=str(number))


def _did(outcome: Outcome) -> str:
    """What a round did that ended well."""
    told = [
        _count(outcome.sent, "sent", "sent"),
        _count(outcome.received, "taken in", "taken in"),
        _count(outcome.refused, "refused", "refused"),
        _count(outcome.waiting, "change waits", "changes wait"),
        *outcome.notes,
    ]
    return f"synced: {', '.join(filter(None, told)) or 'nothing new'}"


def _with_whom(shown: Shown, now: datetime) -> Iterable[Line]:
    """The other side, and how the exchange with it stands."""
    state = shown.state
    where = {"store": "directory", "server": "server"}.get(state.kind, "")
    yield Line("WITH", where or "nobody: this workspace is on this machine alone", is_heading=True)
    if state.kind:
        yield Line("", state.place)
        if state.problem:
            yield Line("problem", state.problem, is_bad=True)
        yield Line("last synced", moment(state.last_at, shown.zone, now) or "not yet")
        yield Line("to send", _count(state.waiting, "change waits", "changes wait") or "nothing waits")
    if shown.newer:
        yield Line("to come", f"{shown.newer} need a newer okrtui; they are kept until then")


def _what_needs_somebody(shown: Shown) -> Iterable[Line]:
    if shown.state.conflicts:
        yield Line("CONFLICTS", is_heading=True)
        told = _count(shown.state.conflicts, "text or check-in has", "texts or check-ins have")
        yield Line("", f"{told} several versions: Enter settles them", "conflicts", is_bad=True)
    if shown.refused:
        yield Line("REFUSED", "Enter writes it again, d sets it aside", is_heading=True)
    for row in shown.refused:
        yield Line(kind_noun(row.kind), f"{row.text}: {row.what}", row.id, is_bad=True)
    if shown.notices:
        yield Line("NOT BELIEVED", "it is kept out of the workspace", is_heading=True)
    for place, text in shown.notices:
        yield Line("", f"{place}: {text}", is_bad=True)


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}" if count else ""


def _draw(item: Any, width: int, is_selected: bool) -> Content:
    if item.is_heading:
        return Content.assemble(
            (item.label, ".heading"), "  ", (cut(clean_line(item.text), max(width - 16, 0)), ".muted")
        )
    room = max(width - LABEL_WIDTH - 2, 0)
    style = ".needed" if item.is_bad else ""
    return Content.assemble(
        (fit(clean_line(item.label), LABEL_WIDTH), ".muted"), "  ", (cut(clean_line(item.text), room), style)
    )


def _is_line(row: Any) -> bool:
    return isinstance(row, Line) and not row.is_heading


def _key(row: Any) -> Sequence[str]:
    return (row.label, row.opens or row.key or row.text)
