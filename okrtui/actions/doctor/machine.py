"""The machine under okrtui: Python, SQLite, compiled bytecode, letters, clock."""

from __future__ import annotations

import importlib.util
import locale
import os
import platform
import sqlite3
from datetime import UTC, datetime

from okrtui import home
from okrtui.actions.doctor.finding import NOTE, WARNING, WELL, Finding
from okrtui.store.connection import is_wal_safe
from okrtui.version import __version__

_MEASURED = ("okrtui.main", "okrtui.store.replica", "textual.app", "sqlmodel.main", "click.core")


def python() -> Finding:
    """Which okrtui runs on which Python."""
    return Finding(WELL, "program", f"okrtui {__version__} on Python {platform.python_version()}")


def sqlite() -> Finding:
    """Which SQLite, and which journal okrtui keeps with it."""
    version = sqlite3.sqlite_version
    if is_wal_safe(sqlite3.sqlite_version_info):
        return Finding(WELL, "sqlite", f"SQLite {version}, write-ahead log")
    return Finding(
        WELL, "sqlite", f"SQLite {version}, rollback journal (its write-ahead log can lose commits)"
    )


def bytecode() -> Finding:
    """Whether the program's modules are compiled; else each start compiles them, or tries to."""
    missing = [name for name in _MEASURED if not _is_compiled(name)]
    if not missing:
        return Finding(WELL, "bytecode", "compiled")
    folder = os.path.dirname(os.path.dirname(os.path.abspath(home.__file__)))
    return Finding(
        WARNING,
        "bytecode",
        f"not compiled ({', '.join(missing)}): okrtui starts slowly",
        f"install with --compile-bytecode (uv, pip --compile), or run python -m compileall -q {folder}",
    )


def _is_compiled(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    return bool(spec and spec.cached and os.path.exists(spec.cached))


def letters() -> Finding:
    """Whether the locale's letters are UTF-8."""
    encoding = locale.getpreferredencoding(False) or "unknown"
    if "utf8" in encoding.lower().replace("-", "").replace("_", ""):
        return Finding(WELL, "letters", encoding)
    return Finding(
        WARNING,
        "letters",
        f"the locale's letters are {encoding}: bars and signs are drawn in plain ASCII",
        "set LC_ALL to a UTF-8 locale, such as C.UTF-8",
    )


def clock() -> Finding:
    """Whether the clock can be right: not fixed, and not before the program was installed."""
    now = home.now()
    if os.environ.get("OKRTUI_NOW"):
        return Finding(
            NOTE, "clock", f"fixed at {now.isoformat()} by OKRTUI_NOW", "unset OKRTUI_NOW for the real time"
        )
    installed = datetime.fromtimestamp(os.path.getmtime(home.__file__), UTC)
    if now < installed:
        return Finding(
            WARNING,
            "clock",
            f"it is {now:%Y-%m-%d %H:%M} UTC here, before this program was made",
            "set the machine's clock; what is saved keeps its order all the same",
        )
    return Finding(WELL, "clock", f"{now:%Y-%m-%d %H:%M} UTC")
