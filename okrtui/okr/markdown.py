"""Markdown of what people wrote: every sign that could become markup, a link or a mention is escaped.

Chats read @, &, # and : as mentions, channels and emoji, and link whatever looks like an address.
"""

from __future__ import annotations

import re

from okrtui.okr.text import clean_line

_MARKUP = frozenset("\\`*_{}[]<>#|~$&@:")
_LINKABLE = ("https://", "http://")
_BREAKS_A_LINK = frozenset(" <>\\`")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")


def escape(text: str) -> str:
    """A text as one line of Markdown that shows exactly what was written; cleaned on the way."""
    escaped = "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in clean_line(text))
    return _as_text(escaped.replace("www.", "www\\.").replace("WWW.", "WWW\\."))


def link(url: str) -> str:
    """An address at http or https as a link; anything else escaped."""
    url = clean_line(url)
    is_link = url.lower().startswith(_LINKABLE) and _BREAKS_A_LINK.isdisjoint(url)
    return f"<{url}>" if is_link else escape(url)


def plain(markdown: str) -> str:
    """Markdown as plain text: without the backslashes of what was escaped, and without bold; lines stay."""
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"\1", markdown))


def _as_text(escaped: str) -> str:
    """The line with what would begin a list item, a rule or an underline at its start escaped."""
    if escaped[:1] in ("-", "+", "="):
        return f"\\{escaped}"
    number = escaped.partition(" ")[0]
    if number[:-1].isdecimal() and number.endswith((".", ")")):
        return f"{number[:-1]}\\{escaped[len(number) - 1 :]}"
    return escaped
