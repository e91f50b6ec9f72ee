"""Checking in: one KR, one week, one person who reports (Playbook, Weekly update format; domain, The week).

What one person types for one KR and week is one check-in; typing again revises it. Nothing incomplete is saved, and
nothing unlikely without a yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.actions.check_in_repeats import Report, put_figure, put_next_action
from okrtui.actions.session import Done, Session
from okrtui.actions.things import champions_of, code, setting_of, thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.check_in import (
    check_week,
    parse_confidence,
    plausibility_questions,
    require_complete,
)
from okrtui.okr.errors import BadInput, NotFound, Refused, Unconfirmed
from okrtui.okr.governance import may_check_in
from okrtui.okr.weeks import parse_week, week_of
from okrtui.store.clock import check_in_identity
from okrtui.store.journal import Journal
from okrtui.store.rows import query
from okrtui.store.shapes import values_of
from okrtui.views.structures import read_object
from okrtui.views.workspace import calendar, workspace

_TEXTS = ("insight", "next_action", "help_needed", "help_from", "learning", "status", "initiative")


def check_in(
    session: Session,
    key_result: str,
    *,
    actual: str | None = None,
    done: Sequence[str] | None = None,
    confidence: str | int | None = None,
    insight: str | None = None,
    next_action: str | None = None,
    help_needed: str | None = None,
    help_from: str | None = None,
    evidence: Sequence[str] | None = None,
    learning: str | None = None,
    status: str | None = None,
    initiative: str | None = None,
    week: str | None = None,
    same: bool = False,
    by: str | None = None,
    next_stands: bool = False,
    confirmed: bool = False,
) -> Done:
    """Save a check-in, or a revision of the one that stands for this week; what is None stays as it stood.

    Args:
        session: who types; for whom they report follows from their rights on the KR.
        key_result: the KR's id.
        actual: the figure as typed, in the KR's unit.
        done: names of the milestones that are done, for a KR of milestones.
        confidence: 1 to 5.
        insight: one insight from the data.
        next_action: one next action or change of a bet.
        help_needed: what help is needed.
        help_from: id of the team that it is needed from.
        evidence: links.
        learning: a learning or pattern worth keeping.
        status: on_track, at_risk or behind, in the owner's own word.
        initiative: id of the initiative that the next action changes.
        week: as typed; by default the running one.
        same: the figure of the last report stands, on purpose.
        by: the last figure moved by this much.
        next_stands: last week's next action stands, on purpose.
        confirmed: plausibility questions are answered with yes.

    Returns:
        `id` is the revision's; details: week, revised, late, identity.

    Raises:
        BadInput: something is missing or can't be used; `field` says which.
        Refused: the cycle's phase or the person's rights forbid it.
        Unconfirmed: a plausibility question waits for a yes; nothing was saved.
    """
    with session.writing("checked in") as journal:
        report = _report(session, journal, key_result, week)
        before = _shown(journal, report.identity)
        typed = {
            "insight": insight,
            "next_action": next_action,
            "help_needed": help_needed,
            "help_from": help_from,
            "evidence": None if evidence is None else list(evidence),
            "learning": learning,
            "status": status,
            "initiative": initiative,
        }
        fields = _kept(before) | typed_fields(
            "check_in", {name: one for name, one in typed.items() if one is not None}
        )
        _require_known(journal, fields)
        if confidence is not None:
            fields["confidence"] = parse_confidence(confidence)
        repeats = set(fields.pop("repeats", None) or ())
        repeats = put_figure(journal, report, fields, repeats, actual, done, same, by)
        repeats = put_next_action(journal, report, fields, repeats, next_action, next_stands)
        _check(journal, report, fields, before, confirmed)
        fields["repeats"] = sorted(repeats)
        revision = _write(session, journal, report, fields, before)
        shown_code = code(journal.connection, key_result)
        journal.what = f"{report.week[5:]} of {shown_code}"
        journal.connection.execute(
            "DELETE FROM draft WHERE key_result = ? AND week = ?", (key_result, report.week)
        )
    message = f"{'Revised' if before else 'Saved'} {report.week[5:]} for {shown_code}"
    message += " · late" if report.is_late and not before else ""
    return Done(
        f"{message} · undo with u",
        revision,
        {
            "week": report.week,
            "revised": before is not None,
            "late": report.is_late,
            "identity": report.identity,
        },
    )


def retract(session: Session, key_result: str, week: str | None = None) -> Done:
    """Take a check-in back: it stays readable, and no longer counts.

    Raises:
        BadInput: nothing stands for this week.
        Refused: the cycle's phase or the person's rights forbid it.
    """
    with session.writing("retracted a check-in") as journal:
        report = _report(session, journal, key_result, week)
        before = _shown(journal, report.identity)
        if before is None:
            raise BadInput(f"there is no check-in of yours for {report.week} to retract", field="week")
        revision = _write(session, journal, report, _kept(before) | {"retracted": True}, before)
    return Done(f"Retracted {report.week[5:]} · undo with u", revision, {"week": report.week})


def _report(session: Session, journal: Journal, key_result: str, typed_week: str | None) -> Report:
    setting = setting_of(journal.connection, key_result)
    here = workspace(journal.connection)
    running = week_of(session.now(), calendar(here))
    week = parse_week(typed_week, running) if typed_week else running
    is_late = check_week(week, running, setting.phase)
    values = setting.key_result
    if values["archived"] or setting.objective["archived"]:
        raise Refused("the KR is archived; it takes no check-ins any more")
    if not setting.is_in_force:
        raise Refused("the KR is a draft; publish it first: `okrtui objective publish`")
    manner = may_check_in(
        session.person(journal),
        values["owner"] or "",
        values["collaborators"] or (),
        setting.objective["owner"] or "",
        champions_of(journal.connection, setting.objective["team"]),
    )
    if manner is None:
        raise Refused(
            "only its owner, collaborators, objective owner, champion or program lead check in on this KR"
        )
    is_own = manner == "own" or not values["owner"]
    author = session.member.id if is_own else str(values["owner"])
    identity = check_in_identity(here.id, key_result, week, author)
    return Report(setting, key_result, week, is_late, author, None if is_own else session.member.id, identity)


def _require_known(journal: Journal, fields: dict[str, Any]) -> None:
    """Refuse help from a team, or a change of an initiative, that is not there."""
    for field, kind in (("help_from", "team"), ("initiative", "initiative")):
        if fields.get(field):
            try:
                thing(journal.connection, kind, fields[field])
            except NotFound as error:
                raise BadInput(str(error), field=field) from error


def _shown(journal: Journal, identity: str) -> dict[str, Any] | None:
    rows = query(
        journal.connection,
        "SELECT * FROM check_in WHERE identity = ? AND is_shown = 1 AND COALESCE(retracted, 0) = 0",
        (identity,),
    )
    return {"id": rows[0]["id"], **values_of("check_in", rows[0])} if rows else None


def _kept(before: dict[str, Any] | None) -> dict[str, Any]:
    """What a revision takes over from the one that it replaces."""
    names = ("actual", "milestones_done", "confidence", "evidence", "repeats", *_TEXTS)
    return {name: before[name] for name in names if name in before} if before else {}


def _check(
    journal: Journal, report: Report, fields: dict[str, Any], before: dict[str, Any] | None, confirmed: bool
) -> None:
    require_complete(
        fields.get("actual"),
        fields.get("milestones_done"),
        fields.get("confidence"),
        fields.get("insight"),
        fields.get("next_action"),
        report.setting.key_result["method"] or "linear",
    )
    if fields.get("help_from") and not fields.get("help_needed"):
        raise BadInput("say what help is needed from that team", field="help_needed")
    actual = fields.get("actual")
    fields["confirmed"] = bool(before and before.get("confirmed") and before.get("actual") == actual)
    if actual is None or (before and before.get("actual") == actual):
        return
    history = journal.connection.execute(
        "SELECT actual, MAX(week || COALESCE(at, '') || id) FROM check_in WHERE key_result = ? AND week < ?"
        " AND actual IS NOT NULL AND is_shown = 1 AND COALESCE(retracted, 0) = 0 GROUP BY week ORDER BY week",
        (report.key_result, report.week),
    ).fetchall()
    unit = report.setting.key_result["unit"] or ""
    valid = _valid_range(journal, report.key_result)
    questions = plausibility_questions(actual, [row[0] for row in history], valid, unit)
    if questions and not confirmed:
        raise Unconfirmed(questions)
    fields["confirmed"] = bool(questions)


def _valid_range(journal: Journal, key_result: str) -> tuple[str | None, str | None] | None:
    row = journal.connection.execute(
        "SELECT valid_range FROM metric, json_each(metric.key_results)"
        " WHERE json_each.value = ? AND valid_range IS NOT NULL LIMIT 1",
        (key_result,),
    ).fetchone()
    limits = read_object(row[0]) if row else {}
    return (limits.get("min"), limits.get("max")) if limits else None


def _write(
    session: Session, journal: Journal, report: Report, fields: dict[str, Any], before: dict[str, Any] | None
) -> str:
    record = {
        **{name: value for name, value in fields.items() if value not in (None, False) and value != []},
        "key_result": report.key_result,
        "week": report.week,
        "author": report.author,
        "at": session.stamp(),
    }
    if fields.get("milestones_done") is not None:
        record["milestones_done"] = fields["milestones_done"]
    if report.on_behalf:
        record["on_behalf"] = report.on_behalf
    if before:
        record["replaces"] = before["id"]
    return journal.add("check_in", report.identity, record).id
