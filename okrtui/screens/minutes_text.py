"""Minutes on a screen: the Markdown that is saved and posted, without its marks."""

from __future__ import annotations

import re

from textual.content import Content

from okrtui.widgets.hanging_text import Hanging

_ESCAPED = re.compile(r"\\([^\w\s])")


def minutes_rows(markdown: str) -> list[Hanging]:
    """The rows of minutes: headings stand out, list items hang, escapes are taken back."""
    rows: list[Hanging] = []
    was_heading = False
    for line in markdown.splitlines():
        if line.startswith("#"):
            text = _plain(line.lstrip("#").strip())
            rows.append(
                Hanging(Content.styled(text, ".strong" if line.startswith(("# ", "### ")) else ".heading"))
            )
        elif line.startswith("- "):
            rows.append(_item(line[2:]))
        elif line.startswith("**"):
            label, _, rest = line.strip("*").partition(":**")
            rows.append(
                Hanging(Content.styled(f"{_plain(label)}  ", ".heading"), Content(_plain(rest.strip())))
            )
        elif line:
            rows.append(Hanging(text=Content.styled(_plain(line), ".muted")))
        elif not was_heading:
            rows.append(Hanging())
        was_heading = line.startswith("#")
    return rows


def _item(text: str) -> Hanging:
    """A list item: its label, where it has one, in a quieter voice."""
    label, colon, rest = text.partition(": ")
    if colon and "\\" not in label and len(label) < 24:
        return Hanging(Content.styled(f"  {label}  ", ".muted"), Content(_plain(rest)))
    return Hanging(Content("  "), Content(_plain(text)))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
