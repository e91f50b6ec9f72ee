"""Which rows of the tree are seen: branches that are folded away, and those that were not read yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from okrtui.screens.tree_rows import found_rows
from okrtui.views.tree import TreeRow

if TYPE_CHECKING:
    from okrtui.views.alignment import Coverage
    from okrtui.views.tree_branch import Branch


class TeamNode(NamedTuple):
    """A team in the tree: its branch, whether it is folded, and its share in the whole, once that was read."""

    branch: Branch
    is_folded: bool
    coverage: Coverage | None


class MoreRow(NamedTuple):
    """The line that stands for what a branch has beyond what was read."""

    branch: Branch


Node = TeamNode | TreeRow | MoreRow


def seen_rows(
    branches: Sequence[Branch],
    folded: Collection[str],
    coverage: Mapping[str | None, Coverage],
    words: str = "",
) -> list[Node]:
    """The rows that are seen, in reading order.

    Args:
        branches: as they were read.
        folded: the keys of folded teams and the ids of folded objectives; words unfold what holds them.
        coverage: of each team.
        words: only what holds them, with what leads there.
    """
    rows: list[Node] = []
    hidden_from = None
    for branch in branches:
        if hidden_from is not None and branch.depth > hidden_from:
            continue
        hidden_from = None
        is_folded = not words and branch.key in folded
        if branch.team is not None:
            rows.append(TeamNode(branch, is_folded or is_unread(branch), coverage.get(branch.team)))
        if is_folded:
            hidden_from = branch.depth
            continue
        rows += _rows_in(branch, folded, words)
    return _without_empty_teams(rows) if words else rows


def is_unread(branch: Branch) -> bool:
    """Whether nothing of the branch was read though there is something."""
    return branch.has_more and not branch.loaded


def _rows_in(branch: Branch, folded: Collection[str], words: str) -> list[Node]:
    rows: list[Node] = []
    if words:
        return [*found_rows(branch.rows, words)]
    is_hidden = False
    for row in branch.rows:
        if row.kind == "objective":
            is_hidden = row.id in folded
            rows.append(row)
        elif not is_hidden:
            rows.append(row)
    if branch.has_more and branch.loaded:
        rows.append(MoreRow(branch))
    return rows


def _without_empty_teams(rows: Sequence[Node]) -> list[Node]:
    """The rows without the teams beneath which nothing was found."""
    kept: list[Node] = []
    below = 0
    for row in reversed(rows):
        depth = row.depth if isinstance(row, TreeRow) else row.branch.depth
        if isinstance(row, TreeRow) or depth < below:
            kept.append(row)
            below = depth
    return kept[::-1]
