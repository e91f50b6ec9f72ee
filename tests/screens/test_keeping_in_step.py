"""What was saved while the other side was away goes there by itself once it is back: nobody has to save again."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from okrtui.screens import sync_keeper
from okrtui.screens.sync_keeper import SyncKeeper
from okrtui.sync.rounds import Outcome
from tests.sync.people import Team, a_folder


@pytest.fixture
def team(home: object) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


def test_a_push_that_failed_is_tried_again_without_a_further_save(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_keeper, "AFTER_A_SAVE", 0.01)
    failed, sent = Event(), Event()

    def tell(outcome: Outcome) -> None:
        (failed if outcome.problem else sent).set()

    team.store.rename(team.folder / "elsewhere")
    with team.ana.at_work():
        team.ana.comments("meanwhile")
        keeper = SyncKeeper(team.ana.path, tell, lambda done, total: None)
        keeper.start()
        try:
            assert failed.wait(30)
            (team.folder / "elsewhere").rename(team.store)
            assert sent.wait(30)
        finally:
            keeper.stop()
    assert team.joins("bo").texts() == ["meanwhile"]
