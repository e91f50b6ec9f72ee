"""`okrtui tree --gaps`: what alignment misses, for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrtui.cli.streams import paint_dim, paint_rag, say, tell, tell_json, width

if TYPE_CHECKING:
    from okrtui.cli.invocation import Invocation
    from okrtui.views.alignment import AlignedKeyResult, Alignment, Coverage

ORPHANS = "Contribute to nothing"
GAPS = "Moved by nobody"
OVERLAPS = "Moved by several at once"


def tell_alignment(invocation: Invocation, cycle: str | None, team: str | None, as_json: bool) -> None:
    """Print what alignment finds in a cycle (by its name; None for all open ones), for one team or for all."""
    from okrtui.cli.naming import cycle_id
    from okrtui.okr.errors import BadInput
    from okrtui.views.alignment import alignment
    from okrtui.views.team_names import team_called
    from okrtui.views.workspace import workspace

    which = cycle_id(invocation, cycle) if cycle else None
    with invocation.reading() as c:
        scale = workspace(c).scale
        chosen = team_called(c, team) if team is not None else None
        if chosen is not None and chosen.id is None:
            raise BadInput("--gaps takes a team by its name: okrtui team list shows which there are")
        found = alignment(c, which, chosen.id if chosen else None)
    if as_json:
        tell_json(_document(found))
        return
    for line in alignment_lines(found, scale):
        tell(line)
    several = len(found.orphans) + len(found.gaps) + len(found.overlaps)
    say("nothing is amiss" if not several else f"{several} to look at")


def alignment_lines(found: Alignment, scale: str) -> list[str]:
    """The lists as lines, each under its heading, and the coverage of every team; empty ones are left out."""
    from okrtui.cli.columns import Column, table

    columns = (
        Column("", paint=paint_dim), Column("", is_flexible=True), Column("", paint=paint_rag), Column(""),
        Column("", is_flexible=True, paint=paint_dim),
    )  # fmt: skip
    parts = [(ORPHANS, found.orphans), (GAPS, found.gaps)]
    parts += [(f"{OVERLAPS}: {each.metric}", each.key_results) for each in found.overlaps]
    lines: list[str] = []
    for name, several in parts:
        if several:
            rows = [_cells(one, scale) for one in several]
            lines += ["", name, *table(columns, rows, width())]
    if found.coverage:
        shares = (
            Column("Team"), Column("KRs report", is_right=True), Column("objectives contribute", is_right=True)
        )  # fmt: skip
        lines += ["", *table(shares, [_share(each) for each in found.coverage], width())]
    return lines[1:]


def _cells(one: AlignedKeyResult, scale: str) -> tuple[str, ...]:
    from okrtui.cli.figures_text import scored

    place = " · ".join(filter(None, [one.team_name, one.objective_title]))
    return one.code, one.title, scored(one.score, one.rag, scale), one.owner_name, place


def _share(each: Coverage) -> tuple[str, ...]:
    return (
        each.name or "no team",
        f"{each.reported}/{each.key_results}",
        f"{each.contributing}/{each.objectives}",
    )


def _document(found: Alignment) -> dict[str, Any]:
    return {
        "orphans": [_told(one) for one in found.orphans],
        "gaps": [_told(one) for one in found.gaps],
        "overlaps": [
            {"metric": each.metric, "key_results": [_told(one) for one in each.key_results]}
            for each in found.overlaps
        ],
        "coverage": [each._asdict() for each in found.coverage],
    }


def _told(one: AlignedKeyResult) -> dict[str, Any]:
    from okrtui.views.json_text import Number

    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "objective": one.objective,
        "objective_title": one.objective_title,
        "team": one.team,
        "team_name": one.team_name,
        "owner_name": one.owner_name,
        "metric": one.metric or None,
        "score": None if one.score is None else Number(one.score),
        "rag": one.rag,
        "contributes_to": sorted(one.moves),
    }
