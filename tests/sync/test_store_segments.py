"""Writing to a shared directory: appended whole and on disk, never rewritten, and nothing lost where that fails."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrtui.okr.errors import OutOfReach
from okrtui.store.entry import Entry
from okrtui.store.outbox import waiting
from okrtui.store.replica import Replica
from okrtui.sync import segments
from okrtui.sync.layout import DIRECTORY, Store, lay_out, read_store
from okrtui.sync.lines import Fault, read_lines, write_line
from okrtui.sync.segments import FULL, State, publish
from tests.fault_cases import FaultCases
from tests.sweep import sweep_size
from tests.sync.people import DEV, Team, a_folder, an_entry

WS = "01990000-0000-7000-8000-0000000000aa"


@pytest.fixture
def store() -> Iterator[Store]:
    with a_folder() as folder:
        yield lay_out(str(folder / "store"), WS, "ana")


def own(store: Store) -> Path:
    return Path(store.place) / "authors" / "u-ana" / DEV.format(1)


def entries(first: int, last: int, size: int = 0) -> list[Entry]:
    fields = {"text": "x" * size, "kind": "note"}
    return [an_entry(WS, "ana", n, **({"d": fields} if size else {})) for n in range(first, last + 1)]


def append(store: Store, some: list[Entry], known: dict[str, State] | None = None) -> dict[str, State]:
    return {one.path: one.state for one in publish(store, "ana", DEV.format(1), some, known or {})}


def counters(store: Store) -> list[int]:
    """The counters of all whole lines, file by file."""
    found = []
    for file in sorted(own(store).iterdir()):
        for line, _, _ in read_lines(file.read_bytes()):
            if not isinstance(line, Fault):
                found.append(int(line.split(b'"n":')[1].split(b",")[0]))
    return found


def test_lines_are_appended_to_one_file_named_by_its_first_entry(store: Store) -> None:
    known = append(store, entries(1, 2))
    append(store, entries(3, 3), known)
    (file,) = own(store).iterdir()
    assert file.name == "000000000001.okrlog"
    assert file.read_bytes() == b"".join(write_line(one.body) for one in entries(1, 3))


def test_a_segment_rolls_at_four_mebibytes_and_no_file_grows_much_beyond(store: Store) -> None:
    known: dict[str, State] = {}
    for n in range(1, 101, 20):
        known |= append(store, entries(n, n + 19, size=60_000), known)
    sizes = {file.name: file.stat().st_size for file in sorted(own(store).iterdir())}
    assert list(sizes) == ["000000000001.okrlog", "000000000071.okrlog"]
    assert FULL <= sizes["000000000001.okrlog"] < FULL + 65 * 1024
    assert counters(store) == list(range(1, 101))


@pytest.mark.parametrize("cut", range(1, 300, sweep_size(60, 10, 1)))
def test_a_torn_end_seals_the_file_and_the_next_begins_with_what_is_missing(store: Store, cut: int) -> None:
    append(store, entries(1, 3))
    file = own(store) / "000000000001.okrlog"
    os.truncate(file, file.stat().st_size - cut)
    before = file.read_bytes()
    missing = counters(store)[-1] + 1
    append(store, entries(missing, 4))
    if before.endswith(b"\n"):
        assert file.read_bytes().startswith(before)
    else:
        assert file.read_bytes() == before
        assert [one.name for one in sorted(own(store).iterdir())][1:] == [f"{max(missing, 2):012d}.okrlog"]
    assert counters(store) == [1, 2, 3, 4]


def test_a_file_torn_in_its_first_line_is_left_as_it_is(store: Store) -> None:
    append(store, entries(1, 1))
    file = own(store) / "000000000001.okrlog"
    os.truncate(file, 30)
    append(store, entries(1, 2))
    assert file.stat().st_size == 30
    assert [one.name for one in sorted(own(store).iterdir())] == [file.name, "000000000002.okrlog"]
    assert counters(store) == [1, 2]


def test_modes_do_not_depend_on_the_umask(store: Store) -> None:
    before = os.umask(0o077)
    try:
        append(store, entries(1, 1))
    finally:
        os.umask(before)
    folder = own(store)
    assert [oct(one.stat().st_mode & 0o7777) for one in (folder.parent, folder, *folder.iterdir())] == [
        "0o2755",
        "0o2755",
        "0o644",
    ]


def test_each_line_is_one_write_and_on_disk_before_it_counts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    write, fsync = os.write, os.fsync
    monkeypatch.setattr(segments.os, "write", lambda *given: (happened.append("write"), write(*given))[1])
    monkeypatch.setattr(segments.os, "fsync", lambda *given: (happened.append("fsync"), fsync(*given))[1])
    append(store, entries(1, 3))
    assert happened[-5:] == ["write", "write", "write", "fsync", "fsync"]
    happened.clear()
    append(store, entries(4, 4))
    assert happened == ["write", "fsync"]


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_nothing_is_written_through_what_is_no_file(store: Store, kind: str, tmp_path: Path) -> None:
    append(store, entries(1, 1))
    file = own(store) / "000000000001.okrlog"
    (tmp_path / "victim").write_bytes(b"precious")
    file.unlink()
    if kind == "link":
        file.symlink_to(tmp_path / "victim")
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()
    append(store, entries(2, 2))
    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert (own(store) / "000000000002.okrlog").is_file()


def test_nothing_is_written_through_a_link_in_place_of_a_directory(store: Store, tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (Path(store.place) / "authors" / "u-ana").symlink_to(tmp_path / "victim")
    append(store, entries(1, 1))
    assert list((tmp_path / "victim").iterdir()) == []
    assert (Path(store.place) / "authors" / "u-ana.2" / DEV.format(1) / "000000000001.okrlog").is_file()


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Writes beyond so many bytes fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("room", range(0, 1200, sweep_size(350, 100, 20)))
def test_on_a_full_disk_nothing_is_lost_and_all_goes_once_there_is_room(
    home: Path, room: int, fault_cases: FaultCases
) -> None:
    with a_folder() as folder:
        team = Team(folder)
        bo = team.joins("bo")
        for number in range(4):
            bo.comments(f"comment {number}")
        with Replica.open(bo.path).connected() as connection:
            some = waiting(connection)
        assert sum(len(write_line(one.body)) for one in some) > 1200
        store = read_store(str(team.store))
        with no_file_beyond(room), pytest.raises(OutOfReach, match="out of reach"):
            publish(store, "bo", bo.dev, some, {})
        bo.syncs()
        team.ana.syncs()
        lost = {f"comment {number}" for number in range(4)} - set(team.ana.texts())
        fault_cases.add("shared directory full", lost=len(lost))
        assert not lost
        assert team.ana.notices() == {}


def test_a_directory_that_keeps_no_owners_takes_lines_as_well() -> None:
    with a_folder() as folder:
        store = lay_out(str(folder / "store"), WS, "ana", DIRECTORY)
        append(store, entries(1, 2))
        assert counters(store) == [1, 2]
