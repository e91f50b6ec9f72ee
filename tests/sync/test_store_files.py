"""Files of a shared directory that are not as okrtui writes them: never believed where they may not be, always told."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.store.fold import fold_anew
from okrtui.store.outbox import put_back
from okrtui.store.replica import Replica
from okrtui.sync.lines import write_line
from tests.builders import rows
from tests.fault_cases import FaultCases
from tests.sweep import sweep_size
from tests.sync.people import DEV, Person, Team, a_folder, an_entry, puts

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can give a file to another user, or make a device"
)


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


@pytest.fixture
def bo(team: Team) -> Person:
    person = team.joins("bo")
    person.comments("one")
    person.comments("two")
    person.comments("three")
    person.syncs()
    return person


def the_segment(team: Team, person: Person) -> Path:
    (segment,) = team.segments_of(person)
    return segment


# What makes a file unbelievable


def _link(file: Path) -> None:
    file.rename(file.parent.parent.parent.parent.parent / "elsewhere")
    file.symlink_to(file.parent.parent.parent.parent.parent / "elsewhere")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _second_name(file: Path) -> None:
    os.link(file, file.parent.parent.parent.parent.parent / "second")


def _device(file: Path) -> None:
    file.unlink()
    os.mknod(file, 0o644 | stat.S_IFCHR, os.makedev(1, 5))


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (_link, "no_file", "a link"),
        (_pipe, "no_file", "a pipe"),
        (_folder, "no_file", "a directory"),
        (_second_name, "links", "second name"),
        (lambda file: file.chmod(0o664), "writable", "can write"),
        (lambda file: file.chmod(0o646), "writable", "can write"),
        pytest.param(_device, "no_file", "a device", marks=as_root),
        pytest.param(lambda file: os.chown(file, 54321, -1), "owner", "uid 54321", marks=as_root),
        pytest.param(lambda file: os.chown(file.parent, 54321, -1), "owner", "uid 54321", marks=as_root),
    ],
    ids=[
        "link",
        "pipe",
        "folder",
        "hard link",
        "group",
        "world",
        "device",
        "owner",
        "owner of the directory",
    ],
)
def test_such_a_file_is_not_read_and_told(
    team: Team, bo: Person, change: Callable[[Path], None], code: str, words: str
) -> None:
    change(the_segment(team, bo))
    team.ana.syncs()
    assert team.ana.texts() == []
    assert words in team.ana.notices()[code]
    assert team.ana("doctor").code == 4


@pytest.mark.parametrize("place", ["author", "replica"])
def test_a_link_in_place_of_a_directory_is_not_followed(team: Team, bo: Person, place: str) -> None:
    folder = team.folder_of(bo) if place == "replica" else team.folder_of(bo).parent
    folder.rename(team.folder / "elsewhere")
    folder.symlink_to(team.folder / "elsewhere")
    team.ana.syncs()
    assert team.ana.texts() == []
    assert "a link" in team.ana.notices()["no_folder"]


@as_root
def test_files_in_a_directory_that_somebody_else_took_are_not_read(team: Team, bo: Person) -> None:
    os.chown(team.folder_of(bo).parent, 54321, -1)
    team.ana.syncs()
    assert team.ana.texts() == []
    assert "uid 54321 took the name of bo's directory" in team.ana.notices()["squatted"]


@as_root
def test_whose_directorys_name_was_taken_writes_under_another_one(team: Team) -> None:
    bo = team.joins("bo")
    (team.store / "authors" / "u-bo").mkdir(exist_ok=True)
    os.chown(team.store / "authors" / "u-bo", 54321, -1)
    (team.store / "authors" / "u-bo" / DEV.format(9)).mkdir()
    bo.comments("all the same")
    bo.syncs()
    assert [one.name for one in (team.store / "authors").glob("u-bo.*")] == ["u-bo.2"]
    team.ana.syncs()
    assert team.ana.texts() == ["all the same"]
    assert "squatted" in team.ana.notices()


def test_what_was_read_before_stays_whatever_becomes_of_the_file(team: Team, bo: Person) -> None:
    team.ana.syncs()
    the_segment(team, bo).chmod(0o666)
    team.ana.syncs()
    assert team.ana.texts() == ["one", "three", "two"]
    the_segment(team, bo).chmod(0o644)
    team.ana.syncs()
    assert "writable" not in team.ana.notices()


def test_a_file_larger_than_any_is_not_read(team: Team, bo: Person) -> None:
    os.truncate(the_segment(team, bo), 9 * 1024 * 1024)
    team.ana.syncs()
    assert team.ana.texts() == []
    assert "too_large" in team.ana.notices()


def test_directories_that_others_can_change_are_told(team: Team, bo: Person) -> None:
    (team.store / "authors").chmod(0o2775)
    team.folder_of(bo).parent.chmod(0o2775)
    team.store.chmod(0o2770)
    team.ana.syncs()
    assert {"no_sticky", "open_directory", "open_store"} <= team.ana.notices().keys()
    assert team.ana.texts() == ["one", "three", "two"]


def test_a_first_file_that_others_can_change_ends_all_belief(team: Team) -> None:
    (team.store / "okr-store.json").chmod(0o664)
    assert "can be changed by others" in team.ana.rounds().problem


@as_root
def test_a_first_file_of_somebody_else_is_refused_until_one_joins_anew(team: Team, bo: Person) -> None:
    os.chown(team.store / "okr-store.json", 54321, -1)
    assert "belongs to another user than when it was joined" in bo.rounds().problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format":1}',
        '{"format":1,"ws":"x","trust":"all","root":"ana"}',
        "\x00",
        '{"format":2}',
        "[" * 9999,
    ],
)
def test_a_first_file_that_says_something_else_is_a_calm_line(team: Team, text: str) -> None:
    (team.store / "okr-store.json").write_text(text)
    problem = team.ana.rounds().problem
    assert problem
    assert len(problem.splitlines()) == 1
    assert Person(team.folder, "bo")("join", str(team.store)).code == 5


def test_a_pipe_in_place_of_the_first_file_hangs_nobody(team: Team) -> None:
    (team.store / "okr-store.json").unlink()
    os.mkfifo(team.store / "okr-store.json")
    assert "is no file" in team.ana.rounds().problem


# Names


@pytest.mark.parametrize(
    "name", [".syncthing.x.tmp", "~syncthing~x.tmp", ".nfs0001", "._000000000001.okrlog", ".git"]
)
def test_what_other_programs_leave_is_passed_over(team: Team, bo: Person, name: str) -> None:
    for folder in (team.store, team.store / "authors", team.folder_of(bo).parent, team.folder_of(bo)):
        (folder / name).write_bytes(b"x")
    team.ana.syncs()
    assert team.ana.notices() == {}
    assert team.ana.texts() == ["one", "three", "two"]


@pytest.mark.parametrize(
    "name",
    [
        b"u-Bo\x1b[2J", b"u-", b"u-../ana".replace(b"/", b"\\"), b"u-bo.1", b"u-bo.22", b"\xff\xfe", b"u-" + b"x" * 33,
        b"u-bo ", b"u-b\xc3\xb6", b"u-bo\n", b"authors", b"u-bo'; DROP TABLE entry; --", b"[red]u-bo[/red]",
    ],
)  # fmt: skip
def test_a_hostile_name_is_told_cleaned_and_not_read(team: Team, bo: Person, name: bytes) -> None:
    shutil.copytree(team.folder_of(bo).parent, os.fsdecode(os.fsencode(team.store / "authors") + b"/" + name))
    shutil.rmtree(team.folder_of(bo).parent)
    team.ana.syncs()
    assert team.ana.texts() == []
    text = team.ana.notices()["name"]
    assert text.isprintable()
    assert len(text) < 200
    assert team.ana("doctor").code in (0, 4)


@pytest.mark.parametrize(
    "name",
    [
        b"1.okrlog",
        b"000000000001.txt",
        b"000000000001\n.okrlog",
        b"0000000000001.okrlog" + b"x",
        b"\xff.okrlog",
        b"000000000001",
    ],
)
def test_a_file_with_another_name_is_not_read(team: Team, bo: Person, name: bytes) -> None:
    file = os.fsencode(the_segment(team, bo))
    os.rename(file, os.path.dirname(file) + b"/" + name)
    team.ana.syncs()
    assert team.ana.texts() == []
    assert "name" in team.ana.notices()


def test_a_thousand_strange_names_make_one_notice(team: Team) -> None:
    for number in range(1000):
        (team.store / "authors" / f"strange {number}").touch()
    team.ana.syncs()
    assert len(rows(team.ana.path, "SELECT * FROM notice")) == 1


def test_names_whose_case_the_file_system_changed_are_read(team: Team, bo: Person) -> None:
    folder = team.folder_of(bo)
    the_segment(team, bo).rename(folder / "000000000001.OKRLOG")
    folder.rename(folder.parent / folder.name.upper())
    folder.parent.rename(team.store / "authors" / "U-BO")
    team.ana.syncs()
    assert team.ana.texts() == ["one", "three", "two"]
    assert team.ana.notices() == {}


@pytest.mark.parametrize(
    "copy",
    [
        "000000000001.sync-conflict-20261117-090000-ABCDEFG.okrlog",
        "000000000001 (conflicted copy 2026-11-17).okrlog",
    ],
)
def test_a_conflict_copy_is_a_further_source(team: Team, bo: Person, copy: str) -> None:
    team.ana.syncs()
    file = the_segment(team, bo)
    further = an_entry(team.ana.ws, "bo", 4, bo.dev)
    (file.parent / copy).write_bytes(file.read_bytes() + write_line(further.body))
    (file.parent / copy).chmod(0o644)
    assert team.ana.syncs().received == 1
    assert "bo 4" in team.ana.texts()
    (file.parent / copy).unlink()
    team.ana.syncs()
    assert team.ana.notices() == {}


# Bytes


def test_line_ends_that_git_changed_lose_nothing(team: Team, bo: Person) -> None:
    team.ana.syncs()
    file = the_segment(team, bo)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    cem = team.joins("cem")
    assert cem.texts() == ["one", "three", "two"]
    assert "-text" in cem.notices()["crlf"]


def counted(fault_cases: FaultCases, fault: str, team: Team) -> None:
    lost = {"one", "two", "three"} - set(team.ana.texts())
    fault_cases.add(fault, lost=len(lost))
    assert not lost


@pytest.mark.parametrize("share", range(0, 100, sweep_size(25, 4, 1)))
def test_torn_anywhere_the_rest_follows_once_the_author_syncs(
    team: Team, bo: Person, share: int, fault_cases: FaultCases
) -> None:
    file = the_segment(team, bo)
    os.truncate(file, file.stat().st_size * share // 100)
    team.ana.syncs()
    assert set(team.ana.texts()) <= {"one", "two", "three"}
    bo.syncs()
    team.ana.syncs()
    counted(fault_cases, "segment truncated", team)
    assert "torn" not in team.ana.notices()
    assert "damaged" not in team.ana.notices()


@pytest.mark.parametrize("share", range(0, 100, sweep_size(25, 4, 1)))
def test_with_a_bit_flipped_anywhere_the_line_follows_once_the_author_syncs(
    team: Team, bo: Person, share: int, fault_cases: FaultCases
) -> None:
    file = the_segment(team, bo)
    data = bytearray(file.read_bytes())
    data[len(data) * share // 100] ^= 1 << share % 8
    file.write_bytes(data)
    team.ana.syncs()
    assert set(team.ana.texts()) < {"one", "two", "three"}
    bo.syncs()
    team.ana.syncs()
    counted(fault_cases, "segment's bit flipped", team)
    assert "damaged" not in team.ana.notices()


def test_a_bad_line_is_told_until_nothing_is_missing(team: Team, bo: Person) -> None:
    file = the_segment(team, bo)
    file.write_bytes(file.read_bytes().replace(b'"two"', b'"2wo"'))
    team.ana.syncs()
    assert "can't be read; whoever wrote them adds them again" in team.ana.notices()["damaged"]
    assert "1 waits in it for entry 2, which is missing" in team.ana.notices()["missing"]
    assert team.ana.texts() == ["one"]
    bo.syncs()
    team.ana.syncs()
    assert team.ana.notices() == {}


def test_what_stands_beyond_a_missing_entry_is_not_taken_in_until_it_is_there(team: Team, bo: Person) -> None:
    for n in (3, 2):
        puts(team.store, "bo", [an_entry(team.ana.ws, "bo", n)])
        team.ana.syncs()
        assert not any(text.startswith("bo ") for text in team.ana.texts())
    assert "for entry 1, which is missing" in team.ana.notices()["missing"]
    puts(team.store, "bo", [an_entry(team.ana.ws, "bo", 1)], name="000000000009.okrlog")
    team.ana.syncs()
    assert team.ana.texts()[:3] == ["bo 1", "bo 2", "bo 3"]
    assert team.ana.notices() == {}


def test_no_gap_is_left_below_a_fence_to_be_filled_after_the_account_is_gone(team: Team, bo: Person) -> None:
    puts(team.store, "bo", [an_entry(team.ana.ws, "bo", 1), an_entry(team.ana.ws, "bo", 60_000)])
    team.ana.syncs()
    team.ana.does("member", "remove", "bo")
    puts(team.store, "bo", [an_entry(team.ana.ws, "bo", n) for n in (2, 3)], name="000000000002.okrlog")
    team.ana.syncs()
    assert team.ana.texts() == ["bo 1", "one", "three", "two"]


def test_a_gap_that_a_server_left_is_closed_by_an_entry_that_says_nothing(team: Team, bo: Person) -> None:
    with Replica.open(bo.path).connected() as connection:
        connection.execute("DELETE FROM entry WHERE dev = ? AND n = 2", (bo.dev,))
        connection.execute("DELETE FROM segment")
        put_back(connection)
        fold_anew(connection)
    shutil.rmtree(team.folder_of(bo).parent)
    bo.comments("after the gap")
    bo.syncs()
    team.ana.syncs()
    assert team.ana.texts() == ["after the gap", "one", "three"]
    assert team.ana.notices() == {}
    assert team.ana.tables() == bo.tables()


def test_a_rewritten_file_takes_nothing_back(team: Team, bo: Person) -> None:
    team.ana.syncs()
    file = the_segment(team, bo)
    lines = file.read_bytes().splitlines(keepends=True)
    other = an_entry(team.ana.ws, "bo", 1, bo.dev, base=["x" * 300])
    file.write_bytes(b"".join([write_line(other.body), *lines[1:]]))
    team.ana.syncs()
    assert team.ana.texts()[-2:] == ["three", "two"]
    assert team.ana.texts()[0] in ("bo 1", "one")
    assert {row["code"] for row in rows(team.ana.path, "SELECT code FROM oddity")} == {"dev_fork"}
    assert "reads otherwise now" in team.ana.notices()["rewritten"]


def test_a_shrunk_file_takes_nothing_back(team: Team, bo: Person) -> None:
    team.ana.syncs()
    os.truncate(the_segment(team, bo), 10)
    team.ana.syncs()
    assert team.ana.texts() == ["one", "three", "two"]
    assert "shorter than before" in team.ana.notices()["shrunk"]


def test_a_file_that_is_gone_takes_nothing_back(team: Team, bo: Person) -> None:
    team.ana.syncs()
    the_segment(team, bo).unlink()
    team.ana.syncs()
    assert team.ana.texts() == ["one", "three", "two"]
    assert "its entries are kept here" in team.ana.notices()["gone"]
    bo.syncs()
    team.ana.syncs()
    assert "gone" not in team.ana.notices()


def test_a_file_that_was_replaced_by_the_same_is_no_news(team: Team, bo: Person) -> None:
    team.ana.syncs()
    file = the_segment(team, bo)
    shutil.copy(file, team.folder / "copy")
    os.replace(team.folder / "copy", file)
    file.chmod(0o644)
    assert team.ana.syncs().received == 0
    assert team.ana.notices() == {}


# What entries say


def test_an_entry_in_anothers_name_is_forged(team: Team, bo: Person) -> None:
    puts(team.store, "bo", [an_entry(team.ana.ws, "ana", 1, DEV.format(1)), an_entry(team.ana.ws, "bo", 1)])
    team.ana.syncs()
    assert team.ana.texts() == ["bo 1", "one", "three", "two"]
    assert "forged" in team.ana.notices()["forged"]
    said = team.ana("doctor")
    assert said.code == 4
    assert "forged" in said.out


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("forged", {"dev": DEV.format(2)}),
        ("other_workspace", {"ws": "another"}),
        ("unreadable", {"hlc": "yesterday"}),
        ("unreadable", {"n": 2**60}),
    ],
)
def test_an_entry_of_another_replica_or_workspace_is_not_taken_in(
    team: Team, bo: Person, code: str, given: dict[str, object]
) -> None:
    entry = an_entry(team.ana.ws, "bo")
    body = entry.body
    for name, value in given.items():
        before = {"dev": entry.dev, "ws": entry.ws, "hlc": entry.hlc}.get(name)
        if before is None:
            body = body.replace(b'"n":1,', f'"n":{value},'.encode())
        else:
            body = body.replace(f'"{name}":"{before}"'.encode(), f'"{name}":"{value}"'.encode())
    assert body != entry.body
    file = puts(team.store, "bo", [entry])
    file.write_bytes(write_line(body))
    team.ana.syncs()
    assert team.ana.texts() == ["one", "three", "two"]
    assert code in team.ana.notices()


def test_nobody_becomes_the_creator_by_writing_the_first_entry_again(team: Team, bo: Person) -> None:
    first = an_entry(
        team.ana.ws,
        "bo",
        id=team.ana.ws,
        hlc="000000000001-0000",
        k="workspace",
        d={"name": "Mine"},
        e="mine",
    )
    puts(team.store, "bo", [first])
    team.ana.syncs()
    cem = team.joins("cem")
    for person in (team.ana, cem):
        assert rows(person.path, "SELECT value FROM folded WHERE name = 'root'") == [{"value": "ana"}]
        assert "forged" in person.notices()


@pytest.mark.parametrize("given", [{"v": 2}, {"k": "dream"}, {"kv": 9}], ids=["envelope", "kind", "version"])
def test_what_a_newer_program_wrote_is_kept_and_not_folded(
    team: Team, bo: Person, given: dict[str, object]
) -> None:
    puts(team.store, "bo", [an_entry(team.ana.ws, "bo", **given)])
    assert team.ana.syncs().received == 4
    assert team.ana.texts() == ["one", "three", "two"]
    assert team.ana.notices() == {}


# Who is believed


def test_who_is_no_member_is_not_believed(team: Team) -> None:
    puts(team.store, "eve", [an_entry(team.ana.ws, "eve")])
    team.ana.syncs()
    assert team.ana.texts() == []
    assert "is no member with an account" in team.ana.notices()["stranger"]
    team.ana.does("member", "add", "eve", "--account", "--uid", str(os.geteuid()))
    assert team.ana.texts() == ["eve 1"]
    assert team.ana.notices() == {}


def test_a_member_whom_nobody_bound_is_not_believed(team: Team) -> None:
    team.ana.does("member", "add", "nobody-has-this-name", "--account")
    puts(team.store, "nobody-has-this-name", [an_entry(team.ana.ws, "nobody-has-this-name")])
    team.ana.syncs()
    assert team.ana.texts() == []
    assert f"--uid {os.geteuid()}" in team.ana.notices()["unbound"]


def test_whoever_a_lead_added_is_believed_in_the_same_round(team: Team) -> None:
    bo = team.joins("bo", "--role", "program_lead")
    bo.does("member", "add", "cem", "--account", "--uid", str(os.geteuid()))
    cem = team.enters("cem")
    cem.comments("from cem")
    cem.syncs()
    dan = team.enters("ana")
    assert dan.texts() == ["from cem"]


@pytest.mark.parametrize("field", ["uid", "handle"])
def test_nobody_binds_themselves_to_anothers_handle(team: Team, bo: Person, field: str) -> None:
    team.ana.does("member", "add", "eva", "--account", "--uid", "4711")
    bo.syncs()
    (eva,) = rows(bo.path, "SELECT id FROM member WHERE handle = 'eva'")
    (own,) = rows(bo.path, "SELECT id FROM member WHERE handle = 'bo'")
    with bo.at_work(), bo.session.writing("forged") as journal:
        if field == "uid":
            journal.add("member", eva["id"], {"uid": os.geteuid()})
        else:
            journal.add("member", own["id"], {"handle": "eva"})
    bo.syncs()
    puts(team.store, "eva", [an_entry(team.ana.ws, "eva")])
    team.ana.syncs()
    assert "eva 1" not in team.ana.texts()
    assert team.ana.notices().keys() & {"squatted", "owner"}


def test_a_lead_binds_nobody_anew_who_is_sponsor(team: Team) -> None:
    lead = team.joins("lea", "--role", "program_lead")
    lead.does("member", "add", "eva", "--account", "--uid", "4711")
    team.ana.syncs()
    team.ana.does("member", "role", "eva", "sponsor")
    lead.syncs()
    with lead.at_work(), lead.session.writing("forged") as journal:
        (eva,) = rows(lead.path, "SELECT id FROM member WHERE handle = 'eva'")
        journal.add("member", eva["id"], {"uid": os.geteuid()})
        second = {"handle": "eva", "account": True, "uid": os.geteuid()}
        journal.add("member", journal.new_id(), second, base=())
    lead.syncs()
    puts(team.store, "eva", [an_entry(team.ana.ws, "eva")])
    team.ana.syncs()
    assert team.ana.texts() == []
    assert team.ana.notices().keys() & {"squatted", "owner"}


def test_where_ownership_does_not_travel_everyone_who_writes_is_believed(home: Path, tmp_path: Path) -> None:
    team = Team(tmp_path, "--trust", "directory")
    team.ana.does("member", "add", "bo", "--account")
    bo = team.enters("bo")
    bo.comments("from bo")
    bo.syncs()
    segment = the_segment(team, bo)
    segment.chmod(0o666)
    os.link(segment, tmp_path / "second")
    team.ana.syncs()
    assert team.ana.texts() == ["from bo"]
    assert team.ana.notices() == {}
    said = team.ana("doctor")
    assert "everyone who can write" in said.out
    assert said.code == 0


def test_written_as_somebody_else_it_waits_and_is_told(team: Team) -> None:
    bo = team.joins("bo")
    bo.does("member", "list", "--as", "bo")
    team.ana.does("member", "edit", "bo", "--uid", "4711")
    bo.comments("before I heard")
    bo.syncs()
    bo.comments("too late")
    done = bo.syncs()
    assert done.waiting == 1
    assert "written as somebody else than this Unix user" in done.notes[0]
