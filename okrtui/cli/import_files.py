"""`okrtui import FILE…`: OKRs in the house format, CSV or our JSON, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.actions.imports import ImportPlan
    from okrtui.actions.merging import Difference
    from okrtui.actions.session import Session

SHOWN_DIFFERENCES = 40


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--cycle", metavar="CYCLE", help="The cycle for OKRs in the house format and rows that name none."
)
@click.option(
    "--owner", "owners", multiple=True, metavar="NAME=HANDLE", help="Who is meant by a name in the file."
)
@click.option("--update", is_flag=True, help="Take the file's values where known things differ.")
@click.option("--date-format", default="", metavar="FORMAT", help="Dates in CSV, such as %d.%m.%Y; else ISO.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    files: tuple[str, ...],
    cycle: str | None,
    owners: tuple[str, ...],
    update: bool,
    date_format: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import files; the format is told from the content.

    Everything goes in or nothing does; what can't be read is named by line. In a home without a workspace a
    document of our JSON becomes the workspace. - reads stdin.
    """
    from okrtui.actions.imports import ImportOptions, carry_out
    from okrtui.cli.naming import cycle_id
    from okrtui.cli.streams import say, tell_json

    session = _session(invocation)
    options = ImportOptions(
        cycle=cycle_id(invocation, cycle) if cycle else None,
        acting_as=invocation.acting_as,
        owners=_owners(owners),
        update=update,
        date_format=date_format,
    )
    plan = _plan(session, files, options)
    if not as_json:
        _say_plan(plan, dry_run)
    message = "Nothing is changed: this was a dry run" if dry_run else carry_out(plan, _progress).message
    if as_json:
        tell_json({"message": message, **_document(plan)})
        return
    say(message)
    if session and not dry_run and _are_drafts(invocation, plan):
        say("They are drafts: okrtui lint checks them, okrtui cycle publish puts them in force")


def _session(invocation: Invocation) -> Session | None:
    """The workspace that files go into; None in a home without one."""
    from okrtui import home

    return invocation.session() if home.workspace_names() else None


def _are_drafts(invocation: Invocation, plan: ImportPlan) -> bool:
    """Whether a key result that came in waits for the publication of its cycle."""
    from okrtui.views.lines import lines

    with invocation.reading() as c:
        new = [item.id for item in plan.items if item.kind == "key_result"]
        found = lines(c, invocation.now(), key_results=new) if new else []
    return any(line.phase == "draft" for line in found)


def _plan(session: Session | None, files: Sequence[str], options: Any) -> ImportPlan:
    from okrtui.actions.import_files import read_sources, source_of
    from okrtui.actions.imports import plan_sources
    from okrtui.cli.reading_files import STDIN, read_text

    sources = []
    for file in files:
        sources.extend([source_of("stdin", read_text(STDIN))] if file == STDIN else read_sources([file]))
    return plan_sources(session, sources, options)


def _owners(typed: Sequence[str]) -> dict[str, str]:
    from okrtui.okr.errors import BadInput

    owners = {}
    for text in typed:
        name, equals, handle = text.rpartition("=")
        if not equals or not name.strip() or not handle.strip():
            raise BadInput(f"{text!r} names no owner: write it as NAME=HANDLE, such as 'Growth PM=ana'")
        owners[name.strip()] = handle.strip()
    return owners


def _say_plan(plan: ImportPlan, with_counts: bool) -> None:
    """Say what would change: counts (the end says them too), notes, fields that differ, unread lines."""
    from okrtui.cli.planned_okrs import planned_okrs
    from okrtui.cli.streams import say
    from okrtui.okr.text import clean_line

    summary = plan.summary if with_counts else plan.summary[1:] if plan.session else []
    for line in (*summary, *plan.notes):
        say(clean_line(line))
    for line in planned_okrs(plan) if with_counts else ():
        say(line)
    for difference in plan.differences[:SHOWN_DIFFERENCES]:
        say("  " + clean_line(_differs(difference)))
    if len(plan.differences) > SHOWN_DIFFERENCES:
        say(f"  … and {len(plan.differences) - SHOWN_DIFFERENCES} more fields; --json shows all")
    for file, unread in plan.unread:
        place = f"{file}:{unread.line}" if unread.line else file
        say(f"  not read: {clean_line(f'{place}  {unread.text}: {unread.why}')}")


def _differs(difference: Difference) -> str:
    """A difference in words: "Increase repeat purchase rate · target: 28 here, 30 in the file"."""
    ours, theirs = (
        "nothing" if value is None else str(value) for value in (difference.ours, difference.theirs)
    )
    return f"{difference.thing} · {difference.field}: {ours} here, {theirs} in the file"


def _document(plan: ImportPlan) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "additions": dict(plan.additions),
        "differences": [
            {"thing": each.thing, "field": each.field, "ours": each.ours, "theirs": each.theirs}
            for each in plan.differences
        ],
        "unread": [
            {"file": file, "line": unread.line, "text": unread.text, "why": unread.why}
            for file, unread in plan.unread
        ],
        "notes": list(plan.notes),
    }


def _progress(done: int, total: int) -> None:
    """How far a long import is, on a terminal."""
    import sys

    if sys.stderr.isatty():
        sys.stderr.write(f"\rimporting {done} of {total}" + ("\n" if done >= total else ""))
        sys.stderr.flush()
