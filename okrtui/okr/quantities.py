"""Quantities: the numbers that people type, kept as the text they typed (domain rules, Scores).

A quantity is `-?digits[.digits]` with at most 15 digits before the point and 9 after it. It never becomes a
binary floating-point number: arithmetic runs on whole billionths, which hold every quantity exactly.
"""

from __future__ import annotations

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line, cut

WHOLE_DIGITS = 15
DECIMALS = 9
BILLION = 10**DECIMALS

_PERCENT_UNITS = ("%", "percent")
_NOT_FINITE = ("nan", "inf", "infinity", "∞")
_MOST_KNOWN = 4096
_known: dict[str, int] = {}
"""Values read before: a baseline, a target and the thresholds come with every check-in (no functools in a prompt)."""


def parse_quantity(typed: str, unit: str = "") -> str:
    """Turn what a person typed into a quantity, its decimals kept as they were typed.

    Args:
        typed: such as "28.50", "+3", "1 250", "4,5 days" or "-2 %"; the decimal mark is a point, or a comma
            that is not followed by exactly three digits.
        unit: the KR's own unit, which may stand before or after the number.

    Raises:
        BadInput: for anything else, with one line that says what to type instead.
    """
    sign, number = _sign_and_number(typed, unit)
    if number in _NOT_FINITE:
        raise BadInput(f"{_quoted(typed)} is not a finite number: type the figure itself, such as 24 or 0.5")
    whole, mark, decimals = _with_decimal_point(number, typed).partition(".")
    if not _is_digits(whole) or (mark and not _is_digits(decimals)):
        raise BadInput(f"{_quoted(typed)} is not a quantity: type a plain number such as 24 or 0.5")
    whole = whole.lstrip("0") or "0"
    if len(whole) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        raise BadInput(
            f"{_quoted(typed)} has too many digits: at most {WHOLE_DIGITS} before the decimal point and "
            f"{DECIMALS} after it"
        )
    is_zero = not (whole + decimals).strip("0")
    return ("" if is_zero else sign) + whole + mark + decimals


def is_quantity(text: str) -> bool:
    """Whether a text is a quantity in the form that the log and the tables keep."""
    return text in _known or _learn(text) is not None


def show_quantity(q: str, unit: str = "") -> str:
    """A quantity with its unit as people read it: "28 %", "4 days", or "28" where there is no unit."""
    return f"{q} {unit}".strip()


def billionths(q: str) -> int:
    """The exact value of a quantity as a whole number of billionths.

    Raises:
        BadInput: where the text is not a quantity.
    """
    value = _known.get(q)
    if value is None and (value := _learn(q)) is None:
        raise BadInput(f"{_quoted(q)} is not a quantity: type a plain number such as 24 or 0.5")
    return value


def change_between(before: str, after: str) -> str:
    """How far a figure moved, exact, signed and without trailing zeros: "+3", "-2.5", "0"."""
    moved = billionths(after) - billionths(before)
    whole, rest = divmod(abs(moved), BILLION)
    decimals = f"{rest:0{DECIMALS}d}".rstrip("0")
    sign = "-" if moved < 0 else "+" if moved > 0 else ""
    return f"{sign}{whole}.{decimals}".rstrip(".")


def compare(a: str, b: str) -> int:
    """-1, 0 or 1 as quantity a is below, equal to or above b; "24" equals "24.00"."""
    left, right = billionths(a), billionths(b)
    return (left > right) - (left < right)


def round_ratio(numerator: int, denominator: int, places: int = 2) -> str:
    """A ratio of whole numbers as decimal text, rounded once, half away from zero; there is no negative zero.

    Args:
        numerator: any whole number.
        denominator: any whole number but 0.
        places: decimals to keep, 1 or more.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    digits = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    whole, decimals = divmod(digits, 10**places)
    return f"{'-' if numerator < 0 and digits else ''}{whole}.{decimals:0{places}d}"


def _learn(text: str) -> int | None:
    """The value of a text in billionths, known from now on; None where it is no quantity."""
    whole, mark, decimals = text.removeprefix("-").partition(".")
    if not _is_digits(whole) or len(whole) > WHOLE_DIGITS:
        return None
    if mark and not (_is_digits(decimals) and len(decimals) <= DECIMALS):
        return None
    magnitude = int(whole + decimals.ljust(DECIMALS, "0"))
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    value = _known[text] = -magnitude if text.startswith("-") else magnitude
    return value


def _sign_and_number(typed: str, unit: str) -> tuple[str, str]:
    """Drop spaces, `+` and the unit; what is left is the sign ("-" or "") and the rest in lower case."""
    text = "".join(typed.split()).casefold().replace("\N{MINUS SIGN}", "-")
    sign = ""
    names = _names_of(unit)
    number = _without_unit(text, names)
    if number[:1] in ("+", "-"):
        sign = number[0]
        number = _without_unit(number[1:], names)
    return ("-" if sign == "-" else ""), number


def _names_of(unit: str) -> list[str]:
    """The ways to write a unit: in singular and plural, and as % where it is a percentage or not given."""
    own = "".join(unit.split()).casefold()
    names = {own}
    if len(own) > 2:  # "m" and "ms" are two units
        names.add(own + "s")
    if len(own) > 3:
        names.add(own.removesuffix("s"))
    if not own or own.startswith(_PERCENT_UNITS):
        names.update(_PERCENT_UNITS)
    return sorted((name for name in names if name.strip("0123456789.,+-")), key=len, reverse=True)


def _without_unit(text: str, names: list[str]) -> str:
    """The text without the unit at its end, else without the one at its start; whole where there is none."""
    for name in names:
        if text.endswith(name):
            return text.removesuffix(name)
    for name in names:
        if text.startswith(name):
            return text.removeprefix(name)
    return text


def _with_decimal_point(number: str, typed: str) -> str:
    """Read a comma as the decimal mark where it can mean nothing else."""
    if "," not in number:
        return number
    whole, _, decimals = number.partition(",")
    if not (whole + decimals).replace(",", "").replace(".", "").isdigit():
        return number
    if "," in decimals or "." in number:
        raise BadInput(f"{_quoted(typed)} is not a quantity: leave thousands separators out, as in 1234.5")
    if len(decimals) == 3:
        raise BadInput(f"{_quoted(typed)} is ambiguous: type {whole}{decimals} or {whole or 0}.{decimals}")
    return f"{whole}.{decimals}"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _quoted(typed: str) -> str:
    """What was typed, fit to stand in a line of ours: harmless, short, in quotes."""
    return f"“{cut(clean_line(typed), 40)}”"


def show_signed(value: str | None) -> str:
    """A change or a pace as people read it, "−0.06" with a true minus sign; "" for None."""
    return (value or "").replace("-", "\N{MINUS SIGN}")
