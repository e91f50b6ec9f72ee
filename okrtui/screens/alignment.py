"""What the alignment tree misses: orphans, gaps and overlaps, each with the way to mend it (Playbook, Alignment)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget

from okrtui.okr.rag import rag_letter, show_score
from okrtui.okr.text import cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.finds_lines import FindsLines
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.finding import holds_all
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.views.alignment import AlignedKeyResult, Alignment

OWNER, LEAST_PLACE = 18, 24
_ORPHANS = ("CONTRIBUTE TO NOTHING", "name the company KR that each moves, or mark it as intended divergence")
_GAPS = ("MOVED BY NOBODY", "company KRs without a contributor: who could move them?")
_OVERLAPS = ("MOVED BY SEVERAL AT ONCE", "one metric, several KRs: who is accountable, and who contributes?")


class AlignmentData(NamedTuple):
    """What one reading gives."""

    found: Alignment
    workspace: str
    scale: str
    cycle: str


class Heading(NamedTuple):
    """A heading with what to do about what follows."""

    text: str
    told: str


class AlignmentPage(FindsLines):
    """The lists, for one cycle or for all open ones.

    Args:
        cycle: its id, "" for all open ones.
    """

    SCOPE = "alignment"
    LISTS = True
    LIST = "found"
    BINDINGS = bindings_for("alignment")

    def __init__(self, cycle: str) -> None:
        super().__init__()
        self._cycle = cycle
        self._data: AlignmentData | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(self._draw, is_selectable=_is_key_result, key_of=_key, mark=mark, id="found")

    def on_mount(self) -> None:
        self.set_header("Alignment")
        self.query_one("#found").focus()

    def reload(self) -> None:
        cycle = self._cycle

        def fetch(connection: sqlite3.Connection) -> AlignmentData:
            from okrtui.views.alignment import alignment
            from okrtui.views.workspace import cycles, workspace

            row = workspace(connection)
            name = next((each.name for each in cycles(connection) if each.id == cycle), "all open cycles")
            return AlignmentData(alignment(connection, cycle or None), row.name, row.scale, name)

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        if action in ("open", "show_objective") and self._selected is None:
            return "nothing is listed"
        return super().why_not(action)

    @property
    def _selected(self) -> AlignedKeyResult | None:
        selected = self.query_one("#found", LineList).selected_row
        return selected if _is_key_result(selected) else None

    def _take(self, data: AlignmentData) -> None:
        self._data = data
        found = data.found
        counts = (
            f"{len(found.orphans)} contribute to nothing", f"{len(found.gaps)} moved by nobody",
            f"{len(found.overlaps)} overlap",
        )  # fmt: skip
        self.set_header(f"{data.workspace} · {data.cycle}", right=" · ".join(counts))
        self.show_found()

    def show_found(self) -> None:
        if self._data is None:
            return
        found = self._data.found
        rows: list[Any] = []
        for (name, told), several in ((_ORPHANS, found.orphans), (_GAPS, found.gaps)):
            chosen = self._chosen(several)
            rows += ["", Heading(name, told), *chosen] if chosen else []
        overlaps = [(each.metric, self._chosen(each.key_results)) for each in found.overlaps]
        if any(several for _, several in overlaps):
            rows += ["", Heading(*_OVERLAPS)]
        for metric, several in overlaps:
            rows += [f"  {metric}", *several] if several else []
        if not rows:
            rows = ["", f"Nothing holds “{self._words}”." if self._words else "Everything hangs together."]
        self.query_one("#found", LineList).show(rows)
        self.refresh_footer()

    def _chosen(self, several: Iterable[AlignedKeyResult]) -> list[AlignedKeyResult]:
        return [
            one
            for one in several
            if holds_all(self._words, one.title, one.code, one.owner_name, one.team_name, one.objective_title)
        ]

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        if isinstance(item, str):
            return Content.styled(cut(item, width), ".muted")
        if isinstance(item, Heading):
            told = cut(item.told, max(width - len(item.text) - 2, 0))
            return Content.assemble((item.text, ".heading"), "  ", (told, ".faint"))
        return self._draw_key_result(item, width, is_selected)

    def _draw_key_result(self, one: AlignedKeyResult, width: int, is_selected: bool) -> Content:
        scale = self._data.scale if self._data else "unit"
        score = f"{show_score(one.score, scale):>5} {rag_letter(one.rag or '') or ' '}"
        room = max(width - OWNER - len(one.code) - len(score) - 8, 8)
        place = room // 2 if room // 2 >= LEAST_PLACE else 0
        where = " · ".join(filter(None, [one.team_name, one.objective_title]))
        return Content.assemble(
            (f"{one.code}  ", ".muted"),
            (fit(one.title, room - place), ".strong" if is_selected else ""),
            (score, rag_style(one.rag)),
            "  ",
            (fit(one.owner_name or "nobody", OWNER), ".muted"),
            "  ",
            (cut(where, place), ".faint"),
        )

    @on(LineSelected)
    def follow_the_selection(self) -> None:
        self.refresh_footer()

    @on(LineOpened)
    def open_it(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if self._selected is not None:
            self.okrtui.open_card(self._selected.id)

    def action_show_objective(self) -> None:
        if self._selected is not None:
            self.okrtui.open_objective(self._selected.objective)


def _is_key_result(item: Any) -> bool:
    return item is not None and not isinstance(item, str | Heading)


def _key(item: Any) -> str:
    return str(item.id) if _is_key_result(item) else ""
