"""The lists of the command line: cycles, objectives, KRs, initiatives, changes and comments."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from okrtui.cli.columns import Column, table
from okrtui.cli.figures_text import day, instant, reached, scored, signal_items, standing, way
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import items
from okrtui.cli.naming import cycle_id, maybe_member, objective_id, team_id
from okrtui.cli.streams import paint_dim, paint_rag, say, tell, tell_json, width
from okrtui.okr.rag import show_score
from okrtui.views import lists
from okrtui.views.json_text import Number
from okrtui.views.lines import KeyResultLine
from okrtui.views.workspace import workspace

OPEN_PHASES = ("draft", "active", "review")


def print_cycles(invocation: Invocation, as_json: bool) -> None:
    """Every cycle, by its start."""
    with invocation.reading() as c:
        rows = lists.cycles(c)
        found = items(c, "cycle", [row.id for row in rows]) if as_json else []
    if as_json:
        tell_json(found)
        return
    columns = (
        Column("cycle", is_flexible=True),
        Column("kind"),
        Column("from"),
        Column("to"),
        Column("phase"),
    )
    _print(
        columns, [(r.name, r.kind, day(r.start), day(r.end), r.phase) for r in rows], "there is no cycle yet"
    )


def print_objectives(invocation: Invocation, cycle: str | None, team: str | None, as_json: bool) -> None:
    """The objectives of open cycles, or of the one that is named."""
    cycle_is = cycle_id(invocation, cycle) if cycle else None
    team_is = team_id(invocation, team) if team else None
    with invocation.reading() as c:
        scale = workspace(c).scale
        rows = lists.objectives(c, cycle=cycle_is, team=team_is, phases=None if cycle_is else OPEN_PHASES)
        found = _items(c, "objective", rows, lambda row: objective_signals(row, scale)) if as_json else []
    if as_json:
        tell_json(found)
        return
    columns = (
        Column("code", paint=paint_dim),
        Column("objective", is_flexible=True),
        Column("score", paint=paint_rag),
        Column("reported"),
        Column("team"),
        Column("owner"),
        Column("cycle"),
    )
    cells = [
        (
            row.code,
            row.title,
            scored(row.score, row.rag, scale) + (" draft" if row.is_draft_score and row.score else ""),
            f"{row.reported}/{row.counted}",
            row.team_name or "",
            row.owner_name or "",
            row.cycle_name,
        )
        for row in rows
    ]
    _print(columns, cells, "there is no objective yet")


def objective_signals(row: lists.ObjectiveRow, scale: str) -> dict[str, Any]:
    """What is worked out about an objective, with the interchange format's names."""
    worked_out = {
        "code": row.code,
        "score": None if row.score is None else Number(show_score(row.score, scale)),
        "rag": row.rag,
        "reported": f"{row.reported}/{row.counted}",
        "draft": row.is_draft_score or None,
    }
    return {name: value for name, value in worked_out.items() if value is not None}


def print_key_results(
    invocation: Invocation, cycle: str | None, owner: str | None, objective: str | None, as_json: bool
) -> None:
    """The KRs of open cycles, or those that are asked for."""
    cycle_is = cycle_id(invocation, cycle) if cycle else None
    owner_is = maybe_member(invocation, owner) or None
    objective_is = objective_id(invocation, objective) if objective else None
    with invocation.reading() as c:
        scale = workspace(c).scale
        rows = lists.key_results(
            c,
            invocation.now(),
            cycle=cycle_is,
            owner=owner_is,
            objective=objective_is,
            phases=None if cycle_is or objective_is else OPEN_PHASES,
        )
        found = _items(c, "key_result", rows, lambda row: signal_items(row, scale)) if as_json else []
    if as_json:
        tell_json(found)
        return
    if not rows:
        say("there is no key result yet")
        return
    for line in key_result_table(rows, scale):
        tell(line)


def key_result_table(rows: Sequence[KeyResultLine], scale: str) -> list[str]:
    """KRs as aligned lines."""
    columns = (
        Column("code", paint=paint_dim),
        Column("key result", is_flexible=True),
        Column("now", is_right=True),
        Column("from → to"),
        Column("score", paint=paint_rag),
        Column("pace"),
        Column("conf", is_right=True),
        Column("seen"),
        Column("owner"),
    )
    cells = [
        (
            row.code,
            row.title,
            reached(row),
            way(row.figures, row.unit),
            scored(row.score, row.rag, scale),
            row.pace or "",
            str(row.confidence or ""),
            standing(row),
            row.owner_name or "",
        )
        for row in rows
    ]
    return table(columns, cells, width())


def print_initiatives(invocation: Invocation, key_result: str | None, as_json: bool) -> None:
    """The initiatives, or those that should move one KR."""
    with invocation.reading() as c:
        rows = lists.initiatives(c, key_result=key_result)
        found = items(c, "initiative", [row.id for row in rows]) if as_json else []
    if as_json:
        tell_json(found)
        return
    columns = (
        Column("initiative", is_flexible=True),
        Column("state"),
        Column("lead"),
        Column("moves"),
        Column("ticket"),
    )
    cells = [
        (row.title, row.state, row.lead_name, ", ".join(code for _, code, _ in row.key_results), row.url)
        for row in rows
    ]
    _print(columns, cells, "there is no initiative yet")


def print_changes(invocation: Invocation, key_result: str | None, state: str | None, as_json: bool) -> None:
    """The change requests with old and new values, reason, names and dates, newest first."""
    with invocation.reading() as c:
        zone = workspace(c).timezone
        rows = lists.changes(c, key_result=key_result, state=state)
        found = _items(c, "change", rows, lambda row: {"state": row.state}) if as_json else []
    if as_json:
        tell_json(found)
        return
    if not rows:
        say("there is no change request yet")
    for row in rows:
        tell(f"{row.id[-6:]}  {row.state}  {row.action} {row.about[2]} {row.about[3]}")
        for field, was, becomes in row.changes:
            tell(f"        {field}: {was or '—'} → {becomes or '—'}")
        tell(f"        by {row.by_name}, {instant(row.at, zone)}: {row.reason}")
        if row.decided:
            at, by, reason = row.decided
            tell(f"        {row.state} by {by}, {instant(at, zone)}{': ' if reason else ''}{reason}")


def print_comments(
    invocation: Invocation, key_result: str | None, objective: str | None, as_json: bool
) -> None:
    """The comments, newest first."""
    with invocation.reading() as c:
        zone = workspace(c).timezone
        rows = lists.comments(c, key_result=key_result, objective=objective)
        found = items(c, "comment", [row.id for row in rows]) if as_json else []
    if as_json:
        tell_json(found)
        return
    columns = (Column("when"), Column("who"), Column("kind"), Column("comment"))
    _print(
        columns,
        [(instant(r.at, zone), r.author_name, r.kind, r.text) for r in rows],
        "there is no comment yet",
    )


def _items(
    c: sqlite3.Connection, kind: str, rows: Sequence[Any], worked_out: Callable[[Any], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Items of a kind, each with what is worked out about its row."""
    found = items(c, kind, [row.id for row in rows])
    return [{**each, **worked_out(row)} for each, row in zip(found, rows, strict=True)]


def _print(columns: Sequence[Column], cells: Sequence[Sequence[str]], nothing: str) -> None:
    if not cells:
        say(nothing)
        return
    for line in table(columns, cells, width()):
        tell(line)
