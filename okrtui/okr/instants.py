"""`datetime`'s types without what `datetime` imports: the prompt's status comes this way.

Before Python 3.12 that module first runs a second set of the same types, written in Python, which takes as long as
the status itself; the types that stand in both are those of the C module behind it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import UTC, date, datetime, timedelta, tzinfo
else:
    try:
        from _datetime import UTC, date, datetime, timedelta, tzinfo
    except ImportError:
        from datetime import UTC, date, datetime, timedelta, tzinfo

__all__ = ["UTC", "date", "datetime", "timedelta", "tzinfo"]
