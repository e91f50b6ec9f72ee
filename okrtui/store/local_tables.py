"""The tables of a replica that are local to this machine: what it is, what it sends, how far it has read, drafts, undo.

None of them is folded from the log, and nothing in them leaves the machine.
"""

from __future__ import annotations

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel


class Meta(SQLModel, table=True):
    """Facts about the replica: schema, workspace id, replica id, last counter and clock."""

    __tablename__ = "meta"
    name: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class Outbox(SQLModel, table=True):
    """Entries of this replica that no other side has taken yet."""

    __tablename__ = "outbox"
    id: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(default="waiting", sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    tries: int = 0


class Refused(SQLModel, table=True):
    """An own entry that the server rejected: no longer part of the log, kept until its author has dealt with it."""

    __tablename__ = "refused"
    id: str = Field(primary_key=True, sa_type=Text)
    dev: str = Field(sa_type=Text)
    n: int
    code: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)


class Cursor(SQLModel, table=True):
    """How far this replica has read a server's log: it moves in the transaction that stores the page."""

    __tablename__ = "cursor"
    remote: str = Field(primary_key=True, sa_type=Text)
    epoch: str = Field(sa_type=Text)
    seq: int


class Segment(SQLModel, table=True):
    """How far this replica has read a file of a shared directory."""

    __tablename__ = "segment"
    path: str = Field(primary_key=True, sa_type=Text)
    ino: int
    size: int
    mtime_ns: int
    offset: int
    sha: str = Field(sa_type=Text)


class Notice(SQLModel, table=True):
    """What a reader of a shared directory met there and did not believe, by where it stands."""

    __tablename__ = "notice"
    path: str = Field(primary_key=True, sa_type=Text)
    code: str = Field(primary_key=True, sa_type=Text)
    text: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)


class SyncRound(SQLModel, table=True):
    """One of the last rounds of exchange; `problem` is empty where all went well."""

    __tablename__ = "sync_round"
    number: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    sent: int
    received: int
    refused: int
    problem: str = Field(sa_type=Text)


class Oddity(SQLModel, table=True):
    """What arrived and can't be: an id used twice (`id_reuse`), a counter used twice (`dev_fork`)."""

    __tablename__ = "oddity"
    sha: str = Field(primary_key=True, sa_type=Text)
    code: str = Field(sa_type=Text)
    au: str = Field(sa_type=Text)
    id: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)


class Draft(SQLModel, table=True):
    """A half-typed check-in; local, never in the log."""

    __tablename__ = "draft"
    key_result: str = Field(primary_key=True, sa_type=Text)
    week: str = Field(primary_key=True, sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: str = Field(sa_type=Text)


class Meeting(SQLModel, table=True):
    """A meeting that is being held from this machine, so that a dropped session resumes where it was; local."""

    __tablename__ = "meeting"
    team: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: str = Field(sa_type=Text)


class Delivery(SQLModel, table=True):
    """One message to one recipient over one channel: claimed before it is sent, so that none goes out twice; local."""

    __tablename__ = "delivery"
    key: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(sa_type=Text)
    recipient: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    tries: int = 0
    at: str = Field(sa_type=Text)
    problem: str = Field(default="", sa_type=Text)


class Saved(SQLModel, table=True):
    """One save of a person on this replica, the entries it wrote, and whether it was undone; local, for undo."""

    __tablename__ = "saved"
    number: int | None = Field(default=None, primary_key=True)
    what: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    first_n: int
    last_n: int
    undoes: int | None = None
    redoes: int | None = None
    is_undone: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
