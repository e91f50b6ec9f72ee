"""The minutes of a check-in meeting in Markdown: what moved, which promises were kept, what was decided (Playbook,
publish notes in the OKR space).
"""

from __future__ import annotations

from typing import NamedTuple

from okrtui.okr.markdown import escape

LONGEST = 9_500
"""Characters of the longest minutes; those of a larger meeting leave out what stands in the check-ins."""


class VoteTold(NamedTuple):
    """A vote on confidence: how many voted, the ends of the spread, and what was agreed (None: nothing)."""

    voted: int
    lowest: int | None
    highest: int | None
    agreed: int | None


class KeyResultTold(NamedTuple):
    """What was told of one KR; texts are empty where there is nothing, figures are as people see them.

    `way` is such as "18 → 24 → 28 % (+3 since last week)", `standing` score, RAG, confidence and pace, `is_kept` None
    where nobody said what became of the promise.
    """

    code: str
    title: str
    way: str
    standing: str
    insight: str
    promise: str
    is_kept: bool | None
    next_action: str
    help_needed: str
    impediments: tuple[str, ...]
    vote: VoteTold | None


class DecisionTold(NamedTuple):
    """A decision with its owner's name and due date, empty where nobody said."""

    text: str
    owner: str
    due: str
    is_proposed: bool


class Minutes(NamedTuple):
    """All that the minutes of one meeting tell; `blockers` are those that were raised in it."""

    team: str
    week: str
    day: str
    presenter: str
    attendees: tuple[str, ...]
    key_results: tuple[KeyResultTold, ...]
    decisions: tuple[DecisionTold, ...]
    blockers: tuple[str, ...]


def minutes_text(minutes: Minutes) -> str:
    """The minutes as Markdown; every text of people is escaped."""
    whole = _written(minutes, with_words=True)
    if len(whole) > LONGEST:
        whole = _written(minutes, with_words=False)
    return whole if len(whole) <= LONGEST else _cut(whole)


def promises_line(minutes: Minutes) -> str:
    """How many promises were kept, such as "3 of 4 promises kept"; empty where nobody asked."""
    told = [one.is_kept for one in minutes.key_results if one.is_kept is not None]
    return f"{sum(told)} of {len(told)} promises kept" if told else ""


def _written(minutes: Minutes, with_words: bool) -> str:
    count = len(minutes.key_results)
    lines = [
        f"# {escape(minutes.team)}: check-in meeting {minutes.week}",
        "",
        f"{minutes.day} · held by {escape(minutes.presenter)} · {count} KR{'' if count == 1 else 's'}",
        "",
        f"**Present:** {', '.join(map(escape, minutes.attendees)) or 'nobody was noted'}",
    ]
    if kept := promises_line(minutes):
        lines.append(f"**Promises:** {kept}")
    lines += ["", "## Decisions", "", *(_decision(one) for one in minutes.decisions)]
    if not minutes.decisions:
        lines.append("None.")
    if minutes.blockers:
        lines += ["", "## Blockers raised", "", *(f"- {escape(one)}" for one in minutes.blockers)]
    lines += ["", "## Key results", ""]
    for one in minutes.key_results:
        lines += _key_result(one, with_words)
    return "\n".join(lines).rstrip() + "\n"


def _cut(text: str) -> str:
    """As many whole lines as have room, and a line that says how many KRs are left out."""
    kept, rest = [], text.splitlines()
    room = LONGEST - 100
    while rest and len(rest[0]) < room:
        room -= len(rest[0]) + 1
        kept.append(rest.pop(0))
    left_out = sum(line.startswith("### ") for line in rest)
    return "\n".join([*kept, "", f"… and {left_out} more KRs: their check-ins tell the rest."]) + "\n"


def _decision(decision: DecisionTold) -> str:
    about = [
        f"owner {escape(decision.owner)}" if decision.owner else "",
        f"due {decision.due}" if decision.due else "",
    ]
    about.append("proposed, waits for the sponsor" if decision.is_proposed else "")
    told = ", ".join(filter(None, about))
    return f"- {escape(decision.text)}{f' ({told})' if told else ''}"


def _key_result(told: KeyResultTold, with_words: bool) -> list[str]:
    lines = [
        f"### {escape(told.title)} ({told.code})",
        "",
        f"- {escape(f'Movement {told.way}')} · {escape(told.standing)}",
    ]
    if told.vote:
        lines.append(f"- Vote on confidence: {vote_line(told.vote)}")
    if told.promise:
        answer = {True: "done", False: "not done", None: "not asked"}[told.is_kept]
        lines.append(
            f"- Promised: {escape(told.promise)} ({answer})" if with_words else f"- Promised: {answer}"
        )
    words = (("Insight", told.insight), ("Next", told.next_action))
    lines += [f"- {label}: {escape(text)}" for label, text in words if text and with_words]
    if told.help_needed:
        lines.append(f"- Help needed: {escape(told.help_needed)}")
    lines += [f"- Impediment: {escape(one)}" for one in told.impediments]
    return [*lines, ""]


def vote_line(vote: VoteTold) -> str:
    """A vote in a few words, nobody named: "4 voted, 2 to 5, agreed 3"."""
    if vote.lowest is None or vote.highest is None:
        return "nobody voted"
    spread = f"all {vote.lowest}" if vote.lowest == vote.highest else f"{vote.lowest} to {vote.highest}"
    agreed = f", agreed {vote.agreed}" if vote.agreed is not None else ""
    return f"{vote.voted} voted, {spread}{agreed}"
