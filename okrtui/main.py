"""The way in: takes the global options and hands the rest to the screens, to `status` or to the command line.

`okrtui status` stands in people's prompts and `okrtui --complete` behind their TAB key, so both are dispatched by hand
before click or Textual is imported.
Every end is one clear line and an exit code (the command line's contract); a fault of ours goes to the log.
"""

from __future__ import annotations

import io
import os
import sys

from okrtui.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

BAD_INPUT = 2
OUT_OF_REACH = 5
INTERRUPTED = 130
PIPE_CLOSED = 141
_GLOBAL_OPTIONS = {"-w": "OKRTUI_WORKSPACE", "--workspace": "OKRTUI_WORKSPACE", "--as": "OKRTUI_AS"}


def process() -> int:
    """Run okrtui as a process of its own, and give its exit code.

    A prompt's status saves what a process that soon ends has no use for: collecting garbage, zones for every year,
    taking the interpreter apart.
    """
    is_status = sys.argv[1:2] == ["status"]
    if is_status:
        _hurry()
    code = main()
    if is_status and code == 0:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run okrtui.

    Args:
        argv: The words of the command line; those of the process where None.

    Returns:
        The exit code: 0 done, 1 a fault of ours, 2 bad input, 3 not found, 4 refused, 5 out of reach,
        130 interrupted, 141 where the reader of our output left.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _dispatch(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last guard: whatever it was, one line and the log
        return _end(error)
    return code


def _dispatch(argv: list[str]) -> int:
    rest = _take_global_options(argv)
    if rest is None:
        return BAD_INPUT
    if not rest:
        from okrtui.screens import app

        return app.run(workspace=os.environ.get("OKRTUI_WORKSPACE"), acting_as=os.environ.get("OKRTUI_AS"))
    if rest[0] == "status":
        from okrtui.cli import status

        return status.run(rest[1:])
    if rest[0] == "--complete":
        from okrtui.cli import complete

        return complete.run(rest[1:])
    if rest == ["--version"]:
        print(f"okrtui {__version__}")
        return 0
    from okrtui.cli import app as commands

    return commands.main(rest)


def _hurry() -> None:
    import gc

    from okrtui.okr.zones import be_quick

    gc.disable()
    be_quick()


def _take_global_options(argv: list[str]) -> list[str] | None:
    """Put the options before the command into the environment; the rest, or None where a value is missing."""
    rest = list(argv)
    while rest:
        option, equals, value = rest[0].partition("=")
        if option not in _GLOBAL_OPTIONS or (equals and not option.startswith("--")):
            return rest
        del rest[0]
        if not equals:
            value = rest.pop(0) if rest else ""
        if not value:
            _say(f"{option} needs a value, such as {option} {'ana' if option == '--as' else 'acme'}")
            return None
        os.environ[_GLOBAL_OPTIONS[option]] = value
    return rest


def _end(error: Exception) -> int:
    """Say in one line what went wrong and give the exit code that it ends with."""
    from okrtui.home import HomeError
    from okrtui.okr.errors import OkrtuiError
    from okrtui.okr.unreachable import unreachable_line
    from okrtui.settings import SettingsError

    if isinstance(error, (OkrtuiError, HomeError, SettingsError)):
        is_reason = getattr(error, "field", "") == "reason"
        _say(f"{error}: --reason TEXT" if is_reason else str(error))
        for candidate in getattr(error, "candidates", ()):
            print(f"  {_plain(candidate)}", file=sys.stderr)
        return error.exit_code
    unreachable = unreachable_line(error)
    if unreachable:
        _say(unreachable)
        return OUT_OF_REACH
    _say(f"a fault of okrtui's own, {type(error).__name__}: {_log(error)}")
    return 1


def _log(error: Exception) -> str:
    """Append the traceback to the log; words that say where it is."""
    import traceback

    from okrtui import home

    try:
        path = home.log_path()
        home.make_private_dir(os.path.dirname(path))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{home.now().isoformat()} okrtui {__version__}\n")
            traceback.print_exception(error, file=file)
    except (OSError, ValueError) as unwritten:
        return f"{error} (and the log can't be written: {unwritten})"
    return f"the details are in {path}"


def _say(line: str) -> None:
    print(f"okrtui: {_plain(line)}", file=sys.stderr)


def _plain(text: str) -> str:
    """One line without control characters, whatever people named their things."""
    return "".join(c if c.isprintable() else " " for c in text)
