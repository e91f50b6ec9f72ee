"""OKRs out in the house format, as people write, read and share them (Playbook, Formatting template)."""

from __future__ import annotations

import sqlite3
from typing import Any

from okrtui.actions.known import Known
from okrtui.actions.session import Session
from okrtui.okr.errors import NotFound
from okrtui.okr.house_format import format_okrs
from okrtui.okr.house_parse import derived_direction
from okrtui.okr.house_values import without_verb
from okrtui.okr.written import WrittenKeyResult, WrittenLimits, WrittenObjective
from okrtui.views.workspace import cycles, sole_account


def export_house(session: Session, cycle: str | None = None) -> str:
    """The OKRs of a cycle, by default of all that are not closed, without what is archived.

    Raises:
        NotFound: there is nothing to write.
    """
    with session.reading() as connection:
        objectives = written_objectives(connection, cycle)
    if not objectives:
        raise NotFound("there are no OKRs to write yet; add one with okrtui objective add")
    return format_okrs(objectives)


def written_objectives(connection: sqlite3.Connection, cycle: str | None = None) -> list[WrittenObjective]:
    """The objectives of a cycle (of all that are not closed, by default) in the order in which they were made."""
    writer = _Writer(connection)
    chosen = [
        one.id for one in cycles(connection) if one.id == cycle or (cycle is None and one.phase != "closed")
    ]
    return [
        writer.objective(id_, values)
        for one in chosen
        for id_, values in sorted(writer.objectives.items())
        if values.get("cycle") == one and not values.get("archived")
    ]


class _Writer:
    """Everything that objectives are written from, by id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        known = Known(connection)
        self.objectives = known.all("objective")
        self._key_results = known.all("key_result")
        self._initiatives = known.all("initiative")
        self._teams = known.all("team")
        self._names = {
            id_: str(values.get("name") or values.get("handle") or "")
            for id_, values in known.all("member").items()
        }
        self._sole_account = sole_account(connection)

    def objective(self, id_: str, values: dict[str, Any]) -> WrittenObjective:
        """One objective; an owner who alone has an account is not written, for whoever imports owns it."""
        own = [
            one
            for one, fields in sorted(self._key_results.items())
            if fields.get("objective") == id_ and not fields.get("archived")
        ]
        initiatives = [
            str(fields.get("title") or "")
            for _, fields in sorted(self._initiatives.items())
            if set(own) & set(fields.get("key_results", ()))
        ]
        owner = values.get("owner", "")
        return WrittenObjective(
            title=values.get("title", ""),
            owner="" if owner == self._sole_account else self._names.get(owner, ""),
            team=self._teams.get(values.get("team", ""), {}).get("name", ""),
            why=values.get("why", ""),
            key_results=tuple(self._key_result(self._key_results[one]) for one in own),
            initiatives=tuple(initiatives),
        )

    def _key_result(self, values: dict[str, Any]) -> WrittenKeyResult:
        """One KR; a metric or direction that nobody gave is what the sentence itself says."""
        source = values.get("source", {})
        title, baseline, target = values.get("title", ""), values.get("baseline"), values.get("target")
        bands = tuple((bound, score) for bound, score in values.get("bands", ()))
        above = [
            (self._title(one.get("key_result")), one.get("how", ""))
            for one in values.get("contributes_to", ())
        ]
        return WrittenKeyResult(
            title=title,
            method=values.get("method", "linear"),
            metric=values.get("metric") or (without_verb(title) if baseline and target else ""),
            unit=values.get("unit", ""),
            direction=values.get("direction") or derived_direction(baseline, target, bands),
            baseline=baseline,
            target=target,
            bands=bands,
            milestones=tuple(
                (one.get("name", ""), one.get("weight")) for one in values.get("milestones", ())
            ),
            limits=WrittenLimits(**values["limits"]) if values.get("limits") else None,
            due=values.get("due"),
            owner=self._names.get(values.get("owner", ""), ""),
            collaborators=tuple(self._names.get(one, "") for one in values.get("collaborators", ())),
            source=source.get("name", ""),
            source_url=source.get("url", ""),
            refresh=values.get("refresh", ""),
            weight=values.get("weight"),
            indicator=values.get("indicator"),
            contributes_to=tuple((title, how) for title, how in above if title),
            is_divergence=bool(values.get("divergence")),
            definition=values.get("definition", ""),
        )

    def _title(self, key_result: str | None) -> str:
        return str(self._key_results.get(key_result or "", {}).get("title") or "")
