"""What can go wrong through what a person typed, asked or gave us.

Every error that a user can cause is one of these: one line that says what is wrong and what to do, and the exit
code that the command line ends with. The tree:

    OkrtuiError (1)
    ├── BadInput (2)       not a quantity, a confidence outside 1–5, a missing text, an unreadable file
    ├── NotFound (3)       no such KR, objective, cycle, member
    │   └── Ambiguous (3)  several fit; the candidates are named
    ├── Refused (4)        by phase, governance or permission
    │   └── Unconfirmed (4) a plausibility question that nobody has answered yet
    └── OutOfReach (5)     store, server or disk out of reach; what was typed is kept locally
        └── Outdated (5)   an older okrtui folded the workspace's tables: whoever writes folds them anew first
"""

from __future__ import annotations


class OkrtuiError(Exception):
    """The root of all errors that end in one clear line."""

    exit_code = 1


class BadInput(OkrtuiError):
    """What was given can't be used; `field` names the field it belongs to, where there is one."""

    exit_code = 2

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(OkrtuiError):
    """Nothing has that name."""

    exit_code = 3


class Ambiguous(NotFound):
    """Several things fit the name; `candidates` are the lines that tell them apart."""

    def __init__(self, message: str, candidates: list[str]) -> None:
        super().__init__(message)
        self.candidates = candidates


class Refused(OkrtuiError):
    """The phase, governance or a missing right forbids it."""

    exit_code = 4


class Unconfirmed(Refused):
    """Plausibility questions wait for a yes; `questions` are whole sentences (domain, The week)."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(" ".join(questions))
        self.questions = questions


class OutOfReach(OkrtuiError):
    """A store, server, disk or replica can't be reached or written."""

    exit_code = 5


class Outdated(OutOfReach):
    """The replica's tables are an older okrtui's; they can't be read before they are folded anew."""
