"""What people type becomes a quantity that keeps its text and its exact value."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import (
    billionths,
    change_between,
    compare,
    is_quantity,
    parse_quantity,
    round_ratio,
    show_quantity,
)

ROOT = Path(__file__).parents[2]
QUANTITIES = st.from_regex(r"\A-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?\Z")


@pytest.mark.parametrize(
    ("typed", "unit", "quantity"),
    [
        ("28", "", "28"),
        ("28.50", "", "28.50"),
        ("+3", "", "3"),
        ("-3", "", "-3"),
        ("−3", "", "-3"),
        ("007", "", "7"),
        ("00.50", "", "0.50"),
        ("-0", "", "0"),
        ("-0.00", "", "0.00"),
        ("-0.01", "", "-0.01"),
        ("4,5", "", "4.5"),
        ("4,50", "", "4.50"),
        ("1234,5678", "", "1234.5678"),
        ("1 250", "", "1250"),
        ("1\u202f250\u00a0000,5", "", "1250000.5"),
        (" 28 % ", "", "28"),
        ("28%", "%", "28"),
        ("28 percent", "%", "28"),
        ("28%", "percent", "28"),
        ("28 %", "% of accounts", "28"),
        ("4 days", "days", "4"),
        ("1 day", "days", "1"),
        ("3 Days", "day", "3"),
        ("480ms", "ms", "480"),
        ("$5", "$", "5"),
        ("-$5", "$", "-5"),
        ("$-5", "$", "-5"),
        ("12 kg CO2", "kg CO2", "12"),
        ("123456789012345.123456789", "", "123456789012345.123456789"),
    ],
)
def test_typed_input_becomes_a_quantity(typed: str, unit: str, quantity: str) -> None:
    assert parse_quantity(typed, unit) == quantity


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("nan", "", "finite"),
        ("-Infinity", "", "finite"),
        ("inf", "%", "finite"),
        ("1,234", "", "type 1234 or 1.234"),
        ("-1,234", "", "ambiguous"),
        ("1,234.5", "", "thousands"),
        ("1,234,567", "", "thousands"),
        ("1.234,5", "", "thousands"),
        ("1234567890123456", "", "too many digits"),
        ("0.1234567891", "", "too many digits"),
        ("1e5", "", "not a quantity"),
        ("0x10", "", "not a quantity"),
        ("1_000", "", "not a quantity"),
        ("", "", "not a quantity"),
        ("days", "days", "not a quantity"),
        (".5", "", "not a quantity"),
        ("5.", "", "not a quantity"),
        ("1+2", "", "not a quantity"),
        ("--5", "", "not a quantity"),
        ("+-5", "", "not a quantity"),
        ("\u0661\u0662", "", "not a quantity"),
        ("5²", "", "not a quantity"),
        ("5 days", "", "not a quantity"),
        ("5 %", "days", "not a quantity"),
        ("5 ms", "m", "not a quantity"),
        ("5 m", "ms", "not a quantity"),
        ("½", "", "not a quantity"),
    ],
)
def test_anything_else_is_refused_with_one_clear_line(typed: str, unit: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        parse_quantity(typed, unit)
    assert str(refusal.value).isprintable()


def test_a_refusal_shows_hostile_text_harmless_and_short() -> None:
    with pytest.raises(BadInput) as refusal:
        parse_quantity("\x1b[31m" + "x" * 500)
    assert "\x1b" not in str(refusal.value)
    assert len(str(refusal.value)) < 140


@given(QUANTITIES)
def test_a_quantity_typed_as_it_is_kept_comes_back_the_same(quantity: str) -> None:
    kept = parse_quantity(quantity)
    assert is_quantity(kept)
    assert kept == (quantity if billionths(quantity) else quantity.removeprefix("-"))


@given(st.text())
def test_whatever_is_typed_is_a_quantity_or_refused(typed: str) -> None:
    try:
        kept = parse_quantity(typed)
    except BadInput:
        return
    assert is_quantity(kept)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "+1",
        "1.",
        ".1",
        "1e5",
        "nan",
        "1,5",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "--1",
        "1" * 16,
        "0.1234567890",
    ],
)
def test_what_is_not_in_the_kept_form_is_no_quantity(text: str) -> None:
    assert not is_quantity(text)
    with pytest.raises(BadInput):
        billionths(text)


@pytest.mark.parametrize(
    ("q", "unit", "shown"), [("28", "%", "28 %"), ("4", "days", "4 days"), ("28", "", "28")]
)
def test_a_quantity_is_shown_with_its_unit(q: str, unit: str, shown: str) -> None:
    assert show_quantity(q, unit) == shown


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("21", "24", "+3"),
        ("24", "21.5", "-2.5"),
        ("0.1", "0.3", "+0.2"),
        ("24.00", "24", "0"),
        ("10", "30", "+20"),
        ("-1", "1", "+2"),
        ("-999999999999999.999999999", "999999999999999.999999999", "+1999999999999999.999999998"),
    ],
)
def test_a_change_is_exact_and_signed(before: str, after: str, change: str) -> None:
    assert change_between(before, after) == change


@given(QUANTITIES, QUANTITIES)
def test_quantities_compare_as_their_exact_values(a: str, b: str) -> None:
    assert compare(a, b) == (Decimal(a) > Decimal(b)) - (Decimal(a) < Decimal(b))


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (305, 1000, "0.31"),
        (-305, 1000, "-0.31"),
        (304, 1000, "0.30"),
        (305, -1000, "-0.31"),
        (-4, 1000, "0.00"),
        (-5, 1000, "-0.01"),
        (0, 7, "0.00"),
        (9, 4, "2.25"),
        (999, 1000, "1.00"),
    ],
)
def test_a_ratio_rounds_half_away_from_zero_and_never_to_negative_zero(
    numerator: int, denominator: int, text: str
) -> None:
    assert round_ratio(numerator, denominator) == text


@pytest.mark.parametrize("module", ["quantities", "figures", "rag", "pace", "bar"])
def test_what_the_prompt_imports_stays_light(module: str) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); before = set(sys.modules); "
        f"import okrtui.okr.{module}; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(ROOT)], capture_output=True, text=True, check=True
    )
    imported = set(run.stdout.split())
    assert f"okrtui.okr.{module}" in imported
    heavy = {
        "typing",
        "dataclasses",
        "fractions",
        "pathlib",
        "json",
        "re",
        "enum",
        "argparse",
        "click",
        "decimal",
    }
    assert not imported & heavy
