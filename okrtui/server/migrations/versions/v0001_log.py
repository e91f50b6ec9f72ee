"""The shared log: the workspaces' counters, the entries, and what was rejected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the log."""
    op.create_table(
        "workspace",
        sa.Column("ws", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("head", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("ws", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("au", sa.Text, nullable=False),
        sa.Column("dev", sa.Text, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("hlc", sa.Text, nullable=False),
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("recv_at", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("ws", "id", "au", name="entry_of_id"),
        sa.UniqueConstraint("ws", "au", "dev", "n", name="entry_of_counter"),
    )
    op.create_table(
        "rejection",
        sa.Column("ws", sa.Text, primary_key=True),
        sa.Column("au", sa.Text, primary_key=True),
        sa.Column("dev", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True),
        sa.Column("sha", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
