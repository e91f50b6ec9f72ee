"""What the server's tests stand on: an empty database of either kind, and an open log on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.db'}"
    fresh: Callable[[], str] = request.getfixturevalue("postgres").fresh
    return fresh()


@pytest.fixture
def log(database_url: str, tmp_path: Path) -> Iterator[ServerLog]:
    """An open, empty log."""
    migrate(database_url)
    opened = ServerLog(database_url, str(tmp_path / "server"))
    yield opened
    opened.close()
