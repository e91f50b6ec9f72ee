"""What the server's tests stand on: an empty database of either kind, and an open log on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrtui.server.account_tables import DEVICE
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.schema import ServerTable
from tests.cluster import Cluster
from tests.server.writers import NOW

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; each test runs on both kinds."""
    with _database(request, tmp_path) as url:
        yield url


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    yield (url := postgres.fresh())
    postgres.give_back(url)


@pytest.fixture(scope="module", params=DATABASES)
def log_of_module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerLog]:
    """An open log that the tests of a module empty and use again."""
    folder = tmp_path_factory.mktemp("server")
    with _database(request, folder) as url:
        migrate(url)
        opened = ServerLog(url, str(folder / "data"), now=lambda: NOW)
        yield opened
        opened.close()


@pytest.fixture
def log(log_of_module: ServerLog) -> Iterator[ServerLog]:
    """An open, empty log, whose clock stands at `NOW`; each test runs on both kinds of database."""
    yield log_of_module
    assert DEVICE.metadata is ServerTable.metadata
    with log_of_module.database.writing() as connection:
        for table in reversed(ServerTable.metadata.sorted_tables):
            connection.execute(table.delete())


@contextmanager
def _database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'server.db'}"
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        yield (url := cluster.fresh())
        cluster.give_back(url)
