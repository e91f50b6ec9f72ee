"""What a file that names things by title brings: items with the workspace's ids, and what could not be read.

CSV and the house format name cycles, objectives, KRs, teams and people by the words that stand there; here these words
find what is known, or make what is new.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from okrtui.actions.incoming import Item, Problems
from okrtui.actions.known import Known
from okrtui.actions.owner_names import OwnerNames
from okrtui.okr.text import clean_line
from okrtui.okr.written import Unread
from okrtui.store.clock import new_id


class NamedUnread(NamedTuple):
    """A line that can't be read, with the file that it stands in."""

    file: str
    unread: Unread


class Brought:
    """What several files bring, one after the other; later ones know what earlier ones made.

    Attributes:
        items: new things, and known ones as the files have them.
        unread: lines that could not be read.
        notes: what the person should know, a sentence each.
        problems: what forbids the import.
        owners: from names to members.
        member: id of the importer.
        workspace_id: id of the workspace entity.
    """

    def __init__(
        self, known: Known, workspace_id: str, member: str, owners: dict[str, str], now: datetime
    ) -> None:
        self.items: list[Item] = []
        self.unread: list[NamedUnread] = []
        self.notes: list[str] = []
        self.problems = Problems()
        self.owners = OwnerNames(workspace_id, known.all("member"), owners)
        self.member = member
        self.workspace_id = workspace_id
        self.known = known
        self.now = now
        self._ids = 0
        self._things: dict[str, dict[str, dict[str, Any]]] = {}

    def new_id(self) -> str:
        """An id for a new thing; ids sort in the order in which they are asked for."""
        self._ids += 1
        return new_id(self.now + timedelta(milliseconds=self._ids))

    def things(self, kind: str) -> dict[str, dict[str, Any]]:
        """The fields of all things of a kind by id: the known ones and those that the files made."""
        if kind not in self._things:
            self._things[kind] = dict(self.known.all(kind))
        return self._things[kind]

    def add(self, kind: str, fields: dict[str, Any], where: str, id_: str = "") -> str:
        """Note a new thing, or a known one (then with its id) as the file has it; its id."""
        fields = {name: value for name, value in fields.items() if value not in (None, "", [], {}, False)}
        things = self.things(kind)
        entity = id_ or self.new_id()
        if entity not in things:
            things[entity] = fields
        self.items.append(Item(kind, entity, fields, where))
        return entity

    def take(self, item: Item) -> None:
        """Note an item that has its id already."""
        self.things(item.kind).setdefault(item.id, item.fields)
        self.items.append(item)

    def team(self, name: str, where: str) -> str | None:
        """The id of the team with that name, new where there is none; None where no name was given."""
        name = clean_line(name)
        if not name:
            return None
        for id_, values in self.things("team").items():
            if str(values.get("name", "")).casefold() == name.casefold():
                return id_
        return self.add("team", {"name": name}, where)

    def person(self, name: str, where: str) -> str | None:
        """The id of the member with that name or handle; who is new becomes a member without an account."""
        before = len(self.owners.new)
        id_ = self.owners.member(name, where)
        for item in self.owners.new[before:]:
            self.take(item)
        return id_


def same_words(one: object, other: object) -> bool:
    """Whether two titles are the same but for case and white space."""
    return clean_line(str(one or "")).casefold() == clean_line(str(other or "")).casefold()
