"""How the exchange with others stands, in the few characters that a header has for it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrtui.views.sync_state import SyncState


def sync_signs(state: SyncState, is_hopeless: bool = False) -> str:
    """The state in a few signs, where words have no room: `!3 off ↑2` needs somebody three times, is out of reach and
    has two changes to send; `stop` is no longer let in; `✓` is in step; "" is a workspace on this machine alone
    without conflicts.
    """
    needs = state.refused + state.conflicts
    told = [f"!{needs}"] if needs else []
    if state.kind:
        told += ["stop" if is_hopeless else "off"] if state.problem else []
        told += [f"↑{state.waiting}"] if state.waiting else []
        told += ["✓"] if not told and state.last_at else []
    return " ".join(told)


def sync_words(state: SyncState, zone: tzinfo, today: datetime, is_hopeless: bool = False) -> str:
    """The state in words: what needs somebody comes first; "" for a workspace on this machine alone.

    It names moments, not ages, so that nothing has to be written while nothing happens.

    Args:
        state: how the exchange stands.
        zone: the zone in which times are shown.
        today: now.
        is_hopeless: the last round was refused, and waiting is of no use, as for a device that was revoked.
    """
    if not state.kind:
        return f"{_several(state.conflicts, 'conflict')}" if state.conflicts else ""
    told = []
    if state.refused:
        told.append(f"{state.refused} refused")
    if state.conflicts:
        told.append(_several(state.conflicts, "conflict"))
    if state.problem:
        since = moment(state.problem_since, zone, today)
        word = "stopped" if is_hopeless else "offline"
        told.append(f"{word} since {since}" if since else word)
    if state.waiting:
        told.append(f"{state.waiting} to send")
    if not state.problem and not state.waiting:
        told.append("synced" if state.last_at else "not synced yet")
    return " · ".join(told)


def _several(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def moment(at: str | None, zone: tzinfo, today: datetime) -> str:
    """A stored time as `10:02`, with its day where that is another one."""
    if not at:
        return ""
    when, now = datetime.fromisoformat(at).astimezone(zone), today.astimezone(zone)
    return f"{when:%H:%M}" if when.date() == now.date() else f"{when.day} {when:%b %H:%M}"
