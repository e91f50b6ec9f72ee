"""Which thing of the workspace an id of a document means.

A document that becomes the workspace keeps its ids. Merged into an existing one, a UUID stays what it is, and
any other text is derived from the document's workspace and its list, so that within one source the same text
always means the same thing; a member with a known handle is that member.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from okrtui.actions.incoming import Document, Item, Problems, quoted
from okrtui.actions.interchange_values import map_refs, refs_in
from okrtui.actions.known import Known
from okrtui.actions.owner_names import is_handle
from okrtui.okr.identity import derived_id
from okrtui.okr.kinds import KINDS
from okrtui.okr.text import clean_line
from okrtui.store.clock import agreement_id

_LONGEST_CHAIN = 10_000


def resolved(
    document: Document, known: Known, workspace_id: str, owners: Mapping[str, str], problems: Problems
) -> list[Item]:
    """The document's items with the workspace's own ids; what they refer to has to exist.

    Args:
        document: as it was read.
        known: the workspace; an empty one where the document becomes it.
        workspace_id: id of the workspace entity that the items go into.
        owners: handles of members by the name or handle that stands for them in the document.
        problems: takes unknown references, doubled handles and the like.
    """
    ids = _Ids(document, known, workspace_id, owners, problems)
    items = [_resolved(item, ids) for item in document.items if not ids.is_other_name(item)]
    identities = _identities(items, known)
    items = [
        item._replace(identity=identities[item.id]) if item.kind == "check_in" else item for item in items
    ]
    _check_references(items, known, problems)
    return items


class _Ids:
    """The mapping of one document's ids."""

    def __init__(
        self,
        document: Document,
        known: Known,
        workspace_id: str,
        owners: Mapping[str, str],
        problems: Problems,
    ) -> None:
        self.workspace = workspace_id
        self._known = known
        self._source = document.source
        self._is_own = document.source in (known.workspace_id, known.workspace_name)
        self._members: dict[str, str] = {}
        self._others: set[str] = set()
        self._map_members([item for item in document.items if item.kind == "member"], owners, problems)

    def of(self, kind: str, raw: str) -> str:
        """The id of the thing of this kind that the document calls `raw`."""
        if kind == "member" and raw in self._members:
            return self._members[raw]
        return self._id(kind, raw)

    def is_other_name(self, item: Item) -> bool:
        """Whether the item is a second name of a member that exists."""
        return item.kind == "member" and item.id in self._others

    def _id(self, kind: str, raw: str) -> str:
        if not self._known.workspace_id or _is_uuid(raw):
            return raw
        if self._is_own and raw in self._known.ids(kind):
            return raw
        return derived_id(self.workspace, self._source, KINDS[kind].plural, raw)

    def _map_members(self, members: list[Item], owners: Mapping[str, str], problems: Problems) -> None:
        ours = {values.get("handle", ""): id_ for id_, values in self._known.all("member").items()}
        by_handle = dict(ours)
        for item in members:
            handle = item.fields.get("handle", "")
            if not is_handle(handle):
                problems.add(f"{item.where}.handle", f"{quoted(handle)} is no handle: a–z, 0–9 and - only")
            id_ = ours.get(handle) or self._id("member", item.id)
            if by_handle.setdefault(handle, id_) != id_ or id_ in self._members.values():
                problems.add(
                    f"{item.where}.handle", f"{quoted(handle)} belongs to another member of the file"
                )
            self._members[item.id] = id_
        for item in members:
            asked = owners.get(clean_line(item.fields.get("name", ""))) or owners.get(item.fields["handle"])
            if asked is None or asked == item.fields["handle"]:
                continue
            if asked not in by_handle:
                problems.add(item.where, f"there is no member {quoted(asked)} to stand for it")
            self._members[item.id] = by_handle.get(asked, "")
            self._others.add(item.id)


def _resolved(item: Item, ids: _Ids) -> Item:
    by_name = KINDS[item.kind].by_name
    fields: dict[str, Any] = {
        name: map_refs(by_name[name], value, ids.of) for name, value in item.fields.items()
    }
    id_ = ids.of(item.kind, item.id)
    if item.kind == "agreement" and fields.get("cycle") and fields.get("key_result"):
        id_ = agreement_id(ids.workspace, fields["cycle"], fields["key_result"])
    if item.kind == "check_in" and fields.get("replaces"):
        fields["replaces"] = ids.of("check_in", fields["replaces"])
    identity = ids.of("check_in", item.identity) if item.identity else ""
    return item._replace(id=id_, fields=fields, identity=identity)


def _identities(items: list[Item], known: Known) -> dict[str, str]:
    """The identity of each revision: as said, else of the one that it replaces, else its own."""
    revisions = {item.id: item for item in items if item.kind == "check_in"}
    replaced = {one for item in revisions.values() if (one := item.fields.get("replaces"))}
    found = known.identities(replaced | revisions.keys())
    for id_ in revisions:
        way = [id_]
        while way[-1] in revisions and way[-1] not in found and len(way) < _LONGEST_CHAIN:
            item = revisions[way[-1]]
            above = item.fields.get("replaces")
            if item.identity or not above or above in way:
                found[item.id] = item.identity or item.id
            else:
                way.append(above)
        identity = found.get(way[-1], way[-1])
        found.update(dict.fromkeys(way, identity))
    return found


def _check_references(items: list[Item], known: Known, problems: Problems) -> None:
    here: dict[str, set[str]] = {}
    for item in items:
        here.setdefault(item.kind, set()).add(item.id)
    refs = {kind.name: [field for field in kind.fields if _may_refer(field.type)] for kind in KINDS.values()}
    for item in items:
        for field in refs[item.kind]:
            if field.name not in item.fields:
                continue
            for kind, id_ in refs_in(field, item.fields[field.name]):
                if id_ not in here.get(kind, ()) and id_ not in known.ids(kind):
                    noun = kind.replace("_", " ")
                    problems.add(
                        f"{item.where}.{field.name}", f"there is no {noun} with the id {quoted(id_)}"
                    )


def _may_refer(type_: str) -> bool:
    return type_ in ("ref", "refs", "links", "scores", "promises", "values")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
