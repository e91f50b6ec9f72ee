"""What a tree page holds: the branches that were read, what is folded, what was found, each team's coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrtui.screens.tree_fold import Node, TeamNode, is_unread, seen_rows
from okrtui.views.tree import TreeRow

if TYPE_CHECKING:
    from okrtui.views.alignment import Coverage
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.tree_branch import Branch


class TreeState:
    """The tree as far as it was read.

    Attributes:
        branches: the teams with what was read of them, in reading order.
        found: the branches with what holds the words, where not all of the tree is here; else None.
        coverage: how much of each team reports and contributes, once that was read.
    """

    def __init__(self) -> None:
        self.branches: list[Branch] = []
        self.found: list[Branch] | None = None
        self.coverage: dict[str | None, Coverage] = {}
        self._folded: set[str] = set()

    def forget(self) -> None:
        """Another cycle is shown: nothing of this one stays."""
        self.branches, self.found, self.coverage = [], None, {}
        self._folded = set()

    @property
    def is_whole(self) -> bool:
        """Whether all of the tree was read, so that words find everything in what is here."""
        return not any(each.has_more for each in self.branches)

    @property
    def loaded(self) -> dict[str | None, int]:
        """How many objectives of each team were read."""
        return {each.team: each.loaded for each in self.branches}

    @property
    def lines(self) -> list[KeyResultLine]:
        """The key results that are here."""
        shown = self.branches if self.found is None else self.found
        return [row.line for each in shown for row in each.rows if row.line]

    @property
    def depth(self) -> int:
        """How deep the deepest key results stand."""
        shown = self.branches if self.found is None else self.found
        return max((each.depth + 2 for each in shown if each.rows), default=0)

    def key_results(self) -> int:
        """How many key results there are: as coverage counts them, while not all are here."""
        if self.coverage and not self.is_whole:
            return sum(each.key_results for each in self.coverage.values())
        return sum(row.line is not None for each in self.branches for row in each.rows)

    def rows(self, words: str) -> list[Node]:
        """The rows that are seen; with words only what holds them."""
        shown = self.found if words and self.found is not None else self.branches
        return seen_rows(shown, self._folded, self.coverage, words)

    def is_folded(self, objective: str) -> bool:
        """Whether an objective's key results are folded away."""
        return objective in self._folded

    def fold(self, selected: Any) -> Branch | None:
        """Fold or unfold what is selected, or the objective of a selected key result.

        Returns:
            The branch that must be read first, None where what there is suffices.
        """
        if isinstance(selected, TeamNode):
            if is_unread(selected.branch):
                self._folded.discard(selected.branch.key)
                return selected.branch
            self._folded ^= {selected.branch.key}
        elif isinstance(selected, TreeRow):
            self._folded ^= {selected.line.objective if selected.line else selected.id}
        return None

    def fold_all(self) -> None:
        """Fold every objective, or unfold them where all are folded."""
        every = {row.id for each in self.branches for row in each.rows if row.kind == "objective"}
        self._folded = self._folded - every if every <= self._folded else self._folded | every

    def take(self, grown: Branch) -> None:
        """A branch with more of its objectives takes the place of what was there."""
        self.branches = [grown if each.key == grown.key else each for each in self.branches]
