"""okrtui's folders and files: there, writable, their owner's alone, with room on the disk and no litter."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import partial

from okrtui import home, settings
from okrtui.actions.doctor.finding import ERROR, NOTE, WARNING, WELL, Finding
from okrtui.okr.text import clean_line
from okrtui.store.placing import discard

LITTLE_ROOM = 64 * 1024 * 1024
"""Bytes below which a save may soon fail."""

NO_ROOM = 1024 * 1024
"""Bytes below which it is certain to."""


def folders() -> list[Finding]:
    """Where things lie, and whether they can be read and written by their owner alone."""
    if "OKRTUI_HOME" not in os.environ and not os.environ.get("HOME"):
        unset = [Finding(NOTE, "home", "HOME is not set: the home of the user's account is taken")]
    else:
        unset = []
    found = [*unset, *_folder_findings(), *_open_to_others()]
    if all(one.level in (WELL, NOTE) for one in found):
        found.append(Finding(WELL, "permissions", "all files are yours alone"))
    return found


def _folder_findings() -> Iterator[Finding]:
    for name, path in (
        ("config folder", home.config_dir()),
        ("data folder", home.data_dir()),
        ("state folder", home.state_dir()),
    ):
        there = path
        while not os.path.lexists(there) and os.path.dirname(there) != there:
            there = os.path.dirname(there)
        if not os.path.isdir(there):
            yield Finding(ERROR, name, f"{there} is not a folder", "move it away, or set OKRTUI_HOME")
        elif not os.access(there, os.W_OK | os.X_OK) or _is_read_only(there):
            yield Finding(
                ERROR,
                name,
                f"{there} can't be written: nothing can be saved there",
                "make it writable, or set OKRTUI_HOME to a folder of yours",
            )
        else:
            yield Finding(WELL, name, path if there == path else f"{path} (not made yet)")


def _is_read_only(path: str) -> bool:
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _open_to_others() -> Iterator[Finding]:
    for path in _own_paths():
        there = os.lstat(path)
        if stat.S_ISLNK(there.st_mode):
            continue
        if there.st_uid != os.getuid():
            yield Finding(WARNING, "permissions", f"{path} belongs to another user", "check who put it there")
        elif there.st_mode & 0o077:
            mode = 0o700 if stat.S_ISDIR(there.st_mode) else 0o600
            yield Finding(
                WARNING,
                "permissions",
                f"{path} can be read by others",
                f"okrtui doctor --fix, or chmod {mode:o}",
                partial(_close, path, mode),
            )


def _close(path: str, mode: int) -> str:
    os.chmod(path, mode)
    return f"{path} is yours alone now"


def _own_paths() -> Iterator[str]:
    """Every folder and file of okrtui's that is there."""
    for folder in dict.fromkeys((home.config_dir(), home.data_dir(), home.state_dir())):
        for top, _, files in os.walk(folder):
            yield top
            yield from (os.path.join(top, file) for file in files)


def litter() -> list[Finding]:
    """Half-made files that killed programs left."""
    found = []
    for path in _own_paths():
        pid = path.removesuffix(".new").rpartition(".")[2]
        if path.endswith(".new") and pid.isdigit() and not _is_running(int(pid)):
            mend: Callable[[], str] = partial(_remove, path)
            found.append(
                Finding(
                    WARNING,
                    "litter",
                    f"{path} was left half made by a program that was killed",
                    "nothing is missing because of it; okrtui doctor --fix removes it",
                    mend,
                )
            )
    return found


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: str) -> str:
    discard(path)
    return f"removed {path}"


def own_settings() -> Finding:
    """Whether the settings file can be read."""
    path = settings.settings_path()
    try:
        settings.read_settings()
    except (settings.SettingsError, OSError) as error:
        what = f"{clean_line(str(error))}; the defaults hold"
        return Finding(ERROR, "settings", what, f"mend it with okrtui config edit, or move {path} away")
    return Finding(WELL, "settings", path if os.path.exists(path) else "the defaults (no file)")


def room() -> Finding:
    """Whether the disk has room for what is saved."""
    path = home.data_dir()
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    free = shutil.disk_usage(path).free
    shown = f"{free // (1024 * 1024):,} MiB free"
    names = [home.replica_path(name) for name in home.workspace_names()]
    needed = max([LITTLE_ROOM, *(3 * os.path.getsize(one) for one in names if os.path.isfile(one))])
    if free < NO_ROOM:
        return Finding(ERROR, "disk", f"{path} lies on a full disk: nothing can be saved", "make room on it")
    if free < needed:
        return Finding(
            WARNING, "disk", f"only {shown} below {path}", "make room: okrtui can't save on a full disk"
        )
    return Finding(WELL, "disk", shown)


def kept_files() -> list[Finding]:
    """Old files that a restore or a repair kept."""
    found = [path for path in _own_paths() if path.endswith(".old")]
    if not found:
        return []
    size = sum(os.path.getsize(path) for path in found) // 1024
    what = f"{len(found)} old file{'s' if len(found) > 1 else ''} of restores and repairs, {size:,} KiB"
    return [Finding(NOTE, "kept", f"{what}: {found[-1]}", "delete them once you are sure")]
