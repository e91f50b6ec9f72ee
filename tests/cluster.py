"""A private PostgreSQL: a cluster of its own on a Unix socket, which dies with the process that started it.

It runs as `postgres` or `nobody` where we are root, for PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
LONGEST_START = 60.0
LONGEST_FOLDER = 60

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}
_RUN_DYING_WITH_US = """
import ctypes, os, pwd, signal, sys
user, *command = sys.argv[1:]
if user:
    found = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)
libc = ctypes.CDLL(None)
if hasattr(libc, "prctl"):
    libc.prctl(1, signal.SIGQUIT)
os.execv(command[0], command)
"""
"""Runs a program as a user; Linux ends it at once (PR_SET_PDEATHSIG) when the process that started it is gone."""


class Cluster:
    """A PostgreSQL server of our own.

    Args:
        programs: the folder of `initdb` and `postgres`.
        settings: what differs from what tests need.
    """

    def __init__(self, programs: Path, **settings: str) -> None:
        self._programs = programs
        self._settings = {**_SETTINGS, **settings}
        self._user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="okrtui-pg-", dir=_open_folder()))
        self._environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self._number = count(1)
        self._free: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            os.chown(self.folder, pwd.getpwnam(self._user).pw_uid, pwd.getpwnam(self._user).pw_gid)
        command = ["initdb", "--no-sync", "-A", "trust", "-U", "okrtui", "-E", "UTF8", "--no-locale"]
        self._run(*command, "-D", str(self.folder / "data"))
        self.start()

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://okrtui@/{name}?host={self.folder}"

    def fresh(self) -> str:
        """The address of an empty database: a new one, or one that was given back."""
        if self._free:
            return self._free.pop()
        name = f"test{next(self._number)}"
        self._execute("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def give_back(self, url: str) -> None:
        """A database is of no use any more; it is emptied for the next one, for making one takes longer."""
        name = make_url(url).database or ""
        self._execute(name, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self._free.append(url)

    def _execute(self, name: str, statement: str) -> None:
        with closing(
            psycopg.connect(f"host={self.folder} user=okrtui dbname={name}", autocommit=True)
        ) as connection:
            connection.execute("SET lock_timeout = '10s'; SET client_min_messages = error")
            connection.execute(statement.encode())

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-c", _RUN_DYING_WITH_US, self._user),
                    *(self._programs / "postgres", "-D", self.folder / "data", "-k", self.folder),
                    *options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
                env=self._environ,
            )
        end = time.monotonic() + LONGEST_START
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it at once, as in a crash; with SIGINT it ends its sessions and closes its files first."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(LONGEST_START)
            self._process = None

    def remove(self) -> None:
        """End it, and remove what it wrote."""
        self.stop()
        shutil.rmtree(self.folder)

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"host={self.folder} user=okrtui dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        told = subprocess.run(
            [self._programs / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self._environ,
            user=self._user or None,
            extra_groups=[] if self._user else None,
        )
        assert told.returncode == 0, told.stdout + told.stderr


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest version that is installed."""
    found = [one for place in PLACES for one in Path("/").glob(place[1:]) if (one / "initdb").exists()]
    if not found and (path := shutil.which("initdb")):
        found = [Path(path).resolve().parent]
    return max(found, key=lambda one: (len(one.parent.name), one.parent.name), default=None)


def _unprivileged() -> str:
    """Whom it runs as: an ordinary user where we are root, else ourselves ("")."""
    if os.getuid() != 0:
        return ""
    names = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _open_folder() -> str:
    """A folder for temporary files that every user may go through, with a name short enough for a socket below it."""
    several = (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm")
    if os.getuid() != 0:
        return next(one for one in several if len(one) < LONGEST_FOLDER and os.access(one, os.W_OK))
    return next(one for one in several if len(one) < LONGEST_FOLDER and _is_open(Path(one)))


def _is_open(folder: Path) -> bool:
    return folder.is_dir() and all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))
