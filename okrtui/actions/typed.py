"""What a person typed, field by field, turned into what the log keeps.

Texts lose their control characters, quantities keep their digits, choices are checked; the catalogue of kinds says
which field is what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from okrtui.okr.errors import BadInput
from okrtui.okr.fields import Field
from okrtui.okr.kinds import KINDS
from okrtui.okr.quantities import compare, parse_quantity
from okrtui.okr.text import clean_line, clean_text
from okrtui.store.shapes import fits

LONGEST_LINE = 500
LONGEST_TEXT = 10_000


def typed_fields(kind: str, given: Mapping[str, Any], unit: str = "") -> dict[str, Any]:
    """The fields of a kind as the log keeps them; an empty text clears a field and becomes None.

    Args:
        kind: the kind's name.
        given: values by field: texts as typed, or lists and objects of texts.
        unit: the KR's unit, which may stand behind a quantity.

    Raises:
        BadInput: a value can't be used; it names the field.
    """
    fields = KINDS[kind].by_name
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in fields:
            raise BadInput(f"{kind.replace('_', ' ')} has no field {clean_line(name)!r}", field=name)
        values[name] = _typed(fields[name], value, unit)
    return values


def _typed(field: Field, value: Any, unit: str) -> Any:
    if value is None or value == "":
        return None
    if field.type in ("line", "text", "date", "quantity", "choice", "week"):
        if not isinstance(value, str):
            raise BadInput(f"{field.name} is a text", field=field.name)
        return _typed_text(field, value, unit)
    try:
        cleaned = _cleaned(value, field.type, unit)
    except BadInput as error:
        raise BadInput(f"{field.name.replace('_', ' ')}: {error}", field=field.name) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(field) from error
    if not fits(field, cleaned):
        raise _unreadable(field)
    return cleaned


def _unreadable(field: Field) -> BadInput:
    name = field.name.replace("_", " ")
    return BadInput(f"{name} can't be read; see `okrtui kr add --help`", field=field.name)


def _typed_text(field: Field, value: str, unit: str) -> str | None:
    name = field.name.replace("_", " ")
    if field.type == "quantity":
        try:
            quantity = parse_quantity(value, unit if field.name in ("baseline", "target", "actual") else "")
        except BadInput as error:
            raise BadInput(f"{name}: {error}", field=field.name) from error
        if field.name == "weight" and compare(quantity, "0") <= 0:
            raise BadInput("weight must be above 0", field=field.name)
        return quantity
    cleaned = clean_text(value) if field.type == "text" else clean_line(value)
    longest = LONGEST_TEXT if field.type == "text" else LONGEST_LINE
    if len(cleaned) > longest:
        raise BadInput(
            f"{name} is too long: {len(cleaned)} characters, {longest} are allowed", field=field.name
        )
    if field.type == "choice" and cleaned not in field.choices:
        raise BadInput(f"{name} is one of {', '.join(field.choices)}, not {cleaned[:40]!r}", field=field.name)
    if field.type == "date":
        return typed_date(cleaned, field.name)
    return cleaned or None


def typed_date(typed: str, field: str) -> str:
    """A date as typed, `YYYY-MM-DD`.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError as error:
        raise BadInput(
            f"{field} is a date such as 2026-12-31, not {clean_line(typed)[:40]!r}", field=field
        ) from error


def _cleaned(value: Any, type_: str, unit: str) -> Any:
    """Clean every text in a list or an object; figures in them become quantities."""
    if isinstance(value, str):
        return clean_line(value)
    if type_ == "bands" and isinstance(value, list | tuple):
        return [[parse_quantity(bound, unit), parse_quantity(score)] for bound, score in value]
    if type_ == "limits" and isinstance(value, Mapping):
        return {name: parse_quantity(limit, unit) for name, limit in value.items() if limit}
    if type_ == "milestones" and isinstance(value, list | tuple):
        return [_milestone(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _cleaned(one, "", unit) for name, one in value.items() if one not in (None, "")}
    if isinstance(value, list | tuple):
        return [_cleaned(one, "", unit) for one in value if one not in (None, "")]
    return value


def _milestone(given: Mapping[str, str | None]) -> dict[str, str]:
    weight = given.get("weight")
    return {"name": clean_line(given["name"] or ""), **({"weight": parse_quantity(weight)} if weight else {})}
