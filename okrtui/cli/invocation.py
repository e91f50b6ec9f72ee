"""One call of the command line: which workspace, acting as whom; and the options that every command takes.

`-w/--workspace` and `--as` may stand before or after the command's name, `--json` on every command that
prints data.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from okrtui import home
from okrtui.okr.errors import NotFound, Outdated

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done, Session

F = TypeVar("F", bound=Callable[..., Any])


class Invocation:
    """What was asked for in general, before the command's own options."""

    def __init__(self, workspace: str | None = None, acting_as: str | None = None) -> None:
        self.workspace = workspace
        self.acting_as = acting_as or os.environ.get("OKRTUI_AS") or None
        self.written = ""
        """The replica that the command may have written to."""

    def session(self) -> Session:
        """A person at work in the workspace; NotFound where there is none."""
        from okrtui.actions.session import Session  # loads what writes: only when something may be written
        from okrtui.cli.streams import say

        session = Session.open(self.workspace, self.acting_as, say)
        self.written = session.path
        return session

    def path(self) -> str:
        """The replica that is meant.

        Raises:
            NotFound: There is no workspace, or there are several and none was chosen.
        """
        name = home.current_workspace(self.workspace)
        if name is None:
            names = home.workspace_names()
            if not names:
                raise NotFound(
                    "there is no workspace yet: make one with okrtui init NAME, or look at okrtui demo"
                )
            raise NotFound(f"which workspace? choose one with -w or okrtui workspace use: {', '.join(names)}")
        return home.replica_path(name)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that only reads, for views."""
        from okrtui.views.connect import connect

        path = self.path()
        try:
            connection = connect(path)
        except Outdated:
            _renew(path)
            connection = connect(path)
        try:
            yield connection
        finally:
            connection.close()

    def now(self) -> datetime:
        """The time that counts."""
        return home.now()


def _renew(path: str) -> None:
    """Fold anew what an older okrtui folded, which the person is told."""
    from okrtui.cli.streams import say
    from okrtui.store.replica import Replica

    Replica.open(path, tell=say)


class Command(click.Command):
    """A command that also takes `-w/--workspace` and `--as` after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_general_options())


class Group(click.Group):
    """A noun with its verbs: `okrtui kr add`."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_general_options())


def json_option(function: F) -> F:
    """Add `--json`, handed over as `as_json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON with the interchange format's names."
    )(function)


def report(done: Done, as_json: bool, **more: Any) -> None:
    """Say what was done: one line on stderr, or a JSON object on stdout.

    Args:
        done: what an action gave back.
        as_json: print JSON instead of words.
        more: further fields of the JSON object.
    """
    from okrtui.cli.streams import say, tell_json
    from okrtui.okr.text import clean_text

    message = clean_text(done.message).replace("undo with u", "okrtui undo takes it back")
    message = message.replace("redo with U", "okrtui redo brings it again")
    if not as_json:
        say(message)
        return
    document: dict[str, Any] = {"id": done.id} if done.id else {}
    tell_json({**document, "message": message, **done.details, **more})


def _general_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["-w", "--workspace"],
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="The workspace, by its short name.",
        ),
        click.Option(
            ["--as", "acting_as"],
            metavar="HANDLE",
            expose_value=False,
            callback=_remember,
            help="Act as this member.",
        ),
    ]


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    invocation = context.ensure_object(Invocation)
    if value is not None and parameter.name:
        setattr(invocation, parameter.name, value)
