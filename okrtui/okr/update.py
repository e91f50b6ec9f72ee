"""The update of 5 to 7 lines that is posted, shown and copied after a check-in.

Serves the domain rules, §3: KR and objective, the way from baseline to target, the signals, one insight, the
next action, and where there are any the help needed and the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from okrtui.okr.markdown import escape, link
from okrtui.okr.quantities import show_signed
from okrtui.okr.text import clean_line

NOTHING = "—"


class UpdateFacts(NamedTuple):
    """What an update tells; texts are as stored or as shown, and an empty one is left out or stands as "—".

    Quantities are texts as typed and `change` is signed ("+2"). `target` may be words, such as "95 to 250" of
    a range. `score`, `attainment` and `pace` ("behind −0.22") are texts as shown; attainment is given only
    where it differs from the score. A KR of milestones gives `milestones_total`, and `milestones_done` once
    it has a check-in, in place of the figures. `stale_weeks` counts the owed weeks that ended since the last
    check-in.
    """

    key_result: str
    objective: str
    week: str = ""
    baseline: str = ""
    actual: str = ""
    target: str = ""
    unit: str = ""
    change: str = ""
    milestones_done: int | None = None
    milestones_total: int | None = None
    score: str = ""
    attainment: str = ""
    rag: str = ""
    is_unverified: bool = False
    confidence: int | None = None
    pace: str = ""
    declared: str = ""
    stale_weeks: int = 0
    insight: str = ""
    next_action: str = ""
    help_needed: str = ""
    help_from: str = ""
    evidence: Sequence[str] = ()


def update_lines(facts: UpdateFacts) -> list[str]:
    """The update as plain lines: 5, and one more each for help needed and for evidence."""
    return [
        _join(clean_line(facts.key_result), clean_line(facts.objective), facts.week),
        _figures(facts, clean_line),
        _signals(facts),
        *(f"{label}: {text}" for label, text in _told(facts, clean_line, clean_line)),
    ]


def update_markdown(facts: UpdateFacts) -> str:
    """The update as Markdown: a bold heading and a list, ending in a newline.

    What people wrote is escaped, so that it can become neither markup nor a mention; evidence at http and
    https stays a link.
    """
    heading = _join(f"**{escape(facts.key_result)}**", escape(facts.objective), facts.week)
    items = [
        _figures(facts, escape),
        _signals(facts),
        *(f"**{label}:** {text}" for label, text in _told(facts, escape, link)),
    ]
    return "\n".join([heading, "", *(f"- {item}" for item in items), ""])


def _figures(facts: UpdateFacts, say: Callable[[str], str]) -> str:
    """The way so far, as "18 → 24 → 28 % (+2 since last week)"."""
    if facts.milestones_total is not None:
        done = NOTHING if facts.milestones_done is None else str(facts.milestones_done)
        way = f"{done} of {facts.milestones_total} milestones done"
    else:
        steps = [say(facts.baseline), say(facts.actual) or NOTHING, say(facts.target)]
        way = " ".join(filter(None, [" → ".join(filter(None, steps)), say(facts.unit)]))
    return f"{way} ({show_signed(facts.change)} since last week)" if facts.change else way


def _signals(facts: UpdateFacts) -> str:
    """Staleness before all else, then score, RAG, confidence, pace and the declared status, never mixed."""
    attainment = f" (attainment {facts.attainment})" if facts.attainment else ""
    weeks = "week" if facts.stale_weeks == 1 else "weeks"
    return _join(
        f"stale for {facts.stale_weeks} {weeks}" if facts.stale_weeks else "",
        f"score {facts.score}{attainment}" if facts.score not in ("", NOTHING) else "no score yet",
        f"{facts.rag}, unverified" if facts.rag and facts.is_unverified else facts.rag,
        f"confidence {NOTHING if facts.confidence is None else f'{facts.confidence}/5'}",
        facts.pace,
        f"declared {facts.declared.replace('_', ' ')}" if facts.declared else "",
    )


def _told(facts: UpdateFacts, say: Callable[[str], str], show: Callable[[str], str]) -> list[tuple[str, str]]:
    """Label and text of each line that people wrote; help and evidence only where there are any."""
    told = [("Insight", say(facts.insight) or NOTHING), ("Next", say(facts.next_action) or NOTHING)]
    needed, asked = say(facts.help_needed), say(facts.help_from)
    if needed or asked:
        told.append(("Help needed", f"{needed or NOTHING} (from {asked})" if asked else needed))
    if links := [show(url) for url in facts.evidence if clean_line(url)]:
        told.append(("Evidence", _join(*links)))
    return told


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))
