"""How long to wait before the next try: longer after each failure, capped, and never in step with others.

The wait is drawn from the whole span ("full jitter"), so that clients whom one outage cut off don't all come back at
one moment. What the server itself asked for ("Retry-After") is waited for at least.
"""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
_DOUBLINGS = 32
"""More of them would only overflow."""


class Backoff:
    """The waits between tries of one other side.

    Attributes:
        failures: how many tries in a row have failed.
    """

    def __init__(
        self,
        first: float = FIRST_SECONDS,
        longest: float = LONGEST_SECONDS,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._first = first
        self._longest = longest
        self._chance = chance
        self.failures = 0

    def succeeded(self) -> None:
        """A try went well: the next failure is a first one."""
        self.failures = 0

    def failed(self, retry_after: float = 0.0) -> float:
        """The seconds to wait after one more failure.

        Args:
            retry_after: the seconds that the other side asked for; 0 where it asked for none.
        """
        span = min(self._longest, self._first * (1 << min(self.failures, _DOUBLINGS)))
        self.failures += 1
        return min(self._longest, max(0.0, retry_after)) + self._chance() * span
