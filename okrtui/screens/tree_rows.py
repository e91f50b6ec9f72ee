"""How teams and objectives look in the tree, and which rows words find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.rag import rag_letter, rag_word, show_score
from okrtui.okr.text import fit
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.find_line import holds_all
from okrtui.widgets.key_result_columns import WORDS_FROM

if TYPE_CHECKING:
    from okrtui.views.tree import TreeRow
    from okrtui.widgets.key_result_columns import Columns

_STEP, _NARROW_STEP = 2, 1


def title_step(width: int) -> int:
    """Cells by which each step down the tree moves a title to the right, in lines of `width` cells."""
    return _STEP if width >= WORDS_FROM else _NARROW_STEP


def team_row(item: TreeRow, step: int) -> Content:
    """A team's name, and who looks after it."""
    return Content.assemble(
        " " * (step * item.depth), (item.title, ".heading"), "  ", (item.owner_name, ".faint")
    )


def objective_row(columns: Columns, item: TreeRow, step: int) -> Content:
    """An objective with its score in the column of its key results' scores, and how many have reported."""
    bar = columns.left + columns.bar + columns.right + 3 if columns.bar else 0
    width = columns.title + bar + columns.now + 1
    score = "" if item.score is None else show_score(item.score, columns.scale)
    mark = rag_word(item.rag or "") if columns.rag >= len("STRETCH") else rag_letter(item.rag or "")
    style = rag_style(item.rag)
    return Content.assemble(
        (fit(" " * (step * item.depth) + item.title, width), ".strong"),
        "  ",
        (score.rjust(columns.score), style),
        " ",
        (mark.ljust(columns.rag), style),
        "  ",
        (item.reported_text.partition(" ")[0], ".faint"),
    )


def lifted_title(item: TreeRow, room: int) -> str:
    """A key result's title with the codes of those above that it moves, where there is room for both."""
    codes = " ".join(each.code for each in item.moves if each.is_in_effect)
    return f"{item.title}  ↑ {codes}" if codes and room >= len(item.title) + len(codes) + 4 else item.title


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
