"""Which check-in a row of a table tells of, where one person reported several times on a KR in one week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from okrtui.okr.identity import derived_id
from okrtui.store.clock import check_in_identity

Key = tuple[str, str, str]
"""KR, week and author."""


class Standing(NamedTuple):
    """A check-in that is here already: the revision that counts, the check-in's identity, and when it was made."""

    revision: str
    identity: str
    at: str | None


def matched(
    workspace: str, key: Key, times: Sequence[str | None], standing: Sequence[Standing]
) -> list[Standing]:
    """The check-ins that these rows tell of, in the rows' order; those that are not here yet get ids of their own.

    First a row is the one that an earlier import made of the row in its place, where both say the same of when; then
    a row that says when is the check-in of that time; those that are left are taken in their order.

    Args:
        workspace: the workspace entity's id, from which ids are derived.
        key: what all of the rows and check-ins share.
        times: when each row says that it was made, None where it doesn't.
        standing: what is here already, in its order.
    """
    left = {one.identity: one for one in standing}
    taken: dict[int, Standing] = {}

    def take(place: int, identity: str | None) -> None:
        if identity is not None and place not in taken:
            taken[place] = left.pop(identity)

    for place, identity in zip(range(len(times)), _identities(workspace, key), strict=False):
        if identity in left and left[identity].at == times[place]:
            take(place, identity)
    for place, at in enumerate(times):
        if at is not None:
            take(place, next((one.identity for one in left.values() if one.at == at), None))
    for place in range(len(times)):
        take(place, next(iter(left), None))
    used = {one.identity for one in standing}
    free = (identity for identity in _identities(workspace, key) if identity not in used)
    return [taken[place] if place in taken else _new(workspace, next(free)) for place in range(len(times))]


def _identities(workspace: str, key: Key) -> Iterator[str]:
    """The identities of the first, second … check-in under this key; the first is the one of who types it."""
    typed = check_in_identity(workspace, *key)
    yield typed
    for number in count(1):
        yield derived_id(workspace, "csv", typed, str(number))


def _new(workspace: str, identity: str) -> Standing:
    return Standing(derived_id(workspace, "csv revision", identity), identity, None)
