"""What the server's tests stand on: an empty database of either kind, and an open log on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.server.account_tables import DEVICE
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.schema import ServerTable
from tests.server.writers import NOW

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; each test runs on both kinds."""
    return _address(request, tmp_path)


@pytest.fixture(scope="module", params=DATABASES)
def log_of_module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerLog]:
    """An open log that the tests of a module empty and use again."""
    folder = tmp_path_factory.mktemp("server")
    url = _address(request, folder)
    migrate(url)
    opened = ServerLog(url, str(folder / "data"), now=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def log(log_of_module: ServerLog) -> Iterator[ServerLog]:
    """An open, empty log, whose clock stands at `NOW`; each test runs on both kinds of database."""
    yield log_of_module
    with log_of_module.database.writing() as connection:
        for metadata in {ServerTable.metadata, DEVICE.metadata}:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())


def _address(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'server.db'}"
    return str(request.getfixturevalue("postgres").fresh())
