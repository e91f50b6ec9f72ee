"""An objective's page in lines, and its JSON: the outcome, its KRs, where its score comes from."""

from __future__ import annotations

from typing import Any

from okrtui.cli.columns import labelled
from okrtui.cli.figures_text import instant, scored, signal_items
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import item, items
from okrtui.cli.listing import key_result_table, objective_signals
from okrtui.cli.streams import paint_head, paint_rag, tell, tell_json, width
from okrtui.okr.text import clean_line


def print_objective(invocation: Invocation, objective: str, as_json: bool) -> None:
    """Print the page of an objective by its id."""
    from okrtui.views.objective_page import objective_page
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        here = workspace(c)
        page = objective_page(c, objective, invocation.now())
        if as_json:
            document: dict[str, Any] = {
                **item(c, "objective", objective),
                **objective_signals(page.row, here.scale),
                "provenance": page.provenance.text,
                "key_results": [
                    {**item(c, "key_result", k.id), **signal_items(k, here.scale)} for k in page.key_results
                ],
                "comments": items(c, "comment", [comment.id for comment in page.comments]),
            }
    if as_json:
        tell_json(document)
        return
    row = page.row
    tell(paint_head(f"{row.code}  {clean_line(row.title)}"))
    tell(paint_rag(f"{scored(row.score, row.rag, here.scale)} · {row.reported_text}"))
    tell()
    above = page.contributes_to
    pairs = [
        ("Cycle", f"{row.cycle_name}, {row.phase}"),
        ("Owner", row.owner_name or "nobody yet"),
        ("Team", row.team_name or ""),
        ("Why", row.why),
        ("Theme", row.theme),
        ("Score", page.provenance.text),
        ("Moves", f"{above.code} {above.title}" if above else ""),
        ("Conflicts", ", ".join(page.conflicts)),
    ]
    for line in labelled(pairs, width()):
        tell(line)
    tell()
    for line in key_result_table(page.key_results, here.scale) if page.key_results else ["no key result yet"]:
        tell(line)
    if page.comments:
        tell()
        tell(paint_head("Comments, newest first"))
        told = [
            (f"{instant(each.at, here.timezone)}", f"{each.kind} by {each.author_name}: {each.text}")
            for each in page.comments
        ]
        for line in labelled(told, width()):
            tell(line)
