"""Three Unix users on one host and one directory: nobody speaks for, changes or takes away what is another's.

Root makes the users for this test and removes them afterwards.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from okrtui.main import main
from okrtui.sync.lines import write_line
from tests.builders import rows
from tests.sync.people import DEV, Person, an_entry

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make the Unix users that this needs"),
    pytest.mark.skipif(
        shutil.which("useradd") is None, reason="there is no useradd here to make Unix users with"
    ),
]

PREFIX = f"okr{os.getpid() % 100_000}"


class Ended(NamedTuple):
    """How a child process of another user ended: its exit code and all that it wrote."""

    code: int
    text: str


class User:
    """A Unix user with a home of their own."""

    def __init__(self, folder: Path, name: str, group: int) -> None:
        self.handle = name
        self.uid = pwd.getpwnam(name).pw_uid
        self._gid, self._team = pwd.getpwnam(name).pw_gid, group
        self.home = folder / name
        self.home.mkdir()
        os.chown(self.home, self.uid, self._gid)
        self._said = folder / f"{name}.said"

    def runs(self, deed: Callable[[], object], *, as_team: bool = True) -> Ended:
        """Do something in a child process that has given up being root."""
        child = os.fork()
        if child == 0:
            self._become(as_team)
            try:
                result = deed()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(result if isinstance(result, int) else 0)
            except BaseException:  # noqa: BLE001 - told to the parent, which judges it
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(99)
        _, status = os.waitpid(child, 0)
        return Ended(os.waitstatus_to_exitcode(status), self._said.read_text(errors="replace"))

    def __call__(self, *words: str) -> Ended:
        return self.runs(lambda: main(words))

    def does(self, *words: str) -> str:
        ended = self(*words)
        assert ended.code == 0, ended
        return ended.text

    def may(self, deed: Callable[[], object]) -> bool:
        """Whether the system lets this user do that."""
        ended = self.runs(deed)
        assert ended.code == 0 or "PermissionError" in ended.text, ended
        return ended.code == 0

    @property
    def path(self) -> str:
        return str(self.home / "data" / "workspaces" / "acme.okr")

    def texts(self) -> list[str]:
        return sorted(str(row["text"]) for row in rows(self.path, "SELECT text FROM comment"))

    def notices(self) -> dict[str, str]:
        return {row["code"]: row["text"] for row in rows(self.path, "SELECT code, text FROM notice")}

    def _become(self, as_team: bool) -> None:
        said = os.open(self._said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode) for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        os.setgroups([self._team] if as_team else [])
        os.setgid(self._gid)
        os.setuid(self.uid)
        os.chdir("/")
        os.environ.update(
            OKRTUI_HOME=str(self.home), HOME=str(self.home), LOGNAME=self.handle, OKRTUI_NO_SENDING="1"
        )


class Host(NamedTuple):
    """A host with ana, who shares a workspace, bo, who is a member, and eve, who belongs to the team but is none."""

    ana: User
    bo: User
    eve: User
    store: Path


@pytest.fixture(scope="module")
def _accounts() -> Iterator[dict[str, str]]:
    names = {name: f"{PREFIX}{name}" for name in ("ana", "bo", "eve", "team")}
    made = []
    try:
        subprocess.run(["groupadd", names["team"]], check=True, capture_output=True)
        for name in ("ana", "bo", "eve"):
            subprocess.run(
                ["useradd", "-M", "-N", "-g", "nogroup", names[name]], check=True, capture_output=True
            )
            made.append(names[name])
        yield names
    finally:
        for name in made:
            subprocess.run(["userdel", name], check=False, capture_output=True)
        subprocess.run(["groupdel", names["team"]], check=False, capture_output=True)


@pytest.fixture
def host(home: Path, _accounts: dict[str, str]) -> Iterator[Host]:
    with tempfile.TemporaryDirectory(prefix="okrtui-users-", dir=_open_to_all()) as place:
        folder = Path(place)
        folder.chmod(0o755)
        _load_what_is_called(folder)
        team = grp.getgrnam(_accounts["team"]).gr_gid
        ana, bo, eve = (User(folder, _accounts[name], team) for name in ("ana", "bo", "eve"))
        shared = folder / "shared"
        shared.mkdir()
        os.chown(shared, ana.uid, team)
        store = shared / "acme"
        ana.does("init", "Acme", "--timezone", "UTC", "--store", str(store), "--group", _accounts["team"])
        ana.does("member", "add", bo.handle, "--account")
        bo.does("join", str(store))
        yield Host(ana, bo, eve, store)


def _open_to_all() -> str:
    """A place that every user of the machine may go through."""
    for place in ("/dev/shm", "/tmp", "/var/tmp"):
        if os.path.isdir(place) and os.stat(place).st_mode & 0o005 == 0o005:
            return place
    pytest.skip("there is no directory here that all users may enter")


def _load_what_is_called(folder: Path) -> None:
    """Load all modules as root: the users need not be able to read the program's files."""
    (folder / "warm").mkdir()
    ana = Person(folder / "warm", "ana")
    ana.does("init", "Acme", "--store", str(folder / "warm" / "store"))
    ana.does("member", "add", "bo", "--account")
    ana("join", str(folder / "nowhere"))
    ana("doctor")
    ana("sync")
    ana.comments("warm")
    ana.syncs()


