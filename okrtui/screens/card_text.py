"""What a key result's card says around its chart: where it stands, its facts, and what is open about it.

Playbook, KR card: owner, source, scoring method and RAG rules, what it moves and what moves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.quantities import show_signed
from okrtui.okr.rag import RAGS, rag_word, show_score
from okrtui.okr.text import clean_line, fit
from okrtui.screens.days import show_age, show_day
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.detail_strip import pace_of
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.card import Agreed, KeyResultCard
    from okrtui.views.contribution import ContributesTo
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import ChangeRow, InitiativeRow
    from okrtui.views.workspace import WorkspaceRow

FACT_WIDTH = 9
SCORE_WIDTH = 6
_PACE_SIGNS = {"ahead": ".rag-green", "behind": ".needed"}


def signals(line: KeyResultLine, scale: str) -> Content:
    """Where it stands in one line: age before colour, score, RAG, change, pace, confidence."""
    parts: list[Content] = []
    if line.is_archived:
        parts.append(Content.styled("archived", ".needed"))
    if line.postponed:
        until = show_day(line.postponed.get("until"))
        parts.append(Content.styled(f"postponed until {until}" if until else "postponed", ".needed"))
    if not line.is_in_force:
        parts.append(Content.styled("draft", ".needed"))
    if line.stale_weeks:
        parts.append(Content.styled(f"stale for {_weeks(line.stale_weeks)}", ".needed"))
    if line.score is None:
        parts.append(Content.styled("no check-in yet", ".muted"))
    else:
        style = ".faint" if line.stale_weeks else rag_style(line.rag)
        mark = f"{rag_word(line.rag or '')}{' unverified' if line.is_unverified else ''}"
        parts.append(Content.styled(f"{show_score(line.score, scale)} {mark}".rstrip(), style))
    if line.attainment and line.attainment != line.score:
        parts.append(Content.styled(f"attainment {show_score(line.attainment, scale)}", ".muted"))
    if line.change:
        parts.append(Content("unchanged" if line.change == "0" else f"{show_signed(line.change)} since last"))
    if line.pace:
        parts.append(Content.styled(pace_of(line), _PACE_SIGNS.get(line.pace, "")))
    if line.confidence is not None:
        parts.append(Content(_confidence(line)))
    if line.red_weeks > 1:
        parts.append(Content.styled(f"red {line.red_weeks} weeks", ".rag-red"))
    return Content("  ").join(parts)


def first_facts(card: KeyResultCard, now: datetime) -> list[Hanging]:
    """What stands beside the chart: who, from where, how it is measured, what it weighs and what it moves."""
    line = card.line
    is_by_milestones = line.figures.method == "milestones"
    facts = [
        ("owner", ", with ".join(filter(None, [line.owner_name or "nobody", ", ".join(card.collaborators)]))),
        ("source", " · ".join(filter(None, [card.source.get("name", ""), card.refresh]))),
        ("method", f"milestones by {show_day(line.due, now.year)}" if is_by_milestones else card.method_text),
        ("weight", _weight(card, now)),
        ("kind", card.indicator or ""),
    ]
    rows = [_fact(label, text) for label, text in facts if text]
    rows += [_fact("moves", _moves(link)) for link in card.contributes_to]
    if card.divergence and not card.contributes_to:
        rows.append(_fact("moves", "nothing above, on purpose"))
    return rows


def more_facts(card: KeyResultCard, workspace: WorkspaceRow, now: datetime) -> list[Hanging]:
    """The rest of the card; what is not given is left out."""
    facts = [
        ("metric", card.metric),
        ("means", card.definition),
        ("link", card.source.get("url", "")),
        ("bands", rag_rules(workspace.thresholds, workspace.scale)),
        ("team", " · ".join(filter(None, [card.team, card.theme]))),
        ("due", show_day(card.line.due, now.year)),
        ("agreed", agreed_text(card.agreed, now) or "not yet: a draft, not due and not counted"),
    ]
    return [_fact(label, text) for label, text in facts if text]


def contributor_rows(card: KeyResultCard, scale: str) -> list[Hanging]:
    """The key results that move this one, each with its score, and their mean."""
    if not card.contributors:
        return []
    about = (
        f"  {_count(len(card.contributors), 'KR')}, mean {show_score(card.line.contributors_score, scale)}"
    )
    rows = [Hanging(Content.assemble(("MOVED BY", ".heading"), (about, ".muted")))]
    for each in card.contributors:
        score = show_score(each.score, scale)
        how = (f"  {clean_line(each.how)}" if each.how else "", ".muted")
        lead = Content.assemble((f"{each.code}  ", ".muted"), fit(score, SCORE_WIDTH))
        rows.append(Hanging(lead, Content.assemble(clean_line(each.title), how)))
    return rows


def milestone_rows(line: KeyResultLine) -> list[Hanging]:
    """The milestones with what is done and what each weighs of all, in the place of a chart."""
    rows = []
    total = sum(Decimal(weight) for _, weight in line.figures.milestones)
    for name, weight in line.figures.milestones:
        is_done = name in (line.done or ())
        label = Content.assemble(
            (f"{'■' if is_done else '□'} ", rag_style(line.rag) if is_done else ".faint")
        )
        text = Content.styled(clean_line(name), "" if is_done else ".muted")
        rows.append(Hanging(label, text, Content.styled(f"{weight}/{total}", ".faint")))
    return rows


def open_rows(card: KeyResultCard, now: datetime) -> list[Hanging]:
    """What waits for somebody: proposals, edits without effect, texts that did not see each other."""
    rows = [row for change in card.changes if change.state == "proposed" for row in change_rows(change, now)]
    if card.pending:
        fields = ", ".join(clean_line(field.replace("_", " ")) for field in card.pending)
        rows.append(
            Hanging(Content.styled("no effect ", ".needed"), Content(f"edited but not agreed: {fields}"))
        )
    if card.conflicts:
        told = ", ".join(each.told for each in card.conflicts)
        rows.append(Hanging(Content.styled("conflict  ", ".needed"), Content(told)))
    return [heading("OPEN"), *rows] if rows else []


def change_rows(change: ChangeRow, now: datetime) -> list[Hanging]:
    """A change request: who proposes what, and why."""
    what = "; ".join(
        f"{clean_line(field.replace('_', ' '))} {was} → {new}" for field, was, new in change.changes
    )
    text = Content.assemble(what or change.action, "  ", (clean_line(change.reason), ".muted"))
    said = Content.styled(f"{change.by_name} · {show_age(change.at, now)}", ".faint")
    return [Hanging(Content.styled("proposed  ", ".needed"), text, said)]


def initiative_rows(initiatives: Iterable[InitiativeRow]) -> list[Hanging]:
    """The bets that should move it: state, hypothesis, lead, criteria, learning and ticket."""
    rows = []
    for each in initiatives:
        state = f" ({each.state})" if each.state else ""
        facts = (
            each.hypothesis,
            each.lead_name,
            each.start_criteria and f"starts: {each.start_criteria}",
            each.stop_criteria and f"stops: {each.stop_criteria}",
            each.learning and f"learnt: {each.learning}",
            each.url,
        )
        about = " · ".join(clean_line(fact) for fact in facts if fact)
        text = Content.assemble(each.title, (state, ".muted"), (f"  {about}" if about else "", ".faint"))
        rows.append(Hanging(Content("  "), text))
    return [heading("BETS"), *rows] if rows else []


def rag_rules(thresholds: Mapping[str, str], scale: str) -> str:
    """The workspace's bands: "red ≤ 0.30, amber ≤ 0.60, green ≤ 0.90, else stretch"."""
    edges = [f"{rag} ≤ {show_score(thresholds[rag], scale)}" for rag in RAGS[:-1] if rag in thresholds]
    return ", ".join([*edges, f"else {RAGS[-1]}"])


