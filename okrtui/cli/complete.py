"""`okrtui --complete KIND WORD`: what the shells' completion asks for, dispatched by hand before click is imported.

One candidate a line, its title behind a tab. A TAB must not spoil what is being typed, so nothing is ever written to
stderr; what goes wrong is an exit code.
"""

from __future__ import annotations

import os
import sqlite3

from okrtui import home
from okrtui.okr.errors import NotFound, OkrtuiError, OutOfReach

BAD_INPUT = 2


def run(argv: list[str]) -> int:
    """Print what the last word may become.

    Args:
        argv: the kind, and what is typed so far.

    Returns:
        The exit code: 0, 2 for a kind that isn't known, else that of the error.
    """
    kind, typed = (*argv, "", "")[:2]
    try:
        found = (
            [(name, "") for name in _workspaces(typed)] if kind == "workspaces" else _candidates(kind, typed)
        )
    except (OkrtuiError, home.HomeError) as error:
        return error.exit_code
    except sqlite3.Error:
        return OutOfReach.exit_code
    except KeyError:
        return BAD_INPUT
    for value, title in found:
        print(f"{value}\t{title}")
    return 0


def _workspaces(typed: str) -> list[str]:
    return [name for name in home.workspace_names() if name.startswith(typed)]


def _candidates(kind: str, typed: str) -> list[tuple[str, str]]:
    from okrtui.views.completing import candidates
    from okrtui.views.connect import connect

    name = home.current_workspace(os.environ.get("OKRTUI_WORKSPACE"))
    if name is None:
        raise NotFound("there is no workspace")
    connection = connect(home.replica_path(name))
    try:
        return candidates(connection, kind, typed)
    finally:
        connection.close()
