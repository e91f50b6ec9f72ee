"""From SQLite to PostgreSQL: the logs, the accounts and all else that a server's database holds."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from okrtui.server.account_tables import DEVICE
from okrtui.server.database import Database

ROWS = 1_000
"""Rows that are read and written at once: a log may be larger than the memory."""

_TABLES = DEVICE.metadata.sorted_tables


def carry_over(source: Database, target: Database) -> None:
    """Put what one database holds in the place of what another one does, in one transaction.

    Args:
        source: with tables of this program's version.
        target: with such tables, too.

    Raises:
        OutOfReach: one of them can't be reached; nothing was changed then.
    """
    with source.reading() as reading, target.writing() as writing:
        for table in reversed(_TABLES):
            writing.execute(delete(table))
        for table in _TABLES:
            rows = reading.execution_options(yield_per=ROWS).execute(select(table)).mappings()
            for some in rows.partitions():
                writing.execute(insert(table), [dict(row) for row in some])
