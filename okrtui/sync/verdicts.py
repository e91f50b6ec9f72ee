"""The verdicts of a push, believed only as a whole: one for each entry that was sent, in their order."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from okrtui.store.entry import Entry
from okrtui.sync.answers import ACCEPTED, DUPLICATE, REJECTED, Pushed, Unavailable, Verdict


def checked_verdicts(answer: Pushed, batch: Sequence[Entry], host: str) -> Sequence[Verdict]:
    """The verdicts, where there is one for each entry that was sent, in their order, and each makes sense.

    Raises:
        Unavailable: the answer is about other entries, or can't be.
    """
    is_sound = len(answer.verdicts) == len(batch) and all(
        _is_about(one, entry, answer.head) for one, entry in zip(answer.verdicts, batch, strict=True)
    )
    if not (is_sound and answer.epoch):
        raise Unavailable(f"{host} answered about other changes than those it was sent: they are sent again")
    return [
        msgspec.structs.replace(one, id=entry.id) for one, entry in zip(answer.verdicts, batch, strict=True)
    ]


def _is_about(verdict: Verdict, entry: Entry, head: int) -> bool:
    """Whether a verdict can be one on this entry; of one that it can't read the server may tell less of the name."""
    if verdict.n != entry.n:
        return False
    if verdict.verdict == REJECTED:
        return entry.id.startswith(verdict.id)
    return verdict.id == entry.id and verdict.verdict in (ACCEPTED, DUPLICATE) and 0 < verdict.seq <= head
