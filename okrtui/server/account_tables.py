"""The tables of accounts: who was invited, which devices may speak for whom, and who tried in vain.

Codes and tokens are kept as sha256 alone. Times are UTC texts of one width, so that they compare as they stand.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from okrtui.server.schema import ServerTable

_METADATA = ServerTable.metadata

INVITATION = Table(
    "invitation",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("code_sha", Text, nullable=False),
    Column("ws", Text),
    Column("handle", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
)
"""A single-use code by the part of it that names it; without `ws` it founds a workspace."""

DEVICE = Table(
    "device",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("ws", Text),
    Column("is_founder", Integer, nullable=False, server_default="0"),
    Column("handle", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_sha", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("last_seen", Text),
    Column("revoked_at", Text),
)
"""One enrolment of one person's installation; a founder's has no `ws` until its first push."""

DEVICE_REPLICA = Table(
    "device_replica",
    _METADATA,
    Column("device", Text, ForeignKey("device.id"), primary_key=True),
    Column("dev", Text, primary_key=True),
    Column("is_servers", Integer, nullable=False, server_default="0"),
    Column("n", BigInteger, nullable=False, server_default="0"),
)
"""The replica ids that a device may sign with; one of them the server's own, for what it writes in the device's name.

`n` is the counter of the server's own."""

ATTEMPT = Table(
    "attempt",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", Text, nullable=False),
)
"""The last vain enrolments, by the address that they came from."""

for _name, _columns, _is_unique in (
    ("device_of_token", (DEVICE.c.token_sha,), True),
    ("device_of_workspace", (DEVICE.c.ws, DEVICE.c.handle), False),
    ("device_of_replica", (DEVICE_REPLICA.c.dev,), False),
    ("attempt_of_address", (ATTEMPT.c.address, ATTEMPT.c.at), False),
):
    Index(_name, *_columns, unique=_is_unique)
