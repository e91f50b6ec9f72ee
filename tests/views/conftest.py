"""What the tests of the views stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.views.growth import Growth


@pytest.fixture
def growth(home: Path) -> Growth:
    """A fresh workspace with an active quarter; the clock is set back at the end by `home`."""
    return Growth()
