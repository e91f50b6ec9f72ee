"""An SQL condition from the filters of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def where(wanted: Mapping[str, Sequence[str] | None], fixed: Sequence[str] = ()) -> tuple[str, list[str]]:
    """An SQL condition and its values: each column among the values wanted of it, where any are."""
    given = {column: list(values) for column, values in wanted.items() if values is not None}
    conditions = [*fixed, *(f"{column} IN ({', '.join('?' * len(each))})" for column, each in given.items())]
    values = [value for each in given.values() for value in each]
    return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), values
