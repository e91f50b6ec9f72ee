"""The status in words and bars: my key results, one line each, for a prompt, a login banner and scripts.

It prints nothing itself and knows no colours: `okrtui status` hands it a way to paint. Every fact is there without
colour too: the band's letter, the pace's sign and the word for what is due (Playbook, Cadence: weekly check-in).
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.bar import bar, bar_ends
from okrtui.okr.rag import rag_letter, show_score
from okrtui.okr.text import cell_width, cut
from okrtui.okr.weeks import show_deadline
from okrtui.views.workspace import calendar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from okrtui.views.lines import KeyResultLine
    from okrtui.views.my_week import MyWeek

LEAST_TITLE, LEAST_BAR, USUAL_BAR, LONGEST_BAR, SHORT_OWNER = 16, 7, 11, 24, 8
LONGEST_OWNER, LONGEST_UNIT = 14, 10
TREND_WEEKS = 7
NOTHING = "—"

_PACE = {"ahead": "▲", "on pace": "=", "behind": "▼", None: " "}
_TO_ASCII = str.maketrans(
    {"▁": "_", "▂": ".", "▃": "-", "▄": "~", "▅": "=", "▆": "+", "▇": "*", "█": "#"}
    | {"▲": "+", "▼": "-", "—": "-", "−": "-", "·": "|", "→": "->", "…": "..."}
)
_Cells = namedtuple("_Cells", "letter title owner left right actual score trend confidence state line")
_Columns = namedtuple("_Columns", "title owner left bar right actual score trend confidence is_ascii")


def status_head(week: MyWeek, now: datetime) -> str:
    """The first line: cycle, week, what is due until when, and what has been red for how long."""
    parts = [", ".join(cycle.name for cycle in week.cycles), week.week[-3:], _due(week, now)]
    if week.red_streaks or week.escalated:
        # A clock that runs stands before what is due, so that a narrow terminal cuts the latter.
        parts.insert(2 if week.escalated else 3, streaks_told(week, now))
    return " · ".join(part for part in parts if part)


def streaks_told(week: MyWeek, now: datetime) -> str:
    """What has been red for two weeks or more, and the clock that runs out first.

    Such as "1 red for 3 weeks: huddle within 22 h (champion)".
    """
    red = {line.id: line.red_weeks for line in week.red_streaks}
    red |= {one.key_result: one.red_weeks for one in week.escalated if one.key_result}
    told = f"{len(red)} red for {max(red.values())} weeks"
    if not week.escalated:
        return told
    from okrtui.views.escalation_text import turn_text

    return f"{told}: {turn_text(week.escalated[0], now, with_names=False)}"


def status_rows(
    week: MyWeek,
    width: int,
    ascii_only: bool,
    now: datetime,
    others: Sequence[KeyResultLine] = (),
    paint: Callable[[str, str | None, bool], str] | None = None,
) -> list[str]:
    """The status as lines of at most `width` cells: the head, then one a key result.

    Args:
        week: the member's week.
        width: cells of a line.
        ascii_only: where the terminal shows no other characters.
        now: an aware instant.
        others: lines that aren't the member's, to be listed after theirs.
        paint: gives a RAG letter its colour, from the letter, the band (or None) and whether it is stale.
    """
    head = status_head(week, now)
    rows = line_rows(
        [*week.all, *others], width, ascii_only, week.workspace.scale, member=week.member.id, paint=paint
    )
    if not rows:
        rows = [cut("no key results yet: okrtui import FILE brings some", width)]
    head = in_ascii(head) if ascii_only else head
    return [cut(head, width, "..." if ascii_only else "…"), *rows]


def line_rows(
    shown: Sequence[KeyResultLine],
    width: int,
    ascii_only: bool,
    scale: str,
    *,
    member: str | None = None,
    paint: Callable[[str, str | None, bool], str] | None = None,
) -> list[str]:
    """A line for each key result, in columns of their own.

    Args:
        shown: the key results.
        width: cells of a line.
        ascii_only: where the terminal shows no other characters.
        scale: the workspace's.
        member: whose need no owner beside them.
        paint: as `status_rows` takes it.
    """
    cells = [_cells(line, scale, member, ascii_only) for line in shown]
    columns = _columns(cells, width, ascii_only)
    return [_row(each, columns, paint) for each in cells]


def status_line(week: MyWeek, now: datetime) -> str:
    """One short line for a prompt: "OKR 2 due · 1 red"; "OKR all done" when nothing is left.

    A KR that is red for two weeks brings its clock: "OKR 2 due · 1 red · huddle within 22 h".
    """
    red = sum(line.rag == "red" and line.red_weeks > 0 and not line.postponed for line in week.all)
    parts = [f"{len(week.due)} due" if week.due else "all done" if week.all else "none yet"]
    if week.overdue_count:
        parts.append(f"{week.overdue_count} overdue")
    if red:
        parts.append(f"{red} red")
    if week.escalated:
        from okrtui.views.escalation_text import clock_text

        parts.append(clock_text(week.escalated[0], now))
    elif week.red_streaks:
        parts.append(f"{len(week.red_streaks)} for 2 weeks")
    return f"OKR {' · '.join(parts)}"


def status_banner(week: MyWeek, width: int, now: datetime) -> list[str]:
    """Two calm lines for a login, none while nothing is due and nothing has been red for two weeks."""
    if not (week.due or week.escalated):
        return []
    names = ", ".join(line.title for line in week.due)
    waits = ", ".join(one.title for one in week.escalated)
    # What is red stands first in the line above, where what is due may be cut off.
    asked = _due(week, now) if week.escalated else "To check in"
    return [
        cut(f"{week.workspace.name} · {status_head(week, now)}", width),
        cut(f"{asked}: {names} (okrtui)" if names else f"Red for 2 weeks: {waits} (okrtui inbox)", width),
    ]


def state_of(line: KeyResultLine) -> str:
    """What to do about a key result: "overdue", "due", "2 wk" (stale), "postponed", "draft", "done" or ""."""
    age = f"{line.stale_weeks} wk" if line.stale_weeks else ""
    if line.is_overdue and not line.is_reported:
        return f"overdue {age}" if line.stale_weeks > 1 else "overdue"
    if line.is_due:
        return f"due {age}".strip()
    if line.postponed:
        return "postponed"
    if not line.is_in_force:
        return "draft"
    if line.is_reported:
        return f"done, {line.open_week[-3:]} open" if line.open_week else "done"
    return age


def in_ascii(text: str) -> str:
    """A text of ours with its signs as ASCII; what people wrote stays as it is."""
    return text.translate(_TO_ASCII)


def _due(week: MyWeek, now: datetime) -> str:
    until = show_deadline(week.deadline, now, calendar(week.workspace))
    if not week.due:
        return f"all done until {until}" if week.all else ""
    late = f" ({week.overdue_count} overdue)" if week.overdue_count else ""
    return f"{len(week.due)} due by {until}{late}"


def _cells(line: KeyResultLine, scale: str, member: str | None, is_ascii: bool) -> _Cells:
    """The texts of one row, before they are cut to columns."""
    left, right = bar_ends(line.figures)
    end = "..." if is_ascii else "…"
    unit = cut(line.unit, LONGEST_UNIT, end)
    sign = in_ascii if is_ascii else str
    return _Cells(
        letter=rag_letter(line.rag) + ("?" if line.is_unverified else "") if line.rag else sign(NOTHING),
        title=line.title,
        owner="" if line.owner == member else cut(line.owner_name, LONGEST_OWNER, end),
        left=left,
        right=f"{right} {unit}".strip() if right else "",
        actual=sign(reached(line)),
        score=sign(f"{show_score(line.score, scale)} {_PACE.get(line.pace, ' ')}"),
        trend=sign(line.trend[-TREND_WEEKS:]),
        confidence=f"c{line.confidence}" if line.confidence else "",
        state=state_of(line),
        line=line,
    )


def reached(line: KeyResultLine) -> str:
    """The actual, or how many milestones are done of all; a dash where nothing is reported."""
    if line.figures.method != "milestones":
        return line.actual or NOTHING
    names = [name for name, _ in line.figures.milestones]
    done = NOTHING if line.done is None else str(sum(name in line.done for name in names))
    return f"{done}/{len(names)}"


def _columns(cells: Sequence[_Cells], width: int, is_ascii: bool) -> _Columns:
    """Share the width: titles give way first, then trend, owners and confidence, the bar with its ends last."""
    longest = _widest(each.title for each in cells)
    owner, left, right, actual, score = (
        _widest(getattr(each, name) for each in cells)
        for name in ("owner", "left", "right", "actual", "score")
    )
    state = _widest(each.state for each in cells)
    trend_width = _widest(each.trend for each in cells)
    ends, trend, confidence = left + right + 4, trend_width + 2, 4
    least = min(longest, LEAST_TITLE)
    for with_bar, with_trend, with_confidence, owner_width in (
        (1, 1, 1, owner),
        (1, 0, 1, owner),
        (1, 0, 1, min(owner, SHORT_OWNER)),
        (1, 0, 0, min(owner, SHORT_OWNER)),
        (0, 0, 1, owner),
        (0, 0, 0, owner),
    ):
        room = width - 8 - actual - score - (owner_width + 2 if owner else 0) - (2 + state if state else 0)
        left_over = room - (with_trend * trend) - (with_confidence * confidence) - (with_bar * ends)
        if left_over >= least + with_bar * LEAST_BAR:
            break
    bar_width = 0
    title = max(min(longest, left_over), 0)
    if with_bar:
        title = min(longest, max(least, left_over - USUAL_BAR))
        bar_width = min(left_over - title, LONGEST_BAR)
    return _Columns(
        title,
        owner_width,
        left,
        bar_width,
        right,
        actual,
        score,
        trend_width if with_trend else 0,
        2 if with_confidence else 0,
        is_ascii,
    )


def _row(cells: _Cells, columns: _Columns, paint: Callable[[str, str | None, bool], str] | None) -> str:
    line, is_ascii = cells.line, columns.is_ascii
    letter = cells.letter if paint is None else paint(cells.letter, line.rag, line.stale_weeks > 0)
    parts = [f" {letter}{' ' * (3 - len(cells.letter))}{_fit(cells.title, columns.title, is_ascii)}"]
    if columns.owner:
        parts.append(_fit(cells.owner, columns.owner, is_ascii))
    if columns.bar:
        drawn = bar(line.figures, line.actual, line.done, columns.bar, is_ascii)
        parts.append(f"{cells.left:>{columns.left}} {drawn} {_fit(cells.right, columns.right, is_ascii)}")
    parts += [f"{cells.actual:>{columns.actual}}", f"{cells.score:>{columns.score}}"]
    if columns.trend:
        parts.append(f"{cells.trend:>{columns.trend}}")
    if columns.confidence:
        parts.append(f"{cells.confidence:<{columns.confidence}}")
    return "  ".join([*parts, cells.state]).rstrip()


def _widest(texts: Iterable[str]) -> int:
    return max((cell_width(text) for text in texts), default=0)


def _fit(text: str, width: int, is_ascii: bool) -> str:
    """A text cut or padded to exactly `width` cells."""
    shown = cut(text, width, "..." if is_ascii else "…")
    return shown + " " * (width - cell_width(shown))
