"""What a title gives away about itself: a task in disguise, a project's label, digits, a second sentence.

The position of a word decides, not its mere presence: "Reduce time to complete onboarding" is an outcome,
"Complete onboarding" is none (Playbook, Do and do-not heuristics).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrtui.okr.text import clean_line
from okrtui.okr.writing_words import Words

_OPENING = "“”\"'‘’*_([ "
_STOP = re.compile(r"(\S+?)[.!?…]+[”\"’)]* +(?=\S)")
_ABBREVIATIONS = frozenset(
    ("e.g", "i.e", "vs", "etc", "approx", "incl", "excl", "no", "inc", "ltd", "dr", "mr", "ms", "st")
)
_COUNTED = re.compile(
    r"(?:the )?(?:number|count|#) of .*\b(?:held|sent|shipped|launched|written|published|run)", re.I
)
_INITIATIVE = re.compile(r"(?:initiatives?|bets?|task|to-?do)\b ?(?:#?\d+ ?)?:", re.IGNORECASE)
_TWO_NAMES = re.compile(r".*\S ?[,;/+] ?\S.*|[A-Z][\w-]+ (?:and|&) [A-Z][\w-]+")
_ORDINAL = r"(?:[0-9][\w.]*|[ivx]+|[a-z]|one|two|three|four|five|six)"


def is_one_sentence(title: str) -> bool:
    """Return whether a title is one sentence: not empty, and nothing follows a full stop."""
    if not any(character.isalnum() for character in title):
        return False
    return not any(_ends_sentence(match[1]) for match in _STOP.finditer(title))


def has_digits(title: str) -> bool:
    """Return whether digits stand in a title."""
    return any(character.isdigit() for character in title)


def without_time_spans(title: str, words: Words) -> str:
    """Return a title without spans such as "30 days", "24-hour" or "2 to 3 weeks"."""
    units = "|".join(re.escape(unit) for unit in words.time_units)
    number = r"\b[0-9]+(?:[.,][0-9]+)?"
    span = rf"{number}(?: ?(?:-|\u2013|to|or) ?[0-9]+)?[ -]?(?:{units})s?\b"
    return re.sub(span, "", title, flags=re.IGNORECASE) if units else title


def begins_with(title: str, verbs: Iterable[str]) -> str | None:
    """Return the verb of the list that a title begins with, past "to", adverbs and quotes; or None."""
    text = clean_line(title).lower().strip(_OPENING)
    first, _, rest = text.partition(" ")
    while rest and (first == "to" or first.endswith("ly")):
        text = rest
        first, _, rest = text.partition(" ")
    return next((verb for verb in verbs if re.match(rf"{re.escape(verb)}(?![\w'’-])", text)), None)


def project_sign(title: str, words: Words) -> str | None:
    """Return the word that makes an objective the label of a project or task, or None.

    That is a task's verb at its beginning, a numbered or named noun ("phase 2", "Project Phoenix"), or such a
    noun in a title that no strong verb turns into an outcome ("Reliability project").
    """
    if verb := begins_with(title, words.project_verbs):
        return verb
    nouns = "|".join(re.escape(noun) for noun in sorted(words.project_nouns, key=len, reverse=True))
    if not nouns:
        return None
    if match := re.search(rf"\b(?:{nouns})[ -]#?{_ORDINAL}(?![\w'])|\bv[0-9][\w.]*", title, re.IGNORECASE):
        return match[0]
    if match := re.match(rf"(?i:{nouns}) [A-Z]\w+", title.strip(_OPENING)):
        return match[0]
    if begins_with(title, words.strong_verbs):
        return None
    match = re.search(rf"\b(?:{nouns})s?\b", title, re.IGNORECASE)
    return match[0] if match else None


def activity_sign(title: str, is_guardrail: bool, words: Words) -> str | None:
    """Return the words that make a KR an activity: its verb, or a count of things done; else None.

    `is_guardrail` says that the KR keeps a metric inside limits: there "hold" is no event. A verb before
    a metric's noun is none either: "Release frequency".
    """
    verb = begins_with(title, words.activity_verbs)
    if verb is None:
        match = _COUNTED.fullmatch(title.strip(_OPENING + "."))
        return match[0] if match else None
    _, _, rest = clean_line(title).lower().partition(f"{verb} ")
    is_noun = rest.partition(" ")[0] in words.metric_nouns
    return None if is_noun or (is_guardrail and verb == "hold") else verb


def is_slower_than_weekly(refresh: str, words: Words) -> bool:
    """Return whether a refresh frequency names a span longer than a week."""
    text = f" {clean_line(refresh).lower()} "
    return any(re.search(rf"(?<![\w-]){re.escape(slow)}s?(?![\w-])", text) for slow in words.slow_refresh)


def names_several(owner: str) -> bool:
    """Return whether an owner's text names more than one: "Ana, Ben", "Ana / Ben", "Ana and Ben"."""
    return _TWO_NAMES.fullmatch(owner.strip()) is not None


def is_initiative(title: str, initiatives: Iterable[str], has_figures: bool) -> bool:
    """Return whether a KR is one of the initiatives: it says so, or reads the same as one that is listed.

    Without figures it is enough that all words of one, three at least, stand in the other.
    """
    if _INITIATIVE.match(title.strip(_OPENING)):
        return True
    said = _plain_words(title)
    for initiative in initiatives:
        listed = _plain_words(initiative)
        if listed and listed == said:
            return True
        shorter, longer = sorted((set(said), set(listed)), key=len)
        if not has_figures and len(shorter) >= 3 and shorter <= longer:
            return True
    return False


def _ends_sentence(word: str) -> bool:
    word = word.strip(_OPENING + ",)").lower()
    return len(word) > 1 and word not in _ABBREVIATIONS and not re.fullmatch(r"(?:\w\.)+\w", word)


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
