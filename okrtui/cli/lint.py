"""`okrtui lint`: the writing standards on a file, on one objective or KR, or on all that is being written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.cli.findings import Place

ERRORS_FOUND = 4


@click.command(cls=Command)
@click.argument("whats", metavar="[FILE|REF]...", nargs=-1)
@click.option("--cycle", metavar="CYCLE", help="For a file: the cycle that it is meant for.")
@json_option
@click.pass_context
def command(context: click.Context, whats: tuple[str, ...], cycle: str | None, as_json: bool) -> None:
    """Check OKRs against the writing standards.

    FILE is in the house format (- for stdin), REF names an objective or KR; give as many as you like. Without
    any all OKRs of cycles in draft or active are checked. Exit code 4 where there are errors, 0 where there are
    only warnings.
    """
    from okrtui.cli.findings import blocking, finding_documents, finding_lines
    from okrtui.cli.streams import say, tell, tell_json

    invocation = context.ensure_object(Invocation)
    places = [place for what in whats or (None,) for place in _places(invocation, what, cycle)]
    errors = blocking(places)
    if as_json:
        tell_json(finding_documents(places))
    else:
        for line in finding_lines(places):
            tell(line)
        warnings = len(places) - errors
        say(f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}")
    context.exit(ERRORS_FOUND if errors else 0)


def _places(invocation: Invocation, what: str | None, cycle: str | None) -> list[Place]:
    from okrtui.cli.linting import frame_of, lint_file, lint_workspace
    from okrtui.cli.naming import cycle_id
    from okrtui.cli.reading_files import read_text

    if what is None or not _is_file(what):
        return lint_workspace(invocation, what)
    frame = frame_of(invocation, cycle_id(invocation, cycle)) if cycle else None
    return lint_file(what, read_text(what), frame, invocation.now().date())


def _is_file(what: str) -> bool:
    """Whether a file is meant: there is one, or it is named like one."""
    is_named_so = "/" in what or os.path.splitext(what)[1].lower() in (".md", ".markdown", ".txt")
    return what == "-" or os.path.exists(what) or is_named_so
