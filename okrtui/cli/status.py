"""`okrtui status`, dispatched by hand: my key results in the terminal, a prompt, a login banner or a script.

It stands in people's prompts, so it imports no more than it shows; whatever goes wrong is one line and an
exit code.
A prompt must stay clean: with `--line` and `--banner` nothing is ever written to stderr; where there is no
workspace they print nothing (exit 3), and where the workspace can't be read `--line` prints "OKR ?" (exit 5).
"""

from __future__ import annotations

import os
import sys
from collections import namedtuple

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound, OkrtuiError, OutOfReach
from okrtui.okr.text import cut
from okrtui.views.connect import connect
from okrtui.views.driver import sqlite3
from okrtui.views.lines import OPEN_PHASES, lines
from okrtui.views.my_week import my_week
from okrtui.views.status import (
    in_ascii,
    status_banner,
    status_line,
    status_rows,
)
from okrtui.views.workspace import acting_member

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from okrtui.views.lines import KeyResultLine
    from okrtui.views.my_week import MyWeek
    from okrtui.views.workspace import WorkspaceRow

USAGE = """\
Usage: okrtui status [OPTIONS]

  Show your key results: what is due, actual between baseline and target,
  score, RAG, pace, trend and confidence.

Options:
  --all                 Everyone's key results in open cycles, after your own.
  --team TEAM           A team's week: who has checked in, how it stands;
                        `-` for the OKRs of no team.
  --week WEEK           An earlier week of that team, such as W46.
  --line                One short line for a prompt or a status bar.
  --banner              Two lines for a login, nothing while nothing waits.
  --plain               Words alone, one fact a column, parted by tabs.
  --json                JSON with the interchange format's names.
  -w, --workspace NAME  The workspace, else OKRTUI_WORKSPACE.
  --as HANDLE           Who you are, else OKRTUI_AS, else your Unix name.
  --help                Show this and exit.

Exit codes: 0 done, 2 bad option, 3 no workspace, 4 no account, 5 unreadable.
"""
WIDTH_OF_A_PIPE = 80

_FORMS = ("--line", "--banner", "--plain", "--json")
_VALUED = {
    "-w": "workspace",
    "--workspace": "workspace",
    "--as": "acting_as",
    "--team": "team",
    "--week": "week",
}
_Asked = namedtuple(
    "_Asked", "form is_all workspace acting_as team week", defaults=("", False, None, None, None, None)
)
_COLOURS = {
    "red": ("1;38;5;208", "1;33"),
    "amber": ("38;5;221", "33"),
    "green": ("38;5;75", "34"),
    "stretch": ("1;38;5;75", "1;34"),
}
"""Bands on a blue and orange axis, that most colour-blind people can tell: with 256 colours, with 16."""


def run(argv: list[str]) -> int:
    """Print the status that the options ask for.

    Args:
        argv: the words after `status`.

    Returns:
        The exit code: 0, 2 for a bad option, 3 without a workspace, 4 without an account, 5 where it
            can't be read.
    """
    if "--help" in argv:
        print(USAGE, end="")
        return 0
    asked = _Asked()
    try:
        asked = _read(argv)
        text = _told(asked)
    except (OkrtuiError, home.HomeError) as error:
        return _refused(asked, str(error), error.exit_code)
    if text:
        print(text)
    return 0


def _read(argv: list[str]) -> _Asked:
    """The options; raises BadInput for one that is unknown, lacks its value or excludes another."""
    asked = _Asked(
        workspace=os.environ.get("OKRTUI_WORKSPACE") or None, acting_as=os.environ.get("OKRTUI_AS") or None
    )
    words = list(argv)
    while words:
        option, equals, value = words.pop(0).partition("=")
        if option in _VALUED:
            if not equals:
                value = words.pop(0) if words else ""
            if not value:
                raise BadInput(f"{option} needs a value: okrtui status --help shows the options")
            asked = asked._replace(**{_VALUED[option]: value})
        elif option == "--all" and not equals:
            asked = asked._replace(is_all=True)
        elif option in _FORMS and not equals:
            if asked.form not in ("", option):
                raise BadInput(f"{asked.form} and {option} exclude each other: choose one")
            asked = asked._replace(form=option)
        else:
            shown = "".join(each for each in option if each.isprintable())[:40]
            raise BadInput(f"status has no option {shown!r}: okrtui status --help shows those it has")
    if asked.team and asked.is_all:
        raise BadInput("--team and --all exclude each other: choose one")
    if asked.week and not asked.team:
        raise BadInput("--week is of a team: say which with --team")
    return asked


def _told(asked: _Asked) -> str:
    name = home.current_workspace(asked.workspace)
    if name is None:
        raise NotFound(
            "there is no workspace yet, or none is chosen: run okrtui init or okrtui workspace use"
        )
    connection = connect(home.replica_path(name))
    try:
        return _status(connection, asked, home.now())
    except sqlite3.DatabaseError as error:
        raise OutOfReach(f"the workspace {name} can't be read ({error}): run okrtui doctor") from error
    finally:
        connection.close()


