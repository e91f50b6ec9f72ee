"""The share of owed check-ins that are there and complete (Playbook, Adoption signals; domain, Adoption signals).

On the path of `okrtui status`: it imports nothing.
"""

from __future__ import annotations

GOAL = 90
"""The share that a week aims at, in percent."""


def completion(owed: int, complete: int) -> int | None:
    """The share in percent, rounded half up; never the goal before it is reached. None where nothing is owed."""
    if not owed:
        return None
    rounded = (200 * complete + owed) // (2 * owed)
    return rounded if is_reached(owed, complete) else min(rounded, GOAL - 1)


def is_reached(owed: int, complete: int) -> bool:
    """Whether so many complete check-ins of those owed reach the goal; nothing owed reaches none."""
    return bool(owed) and 100 * complete >= GOAL * owed