def comments(user: User, text: str) -> None:
    """Write one small entry in a user's replica, and sync."""

    def deed() -> None:
        from okrtui.actions.session import Session

        with Session.at(user.path, user.handle).writing("a comment") as journal:
            journal.add("comment", journal.new_id(), {"text": text, "kind": "note"}, base=())

    ended = user.runs(deed)
    assert ended.code == 0, ended
    user.does("sync")


def ws_of(user: User) -> str:
    return str(rows(user.path, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"])


def lays_down(user: User, store: Path, author: str, *, said_by: str) -> Ended:
    """A user writes a file with an entry by `said_by` into the directory of `author`, as far as they may."""
    entry = an_entry(ws_of_store(store), said_by, 7, d={"text": "forged", "kind": "note"})

    def deed() -> None:
        folder = store / "authors" / f"u-{author}" / DEV.format(1)
        folder.mkdir(parents=True, exist_ok=True)
        for one in (folder.parent, folder):
            if one.stat().st_uid == user.uid:
                one.chmod(0o2755)
        file = folder / "000000000007.okrlog"
        file.write_bytes(write_line(entry.body))
        file.chmod(0o644)

    return user.runs(deed)


def ws_of_store(store: Path) -> str:
    import json

    return str(json.loads((store / "okr-store.json").read_text())["ws"])


def test_three_users_share_what_members_write(host: Host) -> None:
    comments(host.ana, "from ana")
    comments(host.bo, "from bo")
    host.ana.does("sync")
    assert host.ana.texts() == host.bo.texts() == ["from ana", "from bo"]
    assert host.ana.notices() == host.bo.notices() == {}
    said = host.eve("join", str(host.store))
    assert said.code == 4
    assert f"okrtui member add {host.eve.handle} --account" in said.text


def test_who_is_not_in_the_team_sees_nothing(host: Host) -> None:
    ended = host.eve.runs(lambda: os.listdir(host.store), as_team=False)
    assert "PermissionError" in ended.text


def test_a_members_files_can_not_be_changed_or_removed_by_another(host: Host) -> None:
    comments(host.bo, "from bo")
    (file,) = (host.store / "authors" / f"u-{host.bo.handle}").rglob("*.okrlog")
    folder, author = file.parent, file.parent.parent
    before = file.read_bytes()
    for user in (host.eve, host.ana):
        assert not user.may(lambda: file.open("ab").close())
        assert not user.may(file.unlink)
        assert not user.may(lambda: os.truncate(file, 0))
        assert not user.may(lambda: file.rename(file.with_suffix(".gone")))
        assert not user.may(lambda: file.chmod(0o666))
        assert not user.may(lambda: (folder / "000000000009.okrlog").write_bytes(b"x"))
        assert not user.may(lambda: folder.rename(author / "gone"))
        assert not user.may((author / DEV.format(1)).mkdir)
    assert not host.eve.may(lambda: author.rename(author.with_name("u-gone")))
    for user in (host.eve, host.bo):
        assert not user.may(lambda: (host.store / "okr-store.json").write_text("{}"))
        assert not user.may((host.store / "okr-store.json").unlink)
        assert not user.may(lambda: (host.store / "authors").rename(host.store / "gone"))
        assert not user.may((host.store / "new").mkdir)
    assert file.read_bytes() == before
    assert host.bo.may(lambda: file.open("ab").close())


def test_a_directory_that_the_stores_owner_moved_away_is_written_again(host: Host) -> None:
    comments(host.bo, "from bo")
    author = host.store / "authors" / f"u-{host.bo.handle}"
    assert host.ana.may(lambda: author.rename(author.with_name("u-gone")))
    host.bo.does("sync")
    host.ana.does("sync")
    assert host.ana.texts() == ["from bo"]
    assert author.stat().st_uid == host.bo.uid


def test_who_is_no_member_is_not_believed(host: Host) -> None:
    assert lays_down(host.eve, host.store, host.eve.handle, said_by=host.eve.handle).code == 0
    host.ana.does("sync")
    assert host.ana.texts() == []
    assert (
        f"{host.eve.handle} (uid {host.eve.uid}) writes there and is no member"
        in host.ana.notices()["stranger"]
    )


def test_an_entry_in_anothers_name_is_told_by_the_doctor_and_not_shown(host: Host) -> None:
    assert lays_down(host.bo, host.store, host.bo.handle, said_by=host.ana.handle).code == 0
    host.ana.does("sync")
    assert host.ana.texts() == []
    said = host.ana("doctor")
    assert said.code == 4
    assert "they are forged and not believed" in said.text
    assert f"u-{host.bo.handle}" in said.text


def test_a_forged_check_in_of_another_member_is_not_shown(host: Host) -> None:
    ended = lays_down(host.eve, host.store, host.bo.handle, said_by=host.bo.handle)
    if ended.code:
        assert "PermissionError" in ended.text  # bo has synced before, so the directory is bo's
    host.ana.does("sync")
    assert host.ana.texts() == []


def test_whoever_takes_the_name_of_a_members_directory_is_not_believed_and_told(host: Host) -> None:
    assert lays_down(host.eve, host.store, host.bo.handle, said_by=host.bo.handle).code == 0
    comments(host.bo, "all the same")
    host.ana.does("sync")
    assert host.ana.texts() == ["all the same"]
    assert f"{host.eve.handle} (uid {host.eve.uid}) took the name" in host.ana.notices()["squatted"]
    assert host.ana("doctor").code == 4


def test_the_creators_directory_is_whose_the_store_is(host: Host) -> None:
    shutil.rmtree(host.store / "authors" / f"u-{host.ana.handle}")
    first = an_entry(
        ws_of_store(host.store),
        host.ana.handle,
        1,
        id=ws_of_store(host.store),
        k="workspace",
        d={"name": "Mine"},
    )

    def deed() -> None:
        folder = host.store / "authors" / f"u-{host.ana.handle}" / DEV.format(1)
        folder.mkdir(parents=True)
        (folder / "000000000001.okrlog").write_bytes(write_line(first.body))

    assert host.eve.runs(deed).code == 0
    host.bo.does("sync")
    assert rows(host.bo.path, "SELECT name FROM workspace") == [{"name": "Acme"}]
    assert "squatted" in host.bo.notices()
    host.ana.does("sync")
    host.bo.does("sync")
    assert (host.store / "authors" / f"u-{host.ana.handle}.2").is_dir()


def test_run_by_root_adding_a_member_makes_their_directory_before_others_take_its_name(host: Host) -> None:
    os.environ["OKRTUI_HOME"] = str(host.ana.home)
    os.environ["LOGNAME"] = host.ana.handle
    assert main(["member", "add", host.eve.handle, "--account"]) == 0
    folder = host.store / "authors" / f"u-{host.eve.handle}"
    there = folder.stat()
    assert (there.st_uid, there.st_gid, there.st_mode & 0o7777) == (
        host.eve.uid,
        (host.store / "authors").stat().st_gid,
        0o2755,
    )
    subprocess.run(["chown", "-R", str(host.ana.uid), str(host.ana.home)], check=True)
    host.ana.does("sync")
    host.eve.does("join", str(host.store))
    comments(host.eve, "from eve")
    host.bo.does("sync")
    assert host.bo.texts() == ["from eve"]


def test_an_account_taken_away_ends_the_belief_in_what_follows(host: Host) -> None:
    comments(host.bo, "as a member")
    host.ana.does("sync")
    host.ana.does("member", "remove", host.bo.handle)
    lays_down(host.bo, host.store, host.bo.handle, said_by=host.bo.handle)
    host.ana.does("sync")
    assert host.ana.texts() == ["as a member"]
