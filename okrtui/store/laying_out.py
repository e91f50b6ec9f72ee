"""Making the tables of a replica, from their description."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import okrtui.store.local_tables  # noqa: F401 - puts its tables beside the others
from okrtui.store.tables import ALL_FOLDED

_DIALECT = sqlite.dialect()


def make_tables(connection: sqlite3.Connection, tables: Iterable[Table] | None = None) -> None:
    """Make these tables, by default all, with their indexes, as far as they are not there."""
    for table in SQLModel.metadata.sorted_tables if tables is None else tables:
        for statement in _statements(table):
            connection.execute(statement)


@cache
def _statements(table: Table) -> tuple[str, ...]:
    """What makes a table and its indexes; to write them takes longer than to carry them out."""
    indexes = sorted(table.indexes, key=lambda one: str(one.name))
    return (
        str(CreateTable(table, if_not_exists=True).compile(dialect=_DIALECT)),
        *(str(CreateIndex(one, if_not_exists=True).compile(dialect=_DIALECT)) for one in indexes),
    )


def make_folded_tables_anew(connection: sqlite3.Connection) -> None:
    """Give the replica this program's tables; those that are folded are empty afterwards."""
    for table in ALL_FOLDED:
        connection.execute(f'DROP TABLE IF EXISTS "{table.name}"')
    make_tables(connection)
