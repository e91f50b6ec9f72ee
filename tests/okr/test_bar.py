"""The bar is always as wide as it was asked to be, and reads from where it began to where it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.bar import bar, bar_ends
from okrtui.okr.figures import Figures
from okrtui.okr.text import cell_width

UP = Figures("linear", "18", "28")
DOWN = Figures("linear", "9", "3")
LADDER = Figures("ladder", "10", None, bands=(("4", "1.0"), ("6", "0.7"), ("8", "0.3")))
GUARDRAIL = Figures("range", limits={"floor": "80", "low": "90", "high": "95", "ceiling": "100"})
AT_LEAST = Figures("range", limits={"floor": "80", "low": "90"})
AT_MOST = Figures("range", limits={"high": "250", "ceiling": "300"})
STEPS = Figures("milestones", milestones=(("alpha", "1"), ("beta", "1"), ("ga", "2")))
ONE_BAND = Figures("ladder", bands=(("4", "1.0"),), direction="down")


@pytest.mark.parametrize(
    ("figures", "actual", "drawn", "in_ascii"),
    [
        (UP, None, "───────────", "-----------"),
        (UP, "18", "●──────────", "o----------"),
        (UP, "24", "──────●────", "------o----"),
        (UP, "28", "──────────●", "----------o"),
        (UP, "28.01", "──────────►", "---------->"),
        (UP, "17", "◄──────────", "<----------"),
        (DOWN, "9", "●──────────", "o----------"),
        (DOWN, "6", "─────●─────", "-----o-----"),
        (DOWN, "10", "◄──────────", "<----------"),
        (DOWN, "2", "──────────►", "---------->"),
        (Figures("percent"), "50", "─────●─────", "-----o-----"),
        (LADDER, None, "───┼───┼──┼", "---+---+--+"),
        (LADDER, "5", "───┼───┼●─┼", "---+---+o-+"),
        (LADDER, "6", "───┼───●──┼", "---+---o--+"),
        (LADDER, "11", "◄──┼───┼──┼", "<--+---+--+"),
        (LADDER, "3", "───┼───┼──►", "---+---+-->"),
        (ONE_BAND, "9", "◄─────────┼", "<---------+"),
        (ONE_BAND, "4", "──────────●", "----------o"),
        (GUARDRAIL, None, "─────╞══╡──", "-----[==]--"),
        (GUARDRAIL, "92", "─────╞●═╡──", "-----[o=]--"),
        (GUARDRAIL, "99", "─────╞══╡─●", "-----[==]-o"),
        (GUARDRAIL, "79", "◄────╞══╡──", "<----[==]--"),
        (GUARDRAIL, "101", "─────╞══╡─►", "-----[==]->"),
        (AT_LEAST, "85", "───●───╞═══", "---o---[==="),
        (AT_LEAST, "99999", "───────╞══●", "-------[==o"),
        (AT_LEAST, "79", "◄──────╞═══", "<------[==="),
        (AT_MOST, "0", "●══╡───────", "o==]-------"),
        (AT_MOST, "301", "═══╡──────►", "===]------>"),
        (Figures("linear", "18"), "20", "╌╌╌╌╌╌╌╌╌╌╌", "           "),
        (Figures(""), None, "╌╌╌╌╌╌╌╌╌╌╌", "           "),
    ],
)
def test_every_method_draws_its_bar(figures: Figures, actual: str | None, drawn: str, in_ascii: str) -> None:
    assert bar(figures, actual, None, 11) == drawn
    assert bar(figures, actual, None, 11, ascii_only=True) == in_ascii


@pytest.mark.parametrize(
    ("done", "width", "drawn"),
    [
        (["alpha", "beta"], 9, "■ ■ □    "),
        (["alpha", "beta"], 5, "■ ■ □"),
        (["alpha", "beta"], 4, "■■□ "),
        (["ga"], 3, "□□■"),
        (["ga"], 2, "■□"),
        ([], 2, "□□"),
        (["alpha", "beta", "ga"], 1, "■"),
        (None, 5, "□ □ □"),
    ],
)
def test_milestones_are_boxes_and_a_share_of_weight_where_boxes_do_not_fit(
    done: list[str] | None, width: int, drawn: str
) -> None:
    assert bar(STEPS, None, done, width) == drawn


@pytest.mark.parametrize(
    ("figures", "ends"),
    [
        (UP, ("18", "28")),
        (DOWN, ("9", "3")),
        (Figures("percent"), ("0", "100")),
        (LADDER, ("10", "4")),
        (Figures("ladder", bands=(("52", "1.0"), ("30", "0.3"))), ("30", "52")),
        (Figures("ladder", "40", "50", bands=(("52", "1.0"), ("30", "0.3"))), ("30", "52")),
        (ONE_BAND, ("", "4")),
        (GUARDRAIL, ("80", "100")),
        (AT_LEAST, ("80", "90")),
        (AT_MOST, ("250", "300")),
        (STEPS, ("", "")),
        (Figures("linear", "18"), ("", "")),
    ],
)
def test_the_ends_are_labelled_with_the_figures_that_they_stand_for(
    figures: Figures, ends: tuple[str, str]
) -> None:
    assert bar_ends(figures) == ends


HUNDREDTHS = st.integers(1 - 10**17, 10**17 - 1).map(
    lambda n: f"{'-' if n < 0 else ''}{abs(n) // 100}.{abs(n) % 100:02d}"
)
MAYBE = st.none() | HUNDREDTHS


@st.composite
def any_figures(draw: st.DrawFn) -> Figures:
    """Figures of any method, also incomplete and contradictory ones, as a hostile log may hold them."""
    return Figures(
        draw(st.sampled_from(["linear", "percent", "ladder", "milestones", "range", ""])),
        draw(MAYBE),
        draw(MAYBE),
        draw(st.sampled_from([None, "up", "down"])),
        tuple(draw(st.lists(st.tuples(HUNDREDTHS, st.just("0.5")), max_size=5))),
        tuple((name, "1") for name in draw(st.lists(st.text(max_size=3), max_size=9))),
        {name: draw(MAYBE) for name in ("floor", "low", "high", "ceiling")},
    )


@given(any_figures(), MAYBE, st.none() | st.lists(st.text(max_size=3)), st.integers(-1, 60), st.booleans())
def test_the_bar_is_always_exactly_as_wide_as_asked(
    figures: Figures, actual: str | None, done: list[str] | None, width: int, ascii_only: bool
) -> None:
    drawn = bar(figures, actual, done, width, ascii_only)
    assert len(drawn) == cell_width(drawn) == max(width, 0)
    assert drawn.isascii() or not ascii_only


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(2, 80), st.booleans())
def test_nearer_the_target_is_never_further_left(one: int, other: int, width: int, goes_up: bool) -> None:
    figures = Figures("linear", "0", "1000") if goes_up else Figures("linear", "1000", "0")
    worse, better = sorted((one, other), reverse=not goes_up)
    before, after = (bar(figures, str(actual), None, width).index("●") for actual in (worse, better))
    assert before <= after
