"""Hearing of changes in a shared directory by names and times alone, with an idle cost near nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.sync import store_watch
from okrtui.sync.store_watch import StoreWatch
from tests.sync.people import DEV, Person, Team, a_folder, an_entry, puts


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


@pytest.fixture
def bo(team: Team) -> Person:
    return team.joins("bo")


def test_nothing_has_changed_where_nobody_wrote(team: Team) -> None:
    watch = StoreWatch(str(team.store))
    team.ana.syncs()
    assert [watch.has_changed() for _ in range(3)] == [False, False, False]


def test_what_another_appends_is_heard_once(team: Team, bo: Person) -> None:
    watch = StoreWatch(str(team.store))
    for text in ("the first", "and one more"):
        bo.comments(text)
        bo.syncs()
        assert [watch.has_changed(), watch.has_changed()] == [True, False]


def _new_author(store: Path) -> None:
    (store / "authors" / "u-cem").mkdir()


def _new_file(store: Path) -> None:
    puts(store, "bo", [an_entry("ws", "bo")], DEV.format(2))


def _longer(store: Path) -> None:
    with next(store.rglob("*.okrlog")).open("ab") as file:
        file.write(b"x")


def _given_away(store: Path) -> None:
    next(store.rglob("*.okrlog")).chmod(0o666)


def _gone(store: Path) -> None:
    next(store.rglob("*.okrlog")).unlink()


def _unmounted(store: Path) -> None:
    store.rename(store.with_name("elsewhere"))


@pytest.mark.parametrize("change", [_new_author, _new_file, _longer, _given_away, _gone, _unmounted])
@pytest.mark.parametrize("is_settled", [False, True], ids=["young", "settled"])
def test_such_a_change_is_heard(
    team: Team, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], is_settled: bool
) -> None:
    (team.store / "authors" / "u-bo" / DEV.format(2)).mkdir(parents=True)
    if is_settled:
        for path in (team.store / "authors").rglob("*"):
            os.utime(path, (1, 1))
        os.utime(team.store / "authors", (1, 1))
    watch = StoreWatch(str(team.store))
    assert not watch.has_changed()
    change(team.store)
    assert watch.has_changed()


def test_a_store_that_comes_back_is_heard(team: Team) -> None:
    _unmounted(team.store)
    watch = StoreWatch(str(team.store))
    assert not watch.has_changed()
    shutil.move(team.store.with_name("elsewhere"), team.store)
    assert watch.has_changed()


def test_no_file_is_opened(team: Team, bo: Person) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", lambda *_, **__: pytest.fail("a file was opened"))
        assert not StoreWatch(str(team.store)).has_changed()


def test_directories_that_have_settled_are_not_listed_again(team: Team) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_watch, "SETTLED_NS", -time.time_ns())
        watch = StoreWatch(str(team.store))
        patch.setattr(os, "scandir", lambda *_: pytest.fail("a directory was listed"))
        assert not watch.has_changed()
