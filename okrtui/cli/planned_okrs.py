"""The OKRs that an import would make, as lines to be compared with the file before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from okrtui.cli.figures_text import NOTHING, day, way
from okrtui.okr.figures import figures_of
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.actions.imports import ImportPlan

MOST_SHOWN = 60
"""Lines; a longer import is told by its counts."""


def planned_okrs(plan: ImportPlan) -> list[str]:
    """Objectives that would be new, and key results with figures, due date, owner and source."""
    people = _people(plan)
    objectives = {item.id: item for item in plan.items if item.kind == "objective"}
    lines, last = [], None
    for item in plan.items:
        if item.kind != "key_result":
            continue
        parent = item.fields.get("objective")
        if parent in objectives and parent != last:
            lines.append(f"  {clean_line(str(objectives[parent].fields.get('title') or ''))}")
            last = parent
        lines.append(f"    {clean_line(str(item.fields.get('title') or ''))}")
        lines.append(f"      {_facts(item.fields, people)}")
    if len(lines) > MOST_SHOWN:
        return [*lines[:MOST_SHOWN], f"  … and {len(lines) - MOST_SHOWN} lines more"]
    return lines


def _facts(fields: Mapping[str, Any], people: Mapping[str, str]) -> str:
    """What would be written down: "3 → 1 days · by 31 Mar 2027 · Growth PM · Product analytics"."""
    source = fields.get("source") or {}
    due = fields.get("due")
    facts = (
        way(figures_of(fields), str(fields.get("unit") or "")).replace(NOTHING, "no figures"),
        f"by {day(due)}" if due else "no due date",
        people.get(str(fields.get("owner")), "") or "no owner",
        str(source.get("name") or "") or "no source",
    )
    return clean_line(" · ".join(facts))


def _people(plan: ImportPlan) -> dict[str, str]:
    """Names by id, of those that are here and those that would come."""
    names: dict[str, str] = {}
    if plan.session:
        from okrtui.views.connect import connect
        from okrtui.views.people import members

        connection = connect(plan.session.path)
        try:
            names = {member.id: member.name or member.handle for member in members(connection)}
        finally:
            connection.close()
    coming = (item for item in plan.items if item.kind == "member")
    return names | {item.id: str(item.fields.get("name") or item.fields.get("handle")) for item in coming}
