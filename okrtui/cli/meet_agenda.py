"""The agenda of a check-in meeting in print: every KR with its figures, in the order of the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrtui.cli.invocation import Invocation

if TYPE_CHECKING:
    import sqlite3

    from okrtui.views.meeting import Meeting, Step


def print_agenda(
    invocation: Invocation, team: str, asked: tuple[str | None, str | None], as_json: bool
) -> None:
    """Print the agenda; `asked` are the order and the week, None for those that fit."""
    from okrtui import home
    from okrtui.cli.streams import tell, tell_json
    from okrtui.okr.weeks import parse_week, week_of
    from okrtui.views.meeting import meeting, step
    from okrtui.views.workspace import acting_member, calendar, workspace

    now = invocation.now()
    with invocation.reading() as c:
        member = acting_member(c, invocation.acting_as, home.unix_name())
        week = parse_week(asked[1], week_of(now, calendar(workspace(c)))) if asked[1] else None
        held = meeting(c, team, now, asked[0] or "", week)
        steps = [step(c, one.id, held.week, now, member.id) for one in held.lines]
        if as_json:
            tell_json(_document(c, held, steps))
            return
    for line in _agenda_lines(held, steps):
        tell(line)


def _document(c: sqlite3.Connection, held: Meeting, steps: list[Step]) -> dict[str, Any]:
    from okrtui import home
    from okrtui.okr.meeting import AGENDA, clock

    running = held.running
    names = {one.id: one.handle for one in held.people}
    document: dict[str, Any] = {
        "team": held.team.name,
        "week": held.week,
        "agenda": list(AGENDA),
        "left_out": held.left_out,
        "running": None,
        "key_results": [_step_document(c, one, held) for one in steps],
    }
    if running:
        left = clock(running, home.now())
        document["running"] = {
            "began": running.began,
            "order": running.order,
            "key_result": running.key_result or None,
            "agenda_point": AGENDA[running.point],
            "seconds_left": left.left,
            "seconds_left_of_key_result": left.left_of_step,
            "attendees": [names[one] for one in running.attendees if one in names],
        }
    return document


def _step_document(c: sqlite3.Connection, shown: Step, held: Meeting) -> dict[str, Any]:
    from okrtui.cli.figures_text import signal_items
    from okrtui.cli.items import item
    from okrtui.cli.vote import vote_json
    from okrtui.views.minutes import escalation_text

    line, running = shown.card.line, held.running
    promised = shown.promised
    return {
        **item(c, "key_result", line.id),
        **signal_items(line, held.workspace.scale),
        "code": line.code,
        "objective_title": line.objective_title,
        "is_reported": shown.is_of_week,
        "insight": shown.told.insight if shown.told else None,
        "next_action": shown.told.next_action if shown.told else None,
        "help_needed": shown.told.help_needed if shown.told else None,
        "promised": {"week": promised.week, "next_action": promised.next_action} if promised else None,
        "is_promise_kept": running.promises.get(line.id) if running else None,
        "escalations": [
            {"id": one.id, "kind": one.kind, "text": escalation_text(one)} for one in shown.escalations
        ],
        "vote": vote_json(shown.poll) if shown.poll else None,
    }


def _agenda_lines(held: Meeting, steps: list[Step]) -> list[str]:
    from okrtui.cli.figures_text import reached, signals, way
    from okrtui.okr.meeting import AGENDA, LENGTH
    from okrtui.views.minutes import escalation_text

    minutes = int(LENGTH.total_seconds()) // 60
    lines = [f"{held.team.name} · check-in meeting {held.week} · {minutes} min", " · ".join(AGENDA), ""]
    if not steps:
        return [
            *lines,
            "No KR of this team is in force: publish its objectives, then there is one to talk about.",
        ]
    for number, shown in enumerate(steps, 1):
        line = shown.card.line
        lines.append(f"{number:>2}. {line.code}  {line.title}")
        figures = " · ".join(
            [reached(line), way(line.figures, line.unit), signals(line, held.workspace.scale)]
        )
        lines.append(f"      {figures}")
        if not shown.is_of_week:
            lines.append(f"      no check-in for {held.week[5:]} yet")
        if shown.promise and shown.promised:
            lines.append(
                f"      promised in {shown.promised.week[5:]}: {shown.promise}{_answer(held, line.id)}"
            )
        lines += [f"      {escalation_text(one)}" for one in shown.escalations]
        if line.help_needed and shown.is_of_week:
            lines.append(f"      help: {': '.join(filter(None, [line.help_from, line.help_needed]))}")
    if held.left_out:
        lines += ["", f"not on the agenda: {held.left_out} in draft or postponed"]
    return lines


def _answer(held: Meeting, key_result: str) -> str:
    kept = held.running.promises.get(key_result) if held.running else None
    return {True: " (done)", False: " (not done)", None: ""}[kept]
