"""A document that becomes the workspace of a home that has none: ids and all, so that exporting again gives the same.

The log is the new home's own; the document's workspace id is the workspace entity's. Who imports is a member of the
document and gets the account; nobody else does who had none.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from okrtui import home
from okrtui.actions.import_checks import check_figures_of, check_loops
from okrtui.actions.import_writing import Progress, imported_agreements, write_items
from okrtui.actions.incoming import Document, Item, Problems
from okrtui.actions.interchange_ids import resolved
from okrtui.actions.known import Known
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line
from okrtui.store.clock import new_id
from okrtui.store.journal import Journal
from okrtui.store.replica import Replica

UNNAMED = "OKRs"


class NewWorkspace(NamedTuple):
    """A workspace that a document is about to become.

    Attributes:
        id: of the workspace entity.
        fields: its fields.
        items: everything in it but the importer's account.
        importer: the importer's member id and handle.
    """

    id: str
    fields: dict[str, Any]
    items: list[Item]
    importer: tuple[str, str]


def planned_workspace(
    document: Document, file: str, acting_as: str | None, owners: dict[str, str]
) -> NewWorkspace:
    """What a document would become.

    Raises:
        BadInput: something in it is wrong, or nobody in it is the importer; the members are named then.
    """
    now = home.now()
    nothing = Known(None)
    problems = Problems(file)
    id_ = document.workspace_id or new_id(now)
    items = resolved(document, nothing, id_, owners, problems)
    for item in items:
        if item.kind == "key_result":
            check_figures_of(item.fields, item.where, problems)
    check_loops(items, nothing, problems)
    problems.raise_any()
    importer = _importer([item for item in items if item.kind == "member"], acting_as)
    if importer is None:
        handle = home.handle_of(acting_as or home.unix_name())
        importer = Item("member", new_id(now), {"handle": handle}, "the importer")
        items.append(importer)
    if not document.speaks_of_agreements:
        items += imported_agreements(items, nothing, id_)
    fields = {"name": UNNAMED, **document.workspace}
    return NewWorkspace(id_, fields, items, (importer.id, importer.fields["handle"]))


def create(planned: NewWorkspace, progress: Progress | None = None) -> Session:
    """Make the workspace, current from now on; a failure leaves nothing behind.

    Raises:
        BadInput: there is a workspace of that short name already.
    """
    slug = _slug(planned.fields["name"])
    path = home.replica_path(slug)
    home.make_private_dir(os.path.dirname(path))
    with (
        Replica.making(path, home.now()) as replica,
        replica.writing(planned.importer[1], home.now, "imported a workspace") as journal,
    ):
        _write(planned, journal, progress)
    home.set_current(slug)
    return Session.at(path, planned.importer[1])


def _write(planned: NewWorkspace, journal: Journal, progress: Progress | None) -> None:
    """Write the importer first, who is believed; others get their accounts once everything is decided."""
    journal.add("workspace", planned.id, planned.fields, base=())
    accounts = {item.id for item in planned.items if item.kind == "member" and item.fields.get("account")}
    items = [_without_account(item) if item.kind == "member" else item for item in planned.items]
    own = next(item for item in items if item.id == planned.importer[0] and item.kind == "member")
    journal.add("member", own.id, {**own.fields, "account": True}, base=())
    write_items(journal, [item for item in items if item is not own], [], progress)
    fence = journal.fence()
    for member in sorted(accounts - {own.id}):
        journal.add("member", member, {"account": True, "fence": fence}, base=())


def _without_account(item: Item) -> Item:
    return item._replace(fields={name: value for name, value in item.fields.items() if name != "account"})


def _importer(members: Sequence[Item], acting_as: str | None) -> Item | None:
    """The member who imports; None where the document has no members at all."""
    if not members:
        return None
    by_handle = {item.fields["handle"]: item for item in members}
    asked = acting_as or os.environ.get("OKRTUI_AS")
    if asked:
        if asked in by_handle:
            return by_handle[asked]
        raise BadInput(f"{clean_line(asked)[:40]} is no member of the file: {_named(by_handle)}")
    try:
        own = by_handle.get(home.handle_of(home.unix_name()))
    except home.HomeError:
        own = None
    with_account = [item for item in members if item.fields.get("account")]
    if own is not None:
        return own
    if len(with_account) == 1:
        return with_account[0]
    raise BadInput(f"say who you are with --as: the file's members are {_named(by_handle)}")


def _named(by_handle: dict[str, Item]) -> str:
    return ", ".join(sorted(by_handle))


def _slug(name: str) -> str:
    try:
        return home.workspace_slug(name)
    except home.HomeError:
        return "workspace"
