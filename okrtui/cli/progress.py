"""How far long work is: one line on a terminal that is drawn again, nothing in a pipe or on a dumb terminal."""

from __future__ import annotations

import os
import sys
import time

_BAR = 24
_EVERY = 0.1
_FIRST_AFTER = 0.3


class Progress:
    """A bar on stderr; call it with how many of how many are done. It appears only where the work takes a while."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._width = 0
        self._is_wanted = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"

    def __call__(self, done: int, total: int) -> None:
        """Draw the bar where the last drawing is old enough."""
        now = time.monotonic()
        is_soon = now - self._begun < _FIRST_AFTER or now - self._drawn < _EVERY
        if not self._is_wanted or is_soon or not total:
            return
        self._drawn = now
        filled = _BAR * done // total
        left = int((now - self._begun) * (total - done) / done) if done else 0
        rest = f", {left} s left" if left > 1 else ""
        self._write(f"{self._what} [{'#' * filled}{'-' * (_BAR - filled)}] {100 * done // total} %{rest}")

    def end(self) -> None:
        """Take the bar off the line, for the words that follow."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")
            sys.stderr.flush()
            self._width = 0

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)