def agreed_text(agreed: Agreed | None, now: datetime) -> str:
    """When and by whom: "3 Oct by Ana"; "" where nothing is agreed."""
    if agreed is None:
        return ""
    by = f" by {agreed.by}" if agreed.by else ""
    return f"{show_day(agreed.at, now.year)}{by}{', imported' if agreed.is_imported else ''}"


def heading(text: str) -> Hanging:
    """The heading of a section."""
    return Hanging(Content.styled(text, ".heading"))


def _fact(label: str, text: str) -> Hanging:
    return Hanging(Content.styled(fit(label, FACT_WIDTH), ".muted"), Content(clean_line(text)))


def _moves(link: ContributesTo) -> str:
    how = f": {link.how}" if link.how else ""
    return (
        f"{link.code} “{link.title}”{how}{'' if link.is_in_effect else ' (left out: it would close a loop)'}"
    )


def _weight(card: KeyResultCard, now: datetime) -> str:
    if card.weight is None:
        return ""
    weight = f"{card.weight} of {card.weight_sum}" if card.weight_sum else card.weight
    return f"{weight} (agreed {show_day(card.agreed.at, now.year)})" if card.agreed else weight


def _confidence(line: KeyResultLine) -> str:
    before = line.previous_confidence
    moved = f", was {before}" if before is not None and before != line.confidence else ""
    return f"confidence {line.confidence}/5{moved}"


def _weeks(count: int) -> str:
    return _count(count, "week")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
