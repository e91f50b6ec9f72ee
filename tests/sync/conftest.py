"""Ana founded a workspace on a model server, Bo joined it: made once, copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from okrtui.actions.session import Session
from tests.builders import a_member, a_published_cycle, a_workspace
from tests.sync.model_server import Model, State, serving
from tests.sync.sharing import founded, joined, living_in, synced, turn_clock


class World(NamedTuple):
    """Replicas that are copied, and what the server knows with them."""

    model: Model
    local: Path
    ana: Path
    bo: Path
    before: State
    state: State


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with serving() as model, living_in(folder / "ana"):
        session = a_workspace(folder / "ana")
        a_member(session, "bo", "champion")
        a_published_cycle(session)
        turn_clock(None)
        local = folder / "local.okr"
        shutil.copy(session.path, local)
        before = model.saved()
        path = founded(session.path, model.place, model.invite("ana", founding=True))
        synced(path)
        bo = joined(folder / "bo", "acme", model.place, model.invite("bo"))
        synced(bo)
        yield World(model, local, Path(path), Path(bo), before, model.saved())


@pytest.fixture
def model(world: World, home: Path) -> Model:
    """The server, as it was when Bo had joined."""
    world.model.restore(world.state)
    turn_clock(None)
    return world.model


@pytest.fixture
def ana(model: Model, world: World, home: Path) -> str:
    """Ana's replica, which founded the workspace on the server."""
    return copied(world.ana, home / "data" / "workspaces")


@pytest.fixture
def bo(model: Model, world: World, tmp_path: Path) -> str:
    """Bo's replica in a home of his own, with everything in it."""
    return copied(world.bo, tmp_path / "bo" / "data" / "workspaces")


@pytest.fixture
def local(model: Model, world: World, home: Path) -> Session:
    """Ana's workspace before it was shared, and a server that knows nobody yet."""
    model.restore(world.before)
    return Session.at(copied(world.local, home / "data" / "workspaces"), "ana")


def copied(path: Path, folder: Path) -> str:
    """A replica with its token, as `acme` in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for ending in ("", ".token"):
        if Path(f"{path}{ending}").exists():
            shutil.copy(f"{path}{ending}", folder / f"acme.okr{ending}")
    return str(folder / "acme.okr")
