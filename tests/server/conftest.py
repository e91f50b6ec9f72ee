"""What the server's tests stand on: an empty database of either kind, an open log on it, a server that runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrtui.actions.session import Session
from okrtui.server.account_tables import DEVICE
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.schema import ServerTable
from tests.builders import PUBLISHED_AT, a_member, a_published_cycle, a_workspace, at
from tests.cluster import Cluster
from tests.server.shared import CHECK_IN_DAY, Shared, Template
from tests.server.writers import NOW
from tests.serving import Serving, serving

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


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A workspace of three on a server, made once."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRTUI_HOME", str(folder / "home"))
        patch.setenv("OKRTUI_NOW", PUBLISHED_AT)
        session = a_workspace(folder / "home")
        a_member(session, "bob")
        a_member(session, "stu", "data_steward")
        a_published_cycle(session)
        at(CHECK_IN_DAY)
        with serving(folder / "server") as server:
            token = server.founded(session).token
    return Template(folder / "server", Path(session.path), token)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """A server without any workspace."""
    with serving(tmp_path / "server") as running:
        yield running


@pytest.fixture
def copied(template: Template, tmp_path: Path) -> Path:
    """A server's folder that has the workspace."""
    return Path(shutil.copytree(template.server, tmp_path / "copied"))


@pytest.fixture
def session(template: Template, home: Path) -> Session:
    """Ana at work on a copy of what she pushed."""
    at(CHECK_IN_DAY)
    shutil.copy(template.replica, home / "acme.okr")
    return Session.at(str(home / "acme.okr"), "ana")


@pytest.fixture
def shared(template: Template, session: Session, copied: Path) -> Iterator[Shared]:
    """The workspace on a running server."""
    with serving(copied) as server:
        yield Shared(server, session, template.token)
