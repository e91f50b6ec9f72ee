"""The words of a meeting's screen: signals, what was said and promised, and the five agenda points (Playbook,
30-minute weekly check-in).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.meeting import AGENDA, Clock, Running
from okrtui.okr.quantities import show_signed
from okrtui.okr.rag import rag_word, show_score
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, show_deadline
from okrtui.screens.days import show_day
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.detail_strip import pace_of
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.meeting import Step
    from okrtui.views.polls import PollRow

MARK, NO_MARK = "▌ ", "  "
HIGHEST = 5
LABEL = 6


class Setting(NamedTuple):
    """What the words of a screen depend on besides the KR.

    Attributes:
        week: that the meeting is about.
        scale: the workspace's.
        now: an aware instant.
        calendar: the workspace's.
        point: the agenda point that is spoken about, by its place.
        is_kept: what became of the promise; None: nobody said.
        is_presenter: whether the vote is the reader's own to reveal.
        is_airy: whether there is room for empty lines between the points, and for what escalations ask of whom.
    """

    week: str
    scale: str
    now: datetime
    calendar: Calendar
    point: int
    is_kept: bool | None
    is_presenter: bool
    is_airy: bool = False


def clock_text(clock: Clock, is_brief: bool = False) -> str:
    """The two clocks in a few calm words: "1:40 for this KR · 21 min left", or "1:40 · 21 min" where room is short."""
    minutes = clock.left // 60
    whole = (
        f"{minutes} min left" if clock.left > 0 else f"{-minutes} min over" if minutes < 0 else "time is up"
    )
    if clock.left <= 0:
        return whole
    seconds = abs(clock.left_of_step)
    step = f"{seconds // 60}:{seconds % 60:02}"
    if is_brief:
        return f"{step if clock.left_of_step >= 0 else f'-{step}'} · {minutes} min"
    return f"{step} {'for this KR' if clock.left_of_step >= 0 else 'over'} · {whole}"


def signals_of(line: KeyResultLine, scale: str, now: datetime) -> list[Content]:
    """Three lines beside the figure: score and RAG, change and pace, who owns it and until when."""
    if line.score is None:
        score = Content.styled("no check-in yet", ".muted")
    else:
        style = ".faint" if line.stale_weeks else rag_style(line.rag)
        word = f"{show_score(line.score, scale)} {rag_word(line.rag or '')}"
        score = Content.styled(word, style)
    marks = [f"stale for {_weeks(line.stale_weeks)}" if line.stale_weeks else ""]
    marks.append(f"red for {line.red_weeks} weeks" if line.red_weeks > 1 else "")
    marks.append("unverified" if line.is_unverified else "")
    told = "  ".join(filter(None, marks))
    change = (
        ""
        if not line.change
        else "unchanged"
        if line.change == "0"
        else f"{show_signed(line.change)} since last"
    )
    moved = "  ".join(filter(None, [change, pace_of(line)]))
    pace = ".warned" if line.pace == "behind" else ""
    return [
        Content.assemble(score, "  " if told else "", (told, ".needed")),
        Content.styled(moved, pace),
        Content.styled(" · ".join(filter(None, [line.owner_name, _due(line, now)])), ".muted"),
    ]


def heading(place: int, setting: Setting, about: str = "") -> Hanging:
    """The heading of an agenda point; the one that is spoken about is marked."""
    is_current = setting.point == place
    style = ".needed" if is_current else ".heading"
    mark = MARK if is_current else NO_MARK
    text = Content.assemble((f"{mark}{place + 1} {AGENDA[place].upper()}", style), (f"  {about}", ".muted"))
    return Hanging(text)


def said_rows(step: Step, setting: Setting) -> list[Hanging]:
    """Under the chart: the week's insight, and what was promised before, with what became of it."""
    rows = []
    if step.told is None:
        rows.append(_row("", Content.styled("never checked in: c checks in for who is here", ".needed")))
    else:
        week = step.told.week[5:]
        if not step.is_of_week:
            late = f"no check-in for {setting.week[5:]} yet: c makes it"
            rows.append(_row("", Content.styled(late, ".needed")))
        style = "" if step.is_of_week else ".muted"
        rows.append(_row(week, Content.styled(step.told.insight or "no insight", style)))
    if step.promised is not None and step.promise:
        week = step.promised.week[5:]
        title = Content.styled(f"  PROMISED IN {week}  ", ".heading")
        rows += _air(setting)
        rows.append(Hanging(title + _answer(setting.is_kept)))
        rows.append(_row("", Content(step.promise)))
    return rows


def agenda_rows(step: Step, setting: Setting) -> list[Hanging]:
    """Beside it: confidence with the vote, impediments, next bets, help needed."""
    line = step.card.line
    rows = [heading(1, setting), *_confidence_rows(step, setting)]
    count = len(step.escalations)
    rows += [*_air(setting), heading(2, setting, f"{count} open" if count else "")]
    rows += [_escalation(one, setting) for one in step.escalations]
    if not step.escalations:
        rows.append(_row("", Content.styled("none open: b raises a blocker", ".faint")))
    rows += [*_air(setting), heading(3, setting), *_bet_rows(step)]
    rows += [*_air(setting), heading(4, setting)]
    help_text = ": ".join(filter(None, [line.help_from, line.help_needed])) if step.is_of_week else ""
    if help_text:
        rows.append(_row("", Content.styled(clean_line(help_text), ".needed")))
    else:
        rows.append(_row("", Content.styled("none asked for", ".faint")))
    return rows


