"""The page of sync: what waits, what was refused and why, what was not believed, the last rounds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from okrtui.actions.check_ins import check_in
from okrtui.screens.sitting import SittingPage
from okrtui.store.outbox import Rejection, refuse, waiting
from okrtui.store.replica import Replica
from okrtui.sync.layout import lay_out
from okrtui.sync.remote import SERVER, Remote, bind
from okrtui.sync.store_marks import bind_store
from tests.builders import rows
from tests.screens.conftest import NOW, Acme
from tests.screens.screen import running


def tied_to_a_server(connection: Connection) -> None:
    bind(connection, Remote(SERVER, "http://127.0.0.1:9", "a-workspace"))


def with_a_refused_check_in(acme: Acme) -> None:
    check_in(
        acme.session,
        acme.key_results[0],
        actual="23",
        confidence=4,
        insight="All react",
        next_action="Ask them",
    )
    with Replica.open(acme.path).connected() as connection:
        entry = waiting(connection)[-1]
        refuse(connection, [Rejection(entry.id, "forbidden", "you own nothing here")], NOW)


async def test_a_workspace_of_this_machine_says_so(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        assert "on this machine alone" in screen.shown
        await screen.press("r")
        assert "okrtui move --to" in screen.message


async def test_a_server_out_of_reach_is_said_calmly_and_nothing_is_lost(acme: Acme) -> None:
    with Replica.open(acme.path).connected() as connection:
        tied_to_a_server(connection)
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        await screen.until(lambda: "problem" in screen.shown)
        assert "http://127.0.0.1:9" in screen.shown
        assert "changes wait" in screen.shown
        assert "Nora Lind" in screen.shown
        assert "this one" in screen.shown
        assert "2026-W46 · Enterprise is flat" in screen.shown
        await screen.until(lambda: "to send" in screen.shown.splitlines()[0])


async def test_what_was_refused_comes_back_as_a_draft_in_the_sitting(acme: Acme) -> None:
    with_a_refused_check_in(acme)
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        assert "you own nothing here" in screen.shown
        await screen.press("w")
        await screen.until(lambda: isinstance(screen.app.screen, SittingPage))
        await screen.until(lambda: "All react" in screen.shown)
    assert rows(acme.path, "SELECT * FROM refused") == []


async def test_what_was_refused_can_be_set_aside(acme: Acme) -> None:
    with_a_refused_check_in(acme)
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        await screen.press("d")
        await screen.until(lambda: "you own nothing here" not in screen.shown)


async def test_what_was_not_believed_is_shown_with_its_place(acme: Acme) -> None:
    with closing(sqlite3.connect(acme.path)) as raw, raw:
        raw.execute(
            "INSERT INTO notice VALUES ('authors/u-bea', 'squatted', 'eve took \x1b[31mbea''s name', ?)",
            (NOW,),
        )
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        assert "NOT BELIEVED" in screen.shown
        assert "authors/u-bea: eve took" in screen.shown
        assert "\x1b" not in screen.shown


async def test_a_workspace_that_is_shared_while_a_screen_is_open_is_kept_in_step(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        assert "on this machine alone" in screen.shown
        with Replica.open(acme.path).connected() as connection:
            tied_to_a_server(connection)
        await screen.until(lambda: "stopped since" in screen.shown.splitlines()[0])


async def test_what_a_round_did_that_was_asked_for_is_told(acme: Acme, tmp_path: Path) -> None:
    with Replica.open(acme.path).connected() as connection:
        (ws,) = connection.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
        store = lay_out(str(tmp_path / "store"), ws, "nora", "directory")
        bind_store(connection, store, "nora")
    async with running(acme.path, lambda app: app.open_sync()) as screen:
        await screen.until(lambda: "synced" in screen.shown.splitlines()[0])
        await screen.press("r")
        await screen.until(lambda: screen.message == "synced: nothing new")
        (tmp_path / "store").rename(tmp_path / "gone")
        await screen.press("r")
        await screen.until(lambda: "is it mounted?" in screen.message)


async def test_the_way_back_stands_in_the_footer_of_a_small_terminal(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_sync(), size=(80, 24)) as screen:
        assert "esc back" in screen.drawn
