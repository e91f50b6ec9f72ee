"""What an objective's page says around its key results: provenance, trends, bets, proposals, comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.rag import rag_letter, rag_word, show_score
from okrtui.okr.text import clean_line, fit
from okrtui.screens.card_text import change_rows
from okrtui.screens.days import show_age, show_day
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.detail_strip import pace_of
from okrtui.widgets.hanging_text import Hanging, lines_of

if TYPE_CHECKING:
    from okrtui.views.contribution import Contributor
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import ChangeRow, CommentRow, InitiativeRow
    from okrtui.views.objective_page import ObjectivePage

LABEL_WIDTH = 9
MOST_DRIVERS = 4
"""So many drivers stand beneath a key result; its card has them all."""
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
    if view.who_changes:
        rows.append(
            _fact("agreed", f"figures change by a proposal (C on a card): {view.who_changes}", ".muted")
        )
    if view.conflicts:
        rows.append(_fact("conflict", ", ".join(each.told for each in view.conflicts)))
    return rows


def rows_of_key_result(
    line: KeyResultLine,
    initiatives: Sequence[InitiativeRow],
    contributors: Sequence[Contributor],
    width: int,
    scale: str,
) -> list[Talk]:
    """Beneath a key result: its trend with the last insight, and its drivers: bets, and key results that move it."""
    rows = []
    pace = pace_of(line)
    if line.trend or line.insight:
        text = Content.assemble((pace, ".muted"), "  " if pace else "", (line.insight, ".muted"))
        lead = Content.assemble(INDENT, (f"{line.trend}  " if line.trend else "", rag_style(line.rag)))
        rows.append(Talk((lead + text).truncate(width, ellipsis=True)))
    drivers = [_bet(each) for each in initiatives] + [_driver(each, scale) for each in contributors]
    rows += [Talk(each.truncate(width, ellipsis=True)) for each in drivers[:MOST_DRIVERS]]
    if drivers[MOST_DRIVERS:]:
        more = f"{len(drivers) - MOST_DRIVERS} more drivers: enter"
        rows.append(Talk(Content.assemble(INDENT, (more, ".faint"))))
    return rows


def decision_rows(decisions: Sequence[DecisionLine], now: datetime) -> list[Hanging]:
    """The decision log: what was decided when, by whom it is done and until when, and what it rests on."""
    rows = [Hanging(Content.styled("DECISIONS", ".heading"))]
    if not decisions:
        rows += [Hanging(), Hanging(Content.styled("none recorded: D opens the log", ".muted"))]
    for each in decisions:
        day = show_day(each.date, now.year) if each.date else ""
        state = (
            "waits for the sponsor"
            if each.state == "proposed"
            else ""
            if each.state == "decided"
            else each.state
        )
        due = f"by {show_day(each.due, now.year)}" if each.due else ""
        todo = "done" if each.is_done else " ".join(filter(None, [each.owner_name, due]))
        style = (
            ".needed" if each.is_overdue(now.date().isoformat()) or state.startswith("waits") else ".muted"
        )
        about = " ".join(one.code for one in each.linked if one.kind == "key_result")
        rows += [
            Hanging(),
            Hanging(Content.assemble((day, ".muted"), "  ", (about, ".faint"))),
            Hanging(text=Content(clean_line(each.decision))),
        ]
        if state or todo:
            rows.append(Hanging(text=Content.styled(" · ".join(filter(None, [state, todo])), style)))
        if each.evidence:
            rows.append(Hanging(text=Content.styled(clean_line(each.evidence), ".faint")))
    return rows


def rows_below(
    proposals: Sequence[ChangeRow],
    comments: Sequence[CommentRow],
    decisions: Sequence[DecisionLine],
    now: datetime,
    width: int,
) -> list[Talk]:
    """Open proposals, then the decisions that have no room beside them, then comments, newest first."""
    rows: list[Talk] = []
    if proposals:
        rows += _section("OPEN")
    for change in proposals:
        rows += _talk(Hanging(text=Content.styled(change.about[3], ".muted")), width, "")
        for part in change_rows(change, now):
            rows += _talk(part, width, change.id)
    for place, each in enumerate(decision_rows(decisions, now) if decisions else []):
        if each == Hanging():
            continue
        rows += _section("DECISIONS") if place == 0 else _talk(each, width, f"decision {place}")
    if comments:
        rows += _section("COMMENTS")
    for comment in comments:
        kind = "" if comment.kind == "note" else f"{comment.kind}  "
        said = Content.styled(f"{comment.author_name} · {show_age(comment.at, now)}", ".faint")
        text = Content.assemble((kind, ".heading"), clean_line(comment.text))
        rows += _talk(Hanging(Content("“ "), text, said), width, comment.id)
    return rows


def _bet(bet: InitiativeRow) -> Content:
    state = f" ({bet.state})" if bet.state else ""
    lead = f"  {bet.lead_name}" if bet.lead_name else ""
    return Content.assemble(INDENT, ("bet  ", ".faint"), (f"{bet.title}{state}", ".muted"), (lead, ".faint"))


def _driver(each: Contributor, scale: str) -> Content:
    how = f": {each.how}" if each.how else ""
    kind = "leading" if each.indicator == "leading" else "KR"
    return Content.assemble(
        INDENT,
        (f"{kind}  ", ".faint"),
        (f"{show_score(each.score, scale)} {rag_letter(each.rag or '')}".rstrip(), rag_style(each.rag)),
        (f"  {each.code} {each.title}", ".muted"),
        (how, ".faint"),
    )


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


def _fact(label: str, text: str, style: str = "") -> Hanging:
    return Hanging(Content.styled(fit(label, LABEL_WIDTH), ".muted"), Content.styled(clean_line(text), style))


def _section(name: str) -> list[Talk]:
    return [Talk(Content("")), Talk(Content.styled(name, ".heading"))]


def _talk(row: Hanging, width: int, key: str) -> list[Talk]:
    first, *others = lines_of(row, width)
    return [Talk(first, key), *(Talk(line) for line in others)]
