"""`okrtui adoption`: how the weekly rhythm, the answers to triggers and the decisions develop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.views.adoption import Adoption

_BAR = 20


@click.command(cls=Command)
@click.option("--team", metavar="TEAM", help="Only one team and those below it.")
@click.option(
    "--weeks",
    type=click.IntRange(1, 104),
    default=13,
    show_default=True,
    help="How many weeks, the running one included.",
)
@json_option
@click.pass_obj
def command(invocation: Invocation, team: str | None, weeks: int, as_json: bool) -> None:
    """Show completion, answers and decisions over weeks.

    They tell of teams, not of people. Goals: 90 % of the check-ins owed, two decisions a month that shift resources
    or priorities for a key result, two key results above their baseline by the first cycle's end.
    """
    from okrtui.cli.naming import team_id
    from okrtui.cli.streams import tell, tell_json
    from okrtui.views.adoption import adoption

    team_is = team_id(invocation, team) if team else None
    with invocation.reading() as c:
        found = adoption(c, invocation.now(), team=team_is, weeks=weeks)
    if as_json:
        tell_json(_document(found))
        return
    for line in _lines(found):
        tell(line)


def _lines(found: Adoption) -> list[str]:
    from okrtui.cli.streams import paint_head
    from okrtui.okr.adoption import COMPLETION_GOAL, DECISIONS_GOAL, IMPROVED_GOAL
    from okrtui.okr.report import NOTICE
    from okrtui.views.adoption_words import in_a_row, took

    decided = f"{took(found.decision_hours)}, of {found.decided}" if found.decided else "none yet"
    return [
        paint_head(f"Adoption{f' · {found.team}' if found.team else ''}"),
        "",
        paint_head(f"Complete check-ins, goal {COMPLETION_GOAL} % · {in_a_row(found.in_a_row)}"),
        *_weeks(found),
        "",
        paint_head("Answers to triggers"),
        *(_responses(found) or ["nothing was triggered"]),
        f"From trigger to decision: {decided}",
        "",
        paint_head(
            f"Decisions that move resources or priorities for key results, goal {DECISIONS_GOAL} a month"
        ),
        *_months(found),
        "",
        paint_head(f"Key results above their baseline, goal {IMPROVED_GOAL} by the first cycle's end"),
        *_cycles(found),
        "",
        NOTICE,
    ]


def _weeks(found: Adoption) -> list[str]:
    from okrtui.cli.columns import Column, table
    from okrtui.okr.rag import RAGS

    heads = ("week", "", "complete", "owed", *(rag[0].upper() for rag in RAGS), "—")
    columns = [Column(head, is_right=place > 1) for place, head in enumerate(heads)]
    rows = []
    for one in found.weeks:
        percent = one.percent
        bar = "█" * ((percent or 0) * _BAR // 100)
        share = "—" if percent is None else f"{percent} %"
        name = f"{one.week}{' so far' if one.is_running else ''}"
        rows.append(
            (name, bar, share, f"{one.complete} of {one.owed}", *(str(one.rag[rag]) for rag in (*RAGS, "")))
        )
    return table(columns, rows)


def _responses(found: Adoption) -> list[str]:
    from okrtui.cli.columns import Column, table
    from okrtui.okr.escalation_steps import NAMES
    from okrtui.views.adoption_words import in_time, took, within

    columns = (Column("trigger"), Column("within"), Column("median"), Column("in time"), Column("else"))
    rows = []
    for one in found.responses:
        others = [(one.recovered, "recovered first"), (one.waiting, "still in time")]
        more = ", ".join(f"{count} {word}" for count, word in others if count)
        rows.append((NAMES.get(one.kind, one.kind), within(one.kind), took(one.hours), in_time(one), more))
    return table(columns, rows) if rows else []


def _months(found: Adoption) -> list[str]:
    from okrtui.cli.columns import Column, table
    from okrtui.okr.adoption import DECISIONS_GOAL
    from okrtui.views.adoption_words import month_name

    columns = (Column(""), Column("", is_right=True), Column(""))
    rows = [
        (
            month_name(one.month),
            str(one.decisions),
            f"{one.resource_shifts} of resources, {one.priorities} of priorities"
            f"{' · goal reached' if one.decisions >= DECISIONS_GOAL else ''}",
        )
        for one in found.months
    ]
    return table(columns, rows)


def _cycles(found: Adoption) -> list[str]:
    from okrtui.cli.columns import Column, table
    from okrtui.views.adoption_words import levels

    columns = (Column("cycle"), Column("phase"), Column("above", is_right=True), Column("objectives"))
    rows = [
        (one.name, one.phase, f"{one.improved} of {one.key_results}", levels(one.objectives))
        for one in found.cycles
    ]
    return table(columns, rows)


def _document(found: Adoption) -> dict[str, Any]:
    from okrtui.okr.adoption import COMPLETION_GOAL, DECISIONS_GOAL, IMPROVED_GOAL
    from okrtui.okr.report import NOTICE

    return {
        "notice": NOTICE,
        "team": found.team or None,
        "goals": {
            "completion_percent": COMPLETION_GOAL,
            "decisions_a_month": DECISIONS_GOAL,
            "key_results_improved": IMPROVED_GOAL,
        },
        "weeks": [
            {
                "week": one.week,
                "owed": one.owed,
                "complete": one.complete,
                "percent": one.percent,
                "is_running": one.is_running,
                "rag": {rag or "none": count for rag, count in one.rag.items()},
            }
            for one in found.weeks
        ],
        "weeks_in_a_row": found.in_a_row,
        "responses": [{**one._asdict(), "percent_in_time": one.percent} for one in found.responses],
        "decision_time": {"decided": found.decided, "median_hours": found.decision_hours},
        "months": [{**one._asdict(), "decisions": one.decisions} for one in found.months],
        "cycles": [one._asdict() for one in found.cycles],
    }
