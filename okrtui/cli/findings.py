"""Findings of the quality gate in lines: where, code, what is wrong, how to mend it (Playbook, Standards)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from okrtui.okr.text import clean_line
from okrtui.okr.writing import Finding, is_blocking


class Place(NamedTuple):
    """A finding, and where: a file and line, or the code of an objective or KR; and the title there."""

    where: str
    title: str
    finding: Finding


def blocking(places: Sequence[Place]) -> int:
    """How many of them stand in the way of publishing."""
    return sum(is_blocking(place.finding) for place in places)


def finding_lines(places: Sequence[Place]) -> list[str]:
    """Two lines a finding: where, code, severity and what is wrong; then how to mend it."""
    lines = []
    for where, title, finding in places:
        head = "  ".join(part for part in (clean_line(where), finding.code, finding.severity) if part)
        lines.append(f"{head}  {clean_line(title)}: {clean_line(finding.message)}")
        lines.append(f"    {clean_line(finding.remedy)}")
    return lines


def finding_documents(places: Sequence[Place]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [
        {
            "where": place.where,
            "title": place.title,
            "code": place.finding.code,
            "severity": place.finding.severity,
            "message": place.finding.message,
            "remedy": place.finding.remedy,
        }
        for place in places
    ]
