"""The page on reliability names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
FILE = re.compile(r"`(?:tests/)?((?:\w+/)?test_\w+\.py)`")
NAME = re.compile(r"`(test_\w+)`")
ROWS = [line for line in PAGE.splitlines() if NAME.search(line)]


def test_every_file_of_tests_that_the_page_names_is_there() -> None:
    assert [one for one in FILE.findall(PAGE) if not (ROOT / "tests" / one).exists()] == []


@pytest.mark.parametrize("row", ROWS, ids=[NAME.findall(row)[0] for row in ROWS])
def test_every_test_that_the_page_names_stands_in_a_file_named_beside_it(row: str) -> None:
    beside = "".join((ROOT / "tests" / one).read_text(encoding="utf-8") for one in FILE.findall(row))
    assert [name for name in NAME.findall(row) if f"def {name}(" not in beside] == []


def test_losses_of_other_programs_are_many() -> None:
    assert len(ROWS) >= 20
