"""The tables of the shared log: every workspace's entries in one dense order, and what was rejected.

The same tables stand in SQLite and in PostgreSQL. They know nothing of an entry's meaning: what people see is folded
in an ordinary replica (the log and its exchange, §4).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class ServerTable(SQLModel, registry=registry(metadata=MetaData())):
    """A table of the server's database; a replica's tables have metadata of their own."""


class Workspace(ServerTable, table=True):
    """A workspace's counter: whoever appends locks this row, so that seq is dense in the order of commits.

    Attributes:
        ws: id of the workspace's first entry.
        epoch: a random id that a restored database renews.
        head: seq of the last entry, 0 where there is none.
        bytes: the length of all bodies together.
        created_at: when the first entry came in.
    """

    __tablename__ = "workspace"
    ws: str = Field(primary_key=True, sa_type=Text)
    epoch: str = Field(sa_type=Text)
    head: int = Field(sa_type=BigInteger)
    bytes: int = Field(sa_type=BigInteger)
    created_at: str = Field(sa_type=Text)


class LoggedEntry(ServerTable, table=True):
    """An entry as its author wrote it, with what the server adds: `seq` and `recv_at`.

    Attributes:
        seq: its place in the workspace's log, from 1 on without a hole.
        sha: sha256 of the body, in hexadecimal digits.
        starts_at: the length of all bodies before it, so that a page can be cut by bytes.
        recv_at: when it came in, a UTC text.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("ws", "id", "au", name="entry_of_id"),
        UniqueConstraint("ws", "au", "dev", "n", name="entry_of_counter"),
    )
    ws: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    id: str = Field(sa_type=Text)
    au: str = Field(sa_type=Text)
    dev: str = Field(sa_type=Text)
    n: int = Field(sa_type=BigInteger)
    hlc: str = Field(sa_type=Text)
    sha: str = Field(sa_type=Text)
    starts_at: int = Field(sa_type=BigInteger)
    recv_at: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)


class Rejection(ServerTable, table=True):
    """An entry that was rejected, without its body: asked again it gets the same answer."""

    __tablename__ = "rejection"
    ws: str = Field(primary_key=True, sa_type=Text)
    au: str = Field(primary_key=True, sa_type=Text)
    dev: str = Field(primary_key=True, sa_type=Text)
    n: int = Field(primary_key=True, sa_type=BigInteger)
    sha: str = Field(primary_key=True, sa_type=Text)
    code: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)


class SentMessage(ServerTable, table=True):
    """A message that a server sends by itself, or an hour at which it sends some: claimed before anything goes out."""

    __tablename__ = "delivery"
    ws: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(sa_type=Text)
    recipient: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    tries: int
    at: str = Field(sa_type=Text)
    problem: str = Field(sa_type=Text)


WORKSPACE, ENTRY, REJECTION, DELIVERY = (
    ServerTable.metadata.tables[one.__tablename__] for one in (Workspace, LoggedEntry, Rejection, SentMessage)
)
"""The tables for statements in bulk."""