def queue_rows(lines: Sequence[KeyResultLine], running: Running, scale: str) -> list[Hanging]:
    """The meeting's KRs in their order, the one on the screen marked; those before it are done with."""
    by_id = {line.id: line for line in lines}
    place, promises = running.place, running.promises
    rows = [Hanging(Content.styled("  ORDER OF THE MEETING", ".heading"))]
    for number, key_result in enumerate(running.steps):
        line = by_id.get(key_result)
        if line is None:
            continue
        is_here = number == place
        style = ".strong" if is_here else ".faint" if number < place else ".muted"
        letter = (line.rag or "-")[:1].upper()
        label = Content.assemble((MARK if is_here else NO_MARK, ".mark"), (letter, rag_style(line.rag)), "  ")
        aside = Content.styled(show_score(line.score, scale), ".faint" if number < place else "")
        rows.append(Hanging(label, Content.styled(line.title, style), aside))
    told = sum(promises.values())
    kept = f"{told} of {len(promises)} promises kept so far" if promises else "no promise asked about yet"
    return [*rows, Hanging(), Hanging(Content.styled(f"{NO_MARK}{kept}", ".muted"))]


def _confidence_rows(step: Step, setting: Setting) -> list[Hanging]:
    line, poll = step.card.line, step.poll
    if line.confidence is None:
        told = Content.styled("not said yet", ".muted")
    else:
        before = line.previous_confidence
        was = "" if before is None else "as before" if before == line.confidence else f"was {before}"
        falls = before is not None and before > line.confidence
        told = Content.assemble(
            (f"{line.confidence} of 5", ".strong"), "  ", (was, ".needed" if falls else ".muted")
        )
    rows = [_row("", told)]
    if poll is not None:
        rows += vote_rows(poll, setting.is_presenter)
    return rows


def vote_rows(poll: PollRow, is_presenter: bool) -> list[Hanging]:
    """A vote: who has voted while it is open; the spread, and who stands at its ends, once it is revealed."""
    if poll.state == "open":
        told = f"{poll.voted} voted" + (f": {', '.join(poll.voters)}" if poll.voters else "")
        own = "you have voted" if poll.own is not None else "1–5 is your vote"
        how = (
            f"{own} · v reveals all at once"
            if is_presenter
            else f"{own} · {poll.by_name} reveals all at once"
        )
        return [
            _row("vote", Content.styled(told, ".good")),
            _row("", Content.styled(how, ".muted")),
            _row("", Content.styled("hidden by courtesy: who reads the log can read votes", ".faint")),
        ]
    if not poll.ballots:
        return [_row("vote", Content.styled("nobody voted", ".muted"))]
    rows = [_ballots(poll, value) for value in range(HIGHEST, 0, -1) if poll.names_at(value)]
    if poll.agreed is not None:
        rows.append(_row("", Content.styled(f"agreed on {poll.agreed}", ".good")))
    else:
        rows.append(_row("", Content.styled("1–5 saves what you agree on", ".muted")))
    return rows


def _ballots(poll: PollRow, value: int) -> Hanging:
    """Everyone who voted so; those at the ends of the spread are named, for they say why."""
    names = poll.names_at(value)
    is_end = poll.lowest != poll.highest and value in (poll.lowest, poll.highest)
    word = {poll.lowest: "lowest", poll.highest: "highest"}.get(value, "") if is_end else ""
    told = f"{word}: {', '.join(names)}" if word else ""
    bar = Content.assemble(("■ " * len(names), ".good"), (told, "" if word else ".muted"))
    return Hanging(Content.assemble("  ", (str(value), ".strong"), "  "), bar)


def _bet_rows(step: Step) -> list[Hanging]:
    rows = []
    if step.is_of_week and step.told and step.told.next_action:
        rows.append(_row("next", Content(step.told.next_action)))
    else:
        rows.append(_row("next", Content.styled("not said yet", ".muted")))
    for each in step.card.initiatives:
        state = f" ({each.state})" if each.state else ""
        rows.append(_row("bet", Content.assemble((each.title, ".muted"), (state, ".faint"))))
    return rows


def _escalation(line: EscalationLine, setting: Setting) -> Hanging:
    since = f" since {line.week[5:]}" if line.week else ""
    what = clean_line(line.text) if line.text else f"{line.kind.replace('_', ' ')}{since}"
    if line.turn is None:
        return Hanging(Content.styled("  ! ", ".needed"), Content(what))
    due = (
        "overdue" if line.is_overdue else f"by {show_deadline(line.turn.due, setting.now, setting.calendar)}"
    )
    who = ", ".join(line.holder_names)
    todo = f"  {line.turn.todo}{f': {who}' if who else ''}" if setting.is_airy else ""
    late = ".needed" if line.is_overdue else ".muted"
    text = Content.assemble(what, (todo, ".muted"), (f"  {due}", late))
    return Hanging(Content.styled("  ! ", ".needed"), text)


def _answer(is_kept: bool | None) -> Content:
    if is_kept is None:
        return Content.styled("+ done  - not done", ".faint")
    return Content.styled("done", ".good") if is_kept else Content.styled("not done", ".needed")


def _row(label: str, text: Content) -> Hanging:
    return Hanging(Content.styled(f"  {label.ljust(LABEL) if label else ''}", ".muted"), text)


def _air(setting: Setting) -> list[Hanging]:
    return [Hanging()] if setting.is_airy else []


def _due(line: KeyResultLine, now: datetime) -> str:
    return f"by {show_day(line.due, now.year)}" if line.due else ""


def _weeks(count: int) -> str:
    return f"{count} week{'' if count == 1 else 's'}"
