"""The forms of the decision log: record a decision, say the sponsor's word on one that waits, close its action.

They only ask; who may do what is the actions' business and told in their words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui import home
from okrtui.okr.meeting_kinds import DECISION_KINDS
from okrtui.okr.text import clean_line, cut
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.decisions import DecisionLine

KIND_WORDS = {
    "resource_shift": "a shift of resources",
    "priority": "a priority",
    "scope": "scope",
    "other": "something else",
}
_NOTHING = "-"
_DAYS_TO_DO_IT = 14
_LONGEST_CHOICE = 60


class Choices(NamedTuple):
    """What a new decision can name: people and KRs as (label, id), who records it, and a usual due date."""

    members: tuple[tuple[str, str], ...]
    key_results: tuple[tuple[str, str], ...]
    me: str
    due: str


def decision_choices(c: sqlite3.Connection, now: datetime, acting_as: str | None) -> Choices:
    """Everybody, and the KRs of open cycles; read in a thread.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        acting_as: handle of who records it, None where it follows from the Unix name.
    """
    from okrtui.okr.weeks import today_in
    from okrtui.views.lines import OPEN_PHASES, lines
    from okrtui.views.people import members
    from okrtui.views.workspace import acting_member, calendar, workspace

    today = today_in(now, calendar(workspace(c)))
    key_results = lines(c, now, phases=OPEN_PHASES)
    return Choices(
        tuple((one.name, one.id) for one in members(c)),
        tuple((cut(f"{one.code}  {one.title}", _LONGEST_CHOICE), one.id) for one in key_results),
        acting_member(c, acting_as, home.unix_name()).id,
        (today + timedelta(days=_DAYS_TO_DO_IT)).isoformat(),
    )


def new_decision_form(
    page: Page,
    choices: Choices,
    *,
    key_result: str = "",
    objective: str = "",
    title: str = "",
    then: Callable[[Done], None] | None = None,
) -> FormDialog:
    """Record a decision, about a KR or an objective (by id) where one is given.

    Args:
        page: the page beneath.
        choices: who and what can be named.
        key_result: the KR's id.
        objective: the objective's id.
        title: of what it is about, for the heading.
        then: called on the UI's thread once it is recorded.
    """

    def record(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.decisions import decide

        about = key_result or texts.get("key_result", _NOTHING)
        return decide(
            session,
            texts["decision"],
            evidence=texts["evidence"],
            owner=texts["owner"],
            due=texts["due"],
            kind=texts["kind"],
            change=texts["change"],
            key_results=[about] if about != _NOTHING and not objective else [],
            objectives=[objective] if objective else [],
        )

    kinds = tuple((KIND_WORDS[kind], kind) for kind in DECISION_KINDS)
    fields = [
        FormField("decision", "What was decided", is_long=True),
        FormField("evidence", "Evidence", hint="a figure, a link, an experiment's result"),
        FormField("owner", "Who sees to it", choices.me, choices.members),
        FormField("due", "Until when", choices.due, hint="YYYY-MM-DD"),
        FormField("kind", "It is", "other", kinds, hint="shifts of resources wait for the sponsor"),
        FormField("change", "What changes", hint="in OKRs or initiatives; may be empty"),
    ]
    if not (key_result or objective):
        nothing = ("nothing in particular", _NOTHING)
        fields.append(FormField("key_result", "About", _NOTHING, (nothing, *choices.key_results)))
    heading = f"Decide on {title}" if title else "Record a decision"
    return FormDialog(page, heading, fields, "Record", record, then=then)


def approve_form(page: Page, decision: DecisionLine) -> FormDialog:
    """Say yes to a decision that waits."""
    return _ruling_form(page, decision, "decided", "Approve", "Approve this?", "may be empty")


def decline_form(page: Page, decision: DecisionLine) -> FormDialog:
    """Say no to a decision that waits."""
    return _ruling_form(
        page, decision, "declined", "Decline", "Decline this?", "whoever proposed it reads it"
    )


def done_form(page: Page, decision: DecisionLine) -> FormDialog:
    """Close a decision's action."""
    id_ = decision.id

    def close(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.decisions import close_action

        return close_action(session, id_, texts["text"])

    fields = (FormField("text", "What came of it", is_long=True),)
    return FormDialog(page, "Its action is done?", fields, "Done", close, about=_told(decision))


def _ruling_form(
    page: Page, decision: DecisionLine, verdict: str, verb: str, heading: str, hint: str
) -> FormDialog:
    id_ = decision.id

    def say(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.decisions import rule

        return rule(session, id_, verdict, texts["text"])

    fields = (FormField("text", "Why", hint=hint, is_long=True),)
    return FormDialog(page, heading, fields, verb, say, about=_told(decision))


def _told(decision: DecisionLine) -> Content:
    """What was decided, on what, and by whom."""
    parts = [Content.styled(clean_line(decision.decision), ".strong")]
    if decision.evidence:
        parts.append(Content(clean_line(decision.evidence)))
    if decision.by:
        parts.append(Content.styled(f"{decision.by}, due {decision.due}", ".muted"))
    return Content("\n").join(parts)
