"""What all commands of `okrtui serve` share: the settings that name a server's database, and opening it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import click

from okrtui.okr.errors import Ambiguous, NotFound, OutOfReach

if TYPE_CHECKING:
    from okrtui.server.config import ServerConfig
    from okrtui.server.log import ServerLog

F = TypeVar("F", bound=Callable[..., Any])

_LIBRARIES = ("alembic", "fastapi", "prometheus_client", "psycopg", "pydantic", "structlog", "uvicorn")
_FLAGS = "okrtui.serve"
_OPTIONS = (
    ("--config", "config", "FILE", "The server's settings; else the user's server.toml, or /etc/okrtui's."),
    ("--database", "database", "URL", "The log's database, such as postgresql+psycopg://okrtui@/okrtui."),
    ("--data", "data", "DIR", "The folder of what the server keeps on disk."),
)


def server_options(function: F) -> F:
    """Add `--config`, `--database` and `--data`, which may stand before or after a sub-command's name."""
    for option, name, metavar, text in reversed(_OPTIONS):
        decorate = click.option(
            option, name, metavar=metavar, help=text, expose_value=False, callback=_remember
        )
        function = decorate(function)
    return function


def remember(context: click.Context, **flags: Any) -> None:
    """Keep flags for `settings`."""
    kept: dict[str, Any] = context.find_root().meta.setdefault(_FLAGS, {})
    kept.update({name: value for name, value in flags.items() if value is not None})


def settings(context: click.Context) -> ServerConfig:
    """The server's settings, flags included.

    Raises:
        OutOfReach: the server's libraries are not installed.
        BadInput: a setting can't be, or names a place that can't.
    """
    need_libraries()
    from okrtui.server.config import read_config
    from okrtui.server.opening import check_places

    flags = dict(context.find_root().meta.get(_FLAGS, {}))
    file = flags.pop("config", None)
    config = read_config(flags, file=file)
    check_places(config)
    return config


def need_libraries() -> None:
    """Raise OutOfReach where the server's libraries are not installed."""
    if any(find_spec(name) is None for name in _LIBRARIES):
        raise OutOfReach(
            "the server's libraries are not installed: install okrtui with them, '.[server]' instead of '.'"
        )


@contextmanager
def opened(context: click.Context) -> Iterator[tuple[ServerConfig, ServerLog]]:
    """The settings and the open log, which is closed at the end."""
    config = settings(context)
    from okrtui.server.opening import open_log

    log = open_log(config)
    with closing(log):
        yield config, log


def workspace_named(log: ServerLog, named: str | None) -> str:
    """The id of the workspace that is meant: by the start of its id, by its name, or the only one there is.

    Raises:
        NotFound: there is none, or none of that name.
        Ambiguous: several are meant.
    """
    ids = [one.ws for one in log.workspaces()]
    if not ids:
        raise NotFound(
            "there is no workspace here yet: okrtui serve invite HANDLE --found lets somebody make one"
        )
    fitting = [ws for ws in ids if _is_named(log, ws, named)] if named else ids
    if not fitting:
        raise NotFound("there is no such workspace here: okrtui serve stats lists them")
    if len(fitting) > 1:
        lines = [f"{ws}  {workspace_name(log, ws)}" for ws in fitting]
        raise Ambiguous("which workspace? choose one with -w", lines)
    return fitting[0]


def workspace_name(log: ServerLog, ws: str) -> str:
    """What a workspace is called."""
    from okrtui.views.connect import connect
    from okrtui.views.workspace import workspace

    with closing(connect(log.replica(ws))) as replica:
        try:
            return workspace(replica).name
        except NotFound:
            return ""


def _is_named(log: ServerLog, ws: str, named: str) -> bool:
    return ws.startswith(named) or workspace_name(log, ws).casefold() == named.casefold()


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if parameter.name:
        remember(context, **{parameter.name: value})
