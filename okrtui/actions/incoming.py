"""What a file brings, before it is compared with the workspace.

Things with their fields, where they stand in the file, what could not be read, and what is wrong. All formats
(our JSON, CSV, the house format) are read into these values, so that rights and differences are judged in one
place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line, cut
from okrtui.okr.written import Unread

MOST_PROBLEMS = 20
"""Problems that are named one by one; who has more mends these first."""

_LONGEST_PROBLEM = 300


class Item(NamedTuple):
    """One thing, or one revision of a check-in.

    Attributes:
        kind: one of the catalogue's.
        id: as the file has it, or the workspace's own once it is resolved.
        fields: as a log entry holds them; what was not given is left out.
        where: its place in the file, for messages: "key_results[3]", "line 12".
        identity: a check-in's identity, where it is not the id.
    """

    kind: str
    id: str
    fields: dict[str, Any]
    where: str
    identity: str = ""


class Document(NamedTuple):
    """One document of our JSON.

    Attributes:
        workspace_id: as the document has it, "" where it has none.
        workspace: the workspace's fields.
        items: everything else.
        unread: unknown fields and lists, which are kept out.
        speaks_of_agreements: whether the document has a list of agreements: then KRs without one are drafts.
    """

    workspace_id: str
    workspace: dict[str, Any]
    items: list[Item]
    unread: list[Unread]
    speaks_of_agreements: bool

    @property
    def source(self) -> str:
        """What tells this document's ids from another one's: its workspace's id, else its name."""
        return self.workspace_id or str(self.workspace.get("name") or "")


class UnfitFile(BadInput):
    """A file that can't be taken in as it is; `candidates` holds a line for each problem, the first 20."""

    def __init__(self, problems: list[str]) -> None:
        more = len(problems) - 1
        told = f"{problems[0]} (and {more} more problem{'s' if more > 1 else ''})" if more else problems[0]
        super().__init__(f"{told}; nothing was imported")
        shown = problems[:MOST_PROBLEMS]
        hidden = len(problems) - len(shown)
        self.candidates = [] if not more else [*shown, f"… and {hidden} more"] if hidden else shown


class Problems:
    """What is wrong in one file, collected so that a person sees all of it at once."""

    def __init__(self, file: str = "") -> None:
        self.file = clean_line(file)
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note a problem; `where` is the place in the file, "" for the file as a whole."""
        parts = [part for part in (self.file, where) if part]
        self.found.append(cut(": ".join([*parts, clean_line(what)]), _LONGEST_PROBLEM))

    def raise_any(self) -> None:
        """Raise UnfitFile, a BadInput, where there are problems."""
        if self.found:
            raise UnfitFile(self.found)


def quoted(value: object) -> str:
    """A value of a file, short and harmless, for a message."""
    return f"“{cut(clean_line(str(value)), 40)}”"


def with_fields(item: Item, changed: Mapping[str, Any]) -> Item:
    """The item with these fields in place of its own."""
    return item._replace(fields={**item.fields, **changed})
