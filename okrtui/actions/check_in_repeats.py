"""What a check-in takes over from the week before: the figure again or moved by a step, the next action that stands.

Both are stored as what they are, a repeat on purpose (domain, The week).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from okrtui.actions.things import Setting
from okrtui.okr.check_in import check_milestones_done
from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import billionths, parse_quantity
from okrtui.okr.text import clean_line
from okrtui.store.journal import Journal
from okrtui.store.rows import query
from okrtui.store.shapes import values_of

_BILLION = 10**9


class Report(NamedTuple):
    """Where a check-in belongs: its KR, week and identity, who reports and who types."""

    setting: Setting
    key_result: str
    week: str
    is_late: bool
    author: str
    on_behalf: str | None
    identity: str


def put_figure(
    journal: Journal,
    report: Report,
    fields: dict[str, Any],
    repeats: set[str],
    actual: str | None,
    done: Sequence[str] | None,
    same: bool,
    by: str | None,
) -> set[str]:
    """Put the figure into the fields: given, the same again, or moved by a step; returns what is repeated.

    Raises:
        BadInput: it is given more than once, is none for this KR's method, or there is none to repeat.
    """
    values = report.setting.key_result
    is_milestones = values["method"] == "milestones"
    figure = "milestones_done" if is_milestones else "actual"
    actual = actual if actual is None or clean_line(actual) else None
    if sum((actual is not None, done is not None, same, by is not None)) > 1:
        raise BadInput("give the figure once: an actual, the same as last week, or a step", field="actual")
    if same or by is not None:
        last = _last_figure(journal, report, figure)
        if last is None:
            raise BadInput("there is no figure yet that could be repeated; give the actual", field="actual")
        fields[figure] = last if same else _moved(last, by or "", values["unit"] or "")
    elif is_milestones and done is not None:
        fields[figure] = check_milestones_done(
            list(done), [one["name"] for one in values["milestones"] or ()]
        )
    elif not is_milestones and actual is not None:
        fields[figure] = _figure(actual, values["unit"] or "")
    elif actual is not None or done is not None:
        what = "milestones: name those that are done" if is_milestones else "a figure: give the actual"
        raise BadInput(f"this KR is scored by {what}", field=figure)
    else:
        return repeats
    return repeats | {"actual"} if same else repeats - {"actual"}


def _figure(typed: str, unit: str) -> str:
    try:
        return parse_quantity(typed, unit)
    except BadInput as error:
        raise BadInput(str(error), field="actual") from error


def _last_figure(journal: Journal, report: Report, figure: str) -> Any:
    rows = query(
        journal.connection,
        f"SELECT * FROM check_in WHERE key_result = ? AND week < ? AND {figure} IS NOT NULL AND is_shown = 1"
        " AND COALESCE(retracted, 0) = 0 ORDER BY week DESC, COALESCE(at, '') DESC, id DESC LIMIT 1",
        (report.key_result, report.week),
    )
    return values_of("check_in", rows[0])[figure] if rows else None


def _moved(last: str, by: str, unit: str) -> str:
    step = _figure(by, unit)
    decimals = max(len(one.partition(".")[2]) for one in (last, step))
    sign, digits = divmod(abs(billionths(last) + billionths(step)), _BILLION)
    is_negative = billionths(last) + billionths(step) < 0
    text = f"{'-' if is_negative else ''}{sign}" + (f".{digits:09d}"[: decimals + 1] if decimals else "")
    return parse_quantity(text)


def put_next_action(
    journal: Journal,
    report: Report,
    fields: dict[str, Any],
    repeats: set[str],
    next_action: str | None,
    next_stands: bool,
) -> set[str]:
    """Put the next action into the fields where last week's stands; returns what is repeated.

    Raises:
        BadInput: another one is given as well, or there is none that could stand.
    """
    if not next_stands:
        return repeats - {"next_action"} if next_action is not None else repeats
    if next_action:
        raise BadInput("either give a next action or say that last week's stands", field="next_action")
    row = journal.connection.execute(
        "SELECT next_action FROM check_in WHERE key_result = ? AND week < ? AND next_action IS NOT NULL"
        " AND is_shown = 1 AND COALESCE(retracted, 0) = 0 ORDER BY week DESC, COALESCE(at, '') DESC, id DESC LIMIT 1",
        (report.key_result, report.week),
    ).fetchone()
    if row is None:
        raise BadInput("there is no next action yet that could stand; give one", field="next_action")
    fields["next_action"] = row[0]
    return repeats | {"next_action"}
