"""How teams and objectives look in the tree, and which rows words find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.rag import rag_letter, rag_word, show_score
from okrtui.okr.text import cut, fit
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.finding import holds_all
from okrtui.widgets.hanging_text import Hanging
from okrtui.widgets.key_result_columns import WORDS_FROM

if TYPE_CHECKING:
    from okrtui.screens.tree_fold import MoreRow, TeamNode
    from okrtui.views.tree import TreeRow
    from okrtui.widgets.key_result_columns import Columns

_STEP, _NARROW_STEP = 2, 1
_LABEL = 10


def title_step(width: int) -> int:
    """Cells by which each step down the tree moves a title to the right, in lines of `width` cells."""
    return _STEP if width >= WORDS_FROM else _NARROW_STEP


def team_row(item: TeamNode, step: int, width: int, *, is_selected: bool) -> Content:
    """A team's name and who looks after it; at the right how much of it reports and contributes upward."""
    branch, share = item.branch, item.coverage
    sign = "▸" if item.is_folded else "▾"
    name = Content.assemble(
        " " * (step * branch.depth),
        (f"{sign} ", ".faint"),
        (branch.name, ".key" if is_selected else ".heading"),
        "  ",
        (branch.owner_name, ".faint"),
    )
    if share is None:
        return name
    told = f"{share.reported}/{share.key_results} report"
    if branch.depth > 0:
        told += f" · {share.contributing}/{share.objectives} contribute"
    gap = width - name.cell_length - len(told)
    return Content.assemble(name, " " * gap, (told, ".faint")) if gap > 1 else name


def more_row(item: MoreRow, step: int) -> Content:
    """The line that brings more of a branch."""
    indent = " " * (step * (item.branch.depth + 1))
    return Content.assemble(indent, (f"… more than these {item.branch.loaded} objectives: enter", ".muted"))


def objective_row(columns: Columns, item: TreeRow, step: int, *, is_folded: bool = False) -> Content:
    """An objective with its score in the column of its key results' scores, how many have reported, and its owner."""
    bar = columns.left + columns.bar + columns.right + 3 if columns.bar else 0
    width = columns.title + bar + columns.now + 1
    score = "" if item.score is None else show_score(item.score, columns.scale)
    mark = rag_word(item.rag or "") if columns.rag >= len("STRETCH") else rag_letter(item.rag or "")
    style = rag_style(item.rag)
    title = f"{item.title} ▸" if is_folded else item.title
    room = columns.confidence + columns.seen + columns.trend + (2 if columns.trend else 0)
    reported = item.reported_text.partition(" ")[0]
    owner = cut(item.owner_name, columns.owner) if columns.owner else ""
    return Content.assemble(
        (fit(" " * (step * item.depth) + title, width), ".strong"),
        "  ",
        (score.rjust(columns.score), style),
        " ",
        (mark.ljust(columns.rag), style),
        "  ",
        (fit(reported, room) if owner else reported, ".faint"),
        ("  " if owner else ""),
        (owner, ".muted"),
    )


def lifted_title(item: TreeRow, room: int) -> str:
    """A key result's title with the codes of those above that it moves, where there is room for both."""
    codes = " ".join(each.code for each in item.moves if each.is_in_effect)
    return f"{item.title}  ↑ {codes}" if codes and room >= len(item.title) + len(codes) + 4 else item.title


def link_rows(item: object, scale: str) -> list[Hanging]:
    """What the selected row moves and how, and how those score that move it."""
    moves = getattr(item, "moves", ())
    line = getattr(item, "line", None)
    rows = []
    for each in moves:
        how = f": {each.how}" if each.how else ""
        loop = "" if each.is_in_effect else " (a loop, not in effect)"
        rows.append(_labelled("moves", f"{each.code} “{each.title}”{how}{loop}"))
    if line is not None and line.contributors:
        krs = "1 KR" if line.contributors == 1 else f"{line.contributors} KRs"
        mean = show_score(line.contributors_score, scale)
        rows.append(
            _labelled("moved by", f"{krs}, mean {mean} beside its own {show_score(line.score, scale)}")
        )
    kind = getattr(item, "kind", "")
    if kind and not moves:
        rows.insert(0, _labelled("moves", "nothing above"))
    if kind == "objective":
        told = [getattr(item, "owner_name", "") or "nobody", getattr(item, "reported_text", "")]
        rows.append(_labelled("owner", " · ".join(filter(None, told))))
    return rows


def _labelled(label: str, text: str) -> Hanging:
    return Hanging(Content.styled(fit(label, _LABEL), ".muted"), Content(text))


def found_rows(rows: Sequence[TreeRow], words: str) -> list[TreeRow]:
    """The rows that hold the words, each below the teams and objectives that lead to it; all without words."""
    if not words:
        return list(rows)
    found: list[TreeRow] = []
    above: list[TreeRow] = []
    shown: set[tuple[str, str]] = set()
    for row in rows:
        while above and above[-1].depth >= row.depth:
            above.pop()
        parents = [parent.title for parent in above if parent.kind == "objective"]
        if row.kind != "team" and holds_all(words, row.title, row.owner_name, row.code, *parents):
            found += [each for each in (*above, row) if (each.kind, each.id) not in shown]
            shown.update((each.kind, each.id) for each in (*above, row))
        above.append(row)
    return found
