"""The forms of escalations: take a step, raise one by hand.

They only ask; who may take which step is the actions' business and told in their words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.escalation_answers import said_in
from okrtui.okr.escalation_steps import ACKNOWLEDGED, ANSWERED, ASKED, BLOCKER, DATA_ISSUE, HUDDLE, NAMES
from okrtui.okr.text import clean_line
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page
from okrtui.views.escalation_text import name_of, said, turn_text

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.escalations import EscalationLine

Teams = Sequence[tuple[str, str]]
"""Teams to choose from, as (name, id)."""

_NO_TEAM = "-"
_VERBS = {ACKNOWLEDGED: "Acknowledge", HUDDLE: "Note", ASKED: "Ask", ANSWERED: "Answer"}
_HEADINGS = {
    ACKNOWLEDGED: "Acknowledge the {kind}",
    HUDDLE: "The huddle was held",
    ASKED: "Ask the sponsor for help",
    ANSWERED: "Answer the {kind}",
}
_DECIDING = "Decide, as the sponsor"


def step_form(
    page: Page,
    line: EscalationLine,
    step: str,
    teams: Teams,
    now: datetime,
    then: Callable[[Done], None] | None = None,
) -> FormDialog:
    """Take a step on an escalation.

    Args:
        page: the page beneath.
        line: the escalation.
        step: "acknowledged", "huddle", "asked" or "answered".
        teams: those that can be asked for help.
        now: an aware instant, for the clock.
        then: called on the UI's thread once it is written.
    """
    escalation = line.id
    is_asked = any(one.step == ASKED for one in line.answers)

    def take(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.escalations import take_step

        given = {name: "" if text == _NO_TEAM else text for name, text in texts.items()}
        return take_step(session, escalation, step, **given)

    fields = [
        _team_field(one.label, teams)
        if one.name == "help_from"
        else FormField(
            one.name, one.label, hint="" if one.is_needed else "may be empty", is_long=one.name == "text"
        )
        for one in said_in(line.kind, step, is_asked)
    ]
    is_decision = step == ANSWERED and is_asked
    heading = _DECIDING if is_decision else _HEADINGS[step].format(kind=NAMES[line.kind])
    return FormDialog(
        page,
        f"{heading}: {line.title}",
        fields,
        "Decide" if is_decision else _VERBS[step],
        take,
        about=_about(line, now),
        then=then,
    )


def raise_form(
    page: Page, title: str, teams: Teams, then: Callable[[Done], None] | None = None, **about: str
) -> FormDialog:
    """Raise a blocker or a data issue.

    Args:
        page: the page beneath.
        title: of what it is about.
        teams: those whose help may be needed.
        then: called on the UI's thread once it is written.
        about: the id of the KR or objective that it is about, as `key_result` or `objective`.
    """

    def write(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.escalations import raise_escalation

        team = "" if texts["help_from"] == _NO_TEAM else texts["help_from"]
        return raise_escalation(session, texts["kind"], texts["text"], help_from=team, **about)

    fields = (
        FormField("kind", "It is a", BLOCKER, tuple((NAMES[kind], kind) for kind in (BLOCKER, DATA_ISSUE))),
        FormField("text", "What is in the way", is_long=True),
        _team_field("Help is needed from", teams),
    )
    return FormDialog(page, f"Escalate {title}", fields, "Raise", write, then=then)


def _team_field(label: str, teams: Teams) -> FormField:
    return FormField("help_from", label, _NO_TEAM, (("no other team", _NO_TEAM), *teams))


def _about(line: EscalationLine, now: datetime) -> Content:
    """What it is, whose turn it is, and what was said last."""
    parts = [Content.assemble((name_of(line), ".needed"), (f" · {turn_text(line, now)}", ".muted"))]
    if line.text:
        parts.append(Content(clean_line(line.text)))
    if line.answers:
        last = line.answers[-1]
        told = "; ".join(clean_line(text) for text in said(last))
        parts.append(Content.styled(f"{last.by_name}: {told}" if told else "", ".muted"))
    return Content("\n").join(part for part in parts if part.plain)
