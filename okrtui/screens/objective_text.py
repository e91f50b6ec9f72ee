"""What an objective's page says around its key results: provenance, trends, bets, proposals, comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.rag import rag_word, show_score
from okrtui.okr.text import clean_line, fit
from okrtui.screens.card_text import change_rows
from okrtui.screens.days import show_age
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.detail_strip import pace_of
from okrtui.widgets.hanging_text import Hanging, lines_of

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import ChangeRow, CommentRow, InitiativeRow
    from okrtui.views.objective_page import ObjectivePage

LABEL_WIDTH = 9
INDENT = "    "


class Talk(NamedTuple):
    """One line of text among the key results; with a key it can be selected, so that one can scroll to it."""

    content: Content
    key: str = ""


def about_rows(view: ObjectivePage, scale: str, now: datetime) -> list[Hanging]:
    """The score and where it comes from, the owner, and why the objective matters."""
    row = view.row
    rows = [Hanging(_score(view, scale)), Hanging(Content.styled(view.provenance.text, ".muted"))]
    people = " · ".join(filter(None, [row.owner_name or "nobody", row.team_name, row.theme]))
    rows.append(_fact("owner", people))
    if row.why:
        rows.append(_fact("why", clean_line(row.why)))
    if view.contributes_to:
        link = view.contributes_to
        rows.append(_fact("moves", f"{link.code} “{link.title}”"))
    if view.conflicts:
        rows.append(_fact("conflict", f"two versions of {', '.join(view.conflicts)}"))
    return rows


def rows_of_key_result(line: KeyResultLine, initiatives: Iterable[InitiativeRow], width: int) -> list[Talk]:
    """Beneath a key result: its trend with the last insight, and its bets."""
    rows = []
    pace = pace_of(line)
    if line.trend or line.insight:
        text = Content.assemble((pace, ".muted"), "  " if pace else "", (line.insight, ".muted"))
        lead = Content.assemble(INDENT, (f"{line.trend}  " if line.trend else "", rag_style(line.rag)))
        rows.append(Talk((lead + text).truncate(width, ellipsis=True)))
    for each in initiatives:
        state = f" ({each.state})" if each.state else ""
        rows.append(Talk(Content.assemble(INDENT, (f"bet  {each.title}{state}", ".faint"))))
    return rows


def rows_below(
    proposals: Sequence[ChangeRow], comments: Sequence[CommentRow], now: datetime, width: int
) -> list[Talk]:
    """Open proposals, then comments, newest first."""
    rows: list[Talk] = []
    if proposals:
        rows += _section("OPEN")
    for change in proposals:
        rows += _talk(Hanging(text=Content.styled(change.about[3], ".muted")), width, "")
        for part in change_rows(change, now):
            rows += _talk(part, width, change.id)
    if comments:
        rows += _section("COMMENTS")
    for comment in comments:
        kind = "" if comment.kind == "note" else f"{comment.kind}  "
        said = Content.styled(f"{comment.author_name} · {show_age(comment.at, now)}", ".faint")
        text = Content.assemble((kind, ".heading"), clean_line(comment.text))
        rows += _talk(Hanging(Content("“ "), text, said), width, comment.id)
    return rows


def _score(view: ObjectivePage, scale: str) -> Content:
    row = view.row
    parts = []
    if row.is_archived:
        parts.append(Content.styled("archived", ".needed"))
    if row.score is None:
        parts.append(Content.styled("no score yet", ".muted"))
    else:
        parts.append(
            Content.styled(f"{show_score(row.score, scale)} {rag_word(row.rag or '')}", rag_style(row.rag))
        )
    if row.is_draft_score:
        parts.append(Content.styled("draft", ".needed"))
    parts.append(Content(row.reported_text))
    if row.phase != "active":
        parts.append(
            Content.styled(
                f"cycle in {row.phase}" if row.phase == "review" else f"{row.phase} cycle", ".muted"
            )
        )
    return Content("  ").join(parts)


def _fact(label: str, text: str) -> Hanging:
    return Hanging(Content.styled(fit(label, LABEL_WIDTH), ".muted"), Content(clean_line(text)))


def _section(name: str) -> list[Talk]:
    return [Talk(Content("")), Talk(Content.styled(name, ".heading"))]


def _talk(row: Hanging, width: int, key: str) -> list[Talk]:
    first, *others = lines_of(row, width)
    return [Talk(first, key), *(Talk(line) for line in others)]
