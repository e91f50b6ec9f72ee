"""The minutes of a monthly review in Markdown: who was there, what was said and decided, and what it talked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrtui.okr.markdown import escape
from okrtui.okr.minutes import LONGEST
from okrtui.okr.text import clean_text
from okrtui.views.decisions import DecisionLine
from okrtui.views.monthly_review import SECTIONS, Agenda, Point

_LEFT_OUT = "The rest of the agenda is left out; the decision log and the escalations hold it."


def minutes_text(
    agenda: Agenda,
    presenter: str,
    attendees: Sequence[str],
    notes: str,
    said: Mapping[str, str],
    decided: Sequence[DecisionLine],
) -> str:
    """The minutes.

    Args:
        agenda: what the review talked about.
        presenter: who held it.
        attendees: names of those who were there.
        notes: what was noted of the review as a whole, Markdown.
        said: what was noted of single points, by their keys.
        decided: the decisions that it made.
    """
    name = agenda.team_name or agenda.workspace_name
    lines = [
        f"# {escape(name)}: cross-functional review, {agenda.today}",
        "",
        f"Held by {escape(presenter)}.",
        "",
        f"**Present:** {', '.join(map(escape, attendees)) or 'nobody was noted'}",
    ]
    if clean_text(notes):
        lines += ["", "## Notes", "", clean_text(notes)]
    lines += ["", "## Decisions", "", *([_decision(one) for one in decided] or ["None."])]
    whole = [*lines, "", "## Agenda", "", *_agenda(agenda, said, with_notes=True)]
    if _length(whole) > LONGEST:
        whole = [*lines, "", "## Agenda", "", *_agenda(agenda, said, with_notes=False)]
    return "\n".join(_cut(whole)).rstrip() + "\n"


def _decision(one: DecisionLine) -> str:
    parts = [one.kind.replace("_", " "), f"owner {escape(one.owner_name)}", f"due {one.due}"]
    if one.state == "proposed":
        parts.append("waits for the sponsor")
    return f"- **{escape(one.decision)}** ({', '.join(parts)})"


def _agenda(agenda: Agenda, said: Mapping[str, str], with_notes: bool) -> list[str]:
    lines = []
    for section, heading in SECTIONS.items():
        points = agenda.of_section(section)
        if points:
            lines += [f"### {heading}", ""]
        for point in points:
            lines += _point(point, clean_text(said.get(point.key, "")), with_notes)
    return lines or ["Nothing stood on it."]


def _point(point: Point, words: str, with_notes: bool) -> list[str]:
    title = f"{escape(point.code)} {escape(point.title)}".strip()
    lines = []
    if with_notes:
        lines += [f"- {f'{escape(label)}: ' if label else ''}{escape(text)}" for label, text in point.notes]
    lines += [f"- said: {escape(line)}" for line in words.splitlines() if line]
    head = " · ".join([f"**{title}**", *map(escape, point.facts)])
    return [head, "", *lines, *([""] if lines else [])]


def _length(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _cut(lines: list[str]) -> list[str]:
    """As many lines as a review keeps, and a line that says where the rest is."""
    if _length(lines) <= LONGEST:
        return lines
    kept, room = [], LONGEST - len(_LEFT_OUT) - 2
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return [*kept, "", _LEFT_OUT]
