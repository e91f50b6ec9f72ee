"""An objective's page in lines, and its JSON: the outcome, its KRs, where its score comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrtui.cli.columns import labelled
from okrtui.cli.figures_text import instant, scored, signal_items
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import item, items
from okrtui.cli.listing import key_result_table, objective_signals
from okrtui.cli.streams import paint_head, paint_rag, tell, tell_json, width
from okrtui.okr.text import clean_line
from okrtui.views.json_text import Number

if TYPE_CHECKING:
    import sqlite3

    from okrtui.views.contribution import Contributor
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.objective_page import ObjectivePage


def print_objective(invocation: Invocation, objective: str, as_json: bool) -> None:
    """Print the page of an objective by its id."""
    from okrtui.views.objective_page import objective_page
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        here = workspace(c)
        page = objective_page(c, objective, invocation.now())
        document = _document(c, page, here.scale) if as_json else None
    if document is not None:
        tell_json(document)
        return
    _tell_state(page, here.scale)
    tell()
    for line in key_result_table(page.key_results, here.scale) if page.key_results else ["no key result yet"]:
        tell(line)
    _tell_drivers(page, here.scale)
    _tell_part("Decisions, newest first", [(each.date, _decision(each)) for each in page.decisions])
    comments = [
        (f"{instant(each.at, here.timezone)}", f"{each.kind} by {each.author_name}: {each.text}")
        for each in page.comments
    ]
    _tell_part("Comments, newest first", comments)


def _document(c: sqlite3.Connection, page: ObjectivePage, scale: str) -> dict[str, Any]:
    return {
        **item(c, "objective", page.row.id),
        **objective_signals(page.row, scale),
        "provenance": page.provenance.text,
        "key_results": [{**item(c, "key_result", k.id), **signal_items(k, scale)} for k in page.key_results],
        "drivers": {
            k.id: [_driver(each) for each in page.contributors[k.id]]
            for k in page.key_results
            if page.contributors[k.id]
        },
        "initiatives": items(c, "initiative", _bets(page)),
        "decisions": items(c, "decision", [each.id for each in page.decisions]),
        "who_changes": page.who_changes or None,
        "comments": items(c, "comment", [comment.id for comment in page.comments]),
    }


def _tell_state(page: ObjectivePage, scale: str) -> None:
    """What the objective is, how it stands and where its score comes from."""
    row, above = page.row, page.contributes_to
    tell(paint_head(f"{row.code}  {clean_line(row.title)}"))
    tell(paint_rag(f"{scored(row.score, row.rag, scale)} · {row.reported_text}"))
    tell()
    pairs = [
        ("Cycle", f"{row.cycle_name}, {row.phase}"),
        ("Owner", row.owner_name or "nobody yet"),
        ("Team", row.team_name or ""),
        ("Why", row.why),
        ("Theme", row.theme),
        ("Score", page.provenance.text),
        ("Moves", f"{above.code} {above.title}" if above else ""),
        ("Agreed", f"changed by a proposal: {page.who_changes}" if page.who_changes else ""),
        ("Conflicts", ", ".join(each.told for each in page.conflicts)),
    ]
    for line in labelled(pairs, width()):
        tell(line)


def _tell_part(heading: str, pairs: list[tuple[str, str]]) -> None:
    """A part below a heading of its own; nothing where there is nothing to tell."""
    if not pairs:
        return
    tell()
    tell(paint_head(heading))
    for line in labelled(pairs, width()):
        tell(line)


def _tell_drivers(page: ObjectivePage, scale: str) -> None:
    """What should move each key result: its bets, and the key results that contribute to it."""
    told = []
    for line in page.key_results:
        several = [
            f"bet {clean_line(bet.title)}{f' ({bet.state})' if bet.state else ''}"
            for bet in page.initiatives.get(line.id, [])
        ]
        several += [
            f"{each.code} {each.title} {scored(each.score, each.rag, scale)}{f': {each.how}' if each.how else ''}"
            for each in page.contributors[line.id]
        ]
        if several:
            told.append((line.code, "; ".join(several)))
    _tell_part("Drivers", told)


def _decision(each: DecisionLine) -> str:
    todo = "done" if each.is_done else " by ".join(filter(None, [each.owner_name, each.due]))
    state = "" if each.state == "decided" else f" [{each.state}]"
    return f"{clean_line(each.decision)}{state}{f' ({todo})' if todo else ''}"


def _driver(each: Contributor) -> dict[str, Any]:
    return {
        "key_result": each.id,
        "title": each.title,
        "how": each.how or None,
        "score": None if each.score is None else Number(each.score),
        "rag": each.rag,
        "indicator": each.indicator or None,
        "owner_name": each.owner_name,
    }


def _bets(page: ObjectivePage) -> list[str]:
    return list(dict.fromkeys(bet.id for several in page.initiatives.values() for bet in several))
