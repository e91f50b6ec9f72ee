"""How a message can fail to arrive: for certain, or so that nobody knows.

What did not arrive for certain may be sent again; what may have arrived is left to a person.
"""

from __future__ import annotations


class NotSent(Exception):
    """It did not arrive; `is_passing` where another try may help, `seconds` that the other side asked to wait."""

    def __init__(self, line: str, is_passing: bool = False, seconds: float = 0.0) -> None:
        super().__init__(line)
        self.is_passing = is_passing
        self.seconds = seconds


class Uncertain(Exception):
    """It was handed over, and no answer came: it may have arrived."""
