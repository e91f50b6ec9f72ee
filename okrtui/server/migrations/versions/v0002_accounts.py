"""Accounts: invitations, devices with their replica ids, and vain attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of accounts."""
    op.create_table(
        "invitation",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("code_sha", sa.Text, nullable=False),
        sa.Column("ws", sa.Text),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.Column("used_at", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("ws", sa.Text),
        sa.Column("is_founder", sa.Integer, nullable=False, server_default="0"),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token_sha", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("last_seen", sa.Text),
        sa.Column("revoked_at", sa.Text),
    )
    op.create_table(
        "device_replica",
        sa.Column("device", sa.Text, sa.ForeignKey("device.id"), primary_key=True),
        sa.Column("dev", sa.Text, primary_key=True),
        sa.Column("is_servers", sa.Integer, nullable=False, server_default="0"),
        sa.Column("n", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_index("device_of_token", "device", ["token_sha"], unique=True)
    op.create_index("device_of_workspace", "device", ["ws", "handle"])
    op.create_index("device_of_replica", "device_replica", ["dev"])
    op.create_index("attempt_of_address", "attempt", ["address", "at"])
