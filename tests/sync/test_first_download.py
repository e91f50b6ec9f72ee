"""A first download that broke off: whoever opens the workspace is told, and it goes on by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.main import main
from okrtui.sync import server_pull
from okrtui.sync.rounds import run_round
from tests.builders import folded_tables
from tests.screens.screen import running
from tests.sync.model_server import Model
from tests.sync.sharing import commented, joined, living_in, log_of, now, synced

SAID = "this workspace is not here whole yet"


class Killed(BaseException):
    """The program ended in the middle."""


@pytest.fixture(params=[0, 1, 2])
def half(
    request: pytest.FixtureRequest, model: Model, ana: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Bo's replica on another machine: so many entries had come when the program was killed, none of them his."""
    commented(ana, "ana", "From Ana")
    synced(ana)
    path = joined(tmp_path / "other", "acme", model.place, model.invite("bo"))
    if request.param:
        monkeypatch.setattr(server_pull, "AT_ONCE", request.param)

        def kill(done: int, total: int) -> None:
            if done > total / 2:
                raise Killed

        with pytest.raises(Killed):
            run_round(path, now, progress=kill)
    assert len(log_of(path)) == request.param
    return path


async def test_a_screen_opens_and_the_rest_comes_by_itself(half: str, ana: str) -> None:
    async with running(half) as screen:
        await screen.until(lambda: "synced" in screen.shown and "bo" in screen.shown.splitlines()[0])
        assert "Acme" in screen.shown
        assert SAID not in screen.message
    assert folded_tables(half) == folded_tables(ana)


async def test_while_the_server_is_away_a_screen_says_what_is_missing_and_goes_on_once_it_is_back(
    half: str, ana: str, model: Model
) -> None:
    model.spoil = lambda *words: b""
    async with running(half) as screen:
        await screen.until(lambda: "offline since" in screen.shown)
        assert SAID in screen.message
        model.spoil = lambda *words: None
        screen.app.sync_now(lambda outcome: None)
        await screen.until(lambda: "synced" in screen.shown and "Acme" in screen.shown)
        assert SAID not in screen.message


@pytest.mark.parametrize("words", [["status"], ["undo"]])
def test_a_command_says_what_is_missing_and_what_to_do(
    half: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with living_in(Path(half).parents[2]):
        assert main(words) == 3
        told = capsys.readouterr().err
        assert "okrtui sync" in told
        assert len(told.splitlines()) == 1
        assert main(["sync"]) == 0
        assert main(["status"]) == 0
