"""Reading a document of our JSON, version 1: its form, its fields and their types.

Nothing here knows the workspace that it goes into. Everything that is wrong is named with its place in the
document; unknown fields are reported and kept out.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from okrtui.actions.incoming import Document, Item, Problems, quoted
from okrtui.actions.interchange_values import NotFinite, Reader, read_value
from okrtui.okr.errors import BadInput
from okrtui.okr.fields import Kind
from okrtui.okr.governance import ROLES
from okrtui.okr.kinds import KINDS
from okrtui.okr.quantities import compare
from okrtui.okr.rag import DEFAULT_THRESHOLDS, check_thresholds
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import calendar_of, check_calendar
from okrtui.okr.written import Unread
from okrtui.store.entry import MAX_ID, is_id
from okrtui.views.json_text import Number

FORMAT, VERSION = "okrtui", 1
WRITTEN_ONLY = {
    "objective": {"score", "reported", "draft"},
    "key_result": {"score", "attainment", "rag", "stale_weeks"},
    "check_in": {"timeliness"},
}
"""Fields that an export works out for its readers; an import passes over them."""

REQUIRED = {
    "member": ("handle",),
    "team": ("name",),
    "cycle": ("name", "kind", "start", "end"),
    "objective": ("cycle", "title"),
    "key_result": ("objective", "title", "method"),
    "check_in": ("key_result", "week", "author"),
    "initiative": ("title",),
    "change": ("action",),
    "approval": ("change", "verdict"),
    "agreement": ("cycle", "key_result", "values"),
    "waiver": ("objective", "code"),
    "decision": ("decision",),
    "review": ("kind",),
    "poll": ("key_result",),
    "vote": ("poll",),
}
"""What a thing can't be without. Comments, answers and what was raised by hand say nothing once they were taken back,
and are kept as that."""
_TOP = {"format", "version", "notice", "workspace"}
_FIELDS = {
    name: {field.name: field for field in kind.fields if field.is_exported} for name, kind in KINDS.items()
}
_PASSED_OVER = {name: {"id", *WRITTEN_ONLY.get(name, ())} for name in KINDS}
_PASSED_OVER["check_in"].add("check_in")
LARGEST_ITEM = 60 * 1024


def looks_like_document(text: str) -> bool:
    """Whether a file's text is meant as JSON."""
    return text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def read_document(text: str, file: str = "") -> Document:
    """The document in a text.

    Raises:
        BadInput: it is no JSON, has another format or version, or fields that can't stand there, each named.
    """
    problems = Problems(file)
    top = _parsed(text, problems)
    problems.raise_any()
    _check_form(top, problems)
    problems.raise_any()
    reader = Reader(problems, [])
    workspace_id, workspace = _workspace(top.get("workspace"), reader)
    items: list[Item] = []
    plurals = {kind.plural: kind for kind in KINDS.values() if kind.name != "workspace"}
    for name, value in top.items():
        if name in plurals:
            items += _items(plurals[name], value, reader)
        elif name not in _TOP:
            reader.unread.append(Unread(0, clean_line(name), "unknown list"))
    problems.raise_any()
    return Document(workspace_id, workspace, items, reader.unread, "agreements" in top)


def json_value(text: str) -> Any:
    """A JSON value with its numbers as they stand there.

    Raises:
        BadInput: the text is no JSON.
    """
    problems = Problems()
    value = _parsed(text, problems)
    problems.raise_any()
    return value


def _parsed(text: str, problems: Problems) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            problems.add("", f"{quoted(twice)} stands twice in one object")
        return found

    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Number,
            parse_int=Number,
            parse_constant=NotFinite,
            object_pairs_hook=unique,
        )
    except json.JSONDecodeError as error:
        problems.add(f"line {error.lineno}, column {error.colno}", f"this is no JSON: {error.msg}")
    except RecursionError:
        problems.add("", "this is nested too deeply to be an okrtui document")
    return None


def _check_form(top: Any, problems: Problems) -> None:
    if not isinstance(top, dict) or "format" not in top:
        problems.add(
            "", 'this JSON is no okrtui document: it would begin with "format": "okrtui", "version": 1'
        )
    elif top["format"] != FORMAT or isinstance(top["format"], Number):
        problems.add("format", f'{quoted(top["format"])} is another format; only "okrtui" can be read')
    elif not isinstance(top.get("version"), Number) or top["version"] != str(VERSION):
        version = quoted(top.get("version", "none"))
        problems.add("version", f"{version} can't be read: this okrtui reads version {VERSION}; upgrade it")


