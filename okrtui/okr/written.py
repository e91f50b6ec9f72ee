"""An OKR as somebody wrote it, before it is in a workspace: texts only, owners by name, KRs above by title.

The house format is read into these values and written from them, and the writing standards judge them
(Playbook, Writing standards and examples). Figures are texts in canonical form, dates ISO.
"""

from __future__ import annotations

from typing import NamedTuple


class WrittenLimits(NamedTuple):
    """A range: score 1.0 inside [low, high], 0.0 from floor and ceiling outwards; None is an open side."""

    floor: str | None = None
    low: str | None = None
    high: str | None = None
    ceiling: str | None = None


class WrittenKeyResult(NamedTuple):
    """One key result; what is empty, None or () was not given. `line` is its line in the file, from 1."""

    title: str
    method: str = "linear"
    metric: str = ""
    unit: str = ""
    direction: str | None = None
    baseline: str | None = None
    target: str | None = None
    bands: tuple[tuple[str, str], ...] = ()  # (bound, score), best first
    milestones: tuple[tuple[str, str | None], ...] = ()  # (name, weight)
    limits: WrittenLimits | None = None
    due: str | None = None
    owner: str = ""
    collaborators: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    refresh: str = ""
    weight: str | None = None
    indicator: str | None = None
    contributes_to: tuple[tuple[str, str], ...] = ()  # (title of the KR above, how)
    is_divergence: bool = False
    definition: str = ""
    line: int = 0


class WrittenObjective(NamedTuple):
    """One objective as written, with its KRs and the initiatives named below them.

    `is_house_format` says that the text had no place for an owner, refresh, links and balance.
    """

    title: str
    owner: str = ""
    team: str = ""
    why: str = ""
    key_results: tuple[WrittenKeyResult, ...] = ()
    initiatives: tuple[str, ...] = ()
    is_house_format: bool = True
    line: int = 0


class Unread(NamedTuple):
    """A line inside an OKR that can't be read: its number from 1, its text and why."""

    line: int
    text: str
    why: str
