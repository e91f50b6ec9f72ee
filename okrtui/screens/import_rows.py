"""An import's plan as lines: the OKRs that would be new with their figures, what differs, what was not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from okrtui.okr.figures import figures_of
from okrtui.okr.text import clean_line
from okrtui.screens.card_text import heading
from okrtui.screens.days import show_day
from okrtui.screens.mapping_words import said_here
from okrtui.widgets.bar_line import ends_of
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.actions.imports import ImportPlan
    from okrtui.actions.incoming import Item

MOST_SHOWN = 400
"""Lines of OKRs that are shown one by one; a longer import is told by its counts."""


def plan_rows(plan: ImportPlan, names: Mapping[str, str]) -> list[Hanging]:
    """All of a plan; `names` are those of the members that are known already, by id."""
    people = dict(names) | {
        item.id: str(item.fields.get("name") or item.fields.get("handle") or "")
        for item in plan.items
        if item.kind == "member"
    }
    rows = [Hanging(text=Content.styled(said_here(line), ".strong")) for line in plan.summary]
    if plan.unread:
        rows += [Hanging(), heading("NOT READ")]
        rows += [
            Hanging(
                Content.styled(f"{clean_line(each.file)} line {each.unread.line}  ", ".needed"),
                Content.assemble(said_here(each.unread.why), "  ", (clean_line(each.unread.text), ".faint")),
            )
            for each in plan.unread
        ]
    if plan.notes:
        rows += [Hanging(), heading("NOTES")]
        rows += [Hanging(Content("  "), Content(said_here(note))) for note in plan.notes]
    rows += _okr_rows(plan.items, people)
    if plan.differences:
        rows += [Hanging(), heading("DIFFERENT HERE")]
    for each in plan.differences[:MOST_SHOWN]:
        what = f"{clean_line(each.field.replace('_', ' '))} {_shown(each.ours)} → {_shown(each.theirs)}"
        rows.append(Hanging(Content("  "), Content.assemble(clean_line(each.thing), "  ", (what, ".muted"))))
    return rows


def problem_rows(problems: Sequence[str]) -> list[Hanging]:
    """What is wrong with the files, line by line; nothing where the message says it all."""
    return [Hanging(Content("  "), Content(said_here(problem))) for problem in problems]


def _okr_rows(items: Sequence[Item], people: Mapping[str, str]) -> list[Hanging]:
    """Objectives with the key results below them; those of known objectives stand first."""
    key_results: dict[str, list[Item]] = {}
    for item in items:
        if item.kind == "key_result":
            key_results.setdefault(str(item.fields.get("objective")), []).append(item)
    rows: list[Hanging] = []
    objectives = [item for item in items if item.kind == "objective"]
    known = {item.id for item in objectives}
    for parent, orphans in key_results.items():
        if parent not in known:
            rows += [row for each in orphans for row in _key_result_rows(each, people)]
    for objective in objectives:
        owner = people.get(str(objective.fields.get("owner")), "")
        text = Content.assemble(
            (clean_line(str(objective.fields.get("title") or "")), ".strong"), (f"  {owner}", ".faint")
        )
        rows += [Hanging(), Hanging(text=text)]
        for each in key_results.get(objective.id, []):
            rows += _key_result_rows(each, people)
    if len(rows) > MOST_SHOWN:
        rows = [
            *rows[:MOST_SHOWN],
            Hanging(text=Content.styled(f"… and {len(rows) - MOST_SHOWN} lines more", ".muted")),
        ]
    return rows


def _key_result_rows(item: Item, people: Mapping[str, str]) -> list[Hanging]:
    """A key result's title, and below it figures, due date, owner and source."""
    fields = item.fields
    left, right = ends_of(figures_of(fields), str(fields.get("unit") or ""))
    figures = " → ".join(filter(None, [left, right])) or str(fields.get("method") or "")
    source = fields.get("source") or {}
    due = show_day(str(fields.get("due") or ""))
    facts = [
        figures,
        f"by {due}" if due else "",
        people.get(str(fields.get("owner")), "") or "no owner",
        str(source.get("name") or "") or "no source",
        "postponed" if fields.get("postponed") else "",
        "archived" if fields.get("archived") else "",
    ]
    title = Content(clean_line(str(fields.get("title") or "")))
    about = Content.styled(clean_line(" · ".join(filter(None, facts))), ".muted")
    return [Hanging(Content("  "), title), Hanging(Content("    "), about)]


def _shown(value: Any) -> str:
    return clean_line(str(value)) if value not in (None, "", [], {}) else "—"
