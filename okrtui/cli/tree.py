"""`okrtui tree`: company, teams, objectives and KRs, and what each of them moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrtui.views.alignment import Coverage
    from okrtui.views.tree import TreeRow


@click.command(cls=Command)
@click.option("--cycle", metavar="CYCLE", help="One cycle; all open ones otherwise.")
@click.option("--team", metavar="TEAM", help="Only what concerns one team; with --gaps.")
@click.option(
    "--gaps", is_flag=True, help="What contributes to nothing, what nobody moves, what several move at once."
)
@json_option
@click.pass_obj
def command(invocation: Invocation, cycle: str | None, team: str | None, gaps: bool, as_json: bool) -> None:
    """Show the alignment tree.

    The company first, then its teams, their objectives and KRs, and what each of them moves. With --gaps what is
    missing in it: orphans contribute to nothing, gaps are company KRs that nobody moves, overlaps are KRs of several
    people with one metric.
    """
    from okrtui.okr.errors import BadInput

    if gaps:
        from okrtui.cli.alignment_text import tell_alignment

        tell_alignment(invocation, cycle, team, as_json)
        return
    if team is not None:
        raise BadInput("--team goes with --gaps")
    from okrtui.cli.columns import Column, table
    from okrtui.cli.naming import cycle_id
    from okrtui.cli.streams import paint_dim, paint_rag, say, tell, tell_json, width
    from okrtui.views.alignment import coverage
    from okrtui.views.tree import tree
    from okrtui.views.workspace import workspace

    which = cycle_id(invocation, cycle) if cycle else None
    with invocation.reading() as c:
        scale = workspace(c).scale
        rows = tree(c, which, invocation.now())
        shares = {each.team: each for each in coverage(c, which)}
    if as_json:
        tell_json([_document(row, shares) for row in rows])
        return
    if not rows:
        say("there is no objective yet")
        return
    columns = (
        Column("", paint=paint_dim),
        Column("", is_flexible=True),
        Column("", paint=paint_rag),
        Column(""),
        Column("", is_flexible=True, paint=paint_dim),
    )
    for line in table(columns, [_cells(row, scale, shares) for row in rows], width()):
        tell(line)


def _cells(row: TreeRow, scale: str, shares: Mapping[str | None, Coverage]) -> tuple[str, ...]:
    from okrtui.cli.figures_text import scored

    title = "  " * row.depth + (row.title or "no team")
    if row.kind == "team":
        return "", title, "", row.owner_name, _share(shares.get(row.id), row.depth)
    moves = "; ".join(f"→ {link.code}{f' {link.how}' if link.how else ''}" for link in row.moves)
    return row.code, title, scored(row.score, row.rag, scale), row.owner_name, moves


def _share(share: Coverage | None, depth: int) -> str:
    """How much of a team reports and, where there is something above it, contributes."""
    if share is None:
        return ""
    told = f"{share.reported}/{share.key_results} report"
    return f"{told}, {share.contributing}/{share.objectives} contribute" if depth else told


def _document(row: TreeRow, shares: Mapping[str | None, Coverage]) -> dict[str, Any]:
    from okrtui.views.json_text import Number

    document: dict[str, Any] = {"depth": row.depth, "kind": row.kind, "id": row.id, "title": row.title}
    if row.code:
        document["code"] = row.code
    if row.score is not None:
        document |= {"score": Number(row.score), "rag": row.rag}
    if row.kind == "team" and row.id in shares:
        document["coverage"] = {
            name: value for name, value in shares[row.id]._asdict().items() if name not in ("team", "name")
        }
    if row.moves:
        document["contributes_to"] = [{"key_result": link.id, "how": link.how} for link in row.moves]
    return document
