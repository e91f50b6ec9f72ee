"""Where the server of a data folder listens: left there while it runs, for the commands that print its address.

The file is locked as long as the server lives, so that one which a killed server left counts for nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from okrtui.okr.errors import OutOfReach
from okrtui.okr.text import clean_line
from okrtui.server.config import ServerConfig
from okrtui.store.locks import takes_lock

FILE_NAME = "address"
_LONGEST = 4096


@contextmanager
def leaving_address(data_dir: str, address: str) -> Iterator[None]:
    """Leave the address of this server in its data folder until the end; the first server there keeps its own.

    Raises:
        OutOfReach: the folder can't be written to.
    """
    path = os.path.join(data_dir, FILE_NAME)
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise OutOfReach(f"{path} can't be written: {error.strerror}") from error
    is_first = takes_lock(file)
    try:
        if is_first:
            os.ftruncate(file, 0)
            os.pwrite(file, address.encode(), 0)
        yield
    finally:
        if is_first:
            with suppress(FileNotFoundError):
                os.unlink(path)
        os.close(file)


def address_of(config: ServerConfig) -> str:
    """The address that people join: the one that is set, else where a server of this data folder listens now."""
    return config.url or _address_left(config.data_dir) or config.public_url


def _address_left(data_dir: str) -> str:
    try:
        file = os.open(os.path.join(data_dir, FILE_NAME), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return ""
    try:
        if takes_lock(file):
            return ""
        return clean_line(os.pread(file, _LONGEST, 0).decode(errors="replace"))
    finally:
        os.close(file)
