"""The one line for a disk, a file or a workspace that can't be reached now: what is wrong and what to do.

It reads only what the error itself says. On the path of a shell prompt: it imports nothing.
"""

from __future__ import annotations

_FAULT, _PERMISSION, _BUSY, _LOCKED, _READONLY, _IO, _CORRUPT, _FULL, _CANT_OPEN, _NO_DATABASE = (
    1, 3, 5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip
_MOVED = 8 | 4 << 8
_OURS = ("IntegrityError", "ProgrammingError", "InternalError")


def unreachable_line(error: BaseException, path: str = "") -> str:
    """The line for an error of the disk or of SQLite; "" where it is something else, a fault of ours.

    Args:
        error: what was raised.
        path: the replica, where it is known.
    """
    if isinstance(error, OSError):
        reason = error.strerror or str(error) or type(error).__name__
        return f"{error.filename}: {reason}" if error.filename else reason
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", _FAULT)
    if type(cause).__name__ in _OURS or code == _FAULT:
        return ""
    return replica_line(cause, path)


def replica_line(error: object, path: str = "") -> str:
    """The line for what SQLite says about a replica, whatever it is."""
    code = int(getattr(error, "sqlite_errorcode", _FAULT)) & 0xFF
    what = path or "the workspace's file"
    if getattr(error, "sqlite_errorcode", _FAULT) == _MOVED:
        return f"{what} was replaced by another file meanwhile: nothing was saved, try again"
    if code in (_BUSY, _LOCKED):
        return f"busy, another program is writing: nothing was changed, try again ({what}: {error})"
    if code == _FULL:
        return f"the disk is full: nothing was changed; make room and try again ({what}: {error})"
    if code in (_READONLY, _PERMISSION, _CANT_OPEN):
        return f"{what} can't be used ({error}): check its permissions and folder, or run okrtui doctor"
    if code == _IO:
        return f"{what} can't be used, the disk failed ({error}): nothing was saved; run okrtui doctor"
    if code in (_CORRUPT, _NO_DATABASE):
        return f"{what} is damaged ({error}): run okrtui doctor, or restore it from a backup"
    return f"{what} can't be used: {error}; nothing was changed"
