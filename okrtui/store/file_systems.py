"""What kind of file system a file lies on: SQLite's write-ahead log keeps commits on a local one alone."""

from __future__ import annotations

import os
import re

_MOUNTS = "/proc/self/mountinfo"
_LOCAL = frozenset(
    (
        *("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "nilfs2", "ntfs3"),
        *("overlay", "ramfs", "reiserfs", "tmpfs", "ubifs", "xfs", "zfs"),
    )
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_local(path: str, mounts: str = _MOUNTS) -> bool:
    """Whether a file lies on a file system of this machine; not where that can't be told.

    Args:
        path: the file, which need not be there yet.
        mounts: the table of mounts, as Linux tells it.
    """
    try:
        with open(mounts, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    place, found = os.path.realpath(path), ("", "")
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])
            is_above = place == point or place.startswith(point.rstrip("/") + "/")
            if is_above and len(point) >= len(found[0]):
                found = (point, after.split(" ")[0])
    return found[1] in _LOCAL
