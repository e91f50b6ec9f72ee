"""The fields of the forms: a figure, a choice by digit or arrow, a text that wraps, milestones to tick.

Enter moves on from every field; nothing is chosen before a person chooses it, and no cursor blinks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from okrtui.okr.text import clean_line, cut


class FieldChanged(Message):
    """What a field holds is another value now."""

    def __init__(self, field: Widget) -> None:
        super().__init__()
        self.field = field


class FieldLeft(Message):
    """Enter was pressed in a field, or a choice was made in it: the next one has its turn."""

    def __init__(self, field: Widget, *, by_enter: bool = True) -> None:
        super().__init__()
        self.field = field
        self.by_enter = by_enter


class SameAsked(Message):
    """`=` was pressed where a figure belongs: as last week."""


class LineField(Input):
    """One line of text."""

    DEFAULT_CSS = "LineField { height: 1; border: none; padding: 0; &:focus { border: none; } }"

    def __init__(self, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id, select_on_focus=False)
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.value

    @typed.setter
    def typed(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FieldChanged(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(FieldLeft(self))


class FigureField(LineField):
    """A quantity; `=` asks for last week's. Coming to it selects what stands there, so that typing replaces it."""

    def __init__(self, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder, id)
        self.select_on_focus = True

    async def on_key(self, event: events.Key) -> None:
        if event.key == "equals_sign":
            event.stop()
            event.prevent_default()
            self.post_message(SameAsked())


class TextField(TextArea):
    """A sentence or two, wrapped so that all of it can be read; Enter moves on."""

    DEFAULT_CSS = """
    TextField { height: auto; min-height: 1; max-height: 3; border: none; padding: 0; scrollbar-size: 0 0;
        &:focus { border: none; } }
    """

    def __init__(self, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, highlight_cursor_line=False, id=id)
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.text

    @typed.setter
    def typed(self, text: str) -> None:
        self.load_text(text)
        self.move_cursor(self.document.end)

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(FieldLeft(self))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(FieldChanged(self))


class ChoiceField(Widget, can_focus=True):
    """One of a few: a digit chooses and moves on; so do arrows and Enter. Delete takes the choice back.

    Args:
        choices: (value, word) pairs; the digits 1, 2, … choose them in their order.
    """

    DEFAULT_CSS = "ChoiceField { height: 1; width: auto; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--pointed", "choice--other"}

    def __init__(self, choices: Sequence[tuple[str, str]], id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._pointed = -1
        self._chosen = -1

    @property
    def typed(self) -> str:
        """The chosen value, "" where nothing is chosen."""
        return self._choices[self._chosen][0] if self._chosen >= 0 else ""

    @typed.setter
    def typed(self, value: str) -> None:
        values = [each for each, _ in self._choices]
        self._chosen = values.index(value) if value in values else -1
        self._pointed = self._chosen
        self.refresh()

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for place, (_, word) in enumerate(self._choices):
            if place == self._chosen:
                parts.append((f"[{word}]", ".choice--chosen"))
            elif place == self._pointed and self.has_focus:
                parts.append((f"<{word}>", ".choice--pointed"))
            else:
                parts.append((f" {word} ", ".choice--other"))
        return Content.assemble(*parts)

    def get_content_width(self, container: object, viewport: object) -> int:
        return sum(len(word) + 2 for _, word in self._choices)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in ("left", "right", "enter", "delete", "backspace"):
            event.stop()
            event.prevent_default()
        if event.key in ("left", "right"):
            self._point(1 if event.key == "right" else -1)
        elif event.key == "enter":
            if self._pointed >= 0:
                self._choose(self._pointed)
            else:
                self.post_message(FieldLeft(self))
        elif event.key in ("delete", "backspace"):
            self._take_back()
        elif (
            event.character and event.character.isdigit() and 1 <= int(event.character) <= len(self._choices)
        ):
            self._choose(int(event.character) - 1, by_enter=False)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for place, (_, word) in enumerate(self._choices):
            at += len(word) + 2
            if event.x < at:
                self._choose(place, by_enter=False)
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._pointed = self._chosen
        self.refresh()

    def _point(self, step: int) -> None:
        last = len(self._choices) - 1
        start = -1 if step > 0 else last + 1
        self._pointed = min(max((self._pointed if self._pointed >= 0 else start) + step, 0), last)
        self.refresh()

    def _choose(self, place: int, *, by_enter: bool = True) -> None:
        changed = place != self._chosen
        self._chosen = self._pointed = place
        self.refresh()
        if changed:
            self.post_message(FieldChanged(self))
        self.post_message(FieldLeft(self, by_enter=by_enter))

    def _take_back(self) -> None:
        if self._chosen >= 0:
            self._chosen = self._pointed = -1
            self.refresh()
            self.post_message(FieldChanged(self))


class MilestonesField(Widget, can_focus=True):
    """Milestones to tick with space, in their order; `=` ticks what was done last week."""

    DEFAULT_CSS = "MilestonesField { height: auto; width: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"milestones--done", "milestones--open", "milestones--pointed"}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._done: set[str] = set()
        self._pointed = 0
        self.is_reported = False

    def show(self, names: Sequence[str], done: Sequence[str] | None) -> None:
        """Show these milestones; `done` is None where nothing was reported yet."""
        self._names = tuple(names)
        self._done = set(done or ())
        self.is_reported = done is not None
        self._pointed = 0
        self.refresh(layout=True)

    @property
    def done(self) -> list[str] | None:
        """The milestones ticked, in their order; None until the person touched or confirmed them."""
        return [name for name in self._names if name in self._done] if self.is_reported else None

    def render(self) -> Content:
        lines = []
        for place, name in enumerate(self._names):
            is_done, is_here = name in self._done, place == self._pointed and self.has_focus
            style = ".milestones--pointed" if is_here else f".milestones--{'done' if is_done else 'open'}"
            lines.append(
                Content.assemble((f"[{'x' if is_done else ' '}] {cut(clean_line(name), 60)}", style))
            )
        return Content("\n").join(lines)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(len(self._names), 1)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in ("up", "down", "enter"):
            event.stop()
            event.prevent_default()
        if event.key in ("up", "down"):
            self._pointed = min(
                max(self._pointed + (1 if event.key == "down" else -1), 0), len(self._names) - 1
            )
            self.refresh()
        elif event.key in ("space", "x"):
            self._toggle(self._pointed)
        elif event.key == "equals_sign":
            self.post_message(SameAsked())
        elif event.key == "enter":
            self._report()
            self.post_message(FieldLeft(self))

    def on_click(self, event: events.Click) -> None:
        if 0 <= event.y < len(self._names):
            self._toggle(int(event.y))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _toggle(self, place: int) -> None:
        self._pointed = place
        self._done ^= {self._names[place]}
        self.is_reported = True
        self._changed()

    def _report(self) -> None:
        """Enter confirms what stands, also that none is done."""
        if not self.is_reported:
            self.is_reported = True
            self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(FieldChanged(self))
