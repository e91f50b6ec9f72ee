"""Whether a file lies on a file system of this machine, where alone SQLite's write-ahead log keeps its commits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.store.file_systems import is_local
from tests.builders import a_workspace

MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:40 / /home rw,relatime shared:7 - nfs4 files:/home rw,vers=4.2
31 30 8:2 / /home/local\\040disk rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/team rw - fuse.sshfs team: rw
33 22 0:42 / /mnt/team/fast rw - tmpfs tmpfs rw
34 22 0:43 / /srv rw - cifs //files/srv rw
"""


@pytest.mark.parametrize(
    ("path", "is_of_this_machine"),
    [
        ("/var/x.okr", True),
        ("/homely/x.okr", True),
        ("/home/ana/x.okr", False),
        ("/home/local disk/x.okr", True),
        ("/mnt/team/x.okr", False),
        ("/mnt/team/fast/x.okr", True),
        ("/srv/x.okr", False),
    ],
)
def test_the_nearest_mount_above_a_file_tells(tmp_path: Path, path: str, is_of_this_machine: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert is_local(path, str(mounts)) is is_of_this_machine


def test_where_it_can_not_be_told_it_counts_as_another_machines(tmp_path: Path) -> None:
    assert not is_local("/var/x.okr", str(tmp_path / "nothing"))
    (tmp_path / "odd").write_bytes(b"\xff\n - \n1 2 3 4\n")
    assert not is_local("/var/x.okr", str(tmp_path / "odd"))


@pytest.mark.parametrize(("is_here", "mode"), [(True, "wal"), (False, "delete")])
def test_over_the_network_the_rollback_journal_is_used_whatever_the_version(
    home: Path, monkeypatch: pytest.MonkeyPatch, is_here: bool, mode: str
) -> None:
    monkeypatch.setattr("okrtui.store.connection.is_wal_safe", lambda version: True)
    monkeypatch.setattr("okrtui.store.connection.is_local", lambda path: is_here)
    with closing(sqlite3.connect(a_workspace(home).path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == (mode,)
