"""Where things lie and who is asking: folders, the current workspace, the user's name, the clock.

Serves the rule that paths follow the platform's conventions (or one folder, `OKRTUI_HOME`) and that what
belongs to a person is readable by that person alone. It lies on the path of a shell prompt, so it needs only
`os` and `datetime`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import UTC, datetime
else:
    try:
        from _datetime import UTC, datetime  # without the twin in Python that `datetime` runs before 3.12
    except ImportError:
        from datetime import UTC, datetime

APP = "okrtui"
REPLICA_SUFFIX = ".okr"
LONGEST_SLUG = 64
LONGEST_HANDLE = 32
_ALPHANUMERIC = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SLUG = _ALPHANUMERIC | {"-"}
_XDG_DEFAULTS = {
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


class HomeError(ValueError):
    """A name, a path or a clock in the environment can't be used; one clear line, exit code 2."""

    exit_code = 2


def config_dir() -> str:
    """The absolute folder of the user's own configuration."""
    return _folder("config")


def data_dir() -> str:
    """The absolute folder of the workspaces' replicas and of the line that names the current one."""
    return _folder("data")


def state_dir() -> str:
    """The absolute folder of the log and of what can be lost without harm."""
    return _folder("state")


def log_path() -> str:
    """The file to which faults of the program are written."""
    return os.path.join(state_dir(), f"{APP}.log")


def config_folder() -> str:
    """The folder of shipped examples and commented defaults, in a checkout as in an installed package.

    Raises:
        HomeError: The installation is incomplete.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    for folder in (os.path.join(package, "config"), os.path.join(os.path.dirname(package), "config")):
        if os.path.isfile(os.path.join(folder, f"{APP}.toml")):
            return folder
    raise HomeError(f"the folder of examples is missing beside {package}: install {APP} again")


def make_private_dir(path: str) -> str:
    """Make a folder, and the parents that are missing, for the user alone (0700); give its path back.

    A folder that is there is left as it is, unless it is one of the program's own and the user's: that is closed to
    others. Where people keep other things, their permissions are theirs.
    """
    parent = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(parent):
        make_private_dir(parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if os.path.isdir(path) and os.path.abspath(path) in _own_folders():
            there = os.stat(path)
            if there.st_mode & 0o077 and there.st_uid == os.getuid():
                os.chmod(path, 0o700)
    return path


def _own_folders() -> list[str]:
    """The folders that hold nothing but what the program put there; none where there is no home."""
    try:
        return [config_dir(), data_dir(), state_dir(), os.path.join(data_dir(), "workspaces")]
    except HomeError:
        return []


def write_private(path: str, text: str) -> None:
    """Write a UTF-8 file for the user alone (0600), whole or not at all; a link is followed and kept."""
    path = os.path.realpath(path)
    make_private_dir(os.path.dirname(path))
    draft = f"{path}.{os.getpid()}.new"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def replica_path(name: str) -> str:
    """The replica of the workspace with that short name.

    Raises:
        HomeError: The name is not 1–64 lower-case letters, digits and hyphens that start with no hyphen.
    """
    return os.path.join(data_dir(), "workspaces", _checked(name) + REPLICA_SUFFIX)


def name_of_replica(path: str) -> str:
    """The short name of the workspace whose replica lies at that path."""
    return os.path.basename(path).removesuffix(REPLICA_SUFFIX)


def workspace_slug(title: str) -> str:
    """The short name that a workspace's title gives: `Größe & Söhne` → `grosse-sohne`.

    Raises:
        HomeError: No Latin letter or digit is left of it.
    """
    from unicodedata import combining, normalize  # only where a workspace is made

    plain = (c for c in normalize("NFKD", title.casefold()) if not combining(c))
    words = "".join(c if c in _ALPHANUMERIC else " " for c in plain).split()
    slug = "-".join(words)[:LONGEST_SLUG].rstrip("-")
    if not slug:
        raise HomeError(f"no short name can be made of {title!r}: give one of letters a–z and digits")
    return slug


def workspace_names() -> list[str]:
    """The short names of the workspaces on this machine, sorted."""
    try:
        files = os.listdir(os.path.join(data_dir(), "workspaces"))
    except FileNotFoundError:
        return []
    names = (file.removesuffix(REPLICA_SUFFIX) for file in files if file.endswith(REPLICA_SUFFIX))
    return sorted(name for name in names if _is_slug(name))


def current_workspace(asked: str | None = None) -> str | None:
    """The workspace that is meant: asked for, else `OKRTUI_WORKSPACE`, else `current`, else the only one.

    It need not exist: a missing one is told by name, rather than another taken in its place.

    Returns:
        Its short name, or None where there is none or several and nobody chose.

    Raises:
        HomeError: The name that was given is no short name.
    """
    named = asked or os.environ.get("OKRTUI_WORKSPACE")
    if named:
        return _checked(named)
    current = _read_current()
    if current and not _is_slug(current):
        raise HomeError(
            f"{current!r} in {_current_path()} is no workspace: choose one with okrtui workspace use NAME"
        )
    if current:
        return current
    names = workspace_names()
    return names[0] if len(names) == 1 else None


def set_current(name: str) -> None:
    """Make that workspace the one that is meant from now on; HomeError where it is no short name."""
    write_private(_current_path(), _checked(name) + "\n")


def unix_name() -> str:
    """The user's Unix name: `LOGNAME`, else `USER`, else the name of the uid, else the uid itself."""
    named = os.environ.get("LOGNAME") or os.environ.get("USER")
    if named:
        return named
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def handle_of(name: str) -> str:
    """The handle that a Unix name gives: lower case, other characters to `-`, at most 32 (domain, Things).

    Raises:
        HomeError: No letter a–z or digit is left of it.
    """
    handle = "".join(c if c in _SLUG else "-" for c in name.strip().lower())
    handle = handle.lstrip("-")[:LONGEST_HANDLE]
    if not handle:
        raise HomeError(f"no handle can be made of {name!r}: choose one of letters a–z and digits with --as")
    return handle


