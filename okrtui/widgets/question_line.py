"""A question asked in place, answered with y or n: plausibility is asked and not forced (domain rules, §3)."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from okrtui.okr.text import clean_line


class Answered(Message):
    """The question was answered."""

    def __init__(self, is_yes: bool) -> None:
        super().__init__()
        self.is_yes = is_yes


class QuestionLine(Widget, can_focus=True):
    """Hidden until it asks; anything but y is a no, and moving on leaves it unanswered."""

    DEFAULT_CSS = """
    QuestionLine { display: none; height: auto; max-height: 4; width: 100%; padding: 0 1; background: $panel; }
    QuestionLine.-asking { display: block; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._questions: list[str] = []

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self.has_class("-asking")

    def ask(self, questions: list[str]) -> None:
        """Ask these together, and take the focus."""
        self._questions = [clean_line(question) for question in questions]
        self.add_class("-asking")
        self.refresh(layout=True)
        self.focus()

    def close(self) -> None:
        """Ask no more."""
        self.remove_class("-asking")

    def render(self) -> Content:
        return Content.assemble(
            (" ".join(self._questions), ".needed"),
            "   ",
            ("y", ".key"),
            " yes, save   ",
            ("n", ".key"),
            " no, mend it",
        )

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key == "enter":
            event.stop()
            event.prevent_default()
        if event.key in ("y", "Y", "n", "N", "enter"):
            self.close()
            self.post_message(Answered(event.key in ("y", "Y")))
