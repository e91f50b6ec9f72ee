"""A key result's card: what it is, where it stands, and all that was said about it (Playbook, KR card).

The thread is made in `okrtui.views.thread`; here stand the facts around it.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from okrtui.okr.figures import missing_figures
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import Calendar, add_weeks, middle_of, opens_at, week_of
from okrtui.views.contribution import ContributesTo, Contributor, above, contributors
from okrtui.views.lines import KeyResultLine, line
from okrtui.views.lists import (
    ChangeRow,
    CommentRow,
    InitiativeRow,
    changes,
    comments,
    initiatives,
    member_names,
)
from okrtui.views.structures import read_list, read_object
from okrtui.views.thread import Update, revisions, thread_of
from okrtui.views.values import show_method, show_value
from okrtui.views.workspace import calendar, workspace

__all__ = [
    "Agreed",
    "ContributesTo",
    "Contributor",
    "KeyResultCard",
    "Torn",
    "Update",
    "agreed_in",
    "conflicts",
    "key_result_card",
    "revisions",
]


class Torn(NamedTuple):
    """A field with several texts that did not see each other."""

    field: str
    versions: int

    @property
    def told(self) -> str:
        """In words: "3 versions of title"."""
        return f"{self.versions} versions of {self.field.replace('_', ' ')}"


_SELECT = (
    "SELECT t.name, o.theme, k.definition, k.metric, k.source, k.refresh, k.weight, k.indicator,"
    " k.divergence,"
    " k.collaborators, f.agreement, f.pending, g.weights"
    " FROM key_result k JOIN key_result_fact f ON f.key_result = k.id LEFT JOIN objective o ON o.id"
    " = k.objective"
    " LEFT JOIN objective_fact g ON g.objective = k.objective LEFT JOIN team t ON t.id = o.team"
    " WHERE k.id = ?"
)
_Row = namedtuple(
    "_Row",
    "team theme definition metric source refresh weight indicator divergence collaborators agreement pending"
    " weights",
)


class Agreed(NamedTuple):
    """When a KR or an objective's weights were agreed (UTC time), by whom (a name), and whether by import."""

    at: str
    by: str
    is_imported: bool = False


class KeyResultCard(NamedTuple):
    """All of one key result.

    Attributes:
        line: as every list shows it.
        source: {"name"?, "url"?}; `refresh` the frequency as written.
        weight: quantity or None; `weight_sum` that of all that count in the objective; `indicator`
            "leading", "lagging" or None.
        agreed: None while it is a draft.
        collaborators: names.
        method_text: such as "linear 18 → 28 % by 31 Dec".
        thread: newest first; `is_thread_whole` whether it goes back to the beginning.
        chart: (day, actual as typed) of each reported week, oldest first.
        expected: the two ends of the line to the target, (day, figure), or () where none is expected.
        pending: plain edits of governed fields that have no effect, {field: value as shown}.
        changes: the open ones; decided ones stand in the thread.
        conflicts: fields with texts that did not see each other, and how many each.
    """

    line: KeyResultLine
    team: str
    theme: str
    definition: str
    metric: str
    source: dict[str, str]
    refresh: str
    weight: str | None
    weight_sum: str | None
    indicator: str | None
    divergence: bool
    agreed: Agreed | None
    collaborators: list[str]
    method_text: str
    contributes_to: list[ContributesTo]
    contributors: list[Contributor]
    thread: list[Update]
    initiatives: list[InitiativeRow]
    chart: list[tuple[date, str]]
    expected: tuple[tuple[date, str], ...]
    pending: dict[str, str]
    changes: list[ChangeRow]
    comments: list[CommentRow]
    conflicts: list[Torn]
    is_thread_whole: bool = True


