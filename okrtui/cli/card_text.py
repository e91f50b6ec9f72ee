"""A KR's card in lines, with the eight fields of the Playbook's KR card, and its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from okrtui.cli.bet_lines import bet_lines
from okrtui.cli.columns import labelled
from okrtui.cli.figures_text import NOTHING, day, instant, reached, signal_items, signals, way
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import item, items
from okrtui.cli.streams import paint_dim, paint_head, paint_rag, say, tell, tell_json, width
from okrtui.cli.thread_text import thread_lines
from okrtui.okr.quantities import show_quantity, show_signed
from okrtui.okr.rag import show_score
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    import sqlite3

    from okrtui.views.card import KeyResultCard
    from okrtui.views.workspace import WorkspaceRow


def print_card(invocation: Invocation, key_result: str, as_json: bool) -> None:
    """Print the card of a KR by its id."""
    from okrtui.cli.decision_text import decision_items, decision_lines
    from okrtui.okr.weeks import today_in
    from okrtui.views.card import key_result_card
    from okrtui.views.decisions import decisions
    from okrtui.views.escalation_text import escalation_json, name_of, turn_text
    from okrtui.views.escalations import escalations
    from okrtui.views.workspace import calendar, workspace

    now = invocation.now()
    with invocation.reading() as c:
        here = workspace(c)
        card = key_result_card(c, key_result, now)
        escalated = escalations(c, now, key_results=[key_result])
        decided = decisions(c, key_results=[key_result])
        document = card_document(c, card, here.scale) if as_json else {}
        found = decision_items(c, decided) if as_json else []
    if as_json:
        open_ones = [escalation_json(one) for one in escalated]
        tell_json({**document, "escalations": open_ones, "decisions": found})
        return
    told = [f"! {name_of(one)}: {turn_text(one, now)}" for one in escalated]
    today = today_in(now, calendar(here)).isoformat()
    for line in card_lines(card, here, told, decision_lines(decided, today)):
        tell(line)


def print_versions(invocation: Invocation, key_result: str, as_json: bool) -> None:
    """Print every version of a KR's check-ins, newest first."""
    from okrtui.views.lines import lines
    from okrtui.views.thread import revisions
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        here = workspace(c)
        found = revisions(c, key_result)
        unit = lines(c, invocation.now(), key_results=[key_result], with_archived=True)[0].unit
        documents = items(c, "check_in", [version.id for version in found]) if as_json else []
    if as_json:
        tell_json(documents)
        return
    if not found:
        say("there is no check-in yet")
    for line in thread_lines(found, unit, here.scale, here.timezone):
        tell(line)


def card_document(c: sqlite3.Connection, card: KeyResultCard, scale: str) -> dict[str, Any]:
    """The card as JSON: the KR with its signals, its check-ins newest first, and what belongs to it."""
    key_result = card.line.id
    check_ins = [update for update in card.thread if update.kind == "check_in"]
    by_id = {each["id"]: each for each in items(c, "check_in", [update.id for update in check_ins])}
    return {
        **item(c, "key_result", key_result),
        **signal_items(card.line, scale),
        "check_ins": [
            {**by_id.get(update.id, {}), "timeliness": update.timeliness, "revisions": update.revisions}
            for update in check_ins
        ],
        "initiatives": items(c, "initiative", [row.id for row in card.initiatives]),
        "comments": items(c, "comment", [row.id for row in card.comments]),
        "changes": [{**item(c, "change", row.id), "state": row.state} for row in card.changes],
    }


def card_lines(
    card: KeyResultCard, here: WorkspaceRow, escalated: Sequence[str] = (), decided: Sequence[str] = ()
) -> list[str]:
    """The card as lines: heading, what is escalated, the fields, what was decided, the bets, the thread."""
    line = card.line
    lines = [
        paint_head(f"{line.code}  {clean_line(line.title)}"),
        paint_rag(signals(line, here.scale)) + (f"   {line.trend}" if line.trend else ""),
        *escalated,
        "",
        *labelled([*_fields(card), *_rules(card, here), *_links(card, here)], width()),
    ]
    if decided:
        lines.extend(["", paint_head("Decisions"), *decided])
    if card.initiatives:
        lines.extend(["", paint_head("Initiatives")])
        lines.extend(line for bet in card.initiatives for line in bet_lines(bet))
    lines.extend(["", paint_head("Updates, newest first")])
    lines.extend(thread_lines(card.thread, line.unit, here.scale, here.timezone) or [paint_dim("none yet")])
    return lines


def _fields(card: KeyResultCard) -> list[tuple[str, str]]:
    line = card.line
    owner = line.owner_name or "nobody yet"
    helpers = f", with {', '.join(card.collaborators)}" if card.collaborators else ""
    source = " ".join(part for part in (card.source.get("name"), card.source.get("url")) if part)
    change = f" ({show_signed(line.change)} since the week before)" if line.change else ""
    postponed = ""
    if line.postponed:
        until = line.postponed.get("until")
        postponed = f"since {day(line.postponed.get('since'))}{f' until {day(until)}' if until else ''}"
        postponed += f": {line.postponed.get('reason', '')}"
    return [
        ("Objective", f"{line.objective_code}  {line.objective_title} ({line.cycle_name}, {line.phase})"),
        ("Key result", line.title),
        ("Definition", " · ".join(part for part in (card.metric, card.definition) if part) or NOTHING),
        ("Figures", f"{way(line.figures, line.unit)} by {day(line.due) or NOTHING}"),
        ("Now", f"{show_quantity(reached(line), line.unit if line.actual else '')}{change}"),
        ("Owner", owner + helpers),
        ("Source", f"{source or NOTHING} · refreshed {card.refresh or NOTHING}"),
        ("Postponed", postponed),
        ("Pending", ", ".join(f"{field} (propose it: not agreed)" for field in card.pending)),
    ]


def _rules(card: KeyResultCard, here: WorkspaceRow) -> list[tuple[str, str]]:
    """Scoring method and RAG rules, weight and agreement."""
    edges = here.thresholds
    rag = (
        f"red to {edges['red']} (answer within 48 h), amber to {edges['amber']} (within a week), "
        f"green to {edges['green']}, stretch above"
    )
    agreed = "not yet: a draft"
    if card.agreed:
        agreed = f"{instant(card.agreed.at, here.timezone)} by {card.agreed.by}"
        agreed += " (imported)" if card.agreed.is_imported else ""
    weight = " · ".join(
        part for part in (card.weight or "equal, none is given", card.indicator or "") if part
    )
    return [("Scoring", card.method_text), ("RAG rules", rag), ("Weight", weight), ("Agreed", agreed)]


def _links(card: KeyResultCard, here: WorkspaceRow) -> list[tuple[str, str]]:
    above = "; ".join(
        f"{link.code} {link.title}{_how(link.how)}{'' if link.is_in_effect else ' (a loop)'}"
        for link in card.contributes_to
    )
    if card.divergence and not above:
        above = "no KR above, on purpose"
    below = "; ".join(
        f"{each.code} {each.title} {show_score(each.score, here.scale)}{_how(each.how)}"
        for each in card.contributors
    )
    mean = card.line.contributors_score
    return [
        ("Moves", above),
        (
            "Moved by",
            f"{below} (mean {show_score(mean, here.scale)} of {card.line.contributors})" if below else "",
        ),
        ("Conflicts", ", ".join(each.told for each in card.conflicts)),
    ]


def _how(how: str) -> str:
    return f": {how}" if how else ""
