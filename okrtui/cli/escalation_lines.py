"""Escalations and the inbox on the command line: tables for people, and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui import home
from okrtui.cli.columns import Column, labelled, table
from okrtui.cli.figures_text import instant
from okrtui.cli.invocation import Invocation
from okrtui.cli.streams import paint_dim, say, tell, tell_json, width
from okrtui.views.escalation_names import SHOWN_ID, find_escalation
from okrtui.views.escalation_text import (
    STEP_WORDS,
    escalation_json,
    name_of,
    said,
    state_text,
    turn_text,
    within,
)
from okrtui.views.escalations import escalations
from okrtui.views.inbox import Waiting, inbox
from okrtui.views.workspace import acting_member, workspace

_SECTIONS = {
    "escalation": "to answer",
    "check_in": "to check in",
    "change": "to approve",
    "decision": "to decide",
    "action": "to see to",
    "notice": "to know",
}


def print_escalations(
    invocation: Invocation,
    key_results: Sequence[str] | None,
    teams: Sequence[str] | None,
    kinds: Sequence[str] | None,
    is_mine: bool,
    is_all: bool,
    as_json: bool,
) -> None:
    """The escalations that fit every filter given, by when they are due."""
    now = invocation.now()
    with invocation.reading() as c:
        member = acting_member(c, invocation.acting_as, home.unix_name()) if is_mine else None
        found = escalations(
            c,
            now,
            kinds=kinds,
            key_results=key_results,
            teams=teams,
            holder=member.id if member else None,
            near=member,
            open_only=not is_all,
        )
    if as_json:
        tell_json([escalation_json(one) for one in found])
        return
    columns = (
        Column("id", paint=paint_dim),
        Column("code", paint=paint_dim),
        Column("about", is_flexible=True),
        Column("what"),
        Column("turn", is_flexible=True),
    )
    rows = [(one.id[-SHOWN_ID:], one.code, one.title, name_of(one), turn_text(one, now)) for one in found]
    _print(columns, rows, "nothing is escalated" if not is_all else "nothing was ever escalated")


def print_escalation(invocation: Invocation, ref: str, as_json: bool) -> None:
    """One escalation with its steps."""
    now = invocation.now()
    with invocation.reading() as c:
        one = find_escalation(c, ref, now)
        zone = workspace(c).timezone
    if as_json:
        tell_json(escalation_json(one))
        return
    tell(f"{name_of(one)} · {one.code} {one.title}".replace("  ", " "))
    pairs = [
        ("id", one.id),
        ("opened", instant(one.opened_at.isoformat(), zone)),
        ("said", one.text),
        ("raised by", one.by_name),
        ("help from", one.help_from),
        ("state", state_text(one)),
        ("turn", turn_text(one, now) if one.turn else ""),
        ("review", "on the monthly review's agenda" if one.on_review else ""),
    ]
    for line in labelled(pairs, width()):
        tell(line)
    for step in one.answers:
        tell()
        tell(f"{instant(step.at, zone)}  {step.by_name}: {STEP_WORDS.get(step.step, step.step)}")
        for text in said(step):
            tell(f"  {text}")


def print_inbox(invocation: Invocation, as_json: bool) -> None:
    """What waits for whoever asks."""
    now = invocation.now()
    with invocation.reading() as c:
        found = inbox(c, acting_member(c, invocation.acting_as, home.unix_name()), now)
    if as_json:
        tell_json([waiting_json(one) for one in found])
        return
    columns = (
        Column("what"),
        Column("code", paint=paint_dim),
        Column("about", is_flexible=True),
        Column("to do", is_flexible=True),
        Column("when"),
    )
    rows = [
        (_SECTIONS[one.kind], one.code, one.title, one.todo, within(one.due, now) if one.due else "")
        for one in found
    ]
    _print(columns, rows, "nothing waits for you")


def waiting_json(one: Waiting) -> dict[str, Any]:
    """One thing that waits, for `--json`."""
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "todo": one.todo,
        "due": one.due.isoformat() if one.due else None,
        "is_overdue": one.is_overdue,
        "key_result": one.key_result,
        "code": one.code,
        "escalation": escalation_json(one.escalation) if one.escalation else None,
    }


def _print(columns: Sequence[Column], rows: Sequence[Sequence[str]], nothing: str) -> None:
    if not rows:
        say(nothing)
        return
    for line in table(columns, rows, width()):
        tell(line)
