"""Importing files: a plan that says what would change, then all of it or nothing.

The format is told from the content; a home without a workspace takes a document of our JSON as its workspace, an
existing workspace is merged with whatever comes (docs: interchange formats).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from okrtui.actions.brought import Brought, NamedUnread
from okrtui.actions.csv_map import NO_MAP, ColumnMap
from okrtui.actions.csv_table import Header, read_header
from okrtui.actions.import_checks import check_loops, check_updates_figures
from okrtui.actions.import_files import Source, read_sources
from okrtui.actions.import_reading import read_all
from okrtui.actions.import_rights import check_rights, is_believed, person_at
from okrtui.actions.import_writing import Progress, imported_agreements, write_items
from okrtui.actions.incoming import Item
from okrtui.actions.interchange_import import NewWorkspace, create, planned_workspace
from okrtui.actions.known import Known
from okrtui.actions.merging import Difference, Merge, merged
from okrtui.actions.session import Done, Session
from okrtui.okr.errors import BadInput, NotFound
from okrtui.okr.kinds import KINDS

_NO_OWNERS: Mapping[str, str] = MappingProxyType({})


class ImportOptions(NamedTuple):
    """What was asked for beside the files.

    Attributes:
        cycle: id of the cycle that OKRs in the house format, and rows without a cycle, go into.
        acting_as: handle of the importer, where the home has no workspace yet.
        owners: handles of members by the name that stands for them in the files.
        update: whether known things take over what the files have otherwise.
        date_format: how dates stand in CSV, as `strptime` has it; ISO by default.
        delimiter, decimal: of CSV, where the file is not to tell.
        column_map: what was stated about tables of others.
    """

    cycle: str | None = None
    acting_as: str | None = None
    owners: Mapping[str, str] = _NO_OWNERS
    update: bool = False
    date_format: str = ""
    delimiter: str = ""
    decimal: str = ""
    column_map: ColumnMap | None = None

    @property
    def tables(self) -> ColumnMap:
        """All that was stated about tables; what stands beside the map goes before it."""
        column_map = self.column_map or NO_MAP
        return column_map._replace(
            delimiter=self.delimiter or column_map.delimiter, decimal=self.decimal or column_map.decimal
        )


class ImportPlan(NamedTuple):
    """What an import would do.

    Attributes:
        summary: lines that tell a person what would change.
        additions: how many things of each kind would be new, by the kind's plural.
        differences: fields that the files have otherwise; they are left alone without `update`.
        unread: lines and fields that could not be read, with their files.
        notes: what the person should know, a sentence each.
        session: the workspace that it goes into; None where a document becomes one.
        sources: the files.
        options: as given.
        new_workspace: the workspace that a document becomes.
        items: the things that would be new, with their fields.
        updates: known things with the fields that would change.
        headers: what was made of the header of each table, by the file's name.
        stand: how many entries the workspace held when it was compared; the plan fits as long as there are no more.
    """

    summary: list[str]
    additions: dict[str, int]
    differences: list[Difference]
    unread: list[NamedUnread]
    notes: list[str]
    session: Session | None
    sources: list[Source]
    options: ImportOptions
    new_workspace: NewWorkspace | None
    items: Sequence[Item] = ()
    updates: Sequence[Item] = ()
    headers: Sequence[tuple[str, Header]] = ()
    stand: int = -1


_DEFAULT = ImportOptions()


def plan_import(
    session: Session | None,
    paths: Sequence[str],
    options: ImportOptions = _DEFAULT,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read files and say what importing them would change; nothing is written.

    Args:
        session: the workspace that they go into; None in a home without one.
        paths: the files, in any mixture of formats.
        options: what was asked for beside them.
        progress: told how many of how many rows of a table are read, now and then.

    Raises:
        BadInput: a file can't be read or holds mistakes; each is named, the first 20 as `candidates`.
        NotFound: there is no workspace that OKRs or rows could go into.
        Refused: the person may not import this.
    """
    return plan_sources(session, read_sources(paths, options.column_map), options, progress)


def plan_sources(
    session: Session | None,
    sources: list[Source],
    options: ImportOptions = _DEFAULT,
    progress: Progress | None = None,
) -> ImportPlan:
    """Like `plan_import`, for texts that were read already."""
    if session is None:
        return _plan_new_workspace(sources, options)
    with session.reading() as connection:
        merge, brought = _merge(session, connection, sources, options, progress)
        stand = _entries(connection)
    summary = _summary(merge.counts, merge, options)
    return ImportPlan(
        summary,
        merge.counts,
        merge.differences,
        brought.unread,
        [*brought.notes, *merge.notes],
        session,
        sources,
        options,
        None,
        merge.additions,
        merge.updates,
        headers_of(sources, options),
        stand,
    )


