"""Figures that contradict themselves are refused, and what is missing is named."""

from __future__ import annotations

import pytest

from okrtui.okr.errors import BadInput
from okrtui.okr.figures import (
    Figures,
    check_figures,
    direction_of,
    figures_of,
    ladder_direction,
    missing_figures,
)

DOWN = (("4", "1.0"), ("6", "0.7"), ("8", "0.3"))
UP = (("52", "1.0"), ("38", "0.7"), ("30", "0.3"))


def a_range(**limits: str) -> Figures:
    return Figures("range", limits=limits)


def some_milestones(*milestones: tuple[str, str]) -> Figures:
    return Figures("milestones", milestones=milestones)


@pytest.mark.parametrize(
    "figures",
    [
        Figures("linear", "18", "28"),
        Figures("linear", "28", "18", "down"),
        Figures("linear"),
        Figures("linear", baseline="3"),
        Figures("percent"),
        Figures("ladder", bands=DOWN),
        Figures("ladder", bands=UP, direction="up"),
        Figures("ladder", bands=(("4", "1"),), direction="down"),
        Figures("ladder", "5", "5", bands=DOWN),
        Figures("ladder"),
        a_range(floor="80", low="95", high="99", ceiling="110"),
        a_range(floor="80", low="95", high="95", ceiling="110"),
        a_range(floor="80", low="95"),
        a_range(high="250", ceiling="300"),
        a_range(low="95"),
        Figures("range"),
        some_milestones(("beta", "1"), ("ga", "2.5")),
        Figures("milestones"),
    ],
)
def test_sound_and_merely_incomplete_figures_pass(figures: Figures) -> None:
    check_figures(figures)


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        (Figures("guess"), "method"),
        (Figures(""), "method"),
        (Figures("linear", "5", "5.00"), "target"),
        (Figures("percent", baseline="100"), "target"),
        (Figures("linear", "5", "nan"), "target"),
        (Figures("linear", "1e5", "7"), "baseline"),
        (Figures("linear", "5", "7", "sideways"), "direction"),
        (Figures("ladder", bands=(("4", "1"),)), "direction"),
        (Figures("ladder", direction="up", bands=DOWN), "direction"),
        (Figures("ladder", bands=(("4", "1"), ("4.0", "0.5"))), "bands"),
        (Figures("ladder", bands=(("4", "1"), ("6", "0.5"), ("5", "0.3"))), "bands"),
        (Figures("ladder", bands=(("4", "1"), ("6", "0.5"), ("8", "0.50"))), "bands"),
        (Figures("ladder", bands=(("4", "0.5"), ("6", "0.7"))), "bands"),
        (Figures("ladder", bands=(("4", "1.1"), ("6", "0.7"))), "bands"),
        (Figures("ladder", bands=(("4", "1"), ("6", "-0.1"))), "bands"),
        (Figures("ladder", bands=(("four", "1"), ("6", "0.7"))), "bands"),
        (a_range(floor="95", low="95", high="99", ceiling="110"), "limits"),
        (a_range(floor="80", low="99", high="95", ceiling="110"), "limits"),
        (a_range(floor="80", low="95", high="110", ceiling="110"), "limits"),
        (a_range(floor="95", low="80"), "limits"),
        (a_range(high="250", ceiling="200"), "limits"),
        (a_range(floor="80", ceiling="80"), "limits"),
        (a_range(floor="low", low="95"), "limits"),
        (some_milestones(("beta", "1"), (" ", "1")), "milestones"),
        (some_milestones(("beta", "1"), ("Beta ", "1")), "milestones"),
        (some_milestones(("beta", "0")), "milestones"),
        (some_milestones(("beta", "-1")), "milestones"),
        (some_milestones(("beta", "much")), "milestones"),
    ],
)
def test_figures_that_contradict_themselves_are_refused_and_the_field_named(
    figures: Figures, field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        check_figures(figures)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        (Figures("linear", "1", "2"), []),
        (Figures("linear", "0", "2"), []),
        (Figures("linear", target="2"), ["baseline"]),
        (Figures("linear"), ["baseline", "target"]),
        (Figures("percent"), []),
        (Figures("ladder"), ["bands"]),
        (Figures("ladder", bands=(("4", "1"),)), ["direction"]),
        (Figures("ladder", bands=DOWN), []),
        (Figures("milestones"), ["milestones"]),
        (some_milestones(("beta", "1")), []),
        (Figures("range"), ["limits"]),
        (a_range(low="95"), ["floor"]),
        (a_range(ceiling="95"), ["high"]),
        (a_range(floor="80", low="95", high="99"), ["ceiling"]),
        (a_range(floor="0", low="95"), []),
        (Figures(""), ["method"]),
    ],
)
def test_what_a_method_still_needs_is_named(figures: Figures, missing: list[str]) -> None:
    assert missing_figures(figures) == missing


@pytest.mark.parametrize(
    ("figures", "direction"),
    [
        (Figures("linear", "18", "28"), "up"),
        (Figures("linear", "28", "18"), "down"),
        (Figures("linear", "28", direction="down"), "down"),
        (Figures("linear", "5", "5"), None),
        (Figures("percent"), "up"),
        (Figures("percent", "100", "0"), "down"),
        (Figures("ladder", bands=DOWN), "down"),
        (Figures("ladder", bands=UP), "up"),
        (Figures("ladder", bands=(("4", "1"),), direction="down"), "down"),
        (Figures("ladder"), None),
        (a_range(low="1", floor="0"), None),
        (some_milestones(("beta", "1")), None),
    ],
)
def test_the_direction_follows_from_the_figures(figures: Figures, direction: str | None) -> None:
    assert direction_of(figures) == direction


def test_a_ladder_is_read_by_its_bounds_before_its_direction() -> None:
    assert ladder_direction(Figures("ladder", bands=(("9", "1"), ("10", "0.5")), direction="up")) == "down"


def test_figures_are_read_from_the_fields_of_a_key_result() -> None:
    row = {
        "title": "Cut lead time",
        "method": "ladder",
        "baseline": "9",
        "target": None,
        "bands": [["4", "1.0"], ["6", "0.7"]],
        "limits": {},
    }
    assert figures_of(row) == Figures("ladder", "9", None, None, (("4", "1.0"), ("6", "0.7")))


def test_milestones_without_a_weight_weigh_one() -> None:
    row = {"method": "milestones", "milestones": [{"name": "beta"}, {"name": "ga", "weight": "2"}]}
    assert figures_of(row).milestones == (("beta", "1"), ("ga", "2"))


def test_percent_runs_from_0_to_100_unless_others_are_given() -> None:
    assert figures_of({"method": "percent"})[:3] == ("percent", "0", "100")
    assert figures_of({"method": "percent", "baseline": "20", "target": "80"})[:3] == ("percent", "20", "80")


def test_a_row_without_figures_is_incomplete_and_no_error() -> None:
    assert missing_figures(figures_of({})) == ["method"]
