"""What a data pipeline read is proposed as the week's figure: the person says what it means, and saves it."""

from __future__ import annotations

import pytest

from okrtui.actions.session import Session
from okrtui.screens.sitting import SittingPage
from okrtui.views.sitting import Reading, newest_reading
from tests.screens.conftest import NOW, TITLES, Acme
from tests.screens.screen import running


def read(session: Session, key_result: str, value: str, at: str) -> None:
    """What the server writes when a pipeline tells it a figure."""
    fields = {"key_result": key_result, "value": value, "at": at, "source": "Shop dashboard"}
    with session.writing("read") as journal:
        journal.add("reading", journal.new_id(), fields, base=())


@pytest.fixture
def measured(acme: Acme) -> Acme:
    """Two readings since the last check-in, and one from before it."""
    for value, at in (("22", "2026-11-09"), ("23", "2026-11-15"), ("24", "2026-11-16")):
        read(acme.session, acme.key_results[0], value, f"{at}T06:00:00+00:00")
    return acme


def test_only_a_reading_since_the_last_check_in_counts(measured: Acme) -> None:
    with measured.session.reading() as c:
        newest = newest_reading(c, measured.key_results[0], "2026-11-10T09:00:00+00:00")
        assert newest == Reading("24", "2026-11-16T06:00:00+00:00", "Shop dashboard")
        assert newest_reading(c, measured.key_results[0], NOW) is None
        assert newest_reading(c, measured.key_results[1], None) is None


async def test_the_form_proposes_the_reading_and_says_where_it_is_from(measured: Acme) -> None:
    async with running(measured.path, lambda app: app.open_sitting(measured.key_results[0])) as screen:
        assert isinstance(screen.app.screen, SittingPage)
        assert "read 16 Nov in Shop dashboard" in screen.shown
        assert "0.60" in screen.shown
        await screen.press("ctrl+s")
        assert TITLES[0] in screen.shown, "a figure alone is no check-in"
    assert measured.count("SELECT COUNT(*) FROM check_in WHERE week = '2026-W47'") == 0


async def test_another_figure_is_ones_own(measured: Acme) -> None:
    async with running(measured.path, lambda app: app.open_sitting(measured.key_results[0])) as screen:
        await screen.press("backspace", "5")
        assert "Shop dashboard" not in screen.shown
        assert "as last week" in screen.shown
