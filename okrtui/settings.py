"""A person's settings: one table of name, default, type and help, and the TOML file that overrides it.

What the table doesn't know is kept on writing, and so are comments. The TOML libraries are imported where
they are used, for a shell prompt may import this module and read no settings.
"""

from __future__ import annotations

import os
from collections import namedtuple

from okrtui import home

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Setting = namedtuple("Setting", ["name", "default", "type", "help"])

SETTINGS = (
    Setting(
        "theme",
        "auto",
        "auto|dark|light|ansi|high-contrast|mono",
        "Colours; auto follows the terminal as far as it can be told.",
    ),
    Setting(
        "colours",
        "auto",
        "auto|truecolor|256color|16color",
        "How many colours are written; auto asks the terminal, and takes 256 at most in GNU screen.",
    ),
    Setting("ascii", "auto", "auto|always|never", "Plain ASCII bars and marks; auto asks the locale."),
    Setting("mouse", True, "boolean", "Whether the mouse clicks and scrolls."),
    Setting(
        "slow", False, "boolean", "For a slow line: sixteen colours, and lists that scroll by whole pages."
    ),
    Setting("send_at_once", True, "boolean", "In a shared workspace: commands send what they saved at once."),
    Setting("editor", "", "text", "The editor for long text; empty takes $VISUAL, then $EDITOR."),
    Setting("keys", {}, "keys", "Keys of one's own: action = \"key,key\", replacing the action's keys."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class SettingsError(ValueError):
    """The settings can't be read, or a setting has no such name or value; one clear line, exit code 2."""

    exit_code = 2


def settings_path() -> str:
    """The user's own settings file; it need not exist."""
    return os.path.join(home.config_dir(), "okrtui.toml")


def read_settings() -> dict[str, Any]:
    """Every setting with its value or default, and after them what the file holds beside (kept, not used).

    Raises:
        SettingsError: The file is not TOML, or a value is not of its setting's type.
    """
    written = _parsed(_read_text())
    values = {name: {} if kind == "keys" else default for name, default, kind, _ in SETTINGS}
    for name, value in written.items():
        if name in _BY_NAME:
            _check(_BY_NAME[name], value)
        values[name] = value
    return values


def get(name: str) -> Any:
    """The value of one setting; `keys.ACTION` is one action's keys ("" where they are the program's own).

    Raises:
        SettingsError: There is no such setting, or the file can't be read.
    """
    setting, action = _named(name)
    value = read_settings()[setting.name]
    return value.get(action, "") if action else value


def set(name: str, text: str) -> None:
    """Write one setting, given as a person types it, and leave the rest of the file as it is.

    Raises:
        SettingsError: There is no such setting, the text is no value of it, or the file can't be read.
    """
    setting, action = _named(name)
    if setting.type == "keys" and not action:
        raise SettingsError("name the action too: keys.ACTION, such as keys.check_in")
    value = _value(setting, text)
    before = _read_text()
    wanted = _parsed(before)
    if action:
        keys = wanted.setdefault(setting.name, {})
        _check(setting, keys)
        keys[action] = value
    else:
        wanted[setting.name] = value
    home.write_private(settings_path(), _rewritten(before, name, value, wanted))


def _named(name: str) -> tuple[Setting, str]:
    head, _, action = name.partition(".")
    setting = _BY_NAME.get(head)
    if setting is None or ("." in name and (setting.type != "keys" or not action)):
        raise SettingsError(f"there is no setting {name!r}; there are {', '.join(_BY_NAME)}")
    return setting, action


def _value(setting: Setting, text: str) -> Any:
    value: Any = text.strip()
    if setting.type == "boolean":
        value = _YES.get(value.lower(), value)
    if setting.type != "keys":
        _check(setting, value)
    return value


def _check(setting: Setting, value: Any) -> None:
    """Raise SettingsError unless the value is of the setting's type."""
    if setting.type == "boolean":
        wanted, fits = "true or false", isinstance(value, bool)
    elif setting.type == "text":
        wanted, fits = "a text", isinstance(value, str)
    elif setting.type == "keys":
        fits = isinstance(value, dict) and all(isinstance(keys, str) for keys in value.values())
        wanted = 'a table of action = "key,key"'
    else:
        choices = setting.type.split("|")
        wanted, fits = f"one of {', '.join(choices)}", value in choices
    if not fits:
        raise SettingsError(f"{setting.name} is {value!r}: it must be {wanted}")


def _read_text() -> str:
    try:
        with open(settings_path(), encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"{settings_path()} is not UTF-8 text: save it as UTF-8") from error


def _parsed(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{settings_path()} is not TOML: {error}") from error


def _rewritten(text: str, name: str, value: Any, wanted: dict[str, Any]) -> str:
    """The file's text with one line changed or added, so that it means `wanted`.

    Where a line can't do it (a value over several lines, an inline table), the whole file is written anew,
    which keeps every value and loses the comments.
    """
    import tomllib

    import tomli_w

    table, _, action = name.rpartition(".")
    line = tomli_w.dumps({action: value})
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    candidate = "".join(_with_line(lines, table, action, line))
    try:
        if tomllib.loads(candidate) == wanted:
            return candidate
    except tomllib.TOMLDecodeError:
        pass
    return tomli_w.dumps(wanted)


def _with_line(lines: list[str], table: str, key: str, line: str) -> list[str]:
    """The lines with a table's key replaced, else after its commented default, else at its end."""
    inside = table == ""
    end = 0 if inside else None
    commented = None
    for number, old in enumerate(lines):
        if old.lstrip().startswith("["):
            inside = old.split("#")[0].strip() == f"[{table}]"
        elif inside and _key_of(old) == key:
            return [*lines[:number], line, *lines[number + 1 :]]
        elif inside and old.startswith("#") and _key_of(old[1:]) == key:
            commented = number + 1
        if inside and not old.isspace() and not (old.startswith("#") and old[1:2].isspace()):
            end = number + 1
    if commented is not None:
        end = commented
    if end is None:
        return [*lines, *(["\n"] if lines else []), f"[{table}]\n", line]
    return [*lines[:end], line, *lines[end:]]


def _key_of(line: str) -> str:
    return line.partition("=")[0].strip().strip("\"'")
