"""A report as what it says, and as plain text and Markdown: digests and reminders are told this way in every form.

What people wrote stands in it as they wrote it and is escaped by each form; a hostile title can become neither markup
nor a mention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from okrtui.okr.markdown import escape
from okrtui.okr.text import clean_line, clean_text

NOTICE = "For steering, not for pay or appraisal."


class Item(NamedTuple):
    """One point of a section.

    Attributes:
        title: what it is about.
        facts: what is said of it in the same line, in parts.
        notes: further lines, each a label ("" for none) and a text, which may have several lines.
    """

    title: str
    facts: Sequence[str] = ()
    notes: Sequence[tuple[str, str]] = ()


class Section(NamedTuple):
    """A heading, its points, and how many more there are that are left out."""

    title: str
    items: Sequence[Item]
    left_out: int = 0


class Report(NamedTuple):
    """A whole report.

    Attributes:
        title: one line.
        lead: what is said before the sections, a line each.
        sections: what it tells, empty ones left out by whoever makes it.
        notice: the last line, "" for none.
    """

    title: str
    lead: Sequence[str]
    sections: Sequence[Section]
    notice: str = NOTICE


def report_text(report: Report) -> str:
    """The report as plain text, ending in a newline."""
    lines = [clean_line(report.title), *map(clean_line, report.lead)]
    for section in report.sections:
        lines += ["", clean_line(section.title), *_points(section, clean_line, clean_line)]
    if report.notice:
        lines += ["", report.notice]
    return "\n".join(lines) + "\n"


def report_markdown(report: Report) -> str:
    """The report as Markdown, ending in a newline; headings are bold lines, for chats make large ones huge."""
    blocks = [f"**{escape(report.title)}**"]
    if report.lead:
        blocks.append("  \n".join(escape(line) for line in report.lead))
    for section in report.sections:
        points = "\n".join(_points(section, escape, lambda text: f"**{escape(text)}**"))
        blocks.append(f"**{escape(section.title)}**\n\n{points}")
    if report.notice:
        blocks.append(f"_{escape(report.notice)}_")
    return "\n\n".join(blocks) + "\n"


def note_lines(text: str) -> list[str]:
    """The lines of a note that say something."""
    return [line for line in clean_text(text).split("\n") if line]


def left_out_line(section: Section) -> str:
    """What is said of the points that are left out, "" where there are none."""
    return f"and {section.left_out} more" if section.left_out else ""


def _points(section: Section, say: Callable[[str], str], head: Callable[[str], str]) -> list[str]:
    lines = []
    for item in section.items:
        facts = [say(fact) for fact in item.facts if fact]
        lines.append(f"- {' · '.join([head(item.title), *facts])}")
        for label, text in item.notes:
            first, *others = note_lines(text) or [""]
            if first:
                lines.append(f"  - {f'{say(label)}: ' if label else ''}{say(first)}")
                lines += [f"    {say(other)}" for other in others]
    if section.left_out:
        lines.append(f"- {left_out_line(section)}")
    return lines
