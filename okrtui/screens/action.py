"""One thing that a key does, and on which pages."""

from __future__ import annotations

from typing import NamedTuple

EVERYWHERE = "everywhere"


class Action(NamedTuple):
    """One thing that a key does.

    `works_in_fields` makes the key act while a text field has the focus, before the field sees it. `from_palette` is
    false for what makes sense only as a key press, such as moving in a list.
    """

    id: str
    name: str
    keys: tuple[str, ...]
    help: str
    scopes: tuple[str, ...]
    works_in_fields: bool = False
    from_palette: bool = True


LISTS = ("my_week", "all_okrs", "objective", "settings", "mapping", "choice", "conflicts", "sync")
"""The pages that are lists of lines."""
