"""Contribution links between key results, and the loops that they must not close (domain rules, Scores).

A loop that one person would close is refused. Where two replicas close one together, unseen by each other,
the link with the greatest stamp is the one that does not take effect, on every replica alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping


def loop_through(links: Mapping[str, Collection[str]], start: str) -> list[str] | None:
    """Find a shortest loop of contribution links through one key result.

    Args:
        links: from each key result to those above that it moves.
        start: the key result to begin at.

    Returns:
        The loop's key results in order, with `start` both first and last; None where no loop passes through
        it.
    """
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for above in sorted(links.get(here, ())):
            if above == start:
                return [*_way_to(here, came_from), start]
            if above not in came_from:
                came_from[above] = here
                waiting.append(above)
    return None


def links_not_in_effect(links: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """The links that would close a loop, taken in the order of their stamps, however they come in.

    Args:
        links: (stamp, from, to) triples; stamps sort as text.

    Returns:
        The (from, to) pairs that do not take effect.
    """
    in_effect: dict[str, set[str]] = {}
    without_effect: set[tuple[str, str]] = set()
    for _, below, above in sorted(links):
        if (below, above) in without_effect or above in in_effect.get(below, ()):
            continue
        in_effect.setdefault(below, set()).add(above)
        if loop_through(in_effect, below):
            in_effect[below].discard(above)
            without_effect.add((below, above))
    return without_effect


def _way_to(end: str, came_from: Mapping[str, str]) -> list[str]:
    """The way from the start, which came from nowhere, to an end."""
    way = [end]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    return way[::-1]