def now() -> datetime:
    """The time in UTC; `OKRTUI_NOW` (RFC 3339) fixes it for scripts and tests.

    Raises:
        HomeError: `OKRTUI_NOW` is no RFC 3339 time with an offset.
    """
    fixed = os.environ.get("OKRTUI_NOW")
    return _instant(fixed) if fixed else datetime.now(UTC)


def _instant(text: str) -> datetime:
    shape = "".join("d" if c in "0123456789" else c for c in text[:19])
    try:
        if shape not in ("dddd-dd-ddTdd:dd:dd", "dddd-dd-ddtdd:dd:dd", "dddd-dd-dd dd:dd:dd"):
            raise ValueError(shape)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise HomeError(
            f"OKRTUI_NOW is {text!r}: write a time with an offset, such as 2026-11-17T09:00:00+01:00"
        ) from error


def _folder(kind: str) -> str:
    root = os.environ.get("OKRTUI_HOME", "")
    if root:
        return os.path.join(os.path.abspath(os.path.expanduser(root)), kind)
    return _platform_folder(kind, sys.platform, os.environ)


def _platform_folder(kind: str, platform: str, environ: Mapping[str, str]) -> str:
    """A folder as the platform names it: the XDG variables first (absolute ones only), then its own habit.

    Raises:
        HomeError: There is no home to put it in.
    """
    variable, default = _XDG_DEFAULTS[kind]
    base = environ.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/Library/Application Support" if platform == "darwin" else default)
    if not os.path.isabs(base):
        raise HomeError("there is no home here: set HOME, or OKRTUI_HOME to a folder of yours")
    return os.path.join(base, APP)


def _current_path() -> str:
    return os.path.join(data_dir(), "current")


def _read_current() -> str:
    try:
        with open(_current_path(), encoding="utf-8", errors="replace") as file:
            return file.readline().strip()
    except FileNotFoundError:
        return ""


def _checked(name: str) -> str:
    if not _is_slug(name):
        raise HomeError(f"{name!r} is no workspace's short name: it has 1–64 letters a–z, digits and hyphens")
    return name


def _is_slug(name: str) -> bool:
    return 0 < len(name) <= LONGEST_SLUG and name[0] in _ALPHANUMERIC and _SLUG.issuperset(name)