def headers_of(sources: Sequence[Source], options: ImportOptions) -> list[tuple[str, Header]]:
    """What is made of the header of each table among the files, by the file's name.

    Raises:
        BadInput: a column stands there twice, or the map names one that is not there.
    """
    return [
        (source.name, read_header(source.text, source.name, options.tables))
        for source in sources
        if source.format == "csv"
    ]


def carry_out(plan: ImportPlan, progress: Progress | None = None) -> Done:
    """Do what the plan says, in one transaction.

    Args:
        plan: from `plan_import`.
        progress: told how many of how many things are written, now and then.

    Returns:
        details: `additions` by the kind's plural, `updates` as a count.

    Raises:
        BadInput, Refused: the workspace changed meanwhile, so that the plan does not fit any more.
    """
    if plan.session is None:
        return _carry_out_new_workspace(plan, progress)
    session = plan.session
    with session.writing("imported") as journal:
        if _entries(journal.connection) != plan.stand:
            plan = _planned_again(session, journal.connection, plan)
        write_items(journal, plan.items, plan.updates, progress)
    unread = f" · {len(plan.unread)} not read" if plan.unread else ""
    return Done(plan.summary[0] + unread, "", {"additions": plan.additions, "updates": len(plan.updates)})


def _planned_again(session: Session, connection: sqlite3.Connection, plan: ImportPlan) -> ImportPlan:
    """The plan for a workspace that changed since it was made."""
    merge, brought = _merge(session, connection, plan.sources, plan.options)
    return plan._replace(
        summary=_summary(merge.counts, merge, plan.options),
        additions=merge.counts,
        unread=brought.unread,
        items=merge.additions,
        updates=merge.updates,
    )


def _entries(connection: sqlite3.Connection) -> int:
    """How many entries the workspace's log holds."""
    return int(connection.execute("SELECT COUNT(*) FROM entry").fetchone()[0])


def _merge(
    session: Session,
    connection: sqlite3.Connection,
    sources: list[Source],
    options: ImportOptions,
    progress: Progress | None = None,
) -> tuple[Merge, Brought]:
    known = Known(connection)
    person = person_at(connection, session.member)
    brought = Brought(known, known.workspace_id, session.member.id, dict(options.owners), session.now())
    implied = read_all(connection, sources, brought, options, person, progress)
    problems = brought.problems
    merge = merged(brought.items, known, update=options.update, is_believed=is_believed(person))
    check_loops([*merge.additions, *merge.updates], known, problems)
    check_updates_figures(merge.updates, known, problems)
    problems.raise_any()
    check_rights(person, [*merge.additions, *merge.updates], known)
    if is_believed(person):
        fitting = [item for item in merge.additions if item.id in implied]
        everything = [item for item in merge.additions if item.kind != "key_result"] + fitting
        merge.additions.extend(imported_agreements(everything, known, known.workspace_id))
    return merge, brought


def _plan_new_workspace(sources: list[Source], options: ImportOptions) -> ImportPlan:
    document = sources[0].document
    if document is None:
        raise NotFound("there is no workspace yet: run okrtui init NAME, then import the file into it")
    if len(sources) > 1:
        raise BadInput("one document becomes the workspace; import the other files after it")
    planned = planned_workspace(document, sources[0].name, options.acting_as, dict(options.owners))
    counted = Counter(item.kind for item in planned.items)
    counts = {kind.plural: counted[name] for name, kind in KINDS.items() if counted[name]}
    name = planned.fields["name"]
    summary = [f"The file becomes the workspace {name}: {_told(counts)}", f"You are {planned.importer[1]}"]
    unread = [NamedUnread(sources[0].name, one) for one in document.unread]
    return ImportPlan(summary, counts, [], unread, [], None, sources, options, planned, planned.items)


def _carry_out_new_workspace(plan: ImportPlan, progress: Progress | None) -> Done:
    assert plan.new_workspace is not None
    session = create(plan.new_workspace, progress)
    name, handle = plan.new_workspace.fields["name"], session.member.handle
    message = f"Imported {name}: {_told(plan.additions)}; you are {handle}"
    return Done(
        message, plan.new_workspace.id, {"additions": plan.additions, "updates": 0, "path": session.path}
    )


def _summary(counts: Mapping[str, int], merge: Merge, options: ImportOptions) -> list[str]:
    lines = [f"New: {_told(counts)}" if counts else "Nothing new: all of it is here already"]
    things = len({difference.thing for difference in merge.differences})
    if things and not options.update:
        lines.append(f"{things} known differ and are left alone; --update takes the file's values")
    elif merge.updates:
        lines.append(f"{len(merge.updates)} known are updated")
    return lines


def _told(counts: Mapping[str, int]) -> str:
    """Counts in words: "2 objectives, 6 KRs"."""
    singular = {kind.plural: name for name, kind in KINDS.items()}
    words = []
    for plural, count in counts.items():
        noun = singular[plural] if count == 1 else plural
        words.append(f"{count} {noun.replace('key_result', 'KR').replace('_', '-')}")
    return ", ".join(words) or "nothing"
