"""The command line as a whole: its commands by name, how it is called and how it ends.

Exit codes follow the architecture: 2 for a line that can't be understood, 130 when interrupted; errors of the
domain pass through to the program's entry, which says them in one line.
"""

from __future__ import annotations

import click

from okrtui.cli.invocation import Invocation
from okrtui.cli.lazy import LazyGroup
from okrtui.version import __version__

MODULES = {
    "demo": "demo",
    "init": "init",
    "join": "join",
    "sync": "sync",
    "move": "move",
    "leave": "leave",
    "status": "status_command",
    "inbox": "inbox",
    "checkin": "checkin",
    "show": "show",
    "list": "list",
    "tree": "tree",
    "update": "update",
    "lint": "lint",
    "import": "import_files",
    "export": "export",
    "cycle": "cycle",
    "objective": "objective",
    "kr": "kr",
    "change": "change",
    "conflict": "conflict",
    "refused": "refused",
    "initiative": "initiative",
    "comment": "comment",
    "adoption": "adoption",
    "decide": "decide",
    "decision": "decision",
    "review": "review",
    "escalation": "escalation",
    "digest": "digest",
    "remind": "remind",
    "post": "post",
    "undo": "undo",
    "redo": "redo",
    "workspace": "workspace",
    "member": "member",
    "team": "team",
    "whoami": "whoami",
    "config": "config",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "meet": "meet",
    "vote": "vote",
    "serve": "serve",
}
INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    modules=MODULES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="okrtui", message="%(prog)s %(version)s")
def okrtui() -> None:
    """OKRs in the terminal, from the weekly check-in to the update.

    Without a command it opens the full screen. A KR is named by the start of its short code or by words of
    its title.

    Exit codes: 0 done, 1 a fault of okrtui, 2 bad input, 3 not found or ambiguous, 4 refused or unconfirmed,
    5 store out of reach, 130 interrupted.
    """


def main(argv: list[str]) -> int:
    """Run one command line and give its exit code.

    Args:
        argv: what stands after the program's name.

    Raises:
        OkrtuiError: what the domain, the store or the input refused.
    """
    invocation = Invocation()
    try:
        result = okrtui.main(args=argv, prog_name="okrtui", standalone_mode=False, obj=invocation)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        click.echo(f"okrtui: {_one_line(error)}", err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(f"okrtui: {error.format_message()}", err=True)
        return 2
    except click.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    if invocation.written:
        from okrtui.cli.sending import send_in_background

        send_in_background(invocation.written)
    return result if isinstance(result, int) else 0


def _one_line(error: click.UsageError) -> str:
    from okrtui.okr.text import clean_line

    message = clean_line(error.format_message()).rstrip(".")
    return f"{message} (see {error.ctx.command_path} --help)" if error.ctx else message
