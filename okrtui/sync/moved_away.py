"""The word that a workspace leaves in a shared directory it was moved away from, so that nobody goes on there alone.

It stands in the store's first file, which only its owner can change. It is told and never followed: whoever reads it
moves by themselves.
"""

from __future__ import annotations

import os
import shlex
import stat
from typing import Any

import msgspec

from okrtui.okr.errors import OutOfReach, Refused
from okrtui.okr.text import clean_line, cut
from okrtui.sync.addresses import is_address
from okrtui.sync.layout import (
    OWNERSHIP,
    STORE_FILE,
    Store,
    first_file,
    folder,
    out_of_reach,
    read_store,
    replace_file,
)
from okrtui.sync.remote import STORE, Remote

LONGEST_PLACE = 300
"""Cells of a place that are shown at most."""


def was_moved(store: Store, *, is_new: bool = False) -> Refused:
    """The error that a store's workspace lives elsewhere by now, with what to do.

    Args:
        store: it has `moved_to`.
        is_new: whether it is said to somebody who has no replica of the workspace yet.
    """
    place = cut(clean_line(store.moved_to), LONGEST_PLACE)
    typed = shlex.quote(place)
    asks = ""
    if is_address(place):
        asks = " (ask for an invitation)"
        way = f"`okrtui join {typed} CODE`" if is_new else f"`okrtui move --to {typed} --code CODE`"
    else:
        way = f"`okrtui join {typed}`" if is_new else f"`okrtui move --to {typed}`"
    takes = "takes part there" if is_new else "takes yours there"
    return Refused(f"this workspace was moved to {place}: {way} {takes}{asks}")


def is_owner(store: Store, handle: str) -> bool:
    """Whether whoever acts here under this handle speaks for the store; its first file's owner does.

    Where files keep no owner, everybody's copy belongs to themselves, and the creator's name counts.
    """
    return store.owner == os.geteuid() and (store.trust == OWNERSHIP or handle == store.root)


def leave_word(old: Remote | None, ws: str, root: str, place: str) -> str:
    """Say in the directory that was left where its workspace lives now, where that is up to whoever acts.

    A word that stands there already stays: its owner's other replicas follow the first.

    Args:
        old: what was exchanged with before.
        ws: id of the workspace's first entry.
        root: handle of its creator.
        place: the server's address or the directory where it lives now.

    Returns:
        A line on what kept it from being said there; "" where it was said, or is not up to us.
    """
    if old is None or old.kind != STORE:
        return ""
    is_ours = old.handle in ("", root)
    try:
        store = read_store(old.place)
        is_ours = store.ws == ws and is_owner(store, old.handle)
        if is_ours and not store.moved_to:
            write_word(store, place)
    except (OutOfReach, Refused) as error:
        told = f"{error}; nothing there says that the workspace was moved: tell the others yourself"
        return told if is_ours else ""
    return ""


def write_word(store: Store, place: str) -> None:
    """Write where the workspace lives now into the store's first file, or with "" that it lives in the store again.

    Raises:
        OutOfReach: it can't be written.
    """
    try:
        with folder(store.place, follows=True) as top:
            there, text = first_file(top, store.place)
            said: dict[str, Any] = msgspec.json.decode(text)
            said.pop("moved_to", None)
            if place:
                said["moved_to"] = clean_line(place)
            replace_file(top, STORE_FILE, msgspec.json.encode(said) + b"\n", stat.S_IMODE(there.st_mode))
            os.fsync(top)
    except OSError as error:
        raise out_of_reach(store.place, error) from error
