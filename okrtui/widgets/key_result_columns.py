"""One line a key result, in columns that are the same for the same thing on every screen.

Titles give way first, with an ellipsis; figures are never cut. Where there is no room for all, the bar goes, then
the confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.rag import rag_letter, rag_word, show_score
from okrtui.okr.text import cell_width, cut
from okrtui.okr.weeks import Calendar, today_in
from okrtui.widgets.bar_line import bar_between, ends_of, rag_style
from okrtui.widgets.trend import trend_content

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine

LEAST_TITLE, COMFORTABLE_TITLE = 20, 30
LEAST_BAR, USUAL_BAR, LONGEST_BAR = 7, 15, 40
LEAST_END, LONGEST_END = 6, 16
LONGEST_TREND, LONGEST_OWNER = 13, 18
WORDS_FROM = 96
"""From so many cells on the band's word stands in place of its letter."""
TREND_FROM, OWNER_FROM = 104, 132
"""From so many cells on there is room for the trend; for the owners, where there are several."""


class Columns(NamedTuple):
    """How wide each column is, in cells; 0 leaves it out."""

    title: int
    left: int
    bar: int
    right: int
    now: int
    score: int
    rag: int
    confidence: int
    seen: int
    trend: int
    owner: int
    scale: str
    calendar: Calendar
    today: str
    is_ascii: bool


def columns_for(
    lines: Iterable[KeyResultLine],
    width: int,
    *,
    scale: str,
    calendar: Calendar,
    now: datetime,
    is_ascii: bool = False,
    indent: int = 0,
) -> Columns:
    """Share `width` cells among the columns so that the figures of all these lines fit.

    Args:
        lines: all that are shown together; ten thousand cost one look at each.
        width: cells of a line.
        scale: the workspace's, "unit" or "percent".
        calendar: the workspace's, by which "today" is told.
        now: an aware instant.
        is_ascii: whether only ASCII can be shown.
        indent: the deepest indentation that titles get, which they pay for.
    """
    title = left = right = figure = trend = owner = 0
    owners = set()
    for line in lines:
        low, high = ends_of(line.figures, line.unit)
        left, right = max(left, cell_width(low)), max(right, cell_width(high))
        figure = max(figure, cell_width(now_of(line)))
        title = max(title, cell_width(line.title))
        trend, owner = max(trend, len(line.trend)), max(owner, cell_width(line.owner_name))
        owners.add(line.owner)
    left, right = min(max(left, 4), LONGEST_END), min(max(right, LEAST_END), LONGEST_END)
    today = today_in(now, calendar).isoformat()
    rag = 8 if width >= WORDS_FROM else 2
    columns = Columns(
        0, left, USUAL_BAR, right, max(figure, 3), 4, rag, 4, 9, 0, 0, scale, calendar, today, is_ascii
    )
    if width >= TREND_FROM:
        columns = columns._replace(trend=min(trend, LONGEST_TREND))
    if width >= OWNER_FROM and len(owners) > 1:
        columns = columns._replace(owner=min(owner, LONGEST_OWNER))
    return _with_title(columns, width, min(title, COMFORTABLE_TITLE) + indent, indent)


