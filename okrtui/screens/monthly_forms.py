"""The forms of a monthly review: a note on a point, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.text import clean_line, clean_text, cut
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.running_review import RunningReview

_LONGEST_HEADING = 60


def note_form(page: Page, title: str, text: str, keep: Callable[[str], Done]) -> FormDialog:
    """Note what is said on a point; `keep` is called in a thread with the text, "" to drop the note."""

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        return keep(clean_text(texts["text"]))

    field = FormField("text", "What is said", text, hint="stands in the minutes", is_long=True)
    return FormDialog(page, f"Note: {cut(clean_line(title), _LONGEST_HEADING)}", (field,), "Keep", work)


def end_form(
    page: Page,
    team: str | None,
    running: RunningReview,
    here: Sequence[str],
    decided: int,
    then: Callable[[Done], None],
) -> FormDialog:
    """Save the review: its minutes are made from the agenda, what was noted and decided, and what is typed here."""

    def work(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.monthly_reviews import save_monthly

        return save_monthly(
            session,
            team,
            notes=texts["notes"],
            said=running.said,
            attendees=running.attendees,
            decided=running.decided,
            learnings=[line for line in texts["learnings"].splitlines() if line.strip()],
        )

    about = Content.assemble(
        ("here      ", ".muted"),
        ", ".join(map(clean_line, here)) or "nobody noted yet (w)",
        ("\ndecided   ", ".muted"),
        str(decided) if decided else "nothing yet (n)",
        ("\nnoted     ", ".muted"),
        f"on {len(running.said)} points" if running.said else "nothing yet (m)",
    )
    fields = (
        FormField("notes", "Notes", running.notes, hint="Markdown; may be empty", is_long=True),
        FormField("learnings", "Learnings", hint="a line each; may be empty", is_long=True),
    )
    return FormDialog(page, "Save this review?", fields, "Save", work, about=about, then=then)
