"""How the house format keeps texts apart: labels with a colon, “quoted” texts, [links](https://…) and lists.

A text that could be taken for something else stands in curly quotes, a closing one within it doubled;
everything else stands plain, as the Playbook's examples do.
"""

from __future__ import annotations

import re
from functools import cache

NOTHING = "—"
_HIDDEN = "\0"
_LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)")
_SEPARATORS = " .;,|"
_WRAPPED = re.compile(r"“\0*”[ .;,|]*")
_STRAIGHT = re.compile(r'"([^"]*)"[ .;,|]*')


class UnreadableError(ValueError):
    """What stands there can't be read; the message says why and what to write instead."""


def masked(text: str) -> str:
    """Return `text` at the same length, with what stands in curly quotes and links hidden from patterns."""
    shown = _LINK.sub(lambda match: _HIDDEN * len(match[0]), text)
    parts: list[str] = []
    at = 0
    while (opening := shown.find("“", at)) >= 0 and (closing := _closing(text, opening)) >= 0:
        parts += [shown[at : opening + 1], _HIDDEN * (closing - opening - 1), "”"]
        at = closing + 1
    return "".join(parts) + shown[at:]


def _closing(text: str, opening: int) -> int:
    """Return where the quote opened at `opening` closes, or -1; a doubled closing quote is text."""
    at = text.find("”", opening + 1)
    while at >= 0 and text[at + 1 : at + 2] == "”":
        at = text.find("”", at + 2)
    return at


def quoted(text: str) -> str:
    """Return `text` in curly quotes."""
    return "“" + text.replace("”", "””") + "”"


def unquoted(text: str) -> str:
    """Return what a value says: its quotes undone, or stripped of the separators around it."""
    text = text.strip()
    if _WRAPPED.fullmatch(masked(text)):
        return text[1 : text.rindex("”")].replace("””", "”")
    if match := _STRAIGHT.fullmatch(text):
        return match[1]
    return text.strip(_SEPARATORS)


@cache
def _label_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    marks = r"[*_]{0,2}"
    return re.compile(
        rf"(?:(?:^|(?<=[.;,|] )){marks}((?i:{names}))|(?<= ){marks}({names})){marks} ?:(?!//){marks}"
    )


def split_labels(text: str, labels: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
    """Split one line at its labels ("Owner: …").

    A label is capitalised as given, or follows a separator in any case. Returns the text before the
    first label and (label as given, its raw value) in order.
    """
    matches = list(_label_pattern(labels).finditer(masked(text)))
    if not matches:
        return text.strip(), []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    by_lower = {label.lower(): label for label in labels}
    fields = [
        (by_lower[(match[1] or match[2]).lower()], text[match.end() : end].strip())
        for match, end in zip(matches, ends, strict=True)
    ]
    return text[: matches[0].start()].strip(), fields


def is_plain(text: str, labels: tuple[str, ...]) -> bool:
    """Return whether `text` can stand without quotes as the value of one of `labels`."""
    if text != text.strip(_SEPARATORS) or text in ("", NOTHING) or text[0] in '"*_[#>:' or text[-1] in '"*_':
        return False
    return not any(mark in text for mark in "“”[]") and not _label_pattern(labels).search(text)


def written(text: str, labels: tuple[str, ...]) -> str:
    """Return `text` as it stands after a label: plain where that is safe, else in quotes."""
    return text if is_plain(text, labels) else quoted(text)


def split_list(text: str, separator: str) -> list[str]:
    """Split a raw value at `separator` (one character) outside quotes, links and parentheses."""
    parts: list[str] = []
    start = depth = 0
    hidden = masked(text)
    for at, character in enumerate(hidden):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == separator and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def written_element(text: str, labels: tuple[str, ...]) -> str:
    """Return one element of a list: quoted also where a separator or parenthesis would end it."""
    return text if is_plain(text, labels) and not any(mark in text for mark in ",;()") else quoted(text)


def split_remark(text: str) -> tuple[str, str]:
    """Split an element "name (remark)" into both, each as raw text; the remark is "" where there is none."""
    text = text.strip(_SEPARATORS)
    hidden = masked(text)
    opening = hidden.find(" (")
    if opening < 0 or not hidden.endswith(")"):
        return text, ""
    return text[:opening].strip(), text[opening + 2 : -1].strip()
