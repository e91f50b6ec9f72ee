"""SQLite's driver without what `sqlite3` imports beside it: the prompt's status comes this way.

`sqlite3` is this C module with adapters for dates, which the views don't use, and all of `datetime` for their sake.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import _sqlite3 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
