"""Initiatives: the bets that may move a KR; never scored, linked to tickets instead of copying them (Playbook)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_plan
from okrtui.store.journal import Journal


def add_initiative(session: Session, title: str, key_results: Sequence[str] = (), **given: Any) -> Done:
    """Add an initiative that should move these KRs (ids).

    Raises:
        BadInput: it has no title, or a value can't be used.
        Refused: the person is a viewer.
    """
    with session.writing("added an initiative") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        fields = typed_fields("initiative", {"title": title, "key_results": list(key_results), **given})
        _require_key_results(journal, fields)
        if not fields["title"]:
            raise BadInput("an initiative needs a title", field="title")
        initiative = journal.new_id()
        journal.add(
            "initiative", initiative, {key: one for key, one in fields.items() if one is not None}, base=()
        )
    return Done(f"Added the initiative {fields['title']}", initiative)


def edit_initiative(session: Session, initiative: str, **given: Any) -> Done:
    """Change an initiative's fields, given as typed.

    Raises:
        BadInput: a value can't be used.
        Refused: the person is a viewer.
    """
    with session.writing("edited an initiative") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        before = thing(journal.connection, "initiative", initiative)
        fields = typed_fields("initiative", given)
        _require_key_results(journal, fields)
        if "title" in fields and not fields["title"]:
            raise BadInput("an initiative needs a title", field="title")
        changed = {name: value for name, value in fields.items() if value != before[name]}
        if changed:
            journal.add("initiative", initiative, changed)
    return Done("Saved the initiative · undo with u" if changed else "Nothing changed", initiative)


def _require_key_results(journal: Journal, fields: dict[str, Any]) -> None:
    for key_result in fields.get("key_results") or ():
        thing(journal.connection, "key_result", key_result)
