"""The values within a house-format sentence: verbs, figures with their units, and days.

"from 3 days to 1 day by Mar 31": figures come out as canonical quantities, units normalised and agreed
between baseline and target, days as ISO texts (Playbook, Formatting template).
"""

from __future__ import annotations

import re
from datetime import date

from okrtui.okr.errors import BadInput
from okrtui.okr.house_quotes import UnreadableError
from okrtui.okr.quantities import billionths, parse_quantity

_VERBS = """
accelerate achieve boost bring broaden cut decrease deepen double drive drop expand extend grow halve hold
improve increase keep lift limit lower maintain move push raise reach reduce shift shorten shrink slow speed
strengthen tighten triple
"""
VERBS = frozenset(_VERBS.split())
_CURRENCIES = "€$£¥₹"
_MINUS = "\u2212"
_NUMBER = rf"[+{_MINUS}-]?[0-9](?:[0-9]| [0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)*"
_FIGURE = re.compile(rf"(?P<currency>[{_CURRENCIES}])? ?(?P<number>{_NUMBER}) ?(?P<unit>.*)")
_UNIT = re.compile(rf"[^\W\d_]|[%‰°{_CURRENCIES}#/]")
_PERCENT = frozenset(("%", "percent", "per cent", "pct"))
_TIMES = ("millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year")
_PLURALS = {singular: singular + "s" for singular in _TIMES}
_MONTHS: tuple[str, ...] = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
)
_MONTHS += ("november", "december")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?(?:,? ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def read_quantity(text: str) -> str:
    """Return the canonical quantity that `text` writes; raises UnreadableError where it is none."""
    try:
        return parse_quantity(text.strip())
    except BadInput as error:
        raise UnreadableError(str(error)) from None


def looks_like_figure(text: str) -> bool:
    """Return whether `text` begins like a figure: a number, with or without a currency sign."""
    return _FIGURE.fullmatch(text.strip()) is not None


def read_figure(text: str) -> tuple[str, str]:
    """Return (quantity, unit) of "480 ms" or "€ 1.2 M"; raises UnreadableError where it is none."""
    match = _FIGURE.fullmatch(text.strip())
    if match is None:
        raise UnreadableError(f"“{text}” is not a figure: write a number and its unit, such as 480 ms")
    unit = match["unit"].strip()
    if unit and not _UNIT.match(unit):
        raise UnreadableError(f"“{text}” is not a figure: “{unit}” is no unit")
    unit = normal_unit(unit)
    currency = match["currency"] or ""
    return read_quantity(match["number"]), f"{currency} {unit}".strip() if currency != unit else unit


def normal_unit(unit: str) -> str:
    """Return a unit as we keep it: "%" for percent, units of time in the plural."""
    lower = unit.lower()
    return "%" if lower in _PERCENT else _PLURALS.get(lower, unit)


def agreed_unit(first: str, second: str) -> str:
    """Return the unit of two figures that stand together; raises UnreadableError where they differ."""
    if first == second or not second:
        return first
    if not first:
        return second
    for singular, plural in ((first, second), (second, first)):
        if plural in (singular + "s", singular + "es") or plural == singular.removesuffix("y") + "ies":
            return plural
    raise UnreadableError(f"the units differ: “{first}” and “{second}”; give both figures in the same unit")


def write_figure(quantity: str, unit: str) -> str:
    """Return a figure as a sentence has it: "18 %", "1 day", "€1.2 M"."""
    if unit[:1] and unit[0] in _CURRENCIES:
        return f"{unit[0]}{quantity} {unit[1:].strip()}".strip()
    singular = unit.removesuffix("s")
    shown = singular if quantity == "1" and singular in _PLURALS else unit
    return f"{quantity} {shown}".strip()


def direction_between(first: str, last: str) -> str | None:
    """Return "up" or "down" from one quantity to another; None where they are equal."""
    difference = billionths(last) - billionths(first)
    return None if not difference else "up" if difference > 0 else "down"


def without_verb(title: str) -> str:
    """Return the metric that a title names: "Increase day-7 active rate" → "day-7 active rate"."""
    first, _, rest = title.partition(" ")
    return rest if rest and first.lower() in VERBS else title


def read_day(text: str, start: date) -> str | None:
    """Return the ISO day that `text` names, or None; without a year, the first such on or after `start`."""
    day = text.strip(" .,;").lower()
    if match := _ISO.fullmatch(day):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(day):
        return _iso(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY_FIRST.fullmatch(day):
        return _named(match[2], int(match[1]), match[3], start)
    if match := _MONTH_FIRST.fullmatch(day):
        return _named(match[1], int(match[2]), match[3], start)
    return None


def _named(name: str, day: int, year: str | None, start: date) -> str | None:
    month = next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name)), 0)
    if year:
        return _iso(int(year), month, day)
    # Eight years hold every day, 29 February included, even across a century that is no leap year.
    found = (_iso(start.year + later, month, day) for later in range(9))
    return next((iso for iso in found if iso and iso >= start.isoformat()), None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
