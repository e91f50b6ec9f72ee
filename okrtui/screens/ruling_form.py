"""The form in which the sponsor decides on or declines what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.text import clean_line
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.decisions import DecisionLine


def ruling_form(page: Page, decision: DecisionLine) -> FormDialog:
    """Approve or decline a decision that was proposed; nothing is chosen beforehand but the safe one."""
    id_ = decision.id

    def say(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.decisions import rule

        return rule(session, id_, texts["verdict"], texts["text"])

    verdicts = (("approve", "decided"), ("decline", "declined"))
    fields = (
        FormField("verdict", "Decision", "declined", verdicts),
        FormField("text", "Why", hint="asked for where it is declined", is_long=True),
    )
    about = Content("\n").join(
        Content.styled(clean_line(text), style)
        for text, style in (
            (decision.evidence, ""),
            (decision.change, ""),
            (f"proposed by {decision.by or 'somebody'}, due {decision.due}", ".muted"),
        )
        if text
    )
    return FormDialog(page, f"Decide: {decision.decision}", fields, "Decide", say, about=about)
