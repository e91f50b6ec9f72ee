"""The bench's teams: what is laid out and put into a log in bulk is what people would have sent."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from bench import server_process, teams, workspaces
from bench.teams import Team, all_bodies, named_in, team_home, team_store
from bench.workspaces import ME, replica_in
from okrtui import home as places
from okrtui.server.opening import open_log
from okrtui.sync.joining_store import join_store
from okrtui.views.connect import connect
from tests.builders import folded_tables

SMALL = Team("small", authors=3, key_results=2, weeks=2)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """A small team's home, made anew."""
    for module in (teams, workspaces):
        monkeypatch.setattr(module, "WORKSPACES", tmp_path)
    for name in ("OKRTUI_HOME", "OKRTUI_NOW", "LOGNAME"):
        monkeypatch.setenv(name, str(home))
    return team_home(SMALL)


def test_everybodys_check_ins_count(made: Path) -> None:
    with closing(connect(str(replica_in(made)))) as c:
        (counted,) = c.execute("SELECT COUNT(*) FROM check_in").fetchone()
        (authors,) = c.execute("SELECT COUNT(DISTINCT au) FROM entry").fetchone()
        (waiting,) = c.execute("SELECT COUNT(*) FROM outbox").fetchone()
    assert (counted, authors, waiting) == (SMALL.entries, SMALL.authors + 1, 0)


def test_a_teams_store_holds_its_log(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = team_store(SMALL)
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path / "joined"))
    joined = join_store(str(store), places.now, asked=ME)
    assert folded_tables(joined.path) == folded_tables(str(replica_in(made)))
    with closing(connect(joined.path)) as c:
        assert c.execute("SELECT path, text FROM notice").fetchall() == []


def test_a_log_that_is_filled_in_bulk_is_sound(made: Path, tmp_path: Path) -> None:
    replica = replica_in(made)
    config = server_process.filled("", tmp_path / "server", replica)
    ws, _ = named_in(replica)
    with closing(open_log(config)) as log:
        assert log.page(ws, 0, 10_000).bodies == list(all_bodies(replica))
        assert not log.verify(ws).problems
