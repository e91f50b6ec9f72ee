"""How a shared directory is laid out, and what its first file says of it (the log and its exchange, §5).

    STORE/okr-store.json                                       its owner's: format, workspace, trust, creator
    STORE/authors/u-<handle>/<replica>/<first n>.okrlog        each author's own

The creator's directory belongs to whoever owns `okr-store.json`; everyone else is bound by the log.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.okr.text import clean_line

STORE_FILE, AUTHORS, ATTRIBUTES = "okr-store.json", "authors", ".gitattributes"
FORMAT = 1
OWNERSHIP, DIRECTORY = "ownership", "directory"
TRUSTS = (OWNERSHIP, DIRECTORY)

STORE_MODE, AUTHORS_MODE, OWN_MODE, FILE_MODE = 0o2750, 0o3775, 0o2755, 0o644
BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
"""Permission bits by which others than the owner may write."""

FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_LARGEST_STORE_FILE = 64 * 1024


class StoreFile(msgspec.Struct):
    """What `okr-store.json` holds; a field that it has besides is a newer okrtui's, and left alone."""

    format: int
    ws: str = ""
    trust: str = ""
    root: str = ""
    moved_to: str = ""


class Store(NamedTuple):
    """A shared directory.

    Attributes:
        place: its absolute path.
        ws: id of the workspace's first entry.
        trust: "ownership", or "directory" where every writer is believed.
        root: handle of the workspace's creator.
        owner: uid of whoever owns the store's first file, and with it the creator's directory.
        moved_to: where its owner moved the workspace, as a line; "" while it lives here.
    """

    place: str
    ws: str
    trust: str
    root: str
    owner: int
    moved_to: str = ""


