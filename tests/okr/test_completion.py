from __future__ import annotations

import pytest

from okrtui.okr.completion import completion, is_reached


@pytest.mark.parametrize(
    ("owed", "complete", "percent"),
    [
        (0, 0, None),
        (2, 1, 50),
        (8, 1, 13),
        (3, 2, 67),
        (10, 9, 90),
        (1000, 896, 89),
        (1000, 899, 89),
        (7, 7, 100),
    ],
)
def test_the_share_is_rounded_and_never_shows_the_goal_before_it_is_reached(
    owed: int, complete: int, percent: int | None
) -> None:
    assert completion(owed, complete) == percent
    assert is_reached(owed, complete) == (percent is not None and percent >= 90)
