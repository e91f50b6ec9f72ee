"""What `doctor` says of one subject: whether it is well, what is wrong, what to do, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

WELL, NOTE, WARNING, ERROR = "ok", "note", "warning", "error"


class Finding(NamedTuple):
    """One line of the doctor's.

    Attributes:
        level: "ok", "note" (worth knowing), "warning" or "error" (something can't be done, or data are in danger).
        subject: what it is about, one or two words.
        what: how it stands.
        remedy: what to do; "" where nothing needs doing.
        mend: does it, where it can be done without asking; gives the line that says what was done.
    """

    level: str
    subject: str
    what: str
    remedy: str = ""
    mend: Callable[[], str] | None = None
