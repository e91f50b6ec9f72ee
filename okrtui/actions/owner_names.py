"""People whom a file knows by name only: the members that they are or become.

Who is named in a file and is no member yet becomes one without an account: they own KRs and can't sign in
(domain, Things). A handle is made from the name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from okrtui import home
from okrtui.actions.incoming import Item
from okrtui.okr.errors import NotFound
from okrtui.okr.identity import derived_id
from okrtui.okr.text import clean_line

_HANDLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def is_handle(text: str) -> bool:
    """Whether a text can be a member's handle: 1 to 32 of a–z, 0–9 and -, not - first."""
    return 0 < len(text) <= home.LONGEST_HANDLE and text[0] != "-" and _HANDLE.issuperset(text)


def handle_from(name: str) -> str:
    """The handle that a person's name gives: "Growth PM" → "growth-pm"."""
    try:
        return home.workspace_slug(name)[: home.LONGEST_HANDLE].rstrip("-")
    except home.HomeError:
        return f"person-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


class OwnerNames:
    """From a name in a file to a member's id; names nobody had so far become new members."""

    def __init__(
        self, workspace_id: str, members: Mapping[str, Mapping[str, Any]], owners: Mapping[str, str]
    ) -> None:
        self._workspace = workspace_id
        self._by_handle = {str(values.get("handle", "")): id_ for id_, values in members.items()}
        self._by_name: dict[str, str] = {}
        for id_, values in members.items():
            for called in (values.get("name"), values.get("email")):
                if called:
                    self._by_name.setdefault(str(called).casefold(), id_)
        self._owners = {clean_line(name).casefold(): handle for name, handle in owners.items()}
        self.new: list[Item] = []

    def member(self, name: str, where: str) -> str | None:
        """The id of the member with this name, e-mail address or handle; None where no name was given.

        Raises:
            NotFound: the name is mapped to a handle that nobody has.
        """
        name = clean_line(name)
        if not name:
            return None
        asked = self._owners.get(name.casefold())
        if asked is not None:
            if asked not in self._by_handle:
                raise NotFound(
                    f"there is no member {asked} to stand for {name}; okrtui member list shows all"
                )
            return self._by_handle[asked]
        found = self._by_handle.get(name.casefold()) or self._by_name.get(name.casefold())
        return found or self._by_handle.get(handle_from(_before_at(name))) or self._add(name, where)

    def _add(self, name: str, where: str) -> str:
        handle = handle_from(_before_at(name))
        id_ = derived_id(self._workspace, "member", handle)
        fields = {"handle": handle}
        if name != handle:
            fields["email" if _is_email(name) else "name"] = name
        self.new.append(Item("member", id_, fields, where))
        self._by_handle[handle] = id_
        self._by_name.setdefault(name.casefold(), id_)
        return id_


def _is_email(name: str) -> bool:
    local, at, domain = name.partition("@")
    return bool(local and at and "." in domain and " " not in name)


def _before_at(name: str) -> str:
    """An e-mail address without its domain, anything else as it stands."""
    return name.partition("@")[0] if _is_email(name) else name
