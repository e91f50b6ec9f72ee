"""The server's database: SQLite on one machine, or PostgreSQL; the same statements on both.

On SQLite one writer at a time takes its turn by a lock of the process before it takes SQLite's, for waiting there is
what makes writers slow. On PostgreSQL transactions are READ COMMITTED; who appends waits for the counter's row.
"""

from __future__ import annotations

import fcntl
import os
import select
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError, TimeoutError
from sqlalchemy.pool import QueuePool

from okrtui import home
from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.store.connection import is_wal_safe
from okrtui.store.locks import takes_lock

CONNECTIONS = 20
BUSY_SECONDS = 30.0
POSTGRES_PORT = 5432

IDLE_SECONDS = 10.0
"""How long a connection to PostgreSQL may lie unused without being asked whether it still stands."""

LEAVING_SECONDS = 2.0
"""How long a closed connection may still be seen."""

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE application_name = 'okrtui' AND datname = current_database() AND pid <> pg_backend_pid()"
)
_WRITES = "okrtui_writes"
_EACH_ALONE = {"isolation_level": "AUTOCOMMIT"}
_POSTGRES_OPTIONS = {
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
"""A server that hangs or whose machine is gone must not keep the counter's row from the others for long."""


def read_url(address: str) -> URL:
    """The address of a database.

    Raises:
        BadInput: it is none, or of a database that is not supported.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BadInput("the database's address is not like postgresql+psycopg://USER@HOST/NAME") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url.set(database=os.path.abspath(os.path.expanduser(url.database)))
    if url.drivername == "postgresql+psycopg":
        return url
    raise BadInput(
        f"{url.drivername} is no database for the log: take sqlite:///FILE or postgresql+psycopg://…"
    )


class Database:
    """An open database.

    Attributes:
        url: its address.
        engine: SQLAlchemy's.
        is_sqlite: whether it is a file of SQLite.
    """

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        self.url = read_url(url)
        self.is_sqlite = self.url.drivername == "sqlite"
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url, connections)
        self._for_writing = self.engine.execution_options(**{_WRITES: True})
        self._for_reading = self.engine if self.is_sqlite else self.engine.execution_options(**_EACH_ALONE)
        self._writers: Any = threading.Lock() if self.is_sqlite else nullcontext()
        self._errors = self.engine.dialect.loaded_dbapi.Error
        self._present: int | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads; on PostgreSQL every statement stands alone.

        READ COMMITTED shows each statement what is committed by then in any case, and a transaction around them would
        cost two more exchanges with the database.

        Raises:
            OutOfReach: the database can't be reached.
        """
        with self._transaction(self._for_reading) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction, committed at the end, rolled back on any error.

        Raises:
            OutOfReach: the database can't be reached, or something keeps it busy.
        """
        with self._writers, self._transaction(self._for_writing) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise out_of_reach(self.url, error.orig or error) from error
        except self._errors as error:
            raise out_of_reach(self.url, error) from error
        except TimeoutError as error:
            raise OutOfReach("all connections to the database are busy; try again") from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        if self._present is not None:
            if takes_lock(self._present):
                with suppress(OSError):
                    os.unlink(self._lock_path())
            os.close(self._present)
            self._present = None

    def refuse_other_users(self) -> None:
        """Make sure that no other process has the database open; on SQLite none can until `close`.

        Raises:
            Refused: one has.
            OutOfReach: the database can't be reached.
        """
        others = "a server has the database at {} open: stop it first"
        if self.is_sqlite:
            self.announce()
            assert self._present is not None
            if not (takes_lock(self._present) and _is_at(self._present, self._lock_path())):
                raise Refused(others.format(place_of(self.url)))
            return
        self.engine.dispose()
        end = time.monotonic() + LEAVING_SECONDS
        while self._has_other_users():
            if time.monotonic() > end:
                raise Refused(others.format(place_of(self.url)))
            time.sleep(0.1)

    def _has_other_users(self) -> bool:
        with self.reading() as connection:
            return bool(connection.execute(text(_OTHERS)).scalar())

    def announce(self) -> None:
        """Let other processes see that this one has SQLite's file open; they can't restore over it then."""
        if self._present is not None:
            return
        _make_folder(str(self.url.database))
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        while True:
            opened = os.open(self._lock_path(), flags, 0o600)
            fcntl.flock(opened, fcntl.LOCK_SH)
            if _is_at(opened, self._lock_path()):
                break
            os.close(opened)
        self._present = opened

    def _lock_path(self) -> str:
        """The file whose lock shows that a process has SQLite's open; the last one takes it away."""
        return f"{self.url.database}.lock"


def _is_at(opened: int, path: str) -> bool:
    """Whether an open file still has its name: whoever had it last may have taken it away meanwhile."""
    try:
        return os.path.samestat(os.fstat(opened), os.lstat(path))
    except FileNotFoundError:
        return False


def place_of(url: URL) -> str:
    """Where the database is, for people: never with a password."""
    if url.drivername == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port and url.port != POSTGRES_PORT else ""
    return f"{url.host or 'this machine'}{port}/{url.database or url.username or ''}"


def out_of_reach(url: URL, error: BaseException) -> OutOfReach:
    """The error that the database did not do what it was asked for, in one line."""
    said = str(error).strip().splitlines()
    return OutOfReach(f"the database at {place_of(url)} is out of reach: {said[0] if said else error!r}")


def _postgres(url: URL, connections: int) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _POSTGRES_OPTIONS.items())
    given = {"options": options, "connect_timeout": 10, "application_name": "okrtui", **url.query}
    try:
        engine = create_engine(
            url.set(query={}),
            isolation_level="READ COMMITTED",
            pool_size=connections,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            connect_args=given,
        )
    except (ImportError, NoSuchModuleError) as error:
        raise OutOfReach(
            "PostgreSQL needs the server's libraries: install '.[server]' instead of '.'"
        ) from error
    return _looked_at(engine)


def _looked_at(engine: Engine) -> Engine:
    """The engine; a connection that ended in the pool is made anew before it is used.

    One whose server went away has something to be read, which costs no exchange to see; one that was idle for long
    may have been dropped on the way, and is asked.
    """

    @event.listens_for(engine, "checkin")
    def _note_use(opened: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _refuse_ended(opened: Any, record: Any, proxy: Any) -> None:
        if opened.closed or _has_ended(opened.fileno()):
            raise DisconnectionError
        if time.monotonic() - record.info.get("used", time.monotonic()) > IDLE_SECONDS:
            try:
                engine.dialect.do_ping(opened)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error

    return engine


def _has_ended(handle: int) -> bool:
    """Whether there is something to be read, or the other side is gone, where nothing was asked."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(0))


def _sqlite(url: URL) -> Engine:
    path = str(url.database)
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _connect(path: str) -> sqlite3.Connection:
    """A connection to the file, which is its owner's alone."""
    if not os.path.exists(path):
        _make_folder(path)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        mode = "WAL" if is_wal_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_folder(path: str) -> None:
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        home.make_private_dir(folder)