def read_store(directory: str) -> Store:
    """The store in a directory.

    Raises:
        OutOfReach: there is none, or it can't be read, or a newer okrtui laid it out.
        Refused: its first file can be changed by others than its owner, so that nothing in it can be believed.
    """
    place = os.path.abspath(directory)
    try:
        with folder(place, follows=True) as top:
            there, text = first_file(top, place)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise _none_there(place) from error
        raise out_of_reach(place, error) from error
    try:
        said = msgspec.json.decode(text, type=StoreFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        told = f"{STORE_FILE} in {clean_line(place)} can't be read: ask whoever laid it out"
        raise OutOfReach(told) from error
    if said.format != FORMAT:
        raise OutOfReach(f"{clean_line(place)} was laid out by a newer okrtui: upgrade okrtui")
    if said.trust not in TRUSTS or not said.ws or not said.root:
        raise OutOfReach(f"{STORE_FILE} in {clean_line(place)} is incomplete: ask whoever laid it out")
    if said.trust == OWNERSHIP and there.st_mode & BY_OTHERS:
        raise Refused(
            f"{STORE_FILE} in {clean_line(place)} can be changed by others: its owner closes it with chmod 644"
        )
    return Store(place, said.ws, said.trust, said.root, there.st_uid, clean_line(said.moved_to))


def prepare(directory: str, trust: str, group: int | None = None) -> None:
    """Make a directory ready for a store: all but the file that makes it one.

    Args:
        directory: it is made where it isn't there yet; else it is one's own, with nothing in it but hidden files.
        trust: "ownership" or "directory".
        group: gid of the team; by default the one that the file system gives.

    Raises:
        BadInput: there is a store already, or something else.
        OutOfReach: it can't be written, or keeps no owners and permissions though they are to be trusted.
    """
    place = os.path.abspath(directory)
    try:
        _refuse_what_is_there(place)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with suppressed_exists():
            os.mkdir(place, 0o700)
        with folder(place, follows=True) as top:
            _open_to_team(top, STORE_MODE, group, place, trust)
            with suppressed_exists():
                os.mkdir(AUTHORS, 0o700, dir_fd=top)
            with folder(AUTHORS, top) as authors:
                _open_to_team(authors, AUTHORS_MODE, group, place, trust)
            _write(top, ATTRIBUTES, b"*.okrlog -text\n")
    except OSError as error:
        raise out_of_reach(place, error) from error


def found(directory: str, ws: str, root: str, trust: str) -> Store:
    """Make a prepared directory the store of a workspace.

    Raises:
        BadInput: there is a store already.
        OutOfReach: it can't be written.
    """
    place = os.path.abspath(directory)
    text = msgspec.json.encode({"format": FORMAT, "ws": ws, "trust": trust, "root": root})
    try:
        with folder(place, follows=True) as top:
            _write(top, STORE_FILE, text + b"\n")
            os.fsync(top)
    except FileExistsError as error:
        raise _taken(place) from error
    except OSError as error:
        raise out_of_reach(place, error) from error
    return read_store(place)


def lay_out(directory: str, ws: str, root: str, trust: str = OWNERSHIP, group: int | None = None) -> Store:
    """Lay out a store for a workspace that is there already; arguments and errors as of its two steps."""
    prepare(directory, trust, group)
    return found(directory, ws, root, trust)


def author_directory(store: Store, handle: str, uid: int) -> bool:
    """Make a member's directory in their name, as only the superuser can; whether it is theirs now.

    Raises:
        OutOfReach: the store can't be written.
    """
    name = f"u-{handle}"
    try:
        with folder(store.place, follows=True) as top, folder(AUTHORS, top) as authors:
            with suppressed_exists():
                os.mkdir(name, 0o700, dir_fd=authors)
                with folder(name, authors) as own:
                    os.fchown(own, uid, os.fstat(authors).st_gid)
                    os.fchmod(own, OWN_MODE)
            return os.stat(name, dir_fd=authors, follow_symlinks=False).st_uid == uid
    except OSError as error:
        raise out_of_reach(store.place, error) from error


@contextmanager
def folder(name: str, parent: int | None = None, *, follows: bool = False) -> Iterator[int]:
    """A directory's handle; links are followed only where a person named them."""
    handle = os.open(name, FOLDER_FLAGS | (0 if follows else os.O_NOFOLLOW), dir_fd=parent)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def suppressed_exists() -> Iterator[None]:
    """What is there already is looked at, not made."""
    try:
        yield
    except FileExistsError:
        return


def set_mode(handle: int, mode: int) -> None:
    """Set permissions whatever the umask; a file system that keeps none is known by the store's trust."""
    try:
        os.fchmod(handle, mode)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise


def out_of_reach(place: str, error: OSError) -> OutOfReach:
    """The error that a store can't be read or written, in one line."""
    return OutOfReach(f"the shared directory {clean_line(place)} is out of reach: {error.strerror or error}")


def first_file(top: int, place: str) -> tuple[os.stat_result, bytes]:
    """The state and the bytes of a store's first file; raises OutOfReach where it is none, or OSError."""
    handle = os.open(STORE_FILE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=top)
    try:
        there = os.fstat(handle)
        if not stat.S_ISREG(there.st_mode):
            raise OutOfReach(f"{STORE_FILE} in {clean_line(place)} is no file: ask whoever laid it out")
        return there, os.read(handle, _LARGEST_STORE_FILE)
    finally:
        os.close(handle)


def replace_file(top: int, name: str, text: bytes, mode: int = FILE_MODE) -> None:
    """Put a small file in the place of the one that is there, if any: whole or not at all."""
    draft = _drafted(top, name, text, mode)
    os.rename(draft, name, src_dir_fd=top, dst_dir_fd=top)


def _none_there(place: str) -> OutOfReach:
    """The error that there is no store at a place; a file was named by mistake, a directory may be unmounted."""
    if os.path.exists(place) and not os.path.isdir(place):
        return OutOfReach(f"{clean_line(place)} is a file, not a directory: name the shared one")
    return OutOfReach(f"there is no shared directory of okrtui at {clean_line(place)}: is it mounted?")


def _refuse_what_is_there(place: str) -> None:
    try:
        names = os.listdir(place)
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise BadInput(f"{clean_line(place)} is a file: name a directory") from error
    if STORE_FILE in names:
        raise _taken(place)
    strange = [name for name in names if not name.startswith(".") and name != AUTHORS]
    if strange:
        raise BadInput(f"{clean_line(place)} is not empty: name a directory that isn't there yet")


def _taken(place: str) -> BadInput:
    where = clean_line(place)
    return BadInput(f"there is a store in {where} already: okrtui join {where}, or name another directory")


def _open_to_team(handle: int, mode: int, group: int | None, place: str, trust: str) -> None:
    """Give a directory its group and its permissions, and see whether the file system keeps them."""
    try:
        if group is not None:
            os.fchown(handle, -1, group)
        os.fchmod(handle, mode)
    except OSError as error:
        if trust == DIRECTORY:
            return
        told = f"the permissions of {clean_line(place)} can't be set ({error.strerror}): name a directory of your own"
        raise OutOfReach(told) from error
    there = os.fstat(handle)
    if trust == OWNERSHIP and (there.st_uid != os.geteuid() or stat.S_IMODE(there.st_mode) != mode):
        raise OutOfReach(
            f"{clean_line(place)} lies where files keep no owner and permissions:"
            " say --trust directory if everyone who can write there is to be believed"
        )


def _write(top: int, name: str, text: bytes) -> None:
    """Write a small file, whole or not at all.

    Raises:
        FileExistsError: there is one with other words.
    """
    draft = _drafted(top, name, text, FILE_MODE)
    if name == STORE_FILE and name in os.listdir(top):
        os.unlink(draft, dir_fd=top)
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
    os.rename(draft, name, src_dir_fd=top, dst_dir_fd=top)


def _drafted(top: int, name: str, text: bytes, mode: int) -> str:
    """The name under which a file's words lie, on disk, before they stand in its place."""
    draft = f".{name}.{os.getpid()}.new"
    handle = os.open(
        draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=top
    )
    try:
        set_mode(handle, mode)
        os.write(handle, text)
        os.fsync(handle)
    finally:
        os.close(handle)
    return draft
