"""Which cycle OKRs in the house format go into, where nobody says it.

An open cycle that holds all their due dates, drafts first; else a new one from today to the latest due date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from okrtui.actions.brought import Brought
from okrtui.okr.house_format import parse_okrs

_QUARTER_DAYS = range(85, 95)
_OPEN = ("draft", "active")


def chosen_cycle(texts: Sequence[str], brought: Brought, cycle: str | None, today: date) -> str:
    """The id of the cycle; a new one is noted in `brought`, and said so.

    Args:
        texts: the documents; dates without a year are the first on or after the cycle's start.
        brought: takes a new cycle.
        cycle: the id that was asked for, if any.
        today: local date.
    """
    if cycle is not None:
        return cycle
    cycles = brought.things("cycle")
    fitting = [
        id_ for id_ in _open_cycles(brought) if _holds(texts, cycles[id_]["start"], cycles[id_]["end"])
    ]
    if fitting:
        brought.notes.append(f"They go into {cycles[fitting[0]]['name']}.")
        return fitting[0]
    return _new_cycle(_due_dates(texts, today), brought, today)


def _open_cycles(brought: Brought) -> list[str]:
    """Drafts first, then the shortest and latest."""
    cycles = {
        id_: values
        for id_, values in brought.things("cycle").items()
        if values.get("phase", "draft") in _OPEN
        and values.get("start")
        and values.get("end")
        and values.get("kind") != "micro"
    }

    def order(id_: str) -> tuple[bool, int, str]:
        values = cycles[id_]
        start, end = date.fromisoformat(values["start"]), date.fromisoformat(values["end"])
        return (values.get("phase", "draft") != "draft", (end - start).days, id_)

    return sorted(cycles, key=order)


def _holds(texts: Sequence[str], start: str, end: str) -> bool:
    return all(start <= due <= end for due in _due_dates(texts, date.fromisoformat(start)))


def _due_dates(texts: Sequence[str], start: date) -> list[str]:
    objectives = [objective for text in texts for objective in parse_okrs(text, start)[0]]
    return [one.due for objective in objectives for one in objective.key_results if one.due]


def _new_cycle(due: list[str], brought: Brought, today: date) -> str:
    end = date.fromisoformat(max(due)) if due else _end_of_quarter(today)
    start = today if end >= today else _start_of_quarter(end)
    days = (end - start).days + 1
    fields = {
        "name": f"{start.isoformat()} to {end.isoformat()}",
        "kind": "quarter" if days in _QUARTER_DAYS else "custom",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "phase": "draft",
    }
    brought.notes.append(f"A new cycle, {fields['name']}, is made for them: no open one holds their dates.")
    return brought.add("cycle", dict(fields), "the file's due dates")


def _start_of_quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _end_of_quarter(day: date) -> date:
    start = _start_of_quarter(day)
    following = date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
    return following - timedelta(days=1)
