"""The form for a comment on a key result or an objective."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from okrtui.okr.kinds import COMMENT_KINDS
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session


def comment_form(
    page: Page, title: str, *, key_result: str | None = None, objective: str | None = None
) -> FormDialog:
    """A form that writes a comment on one of the two."""

    def write(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.comments import add_comment

        return add_comment(
            session, texts["text"], objective=objective, key_result=key_result, kind=texts["kind"]
        )

    fields = (
        FormField("text", "What is there to say?", is_long=True),
        FormField("kind", "Kind", COMMENT_KINDS[0], tuple((kind, kind) for kind in COMMENT_KINDS)),
    )
    return FormDialog(page, f"Comment on {title}", fields, "Comment", write)