def _workspace(value: Any, reader: Reader) -> tuple[str, dict[str, Any]]:
    if value is None:
        return "", {}
    if not isinstance(value, dict):
        reader.problems.add("workspace", "this is no object with the workspace's fields")
        return "", {}
    fields = _fields(KINDS["workspace"], value, "workspace", reader)
    try:
        check_calendar(calendar_of(fields.get("timezone") or "UTC", fields.get("deadline") or {}))
    except BadInput as error:
        reader.problems.add(f"workspace.{error.field}", str(error))
    _check_thresholds(fields, reader)
    return _id(value, "workspace", reader) if value.get("id") is not None else "", fields


def _check_thresholds(fields: dict[str, Any], reader: Reader) -> None:
    try:
        check_thresholds({**DEFAULT_THRESHOLDS, **fields.get("rag", {})})
    except BadInput as error:
        reader.problems.add("workspace.rag", str(error))
    grace = fields.get("rag_grace", "0")
    if compare(grace, "0") < 0 or compare(grace, "1") > 0:
        reader.problems.add("workspace.rag_grace", f"{grace} is no share: give one from 0 to 1")


def _items(kind: Kind, value: Any, reader: Reader) -> list[Item]:
    if value is None:
        return []
    if not isinstance(value, list):
        reader.problems.add(kind.plural, "this is no list")
        return []
    items = [_item(kind, one, f"{kind.plural}[{n}]", reader) for n, one in enumerate(value)]
    seen: set[str] = set()
    for item in items:
        if item is not None and item.id in seen:
            reader.problems.add(item.where, f"the id {quoted(item.id)} stands there twice")
        elif item is not None:
            seen.add(item.id)
    return [item for item in items if item is not None]


def _item(kind: Kind, value: Any, where: str, reader: Reader) -> Item | None:
    if not isinstance(value, dict):
        reader.problems.add(where, "this is no object")
        return None
    id_ = _id(value, where, reader)
    fields = _fields(kind, value, where, reader)
    identity = ""
    if kind.name == "check_in" and value.get("check_in") is not None:
        identity = _id(value, where, reader, "check_in")
    for name in REQUIRED.get(kind.name, ()):
        if name not in fields and value.get(name) in (None, "", []):
            reader.problems.add(where, f"{name} is missing")
    if len(msgspec.json.encode(fields)) > LARGEST_ITEM:
        reader.problems.add(where, f"this is too long: {LARGEST_ITEM} bytes are allowed; shorten a text")
    _check_item(kind.name, fields, where, reader)
    return Item(kind.name, id_, fields, where, identity)


def _id(value: dict[str, Any], where: str, reader: Reader, name: str = "id") -> str:
    id_ = value.get(name)
    text = clean_line(id_) if isinstance(id_, str) else ""
    if not is_id(text) or isinstance(id_, NotFinite):
        reader.problems.add(where, f"its {name} is missing, or longer than {MAX_ID} characters")
    return text


def _fields(kind: Kind, value: dict[str, Any], where: str, reader: Reader) -> dict[str, Any]:
    by_name = _FIELDS[kind.name]
    passed_over = _PASSED_OVER[kind.name]
    fields: dict[str, Any] = {}
    for name, given in value.items():
        field = by_name.get(name)
        if field is not None:
            read = read_value(field, given, f"{where}.{name}", reader)
            is_said = name == "milestones_done" and read == []
            is_given = is_said or not (read is None or read is False or read in ([], {}))
            if is_given:
                fields[name] = read
        elif name not in passed_over:
            reader.unread.append(Unread(0, f"{where}.{clean_line(name)}", "unknown field"))
    return fields


def _check_item(kind: str, fields: dict[str, Any], where: str, reader: Reader) -> None:
    if kind == "check_in" and not 1 <= fields.get("confidence", 1) <= 5:
        reader.problems.add(f"{where}.confidence", f"{fields['confidence']} is not within 1 to 5")
    elif kind == "cycle" and fields.get("start", "") > fields.get("end", "9"):
        reader.problems.add(where, f"the cycle ends ({fields['end']}) before it starts ({fields['start']})")
    elif kind == "member":
        for role in fields.get("roles", ()):
            if role not in ROLES:
                reader.problems.add(f"{where}.roles", f"{quoted(role)} is not a role; use {', '.join(ROLES)}")
