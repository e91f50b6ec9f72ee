"""Reading the files of an import into what they bring: documents first, then the house format, then tables.

Later files find what earlier ones made; tables of KRs are read before those of check-ins.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from okrtui.actions.brought import Brought, NamedUnread
from okrtui.actions.csv_read import CsvOptions, read_rows
from okrtui.actions.csv_table import Table, read_table
from okrtui.actions.house_read import HouseText, read_house
from okrtui.actions.import_checks import check_figures_of
from okrtui.actions.import_files import Source
from okrtui.actions.import_rights import is_believed
from okrtui.actions.import_writing import Progress
from okrtui.actions.incoming import Item
from okrtui.actions.interchange_ids import resolved
from okrtui.okr.errors import Refused
from okrtui.okr.governance import Person
from okrtui.okr.weeks import today_in
from okrtui.views.workspace import calendar, workspace

if TYPE_CHECKING:
    from okrtui.actions.imports import ImportOptions


def read_all(
    connection: sqlite3.Connection,
    sources: list[Source],
    brought: Brought,
    options: ImportOptions,
    person: Person,
    progress: Progress | None,
) -> set[str]:
    """Read every file; the ids of KRs that are agreed by being imported into a published cycle."""
    implied: set[str] = set()
    for source in sources:
        if source.document is not None:
            implied |= _read_document(source, brought, options)
    house = [HouseText(source.name, source.text) for source in sources if source.format == "house"]
    if house:
        row = workspace(connection)
        today = today_in(brought.now, calendar(row))
        _check_cycle(brought, options.cycle)
        read_house(house, brought, options.cycle, today)
    for source, table in _tables(sources, options):
        before = len(brought.items)
        beside = CsvOptions(options.cycle, options.date_format, calendar(workspace(connection)), progress)
        read_rows(table, source.name, brought, beside)
        implied |= {item.id for item in brought.items[before:] if item.kind == "key_result"}
    return implied if is_believed(person) else set()


def _tables(sources: list[Source], options: ImportOptions) -> list[tuple[Source, Table]]:
    """The tables among the files; those of check-ins come last, for the others make their KRs."""
    tables = [
        (source, read_table(source.text, source.name, options.tables))
        for source in sources
        if source.format == "csv"
    ]
    return sorted(tables, key=lambda one: one[1].kind == "check_in")


def _read_document(source: Source, brought: Brought, options: ImportOptions) -> set[str]:
    document = source.document
    assert document is not None
    brought.problems.file = source.name
    items = resolved(document, brought.known, brought.workspace_id, options.owners, brought.problems)
    known_members = brought.known.ids("member")
    for item in items:
        if item.kind == "key_result":
            check_figures_of(item.fields, item.where, brought.problems)
        if item.kind == "member" and item.fields.get("account") and item.id not in known_members:
            name = item.fields["handle"]
            brought.notes.append(f"{name} comes without an account; okrtui member edit gives one")
        brought.take(_as_member_here(item) if item.kind == "member" else item)
    brought.problems.file = ""
    brought.unread += [NamedUnread(source.name, one) for one in document.unread]
    is_silent = not document.speaks_of_agreements
    return {item.id for item in items if item.kind == "key_result" and is_silent}


def _as_member_here(item: Item) -> Item:
    """Accounts are given in the workspace itself, never by a file."""
    return item._replace(fields={name: value for name, value in item.fields.items() if name != "account"})


def _check_cycle(brought: Brought, cycle: str | None) -> None:
    phase = brought.things("cycle").get(cycle or "", {}).get("phase", "draft")
    if phase not in ("draft", "active"):
        raise Refused(f"the cycle is {'in review' if phase == 'review' else phase}; draft it in the next one")
