"""Locks on files that processes take from one another; the system gives them free when a process ends, in any way."""

from __future__ import annotations

import fcntl


def takes_lock(handle: int) -> bool:
    """Take an open file's lock where nobody else has it; whether it is ours alone from now on, until it is closed."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
