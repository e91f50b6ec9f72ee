"""What an open screen says of the exchange when something happens to the other side and nobody touches a key."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from okrtui.screens import sync_keeper
from tests.screens.screen import running
from tests.serving import serving
from tests.sync.conftest import World, copied
from tests.sync.sharing import founded, synced, turn_clock


async def test_that_its_device_was_revoked_is_told_and_not_called_offline(
    world: World, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_keeper, "LISTEN_SECONDS", 1.0)
    turn_clock(None)
    ana = copied(world.local, home / "data" / "workspaces")
    with serving(tmp_path / "server") as server:
        founded(ana, server.url, server.code("ana"))
        synced(ana)
        async with running(ana) as screen:
            await screen.until(lambda: "synced" in screen.shown.splitlines()[0])
            (device,) = server.service.accounts.devices(server.service.log.workspaces()[0].ws)
            server.service.accounts.revoke(device.id)
            await screen.until(lambda: "stopped since" in screen.shown.splitlines()[0])
            assert "offline" not in screen.shown.splitlines()[0]


async def test_that_the_server_went_is_told_though_nothing_is_saved(
    world: World, home: Path, tmp_path: Path
) -> None:
    turn_clock(None)
    ana = copied(world.local, home / "data" / "workspaces")
    with ExitStack() as stack:
        server = stack.enter_context(serving(tmp_path / "server"))
        founded(ana, server.url, server.code("ana"))
        synced(ana)
        async with running(ana) as screen:
            await screen.until(lambda: "synced" in screen.shown.splitlines()[0])
            stack.close()
            await screen.until(lambda: "offline since" in screen.shown.splitlines()[0])
