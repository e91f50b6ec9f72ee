"""What a row of a table belongs to: its cycle, its objective and, for check-ins, its KR, found by their titles.

What a table names and nobody knows yet (an objective, a team) is made; a cycle too where the table says when it
starts and ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from okrtui.actions.brought import Brought, same_words
from okrtui.actions.csv_dates import day
from okrtui.actions.incoming import quoted
from okrtui.okr.errors import BadInput
from okrtui.okr.kinds import PHASES
from okrtui.okr.text import clean_line, clean_text

_KINDS_BY_DAYS = ((88, 93, "quarter"), (180, 185, "half"), (364, 367, "annual"))
_OF_OBJECTIVE = ("team", "why", "theme", "objective_owner")

Cells = Mapping[str, str]


class Parents:
    """Cycles, objectives and KRs by their titles; what a cell named before is remembered."""

    def __init__(self, brought: Brought, cycle: str | None, date_format: str) -> None:
        self._brought = brought
        self._asked = cycle
        self._date_format = date_format
        self._objectives = _by_title(brought, "objective")
        self._told: set[str] = set()
        self._known: dict[tuple[str, ...], str] = {}
        self.titles = _by_title(brought, "key_result")

    def objective(self, cells: Cells, where: str) -> str:
        """The objective that a row names, new where there is none of that title in its cycle."""
        brought = self._brought
        cycle = self._cycle(cells, where)
        title = clean_line(cells.get("objective", ""))
        if not title:
            raise BadInput("a KR needs the title of its objective", field="objective")
        found = ""
        for id_ in self._objectives.get(title.casefold(), ()):
            if brought.things("objective")[id_].get("cycle") == cycle:
                found = id_
                break
        fields = self._fields_of_objective(cells, where)
        if found:
            self._compare(found, fields, where)
            return found
        owner = brought.person(cells.get("owner", ""), where) or brought.member
        id_ = brought.add("objective", {"cycle": cycle, "title": title, "owner": owner, **fields}, where)
        self._objectives.setdefault(title.casefold(), []).append(id_)
        self._told.add(id_)
        return id_

    def key_result(self, cells: Cells) -> str:
        """The KR that a check-in row names by title, objective and cycle."""
        key = (cells.get("key_result", ""), cells.get("objective", ""), cells.get("cycle", ""))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._find_key_result(cells)
        return known

    def note_key_result(self, title: str, id_: str) -> None:
        """Let later rows find a KR that the table made."""
        self.titles.setdefault(title.casefold(), []).append(id_)

    def unit_of(self, key_result: str) -> str:
        """The unit of a KR."""
        return str(self._brought.things("key_result")[key_result].get("unit") or "")

    def _find_key_result(self, cells: Cells) -> str:
        title = clean_line(cells.get("key_result", ""))
        objectives = self._brought.things("objective")
        found = []
        for id_ in self.titles.get(title.casefold(), ()):
            values = self._brought.things("key_result")[id_]
            objective = objectives.get(values.get("objective", ""), {})
            cycle = self._brought.things("cycle").get(objective.get("cycle", ""), {})
            is_its = _fits(cells, "objective", objective.get("title")) and _fits(
                cells, "cycle", cycle.get("name")
            )
            if is_its and self._asked in (None, objective.get("cycle")):
                found.append(id_)
        if len(found) != 1:
            why = f"{len(found)} KRs are called" if found else "no KR is called"
            raise BadInput(f"{why} {quoted(title)}; say which with objective and cycle", field="key_result")
        return found[0]

    def _fields_of_objective(self, cells: Cells, where: str) -> dict[str, Any]:
        """What a row says about its objective beside title and cycle."""
        if not any(cells.get(name) for name in _OF_OBJECTIVE):
            return {}
        told = {
            "owner": self._brought.person(cells.get("objective_owner", ""), where),
            "team": self._brought.team(cells.get("team", ""), where),
            "why": clean_text(cells.get("why", "")),
            "theme": clean_line(cells.get("theme", "")),
        }
        return {name: value for name, value in told.items() if value}

    def _compare(self, objective: str, fields: dict[str, Any], where: str) -> None:
        """Bring a known objective as the table has it, once."""
        if fields and objective not in self._told:
            self._told.add(objective)
            self._brought.add("objective", fields, where, objective)

    def _cycle(self, cells: Cells, where: str) -> str:
        name = clean_line(cells.get("cycle", ""))
        if not name and self._asked:
            return self._asked
        known = self._known.get(("cycle", name))
        if known is None:
            known = self._known["cycle", name] = self._find_cycle(cells, name, where)
        return known

    def _find_cycle(self, cells: Cells, name: str, where: str) -> str:
        for id_, values in self._brought.things("cycle").items():
            if same_words(values.get("name"), name):
                return id_
        if name and cells.get("cycle_start", "").strip() and cells.get("cycle_end", "").strip():
            return self._brought.add("cycle", self._new_cycle(cells, name), where)
        why = f"there is no cycle {quoted(name)}" if name else "no cycle is given"
        raise BadInput(f"{why}; make it with okrtui cycle new, or give --cycle", field="cycle")

    def _new_cycle(self, cells: Cells, name: str) -> dict[str, str]:
        start, end = (self._day(cells, column) for column in ("cycle_start", "cycle_end"))
        if end < start:
            raise BadInput("a cycle ends after it starts", field="cycle_end")
        phase = clean_line(cells.get("cycle_phase", "")).casefold() or "draft"
        if phase not in PHASES:
            raise BadInput(
                f"{quoted(phase)} is no phase; write one of {', '.join(PHASES)}", field="cycle_phase"
            )
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
        kind = next((kind for least, most, kind in _KINDS_BY_DAYS if least <= days <= most), "custom")
        return {"name": name, "kind": kind, "start": start, "end": end, "phase": phase}

    def _day(self, cells: Cells, column: str) -> str:
        try:
            return day(cells[column], self._date_format) or ""
        except BadInput as error:
            raise BadInput(str(error), field=column) from error


def _by_title(brought: Brought, kind: str) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for id_, values in brought.things(kind).items():
        titles.setdefault(clean_line(str(values.get("title", ""))).casefold(), []).append(id_)
    return titles


def _fits(cells: Cells, column: str, name: object) -> bool:
    cell = cells.get(column, "")
    return not cell.strip() or same_words(cell, name)