def _status(c: sqlite3.Connection, asked: _Asked, now: datetime) -> str:
    if asked.team:
        return _of_team(c, asked, now)
    member = acting_member(c, asked.acting_as, home.unix_name())
    week = my_week(c, member, now)
    others = _others(c, week, now) if asked.is_all else []
    width, is_ascii = _width(), _is_ascii()
    if asked.form == "--json":
        from okrtui.views.json_text import to_json
        from okrtui.views.status_facts import status_json

        return to_json(status_json(week, others))
    if asked.form == "--line":
        told = [status_line(week, now)]
    elif asked.form == "--banner":
        told = status_banner(week, width, now)
    elif asked.form == "--plain":
        from okrtui.views.status_facts import status_plain

        told = status_plain(week, now, others)
    else:
        return "\n".join(status_rows(week, width, is_ascii, now, others, _painter()))
    return "\n".join(in_ascii(line) if is_ascii else line for line in told)


def _of_team(c: sqlite3.Connection, asked: _Asked, now: datetime) -> str:
    from okrtui.okr.weeks import parse_week, week_of
    from okrtui.views.team_names import team_called
    from okrtui.views.workspace import calendar, workspace

    row = workspace(c)
    running = week_of(now, calendar(row))
    week, team = parse_week(asked.week, running) if asked.week else running, team_called(c, asked.team).id
    if week == running and asked.form in ("", "--line"):
        return _of_team_now(c, asked.form, team, row, now)
    from okrtui.views import team_status
    from okrtui.views.team_week import team_week

    shown, width, is_ascii = team_week(c, team, now, week), _width(), _is_ascii()
    if asked.form == "--json":
        from okrtui.views.json_text import to_json
        from okrtui.views.sub_teams import sub_teams

        below = sub_teams(c, team, now, week if week != running else None)
        return to_json(team_status.team_json(shown, below))
    if asked.form == "--line":
        told = [team_status.team_line(shown.figures, shown.clocks(now), now)]
    elif asked.form == "--banner":
        told = team_status.team_banner(shown, width, now)
    elif asked.form == "--plain":
        told = team_status.team_plain(shown, now)
    else:
        told = [
            cut(team_status.team_head(shown.figures, shown.clocks(now), now), width),
            *team_status.team_rows(shown, width, is_ascii, now, _painter()),
        ]
    return "\n".join(in_ascii(line) if is_ascii else line for line in told)


def _of_team_now(c: sqlite3.Connection, form: str, team: str | None, row: WorkspaceRow, now: datetime) -> str:
    """The running week: figures come first, and the rows follow while the first one is read."""
    from okrtui.views.team_escalations import team_clocks
    from okrtui.views.team_figures import team_figures
    from okrtui.views.team_words import team_head, team_line
    from okrtui.views.workspace import calendar

    sign = in_ascii if _is_ascii() else str
    figures, clocks = team_figures(c, team, now, row), team_clocks(c, team, now, calendar(row))
    width = _width()
    if form == "--line":
        return sign(team_line(figures, clocks, now))
    print(sign(cut(team_head(figures, clocks, now), width)), flush=True)
    from okrtui.views.team_status import team_rows
    from okrtui.views.team_week import team_week

    shown = team_week(c, team, now)
    return "\n".join(team_rows(shown, width, _is_ascii(), now, _painter()))


def _others(c: sqlite3.Connection, week: MyWeek, now: datetime) -> list[KeyResultLine]:
    """What is open and not the member's own."""
    mine = {line.id for line in week.all}
    return [line for line in lines(c, now, phases=OPEN_PHASES, of=week.workspace) if line.id not in mine]


def _refused(asked: _Asked, message: str, code: int) -> int:
    if asked.form == "--line" and code == OutOfReach.exit_code:
        print("OKR ?")
    if asked.form not in ("--line", "--banner"):
        shown = "".join(each if each.isprintable() else " " for each in message)
        print(f"okrtui: {shown}", file=sys.stderr)
    return code


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH_OF_A_PIPE
    except (OSError, ValueError):
        return WIDTH_OF_A_PIPE


def _is_ascii() -> bool:
    """Whether the locale's characters aren't UTF-8; without any locale a terminal is taken to show them."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    return bool(chosen) and "utf" not in chosen.lower()


def _painter() -> Callable[[str, str | None, bool], str] | None:
    """How to colour a band's letter: only on a terminal that has colours and whose owner wants them."""
    terminal = os.environ.get("TERM", "")
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or terminal in ("", "dumb"):
        return None
    has_256 = "256" in terminal or bool(os.environ.get("COLORTERM"))

    def paint(letter: str, rag: str | None, is_stale: bool) -> str:
        if rag is None:
            return letter
        colour = "2" if is_stale else _COLOURS[rag][0 if has_256 else 1]
        return f"\x1b[{colour}m{letter}\x1b[0m"

    return paint
