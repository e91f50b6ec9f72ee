"""Writing the agreement of a KR: the values that define it, as they were published (domain, Cycle and governance)."""

from __future__ import annotations

from typing import Any

from okrtui.actions.session import Session
from okrtui.actions.things import setting_of
from okrtui.okr.kinds import governed_fields
from okrtui.store.clock import agreement_id
from okrtui.store.journal import Journal

_STATES = ("postponed", "archived")
"""Governed, and agreed as not the case."""


def agreed_values(key_result: dict[str, Any]) -> dict[str, Any]:
    """What an agreement on this KR holds; of the source of truth its name alone, for a link may move freely."""
    values = {
        name: key_result[name]
        for name in governed_fields("key_result")
        if name not in _STATES and key_result.get(name) is not None
    }
    if "source" in values:
        values["source"] = {name: one for name, one in values["source"].items() if name == "name"}
    return values


def write_agreement(session: Session, journal: Journal, key_result: str, workspace: str) -> None:
    """Put the KR in force with the values that it has now."""
    setting = setting_of(journal.connection, key_result)
    journal.add(
        "agreement",
        agreement_id(workspace, setting.cycle_id, key_result),
        {
            "cycle": setting.cycle_id,
            "key_result": key_result,
            "values": agreed_values(setting.key_result),
            "by": session.member.id,
            "at": session.stamp(),
        },
    )
