"""What an import may not bring in, whoever brings it: figures that contradict themselves and loops of links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from okrtui.actions.incoming import Item, Problems, quoted
from okrtui.actions.known import Known
from okrtui.okr.contribution import loop_through
from okrtui.okr.errors import BadInput
from okrtui.okr.figures import check_figures, figures_of
from okrtui.okr.quantities import compare

_FIGURES = frozenset({"method", "baseline", "target", "direction", "bands", "milestones", "limits", "weight"})


def check_figures_of(fields: Mapping[str, Any], where: str, problems: Problems) -> None:
    """Note what contradicts itself in a KR's figures; nothing where they are merely incomplete."""
    if fields.get("weight") is not None and compare(fields["weight"], "0") <= 0:
        problems.add(_field_at(where, "weight"), "a weight is above 0")
    if not fields.get("method"):
        return
    try:
        check_figures(figures_of(fields))
    except BadInput as error:
        problems.add(_field_at(where, error.field) if error.field else where, str(error))


def check_updates_figures(updates: Iterable[Item], known: Known, problems: Problems) -> None:
    """Note figures that an update would make contradict those that stay."""
    changed = {
        item.id: item for item in updates if item.kind == "key_result" and _FIGURES & item.fields.keys()
    }
    for id_, ours in known.values("key_result", changed.keys()).items():
        check_figures_of({**ours, **changed[id_].fields}, changed[id_].where, problems)


def check_loops(items: list[Item], known: Known, problems: Problems) -> None:
    """Note contribution links that would close a loop, and teams that would stand below themselves."""
    links = known.contribution_links()
    above: dict[str, set[str]] = {}
    for id_, values in known.all("team").items():
        above[id_] = {values["parent"]} if values.get("parent") else set()
    touched: list[tuple[dict[str, set[str]], Item]] = []
    for item in items:
        if item.kind == "key_result" and item.fields.get("contributes_to"):
            links[item.id] = {
                one["key_result"] for one in item.fields["contributes_to"] if "key_result" in one
            }
            touched.append((links, item))
        elif item.kind == "team" and item.fields.get("parent"):
            above[item.id] = {item.fields["parent"]}
            touched.append((above, item))
    for graph, item in touched:
        if loop_through(graph, item.id):
            name = quoted(item.fields.get("title") or item.fields.get("name") or item.id)
            problems.add(item.where, f"{name} would stand above itself: a loop of links")


def _field_at(where: str, field: str) -> str:
    """A field's place: `key_results[3].target` in a document, `line 4, target` in other files."""
    return f"{where}.{field}" if where.endswith("]") else f"{where}, {field}"