def key_result_card(
    c: sqlite3.Connection, key_result_id: str, now: datetime, recent_weeks: int | None = None
) -> KeyResultCard:
    """The card of a key result; raises NotFound where there is none of that id.

    Args:
        c: a connection to the replica.
        key_result_id: its id.
        now: an aware instant.
        recent_weeks: how many weeks the thread goes back from the last check-in; None for all.
    """
    shown = line(c, key_result_id, now)
    of = calendar(workspace(c))
    row = _Row(*c.execute(_SELECT, (key_result_id,)).fetchone())
    since = "" if recent_weeks is None else _weeks_back(shown, week_of(now, of), recent_weeks)
    thread, names = thread_of(c, shown, now, since), member_names(c)
    collaborators = [str(each) for each in read_list(row.collaborators)]
    return KeyResultCard(
        line=shown,
        team=clean_line(row.team or ""),
        theme=clean_line(row.theme or ""),
        definition=clean_text(row.definition or ""),
        metric=clean_line(row.metric or ""),
        source={name: clean_line(str(value)) for name, value in read_object(row.source).items() if value},
        refresh=clean_line(row.refresh or ""),
        weight=row.weight,
        weight_sum=_sum(read_list(row.weights)),
        indicator=row.indicator,
        divergence=bool(row.divergence),
        agreed=agreed_in(c, row.agreement),
        collaborators=[names[each] for each in collaborators if each in names],
        method_text=show_method(shown.figures, shown.unit, shown.due),
        contributes_to=above(c, [key_result_id]).get(key_result_id, []),
        contributors=contributors(c, key_result_id),
        thread=thread,
        initiatives=initiatives(c, key_result=key_result_id),
        chart=_chart(c, key_result_id, of),
        expected=_expected(shown),
        pending={
            clean_line(name): show_value(name, value, names)
            for name, value in read_object(row.pending).items()
        },
        changes=changes(c, key_result=key_result_id, state="proposed"),
        comments=comments(c, key_result=key_result_id),
        conflicts=conflicts(c, "key_result", key_result_id),
        is_thread_whole=not since or not _has_earlier(c, shown, since, of),
    )


def agreed_in(c: sqlite3.Connection, agreement: str | None) -> Agreed | None:
    """When and by whom an agreement was made; None where there is none."""
    row = c.execute(
        "SELECT a.at, m.name, m.handle, COALESCE(a.imported, 0) FROM agreement a"
        " LEFT JOIN member m ON m.id = a.by WHERE a.id = ?",
        (agreement,),
    ).fetchone()
    if row is None:
        return None
    return Agreed(row[0] or "", clean_line(row[1] or "") or clean_line(row[2] or ""), bool(row[3]))


def conflicts(c: sqlite3.Connection, kind: str, entity: str) -> list[Torn]:
    """The fields whose texts were written without seeing each other, all kept."""
    rows = c.execute(
        "SELECT field, entries FROM conflict WHERE kind = ? AND entity = ? ORDER BY field", (kind, entity)
    )
    return [Torn(clean_line(field), len(read_list(entries))) for field, entries in rows]


def _sum(weights: list[list[str]]) -> str | None:
    """The sum of the weights that the objective counts with, exact; None where it counts none."""
    total = sum((Decimal(weight) for _, weight in weights), Decimal(0))
    return f"{total.normalize():f}" if total else None


def _weeks_back(shown: KeyResultLine, running: str, weeks: int) -> str:
    """The first of so many weeks up to the last check-in, or to the running week where there is none."""
    return add_weeks(min(shown.last_week or running, running), 1 - weeks)


def _has_earlier(c: sqlite3.Connection, shown: KeyResultLine, since: str, of: Calendar) -> bool:
    """Whether something of the thread lies before this week."""
    told = c.execute(
        "SELECT EXISTS (SELECT 1 FROM check_in WHERE key_result = ?1 AND COALESCE(week, '') < ?2)"
        " OR EXISTS (SELECT 1 FROM comment WHERE key_result = ?1 AND COALESCE(at, '') < ?3)"
        " OR EXISTS (SELECT 1 FROM change WHERE key_result = ?1 AND COALESCE(at, '') < ?3)",
        (shown.id, since, opens_at(since, of).isoformat()),
    ).fetchone()
    return bool(told[0]) or shown.box.start < middle_of(since, of)


def _chart(c: sqlite3.Connection, key_result_id: str, of: Calendar) -> list[tuple[date, str]]:
    """One point a reported week: the figure that counts, on the day of the week's middle, oldest first."""
    points: dict[str, str] = dict(
        c.execute(
            "SELECT week, actual FROM check_in WHERE key_result = ? AND is_shown = 1 AND actual IS NOT NULL"
            " AND COALESCE(week, '') <> '' AND COALESCE(retracted, 0) = 0 ORDER BY week, COALESCE(at, ''), id",
            (key_result_id,),
        ).fetchall()
    )
    return [(middle_of(week, of), actual) for week, actual in points.items()]


def _expected(shown: KeyResultLine) -> tuple[tuple[date, str], ...]:
    """The line to the target, for the methods that have one."""
    figures, box = shown.figures, shown.box
    if figures.method not in ("linear", "percent") or missing_figures(figures):
        return ()
    return (box.start, figures.baseline or "0"), (box.end, figures.target or "0")
