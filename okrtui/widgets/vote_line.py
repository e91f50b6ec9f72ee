"""One calm line above a page: somebody asks for a vote on confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrtui.views.polls import PollRow


class VoteLine(Widget):
    """The open votes; it takes no room where there is none."""

    DEFAULT_CSS = "VoteLine { height: auto; width: 100%; padding: 0 2; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._polls: Sequence[PollRow] = ()

    def show(self, polls: Sequence[PollRow]) -> None:
        """Show these votes, those that wait for the reader first."""
        if list(polls) != list(self._polls):
            self._polls = polls
            self.display = bool(polls)
            self.refresh(layout=True)

    def render(self) -> Content:
        if not self._polls:
            return Content("")
        first = self._polls[0]
        waiting = [one for one in self._polls if one.own is None]
        asks = f"{first.by_name or 'somebody'} asks: confidence in “{first.title}”"
        told = "v votes" if waiting else "you have voted, v votes again"
        more = f" and {len(self._polls) - 1} more" if len(self._polls) > 1 else ""
        room = max(self.size.width - len("VOTE") - len(told) - len(more) - 4, 0)
        return Content.assemble(
            ("VOTE", ".heading" if not waiting else ".needed"),
            "  ",
            (cut(asks, room), ".muted" if not waiting else ""),
            (more, ".muted"),
            "  ",
            (told, ".muted"),
        )
