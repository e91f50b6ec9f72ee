"""A directory that its owner moved the workspace away from: nobody goes on there without being told where to go."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okrtui.sync.layout import StoreFile, read_store
from okrtui.sync.moved_away import LONGEST_PLACE, was_moved
from tests.builders import rows
from tests.sync.model_server import Model, serving
from tests.sync.people import Person, Team, a_folder


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


@pytest.fixture
def model() -> Iterator[Model]:
    """A server with nothing on it."""
    with serving() as model:
        yield model


def first_file(team: Team) -> dict[str, Any]:
    return dict(json.loads((team.store / "okr-store.json").read_text()))


def waiting(person: Person) -> int:
    return len(rows(person.path, "SELECT id FROM outbox"))


def moves(team: Team, person: Person) -> Path:
    place = team.folder / "new"
    person.does("move", "--to", str(place))
    return place


def bytes_of(store: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(store.rglob("*")) if path.is_file()}


def test_whoever_goes_on_in_a_directory_that_was_left_is_told_where_to_go(team: Team) -> None:
    bo = team.joins("bo")
    new = moves(team, team.ana)
    bo.comments("into the void")
    before = bytes_of(team.store)
    told = f"this workspace was moved to {new}: `okrtui move --to {new}` takes yours there"
    done = bo("sync")
    assert (done.code, done.err.splitlines()[-1]) == (4, f"okrtui: {told}; 1 change waits here"), done
    assert bytes_of(team.store) == before
    assert waiting(bo) == 1
    assert told in bo("sync", "--status").out
    assert bo.rounds().is_hopeless


def test_what_waits_and_what_was_written_there_last_goes_along(team: Team) -> None:
    bo, cy = team.joins("bo"), team.joins("cy")
    bo.syncs()
    cy.comments("from cy, in the old place")
    moves(team, team.ana)
    said = first_file(team)
    (team.store / "okr-store.json").write_text(json.dumps({**said, "moved_to": ""}))
    cy.syncs()
    (team.store / "okr-store.json").write_text(json.dumps(said))
    bo.comments("from bo, never sent")
    before = bytes_of(team.store)
    moves(team, bo)
    assert bytes_of(team.store) == before, "the last changes are fetched and nothing is written"
    assert bo.texts() == ["from bo, never sent", "from cy, in the old place"]
    assert waiting(bo) == 0
    assert team.ana.syncs().received
    assert team.ana.texts() == ["from bo, never sent"]
    moves(team, cy)
    assert team.ana.syncs().received
    bo.syncs()
    assert team.ana.texts() == bo.texts() == ["from bo, never sent", "from cy, in the old place"]


def test_the_first_file_keeps_its_permissions_and_what_it_said(team: Team) -> None:
    file = team.store / "okr-store.json"
    file.write_text(json.dumps({**first_file(team), "of_a_newer_one": 1}))
    before, mode = first_file(team), file.stat().st_mode
    new = moves(team, team.ana)
    assert first_file(team) == {**before, "moved_to": str(new)}
    assert file.stat().st_mode == mode
    assert not list(team.store.glob(".okr-store.json.*")), "no draft is left"


def test_an_okrtui_that_knows_of_no_move_reads_the_file_all_the_same() -> None:
    assert not StoreFile.__struct_config__.forbid_unknown_fields


def test_who_does_not_own_the_directory_leaves_no_word(home: Path) -> None:
    with a_folder() as folder:
        team = Team(folder, "--trust", "directory")
        bo, cy = team.joins("bo"), team.joins("cy")
        elsewhere = team.folder / "new"
        before = first_file(team)
        team.ana.does("move", "--to", str(elsewhere), "--trust", "directory")
        (team.store / "okr-store.json").write_text(json.dumps(before))
        bo.does("move", "--to", str(elsewhere))
        assert first_file(team) == before
        assert cy.syncs().problem == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file to somebody else")
def test_nothing_is_written_into_a_directory_that_is_somebody_elses(team: Team) -> None:
    os.chown(team.store / "okr-store.json", 54321, -1)
    before = bytes_of(team.store)
    done = team.ana("move", "--to", str(team.folder / "new"), "--yes")
    assert (done.code, bytes_of(team.store)) == (0, before)
    assert "tell the others" not in done.err


def test_nobody_joins_a_directory_that_was_left(team: Team) -> None:
    team.ana.does("member", "add", "bo", "--account")
    new = moves(team, team.ana)
    bo = Person(team.folder, "bo")
    done = bo("join", str(team.store), "--as", "bo")
    assert done.code == 4
    assert f"this workspace was moved to {new}: `okrtui join {new}` takes part there" in done.err


def test_its_owner_comes_back_and_everybody_goes_on(team: Team) -> None:
    bo = team.joins("bo")
    new = moves(team, team.ana)
    assert bo("move", "--to", str(team.store)).code == 2
    moves(team, bo)
    team.ana.does("move", "--to", str(team.store))
    assert "moved_to" not in first_file(team)
    assert json.loads((new / "okr-store.json").read_text())["moved_to"] == str(team.store)
    bo.does("move", "--to", str(team.store))
    bo.comments("back again")
    bo.syncs()
    team.ana.syncs()
    assert team.ana.texts() == ["back again"]


def test_a_word_that_can_not_be_left_is_said(team: Team) -> None:
    team.store.rename(team.folder / "gone")
    done = team.ana("move", "--to", str(team.folder / "new"), "--yes")
    assert done.code == 0
    assert "nothing there says that the workspace was moved: tell the others yourself" in done.err


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (
            "https://okr.example.com",
            "`okrtui move --to https://okr.example.com --code CODE` takes yours there",
        ),
        ("/srv/a b", "`okrtui move --to '/srv/a b'` takes yours there"),
        ("https://x;rm -rf ~", "`okrtui move --to 'https://x;rm -rf ~' --code CODE`"),
        ("/srv/\x1b[2J\n\u202eevil", "moved to /srv/"),
    ],
)
def test_the_word_is_shown_as_one_clean_line_that_is_safe_to_copy(team: Team, word: str, told: str) -> None:
    file = team.store / "okr-store.json"
    file.write_text(json.dumps({**first_file(team), "moved_to": word}))
    line = team.ana.rounds().problem
    assert told in line
    assert line.isprintable()


def test_an_endless_word_is_cut(team: Team) -> None:
    (team.store / "okr-store.json").write_text(json.dumps({**first_file(team), "moved_to": "/x" * 9000}))
    assert len(str(was_moved(read_store(str(team.store))))) < 3 * LONGEST_PLACE


def test_the_word_of_somebody_who_took_the_directory_is_not_passed_on(team: Team) -> None:
    said = {**first_file(team), "moved_to": "https://evil.example.com", "root": "eve"}
    (team.store / "okr-store.json").write_text(json.dumps(said))
    assert "belongs to another user" in team.ana.rounds().problem


def test_entries_of_others_that_came_before_are_not_told_as_missing(team: Team) -> None:
    bo = team.joins("bo")
    bo.comments("bo")
    bo.syncs()
    team.ana.syncs()
    new = team.folder / "new"
    assert "1 entry of others is not there yet" in team.ana.does("move", "--to", str(new)).err
    assert "others" not in bo.does("move", "--to", str(new)).err


def test_to_a_server_the_word_names_its_address_and_no_code(team: Team, model: Model) -> None:
    bo = team.joins("bo")
    code = model.invite("ana", founding=True)
    team.ana.does("move", "--to", f"{model.place}/", "--code", code)
    assert first_file(team)["moved_to"] == model.place
    assert code not in (team.store / "okr-store.json").read_text()
    asks = f"`okrtui move --to {model.place} --code CODE` takes yours there (ask for an invitation)"
    assert asks in bo.rounds().problem
    found = json.loads(bo("doctor", "--json").out)["findings"]
    assert any(one["level"] == "warning" and asks in one["what"] for one in found), found
    bo.comments("from bo")
    bo.does("move", "--to", model.place, "--code", model.invite("bo"))
    team.ana.syncs()
    assert team.ana.texts() == ["from bo"]


def test_a_file_is_not_taken_for_a_directory_that_is_not_mounted(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = Person(tmp_path, "bo")("join", str(tmp_path / "file"))
    assert done.code == 5
    assert "is a file, not a directory" in done.err
    assert "mounted" not in done.err
