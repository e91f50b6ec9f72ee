"""The values of a key result's fields as people read them, in changes and cards (domain rules, §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from okrtui.okr.figures import Figures, limit
from okrtui.okr.kinds import KEY_RESULT
from okrtui.okr.text import clean_line

NOTHING = "—"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REFERENCES = frozenset(field.name for field in KEY_RESULT.fields if field.to == "member")


def show_method(figures: Figures, unit: str, due: str) -> str:
    """A method with its figures in words: "linear 18 → 28 % by 31 Dec"."""
    method = figures.method
    if method in ("linear", "percent"):
        told = f"{figures.baseline or NOTHING} → {figures.target or NOTHING} {unit}"
    elif method == "ladder":
        told = f"{show_value('bands', [list(band) for band in figures.bands], {})} {unit}"
    elif method == "milestones":
        told = ", ".join(
            name if weight == "1" else f"{name} ({weight})" for name, weight in figures.milestones
        )
    else:
        told = _show_limits(figures, unit) if method == "range" else "no method yet"
    by = f"by {show_date(due)}" if due else ""
    return " ".join(f"{method} {told} {by}".split())


def show_date(day: str, year: int | None = None) -> str:
    """A date for people: "31 Dec", with its year where that is not the one given."""
    found = date.fromisoformat(day[:10])
    shown = f"{found.day} {_MONTHS[found.month - 1]}"
    return shown if year in (None, found.year) else f"{shown} {found.year}"


def show_value(field: str, value: Any, names: Mapping[str, str]) -> str:
    """A field's value in one line; `names` gives members by id, and nothing at all is "—"."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    values = value if isinstance(value, list) else [value]
    if field in _REFERENCES:
        return ", ".join(names.get(str(id_)) or clean_line(str(id_)) for id_ in values)
    if field == "bands":
        return ", ".join("→".join(clean_line(str(end)) for end in band) for band in values)
    if field == "milestones":
        return ", ".join(_milestone(each) for each in values)
    if isinstance(value, dict):
        shown = [(name if field != "source" else "", str(each)) for name, each in value.items() if each]
        return ", ".join(clean_line(f"{name} {each}") for name, each in shown)
    return ", ".join(clean_line(str(each)) for each in values)


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


def _show_limits(figures: Figures, unit: str) -> str:
    low, high = limit(figures, "low"), limit(figures, "high")
    floor, ceiling = limit(figures, "floor"), limit(figures, "ceiling")
    if low and high:
        inside = f"{low} to {high} {unit}"
    else:
        inside = f"at least {low} {unit}" if low else f"at most {high or NOTHING} {unit}"
    outer = ", ".join(f"{name} {value}" for name, value in (("floor", floor), ("ceiling", ceiling)) if value)
    return f"{inside} ({outer})" if outer else inside


def _milestone(value: Any) -> str:
    if not isinstance(value, dict):
        return clean_line(str(value))
    weight = value.get("weight")
    return clean_line(f"{value.get('name') or ''} ({weight})" if weight else str(value.get("name") or ""))
