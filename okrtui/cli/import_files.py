"""`okrtui import FILE…`: OKRs in the house format, CSV or our JSON, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.actions.csv_map import ColumnMap
    from okrtui.actions.csv_table import Header
    from okrtui.actions.imports import ImportOptions, ImportPlan
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
@click.option("--map", "map_file", metavar="FILE", help="A TOML file that says what is what in others' CSV.")
@click.option("--date-format", default="", metavar="FORMAT", help="Dates in CSV, such as %d.%m.%Y; else ISO.")
@click.option(
    "--delimiter", default="", metavar="MARK", help="Between cells of CSV: , ; tab or |; else told."
)
@click.option("--decimal", default="", metavar="MARK", help="The decimal mark in CSV: . or , ; else told.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    files: tuple[str, ...],
    cycle: str | None,
    owners: tuple[str, ...],
    update: bool,
    map_file: str | None,
    date_format: str,
    delimiter: str,
    decimal: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import files; the format is told from the content.

    Everything goes in or nothing does; what can't be read is named by line. In a home without a workspace a
    document of our JSON becomes the workspace. - reads stdin.
    """
    from okrtui.actions.csv_dialect import checked_decimal, checked_delimiter
    from okrtui.actions.imports import ImportOptions
    from okrtui.cli.naming import cycle_id
    from okrtui.cli.streams import say, tell_json

    session = _session(invocation)
    options = ImportOptions(
        cycle=cycle_id(invocation, cycle) if cycle else None,
        acting_as=invocation.acting_as,
        owners=_owners(owners),
        update=update,
        date_format=date_format,
        delimiter=checked_delimiter(delimiter),
        decimal=checked_decimal(decimal),
        column_map=_map(map_file) if map_file else None,
    )
    plan = _plan(session, files, options)
    if not as_json:
        _say_plan(plan, dry_run)
    message = "Nothing is changed: this was a dry run" if dry_run else _carry_out(plan)
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


def _map(path: str) -> ColumnMap:
    from okrtui.actions.csv_map import read_map
    from okrtui.cli.reading_files import read_text

    return read_map(read_text(path), path)


def _plan(session: Session | None, files: Sequence[str], options: ImportOptions) -> ImportPlan:
    from okrtui.actions.import_files import read_sources, source_of
    from okrtui.actions.imports import plan_sources
    from okrtui.cli.progress import Progress
    from okrtui.cli.reading_files import STDIN, read_text

    sources = []
    for file in files:
        if file == STDIN:
            sources.append(source_of("stdin", read_text(STDIN), options.column_map))
        else:
            sources.extend(read_sources([file], options.column_map))
    progress = Progress("reading")
    try:
        return plan_sources(session, sources, options, progress)
    finally:
        progress.end()


def _carry_out(plan: ImportPlan) -> str:
    """Do it, with a bar where it takes long; what was done, in words."""
    from okrtui.actions.imports import carry_out
    from okrtui.cli.progress import Progress

    progress = Progress("importing")
    try:
        return carry_out(plan, progress).message
    finally:
        progress.end()


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
    columns = [
        _columns_said(name, header) for name, header in plan.headers if with_counts and header.is_foreign
    ]
    for line in (*columns, *summary, *plan.notes):
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


def _columns_said(name: str, header: Header) -> str:
    """How a table was read: "krs.csv: a row is a KR; Goal Title → objective, Target Value → target"."""
    row = {"key_result": "a KR", "check_in": "a check-in", "both": "a KR and a check-in on it"}[header.kind]
    pairs = [f"{theirs} → {ours}" for ours, theirs in header.columns.items()]
    return f"{name}: a row is {row}; {', '.join(pairs)}"


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
        "updates": len(plan.updates),
        "tables": [
            {"file": name, "rows": header.kind, "columns": header.columns} for name, header in plan.headers
        ],
    }
