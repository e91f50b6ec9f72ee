"""Two homes and one shared directory, through the command line: what one does the other sees, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.store.replica import Replica
from tests.builders import rows
from tests.sync.people import Person, Team, a_folder


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


def test_a_store_is_laid_out_for_the_team_alone(team: Team) -> None:
    modes = {
        str(path.relative_to(team.store)): oct(path.stat().st_mode & 0o7777)
        for path in (
            team.store,
            team.store / "authors",
            team.store / "okr-store.json",
            *team.segments_of(team.ana),
        )
    }
    segment = str(team.segments_of(team.ana)[0].relative_to(team.store))
    assert modes == {".": "0o2750", "authors": "0o3775", "okr-store.json": "0o644", segment: "0o644"}
    own = team.folder_of(team.ana)
    assert {oct(one.stat().st_mode & 0o7777) for one in (own, own.parent)} == {"0o2755"}
    assert (team.store / ".gitattributes").read_text() == "*.okrlog -text\n"


def test_under_umask_077_the_modes_are_the_same(home: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        test_a_store_is_laid_out_for_the_team_alone(Team(tmp_path))
    finally:
        os.umask(before)


def test_who_joins_sees_everything_and_both_see_what_each_does_then(team: Team) -> None:
    team.ana.comments("before")
    team.ana.syncs()
    bo = team.joins("bo")
    assert bo.texts() == ["before"]
    assert bo.does("whoami").out.startswith("bo")
    bo.comments("from bo")
    assert bo.syncs().sent == 1
    assert team.ana.syncs().received == 1
    assert team.ana.texts() == ["before", "from bo"]
    assert team.ana.tables() == bo.tables()
    assert (team.ana.syncs()[:4], bo.syncs()[:4]) == ((0, 0, 0, 0), (0, 0, 0, 0))


def test_one_person_has_two_homes(team: Team) -> None:
    other = team.enters("ana")
    other.comments("from the laptop")
    other.syncs()
    team.ana.syncs()
    assert team.ana.texts() == ["from the laptop"]
    assert other.dev != team.ana.dev


def test_offline_edits_of_both_meet_in_a_conflict_that_both_see(team: Team) -> None:
    bo = team.joins("bo", "--role", "program_lead")
    team.ana.does(
        "objective", "add", "Delight first-time customers so that they return", "--cycle", _cycle(team)
    )
    team.ana.syncs()
    bo.syncs()
    (objective,) = rows(bo.path, "SELECT id FROM objective")
    for person in (team.ana, bo):
        with person.at_work(), person.session.writing("why") as journal:
            journal.add("objective", objective["id"], {"why": f"as {person.handle} sees it"})
    for person in (team.ana, bo, team.ana):
        person.syncs()
    assert team.ana.tables() == bo.tables()
    assert len(rows(bo.path, "SELECT * FROM conflict")) == 1


def _cycle(team: Team) -> str:
    team.ana.does("cycle", "new", "2026 Q4", "--kind", "quarter")
    return str(rows(team.ana.path, "SELECT name FROM cycle")[0]["name"])


def test_a_quiet_round_changes_nothing_on_either_side(team: Team) -> None:
    team.ana.syncs()
    files = {path: path.stat().st_mtime_ns for path in team.store.rglob("*")}
    assert team.ana.syncs()[:4] == (0, 0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in team.store.rglob("*")} == files


def test_a_stranger_is_told_who_can_add_them(team: Team) -> None:
    team.ana.does("member", "add", "bo", "--account", "--uid", str(os.geteuid()), "--role", "program_lead")
    eve = Person(team.folder, "eve")
    said = eve("join", str(team.store), "--as", "eve")
    assert said.code == 4
    assert (
        said.err
        == "okrtui: eve is no member yet: ana or bo adds you with okrtui member add eve --account"
        + (f" --uid {os.geteuid()}\n")
    )
    assert eve("workspace", "list").out == ""


def test_who_speaks_for_several_members_says_which(team: Team) -> None:
    team.ana.does("member", "add", "bo", "--account", "--uid", str(os.geteuid()))
    said = Person(team.folder, "ana")("join", str(team.store))
    assert (said.code, said.err) == (
        4,
        "okrtui: you are several members there: say which with --as (ana, bo)\n",
    )


def test_nobody_joins_as_a_member_who_is_another_unix_user(team: Team) -> None:
    team.ana.does("member", "add", "bo", "--account", "--uid", str(os.geteuid() + 1))
    said = Person(team.folder, "bo")("join", str(team.store), "--as", "bo")
    assert said.code == 4
    assert "bo is another Unix user than you" in said.err
    assert f"okrtui member edit bo --uid {os.geteuid()}" in said.err


def test_a_member_whom_nobody_bound_is_told_the_command(team: Team) -> None:
    team.ana.does("member", "add", "nobody-has-this-name", "--account")
    said = Person(team.folder, "bo")("join", str(team.store), "--as", "nobody-has-this-name")
    assert said.code == 4
    assert f"okrtui member edit nobody-has-this-name --uid {os.geteuid()}" in said.err


def test_a_workspace_of_the_same_name_stands_in_nobodys_way(team: Team) -> None:
    team.ana.does("member", "add", "bo", "--account", "--uid", str(os.geteuid()))
    bo = Person(team.folder, "bo")
    bo.does("init", "Acme")
    said = bo("join", str(team.store), "--as", "bo")
    assert said.code == 2
    assert "give this one a name with -w NAME" in said.err
    bo.does("join", str(team.store), "--as", "bo", "-w", "shared")
    assert bo.does("workspace", "list").out == "  acme\n* shared\n"


def test_joining_twice_takes_nothing_away(team: Team) -> None:
    bo = team.joins("bo")
    bo.comments("not sent yet")
    said = bo.does("join", str(team.store), "--as", "bo")
    assert "Joined Acme as bo" in said.err
    team.ana.syncs()
    assert team.ana.texts() == ["not sent yet"]
    assert bo.dev == bo.dev


@pytest.mark.parametrize("what", ["file", "full", "store"])
def test_a_store_is_made_only_where_nothing_is(team: Team, tmp_path: Path, what: str) -> None:
    place = {"file": tmp_path / "f", "full": tmp_path / "d", "store": team.store}[what]
    if what == "file":
        place.write_text("x")
    if what == "full":
        place.mkdir()
        (place / "letter.txt").write_text("x")
    said = Person(tmp_path, "cem")("init", "Other", "--store", str(place))
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert Person(tmp_path, "cem")("workspace", "list").out == ""


def test_an_empty_directory_with_hidden_files_becomes_a_store(home: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / ".stfolder").mkdir()
    assert (Team(tmp_path).store / "okr-store.json").exists()


def test_a_store_that_is_out_of_reach_is_a_calm_line_and_all_goes_with_the_next_round(team: Team) -> None:
    team.store.rename(team.folder / "elsewhere")
    team.ana.comments("meanwhile")
    done = team.ana.rounds()
    assert "is it mounted?" in done.problem
    assert done.waiting == 1
    (team.folder / "elsewhere").rename(team.store)
    assert team.ana.syncs().sent == 1


def test_another_workspaces_store_is_refused(team: Team) -> None:
    team.store.rename(team.folder / "kept")
    other = Person(team.folder, "ana")
    other.does("init", "Other", "--store", str(team.store))
    team.ana.comments("meanwhile")
    assert "holds another workspace: nothing was exchanged" in team.ana.rounds().problem


def test_a_store_that_lost_everything_is_filled_again_by_everyones_own(team: Team) -> None:
    bo = team.joins("bo")
    bo.comments("from bo")
    bo.syncs()
    team.ana.comments("from ana")
    team.ana.syncs()
    shutil.rmtree(team.store / "authors" / "u-ana")
    shutil.rmtree(team.store / "authors" / "u-bo")
    assert bo.syncs().sent == 1
    assert team.ana.syncs().sent == 4
    cem = team.joins("cem")
    assert cem.texts() == ["from ana", "from bo"]


def test_an_older_copy_of_the_store_gets_what_it_lacks(team: Team) -> None:
    shutil.copytree(team.store, team.folder / "older")
    team.ana.comments("since then")
    team.ana.syncs()
    shutil.rmtree(team.store)
    (team.folder / "older").rename(team.store)
    assert team.ana.syncs().sent == 1
    assert team.joins("bo").texts() == ["since then"]


def test_what_a_killed_round_wrote_and_did_not_note_is_not_written_twice(team: Team) -> None:
    team.ana.comments("once")
    with Replica.open(team.ana.path).connected() as connection:
        waiting = connection.execute("SELECT * FROM outbox").fetchall()
        known = connection.execute("SELECT * FROM segment").fetchall()
    team.ana.syncs()
    size = sum(one.stat().st_size for one in team.segments_of(team.ana))
    with Replica.open(team.ana.path).connected() as connection:
        connection.execute("DELETE FROM segment")
        for row in waiting:
            connection.execute("INSERT INTO outbox VALUES (?, ?, ?, ?)", tuple(row))
        for row in known:
            connection.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", tuple(row))
    assert team.ana.syncs().waiting == 0
    assert sum(one.stat().st_size for one in team.segments_of(team.ana)) == size


def test_a_copied_home_counts_anew_and_both_keep_what_they_wrote(team: Team) -> None:
    copy = Person(team.folder, "ana")
    shutil.rmtree(copy.home)
    shutil.copytree(team.ana.home, copy.home)
    assert copy.dev == team.ana.dev
    team.ana.comments("from the first")
    copy.comments("from the copy")
    for person in (team.ana, copy, team.ana, copy):
        person.syncs()
    assert copy.dev != team.ana.dev
    assert team.ana.texts() == copy.texts() == ["from the copy", "from the first"]
    assert rows(copy.path, "SELECT * FROM oddity") == rows(team.ana.path, "SELECT * FROM oddity") == []
    for person in (team.ana, copy, team.ana, copy):
        person.comments(f"more {person.dev}")
        person.syncs()
    team.ana.syncs()
    assert team.ana.tables() == copy.tables()


def test_an_old_copy_of_a_replica_goes_on_as_another_one(team: Team) -> None:
    shutil.copy(team.ana.path, team.folder / "old.okr")
    team.ana.comments("since then")
    team.ana.syncs()
    shutil.copy(team.folder / "old.okr", team.ana.path)
    team.ana.comments("in the old copy")
    team.ana.syncs()
    assert team.ana.texts() == ["in the old copy", "since then"]
    assert rows(team.ana.path, "SELECT * FROM oddity") == []
    assert team.joins("bo").texts() == ["in the old copy", "since then"]


def test_an_account_taken_away_voids_what_comes_after_whatever_its_date(team: Team) -> None:
    bo = team.joins("bo")
    bo.comments("as a member")
    bo.syncs()
    team.ana.syncs()
    team.ana.does("member", "remove", "bo")
    bo.comments("not a member any more")
    bo.syncs()
    team.ana.syncs()
    assert team.ana.texts() == bo.texts() == ["as a member"]
    assert team.joins("cem").texts() == ["as a member"]
    assert team.ana.does("member", "list").out.count("yes") == 2


def test_roles_are_given_and_taken_one_by_one(team: Team) -> None:
    bo = team.joins("bo")
    team.ana.does("member", "role", "bo", "champion", "data_steward")
    team.ana.does("member", "role", "bo", "champion", "--take")
    bo.syncs()
    assert rows(bo.path, "SELECT roles FROM member WHERE handle = 'bo'") == [{"roles": '["data_steward"]'}]


def test_whoever_may_not_manage_members_adds_none(team: Team) -> None:
    bo = team.joins("bo")
    assert bo("member", "add", "cem", "--account").code == 4
    assert bo("member", "role", "bo", "sponsor").code == 4
    assert bo("member", "remove", "ana").code == 4
    assert bo("member", "edit", "bo", "--uid", "7").code == 4
