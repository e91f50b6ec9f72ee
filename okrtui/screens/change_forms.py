"""The forms of governance: propose a change, decide on one, archive and postpone (domain rules, §4).

They only ask; who may do what, and what becomes of it, is the actions' business and told in their words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.text import clean_line
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.card import KeyResultCard
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import ChangeRow, ObjectiveRow

    Work = Callable[[Session, Mapping[str, str]], Done]

_CHANGEABLE = (
    ("target", "target"),
    ("baseline", "baseline"),
    ("due date", "due"),
    ("title", "title"),
    ("weight", "weight"),
    ("unit", "unit"),
    ("metric", "metric"),
    ("definition", "definition"),
    ("source", "source"),
    ("owner", "owner"),
)
REASON = FormField("reason", "Why", hint="stays on the record", is_long=True)


def proposal_form(page: Page, card: KeyResultCard) -> FormDialog:
    """Propose another value for one agreed field."""
    key_result = card.line.id

    def propose(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions import changes

        field, value = texts["field"], texts["value"]
        proposed = {"name": value, **_url_of(card)} if field == "source" else value
        return changes.propose(session, key_result, {field: proposed}, texts["reason"])

    fields = (
        FormField("field", "Change", "target", _CHANGEABLE),
        FormField("value", "To", hint=f"now: {card.method_text}"),
        REASON,
    )
    return FormDialog(page, f"Propose a change to {card.line.title}", fields, "Propose", propose)


def decision_form(page: Page, change: ChangeRow) -> FormDialog:
    """Approve or decline an open proposal."""
    identity = change.id

    def decide(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions import changes

        verdict = changes.approve if texts["verdict"] == "approve" else changes.decline
        return verdict(session, identity, texts["reason"])

    what = [f"{field.replace('_', ' ')}: {was} → {new}" for field, was, new in change.changes] or [
        change.action
    ]
    about = Content.assemble(
        *(f"{clean_line(line)}\n" for line in what),
        (f"{change.by_name}: {clean_line(change.reason)}", ".muted"),
    )
    fields = (
        FormField("verdict", "Decision", "decline", (("approve", "approve"), ("decline", "decline"))),
        REASON._replace(label="Reason", is_long=False),
    )
    return FormDialog(page, f"Decide on {change.about[3]}", fields, "Decide", decide, about=about)


def archive_key_result_form(page: Page, line: KeyResultLine) -> FormDialog:
    """Archive a key result; in force, this makes the proposal."""
    key_result = line.id

    def archive(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.key_results import archive_key_result

        return archive_key_result(session, key_result, texts["reason"])

    return _archive_form(page, line.title, archive)


def archive_objective_form(page: Page, objective: ObjectiveRow) -> FormDialog:
    """Archive an objective with its key results; published, this makes the proposal."""
    identity = objective.id

    def archive(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.objectives import archive_objective

        return archive_objective(session, identity, texts["reason"])

    return _archive_form(page, objective.title, archive)


def postpone_key_result_form(page: Page, line: KeyResultLine) -> FormDialog:
    """Postpone a key result, or take it up again where it is postponed."""
    key_result = line.id

    def postpone(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.key_results import postpone_key_result

        return postpone_key_result(session, key_result, texts["reason"], texts["until"].strip() or None)

    def resume(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.key_results import resume_key_result

        return resume_key_result(session, key_result, texts["reason"])

    return (
        _resume_form(page, line.title, resume)
        if line.postponed
        else _postpone_form(page, line.title, postpone)
    )


def postpone_objective_form(page: Page, objective: ObjectiveRow, is_postponed: bool) -> FormDialog:
    """Postpone all key results of an objective, or take them up again."""
    identity = objective.id

    def postpone(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.objectives import postpone_objective

        return postpone_objective(session, identity, texts["reason"], texts["until"].strip() or None)

    def resume(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.objectives import resume_objective

        return resume_objective(session, identity, texts["reason"])

    return (
        _resume_form(page, objective.title, resume)
        if is_postponed
        else _postpone_form(page, objective.title, postpone)
    )


def _archive_form(page: Page, title: str, work: Work) -> FormDialog:
    about = (
        "It leaves the lists and the roll-up. Nothing is deleted; what was agreed changes only by approval."
    )
    return FormDialog(page, f"Archive {title}?", (REASON,), "Archive", work, about=about, is_grave=True)


def _postpone_form(page: Page, title: str, work: Work) -> FormDialog:
    fields = (REASON, FormField("until", "Until", hint="YYYY-MM-DD, empty for open"))
    about = "It owes no check-ins meanwhile and does not count in its objective's score."
    return FormDialog(page, f"Postpone {title}?", fields, "Postpone", work, about=about, is_grave=True)


def _resume_form(page: Page, title: str, work: Work) -> FormDialog:
    return FormDialog(page, f"Resume {title}?", (REASON,), "Resume", work, is_grave=True)


def _url_of(card: KeyResultCard) -> dict[str, str]:
    return {"url": card.source["url"]} if card.source.get("url") else {}
