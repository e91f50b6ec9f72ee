"""The forms of a meeting: who is here, a decision, a blocker, an escalation's answer, what becomes of a bet.

They only ask; who may do what, and what becomes of it, is the actions' business and told in their words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from okrtui import home
from okrtui.okr.errors import BadInput
from okrtui.okr.escalation_answers import said_in
from okrtui.okr.escalation_steps import ANSWERED, ASKED, HUDDLE, NAMES
from okrtui.okr.kinds import INITIATIVE_STATES
from okrtui.okr.text import clean_line
from okrtui.screens.decision_forms import Choices, new_decision_form
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import InitiativeRow
    from okrtui.views.people import TeamRow
    from okrtui.views.workspace import MemberRow

NOBODY = ("nobody", "-")
_DUE = timedelta(days=7)
_STEP_WORDS = {
    "acknowledged": "acknowledge it",
    HUDDLE: "the huddle was held",
    ASKED: "ask the sponsor",
    ANSWERED: "answer it",
}


def attendees_form(
    page: Page,
    heading: str,
    people: Sequence[MemberRow],
    present: Sequence[str],
    verb: str,
    note: Callable[[Session, list[str]], Done],
) -> FormDialog:
    """Ask who is here; `note` is called in a thread with the ids of those who are."""

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        return note(session, texts["attendees"].splitlines())

    choices = tuple(
        (f"{one.name} ({one.handle}{'' if one.account else ', no account'})", one.id) for one in people
    )
    hint = "space ticks, enter goes on"
    field = FormField("attendees", "Who is here?", "\n".join(present), choices, hint, is_many=True)
    return FormDialog(page, heading, (field,), verb, work)


def meeting_decision_form(
    page: Page, line: KeyResultLine, people: Sequence[MemberRow], me: str
) -> FormDialog:
    """Record a decision on the key result on the screen; its owner sees to it unless another one is named."""
    due = (home.now() + _DUE).date().isoformat()
    members = tuple((one.name, one.id) for one in people)
    return new_decision_form(
        page, Choices(members, (), line.owner or me, due), key_result=line.id, title=line.title
    )


def meeting_blocker_form(page: Page, line: KeyResultLine, teams: Sequence[TeamRow]) -> FormDialog:
    """Raise a blocker of the key result on the screen."""
    key_result = line.id

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.escalations import raise_escalation

        team = "" if texts["help_from"] == NOBODY[1] else texts["help_from"]
        return raise_escalation(session, "blocker", texts["text"], help_from=team, key_result=key_result)

    choices = (NOBODY, *((team.name, team.id) for team in teams))
    fields = (
        FormField("text", "What is in the way?"),
        FormField("help_from", "Whose help is needed?", NOBODY[1], choices),
    )
    return FormDialog(page, f"Blocker of {line.title}", fields, "Raise", work)


def step_choices(escalations: Sequence[EscalationLine]) -> list[tuple[str, str]]:
    """The steps that can be taken on these escalations, the ones that they wait for first: (words, place and step)."""
    choices = []
    for place, one in enumerate(escalations):
        taken = {answer.step for answer in one.answers}
        steps = [step for step in _STEP_WORDS if step not in taken and _has_step(one.kind, step)]
        waited_for = one.turn.step if one.turn else ""
        for step in sorted(steps, key=lambda step: step != waited_for):
            since = f" since {one.week[5:]}" if one.week else ""
            what = clean_line(one.text) or f"{NAMES[one.kind]}{since}"
            choices.append((f"{what}: {_STEP_WORDS[step]}", f"{place} {step}"))
    return choices


def meeting_answer_form(
    page: Page, escalation: EscalationLine, step: str, teams: Sequence[TeamRow]
) -> FormDialog:
    """Take a step on an escalation."""
    id_ = escalation.id
    is_asked = any(one.step == ASKED for one in escalation.answers)

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.escalations import take_step

        given = {name: "" if text == NOBODY[1] else text for name, text in texts.items()}
        return take_step(session, id_, step, **given)

    choices = (NOBODY, *((team.name, team.id) for team in teams))
    fields = tuple(
        FormField(
            one.name,
            f"{one.label}{'' if one.is_needed else ' (if any)'}",
            NOBODY[1] if one.name == "help_from" else "",
            choices if one.name == "help_from" else (),
        )
        for one in said_in(escalation.kind, step, is_asked)
    )
    heading = f"{NAMES[escalation.kind].capitalize()}: {_STEP_WORDS[step]}"
    about = clean_line(escalation.text) or escalation.title
    return FormDialog(page, heading, fields, "Do it", work, about=about)


def meeting_bet_form(page: Page, bets: Sequence[InitiativeRow]) -> FormDialog:
    """Note what becomes of one of the bets that should move the key result on the screen."""

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.initiatives import edit_initiative

        given = {"state": texts["state"]} | (
            {"learning": texts["learning"]} if texts["learning"].strip() else {}
        )
        return edit_initiative(session, texts["initiative"], **given)

    choices = tuple((f"{each.title} ({each.state or 'planned'})", each.id) for each in bets)
    states = tuple((state, state) for state in INITIATIVE_STATES)
    fields = (
        FormField("initiative", "Which bet?", choices[0][1], choices),
        FormField("state", "It is now", bets[0].state or INITIATIVE_STATES[0], states),
        FormField("learning", "What was learnt?", hint="if anything", is_long=True),
    )
    return FormDialog(page, "What becomes of a bet", fields, "Save", work)


def choice_form(
    page: Page, heading: str, label: str, choices: Sequence[tuple[str, str]], chosen: Callable[[str], object]
) -> FormDialog:
    """Choose one of several; `chosen` is called on the UI's thread with its value."""
    picked: list[str] = []

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.session import Done

        picked[:] = [texts["choice"]]
        return Done("")

    def go_on(done: Done) -> None:
        chosen(picked[0])

    field = FormField("choice", label, choices[0][1], tuple(choices))
    return FormDialog(page, heading, (field,), "Go on", work, then=go_on)


def _has_step(kind: str, step: str) -> bool:
    try:
        said_in(kind, step, is_asked=False)
    except BadInput:
        return False
    return True
