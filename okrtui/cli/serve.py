"""`okrtui serve`: the shared server, and its sub-commands for those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrtui.cli.lazy import LazyGroup
from okrtui.cli.serving import remember, server_options

if TYPE_CHECKING:
    from okrtui.server.config import ServerConfig
    from okrtui.server.log import ServerLog

MODULES = {
    "invite": "serve_invite",
    "members": "serve_members",
    "devices": "serve_devices",
    "revoke": "serve_revoke",
    "import": "serve_import",
    "verify": "serve_verify",
    "migrate": "serve_migrate",
    "backup": "serve_backup",
    "restore": "serve_restore",
    "stats": "serve_stats",
    "posts": "serve_posts",
}


@click.group(cls=LazyGroup, modules=MODULES, invoke_without_command=True)
@server_options
@click.option("--host", metavar="ADDRESS", help="Where to listen; 127.0.0.1 unless set.")
@click.option("--port", type=int, metavar="N", help="The port; 8720 unless set.")
@click.option("--tls-cert", metavar="FILE", help="A certificate with its chain (PEM), to speak TLS itself.")
@click.option("--tls-key", metavar="FILE", help="The certificate's key (PEM).")
@click.pass_context
def command(
    context: click.Context, host: str | None, port: int | None, tls_cert: str | None, tls_key: str | None
) -> None:
    """Run the server of shared workspaces.

    Without settings it keeps its log in SQLite and listens at 127.0.0.1. It runs until it is interrupted; requests
    under way are finished. Logs go to stderr, one JSON object a line.
    """
    remember(context, host=host, port=port, tls_cert=tls_cert, tls_key=tls_key)
    if context.invoked_subcommand is not None:
        return
    from okrtui.cli.serving import opened

    with opened(context) as (config, log):
        from okrtui.server.running import run

        run(config, log, lambda address: _tell_start(address, config, log))


def _tell_start(address: str, config: ServerConfig, log: ServerLog) -> None:
    from okrtui.cli.streams import say

    say(f"serving at {address} (ctrl+c stops)")
    if not config.is_private:
        say(
            "plain HTTP beyond this machine: clients refuse it; give --tls-cert, or put a proxy in front and set url"
        )
    if not log.workspaces():
        say(
            "there is no workspace here yet; let the first member in with: okrtui serve invite HANDLE --found"
        )
