"""The values of a key result's fields as people read them, for changes and what is pending (domain rules, §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrtui.okr.kinds import KEY_RESULT
from okrtui.okr.text import clean_line

NOTHING = "—"
_REFERENCES = frozenset(field.name for field in KEY_RESULT.fields if field.to == "member")


def show_value(field: str, value: Any, names: Mapping[str, str]) -> str:
    """A field's value in one line; `names` gives members by id, and nothing at all is "—"."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in _REFERENCES:
        ids = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(id_)) or clean_line(str(id_)) for id_ in ids)
    if field == "bands":
        return ", ".join(f"{clean_line(str(bound))}→{clean_line(str(score))}" for bound, score in value)
    if field == "milestones":
        return ", ".join(_milestone(each) for each in value)
    if field == "source" and isinstance(value, dict):
        return clean_line(" ".join(str(each) for each in value.values() if each))
    if isinstance(value, dict):
        return ", ".join(
            f"{clean_line(name)} {clean_line(str(each))}" for name, each in value.items() if each
        )
    if isinstance(value, list):
        return ", ".join(clean_line(str(each)) for each in value)
    return clean_line(str(value))


def show_changes(
    changes: Mapping[str, Any], was: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """(field, was, becomes) of a change request, as texts in the order of the catalogue."""
    order = [field.name for field in KEY_RESULT.fields]
    fields = sorted(changes, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple(
        (clean_line(name), show_value(name, was.get(name), names), show_value(name, changes[name], names))
        for name in fields
    )


def _milestone(value: Any) -> str:
    if not isinstance(value, dict):
        return clean_line(str(value))
    weight = value.get("weight")
    return clean_line(f"{value.get('name') or ''} ({weight})" if weight else str(value.get("name") or ""))
