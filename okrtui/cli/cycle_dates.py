"""Start and end of a new cycle where nobody typed them: from its name, else the running period of its kind.

Calendar years, halves and quarters; a micro cycle runs its four weeks at most from today (domain rules,
Micro-OKR).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from okrtui.okr.errors import BadInput

MONTHS = {"annual": 12, "half": 6, "quarter": 3}
LETTER = {"half": "H", "quarter": "Q"}
MICRO = timedelta(weeks=4)
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


def kind_named(name: str) -> str | None:
    """The kind that a name such as "2026 Q4", "H1 2027" or "2027" tells, None where it tells none."""
    year, kind, _ = _read(name)
    return kind if year else None


def dates_of(kind: str, name: str, today: date) -> tuple[date, date]:
    """First and last day of a cycle.

    Args:
        kind: annual, half, quarter, custom or micro.
        name: may tell the period, such as "2026 Q4".
        today: in the workspace's zone; the period that runs then is taken where the name tells none.

    Raises:
        BadInput: a custom cycle has no period of its own.
    """
    if kind == "micro":
        return today, today + MICRO - timedelta(days=1)
    if kind not in MONTHS:
        raise BadInput("a custom cycle needs its dates: give --start and --end", field="start")
    months = MONTHS[kind]
    year, named, number = _read(name)
    if not year or named != kind:
        year, number = today.year, (today.month - 1) // months + 1
    first = (number - 1) * months + 1
    last = first + months - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def name_of(kind: str, start: date) -> str:
    """The name that a period bears where nobody named it: "2026 Q4", "2026 H2", "2026"."""
    letter = LETTER.get(kind)
    if letter:
        return f"{start.year} {letter}{(start.month - 1) // MONTHS[kind] + 1}"
    return str(start.year) if kind == "annual" else f"{kind} {start.isoformat()}"


def _read(name: str) -> tuple[int, str, int]:
    """Year, kind and number of the period that a name tells; year 0 where it tells none."""
    year, kind, number = 0, "annual", 1
    for word in name.upper().replace("-", " ").replace("/", " ").split():
        if len(word) == 4 and word.isascii() and word.isdigit() and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
            year = int(word)
        elif len(word) == 2 and word[0] == "Q" and word[1] in "1234":
            kind, number = "quarter", int(word[1])
        elif len(word) == 2 and word[0] == "H" and word[1] in "12":
            kind, number = "half", int(word[1])
    return year, kind, number