def _with_title(columns: Columns, width: int, comfortable: int, indent: int) -> Columns:
    """Give the title what is left: for it the bar shrinks, then the right ends' units, then both go.

    Where there is plenty, the bar takes half of what a comfortable title leaves over.
    """
    rest = width - _taken(columns)
    if rest < comfortable:
        columns = columns._replace(bar=max(columns.bar - (comfortable - rest), LEAST_BAR))
    else:
        columns = columns._replace(bar=min(columns.bar + (rest - comfortable) // 2, LONGEST_BAR))
    lacking = LEAST_TITLE + indent - (width - _taken(columns))
    if lacking > 0:
        columns = columns._replace(right=max(columns.right - lacking, min(columns.right, LEAST_END)))
    if width - _taken(columns) < LEAST_TITLE + indent:
        columns = columns._replace(left=0, bar=0, right=0)
    if width - _taken(columns) < LEAST_TITLE + indent:
        columns = columns._replace(confidence=0)
    return columns._replace(title=max(width - _taken(columns), 1))


def _taken(columns: Columns) -> int:
    """The cells of all but the title, with the gaps between."""
    bar = columns.left + columns.bar + columns.right + 3 if columns.bar else 0
    figures = columns.now + columns.score + columns.rag + 4
    confidence = columns.confidence + 1 if columns.confidence else 0
    more = sum(width + 2 for width in (columns.trend, columns.owner) if width)
    return bar + figures + confidence + columns.seen + 1 + more


def heading(columns: Columns, text: str, style: str = ".heading", *, with_names: bool = True) -> Content:
    """A section's heading; the first one of a list also names the columns."""
    title = _fit(text, columns.title)
    if not with_names:
        return Content.assemble((title, style))
    parts: list[str] = []
    if columns.bar:
        parts += ["base".rjust(columns.left), " " * columns.bar, "target".ljust(columns.right)]
    parts += ["now".rjust(columns.now), " " + "score".ljust(columns.score + columns.rag + 1)]
    if columns.confidence:
        parts.append("conf")
    parts.append("seen".ljust(columns.seen))
    parts += [f" {name.ljust(width)}" for name, width in _more(columns) if width]
    return Content.assemble((title, style), " ", (" ".join(parts), ".faint"))


def row(
    columns: Columns, line: KeyResultLine, *, is_selected: bool = False, title: str = "", indent: int = 0
) -> Content:
    """One key result in these columns; one that is stale, postponed or a draft is faded.

    Args:
        columns: as `columns_for` shared them.
        line: the key result.
        is_selected: the selected one's title is bold.
        title: in place of its own, such as with its code before it.
        indent: cells before the title, taken from its column.
    """
    is_faded = bool(line.stale_weeks or line.postponed or line.is_archived or not line.is_in_force)
    text = ".faint" if is_faded else ""
    title_style = ".strong" if is_selected else ".muted" if is_faded else ""
    shown = " " * indent + cut(title or line.title, max(columns.title - indent, 1), _ellipsis(columns))
    parts: list[Content | str | tuple[str, str]] = [(_fit(shown, columns.title), title_style)]
    if columns.bar:
        widths = (columns.left, columns.bar, columns.right)
        parts += [" ", bar_between(line.figures, line.unit, line.actual, line.done, line.rag, widths,
                                   ascii_only=columns.is_ascii, is_faded=is_faded)]  # fmt: skip
    score = show_score(line.score, columns.scale) if line.score is not None else _none(columns)
    parts += [" ", (now_of(line, _none(columns)).rjust(columns.now), text), "  "]
    parts += [(score.rjust(columns.score), ".faint" if is_faded else rag_style(line.rag)), " "]
    mark = rag_mark(line, columns.rag)
    parts += [(mark, ".faint" if is_faded else rag_style(line.rag)), " " * (columns.rag - len(mark))]
    if columns.confidence:
        confidence = _none(columns) if line.confidence is None else str(line.confidence)
        parts += [" ", (confidence.rjust(2).ljust(columns.confidence), text or ".muted")]
    seen_style = ".needed" if line.due_week and line.is_overdue else ".muted"
    parts += [
        " ",
        (seen(line, columns.today, columns.calendar, _none(columns)).ljust(columns.seen), seen_style),
    ]
    return Content.assemble(*parts, *_trend_and_owner(columns, line, is_faded))


def _more(columns: Columns) -> tuple[tuple[str, int], ...]:
    return ("trend", columns.trend), ("owner", columns.owner)


def _trend_and_owner(columns: Columns, line: KeyResultLine, is_faded: bool) -> list[Content]:
    """What wide terminals show besides: how it went, and whose it is."""
    parts = []
    if columns.trend:
        trend = trend_content(
            _fit(line.trend[-columns.trend :], columns.trend),
            ".faint" if is_faded else rag_style(line.rag),
            ascii_only=columns.is_ascii,
        )
        parts += [Content("  "), trend]
    if columns.owner:
        owner = cut(line.owner_name, columns.owner, _ellipsis(columns))
        parts += [
            Content("  "),
            Content.styled(_fit(owner, columns.owner), ".faint" if is_faded else ".muted"),
        ]
    return parts


def now_of(line: KeyResultLine, none: str = "—") -> str:
    """The current figure, or how many milestones are done."""
    if line.figures.method == "milestones":
        count = len(line.figures.milestones)
        return none if line.done is None else f"{len(line.done)}/{count}"
    return line.actual or none


def rag_mark(line: KeyResultLine, room: int) -> str:
    """The band's word where it fits, else its letter; a question mark tells that it is unverified."""
    if not line.rag:
        return ""
    mark = rag_word(line.rag) if room >= len("STRETCH?") else rag_letter(line.rag)
    return f"{mark}?" if line.is_unverified else mark


def seen(line: KeyResultLine, today: str, calendar: Calendar, none: str = "—") -> str:
    """When it was last checked in: its age where it is stale, "today", else the week."""
    if line.is_archived:
        return "archived"
    if line.postponed:
        return "postponed"
    if not line.is_in_force:
        return "draft"
    if line.stale_weeks:
        return f"{line.stale_weeks} wk"
    if line.last_at and today_in(datetime.fromisoformat(line.last_at), calendar).isoformat() == today:
        return "today"
    return line.last_week.partition("-")[2] if line.last_week else none


def _none(columns: Columns) -> str:
    return "-" if columns.is_ascii else "—"


def _ellipsis(columns: Columns) -> str:
    return "..." if columns.is_ascii else "…"


def _fit(text: str, width: int) -> str:
    text = cut(text, width)
    return text + " " * (width - cell_width(text))
