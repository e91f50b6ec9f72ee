"""A KR's fields as typed, its figures checked together with those that stay."""

from __future__ import annotations

from typing import Any

from okrtui.actions.typed import typed_fields
from okrtui.okr.figures import check_figures, direction_of, figures_of


def key_result_fields(given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A KR's fields as the log keeps them, its figures checked together with those that stay.

    Raises:
        BadInput: a value can't be used, or the figures contradict one another.
    """
    unit = given.get("unit", before.get("unit")) or ""
    fields = typed_fields("key_result", given, unit)
    together = {**before, **fields}
    figures = figures_of(together)
    check_figures(figures)
    if figures.method in ("linear", "percent") and {"baseline", "target", "method"} & fields.keys():
        fields["direction"] = direction_of(figures)
    return fields
