"""A small form over a page: a comment, a proposal, a decision, a reason. It carries its action out itself.

What was typed stays until the action succeeded: a refusal is told inside the form. Where the action is grave,
Cancel is what Enter meets first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TextArea

from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.text import clean_line
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.widgets.form_fields import FieldLeft, MilestonesField

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session


LONG_ABOUT, MANY_FIELDS = 300, 3


class FormField(NamedTuple):
    """One field: its name in what the form gives, its label, what stands in it, and what it may be.

    `choices` are (label, value) pairs; with them the field is a list to choose from, of which several may be chosen
    where `is_many`: their values stand in the text one a line, and no two labels are the same. `is_long` gives several
    lines.
    """

    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_long: bool = False
    is_many: bool = False


class FormDialog(ModalScreen[None]):
    """Asks for a few texts, then calls an action with them."""

    CSS_PATH = "form_dialog.tcss"
    _KEPT: ClassVar[dict[str, dict[str, str]]] = {}
    """Long texts of forms that were closed without success, by heading; they stand there again."""
    COMPONENT_CLASSES = Page.COMPONENT_CLASSES
    HORIZONTAL_BREAKPOINTS = Page.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = Page.VERTICAL_BREAKPOINTS
    BINDINGS = bindings_for("dialog")

    def __init__(
        self,
        page: Page,
        heading: str,
        fields: Sequence[FormField],
        verb: str,
        work: Callable[[Session, Mapping[str, str]], Done],
        *,
        about: Content | str = "",
        is_grave: bool = False,
        then: Callable[[Done], None] | None = None,
    ) -> None:
        """Ask on behalf of a page.

        Args:
            page: the page beneath; it carries the action out and tells what was done.
            heading: what the form is for, in a few words.
            fields: what is asked, in order.
            verb: the word on the button that carries it out.
            work: called in a thread with the session and the texts by field name.
            about: what the person should know before answering.
            is_grave: whether Cancel comes first.
            then: called on the UI's thread once it is done.
        """
        super().__init__()
        self._page = page
        self._heading = clean_line(heading)
        kept = self._KEPT.get(self._heading, {})
        self._fields = tuple(field._replace(value=kept.get(field.name, field.value)) for field in fields)
        self._verb = verb
        self._work = work
        self._about = about if isinstance(about, Content) else Content(about)
        self._is_grave = is_grave
        self._then = then

    @property
    def _is_long(self) -> bool:
        """Whether there is more than fits; where that is what to read, reading comes before the first field."""
        return len(self._about) > LONG_ABOUT or len(self._fields) > MANY_FIELDS

    def compose(self) -> ComposeResult:
        buttons = [
            Button("Cancel", id="cancel", compact=True),
            Button(self._verb, id="go", variant="warning" if self._is_grave else "primary", compact=True),
        ]
        with Vertical(id="dialog"):
            yield Static(Content.styled(self._heading, ".heading"), id="dialog-heading")
            with VerticalScroll(id="dialog-body", can_focus=self._is_long):
                if self._about:
                    yield Static(self._about, id="dialog-about")
                for field in self._fields:
                    yield from self._compose_field(field)
            yield Static("", id="dialog-trouble", classes="-none", markup=False)
            with Horizontal(id="dialog-buttons"):
                yield from buttons if self._is_grave else reversed(buttons)

    def _compose_field(self, field: FormField) -> Iterable[Widget]:
        yield Static(
            Content.assemble((field.label, ".muted"), "  ", (field.hint, ".faint")), classes="dialog-label"
        )
        if field.is_many:
            yield MilestonesField(id=f"field-{field.name}")
        elif field.choices:
            options = [(Content(clean_line(label)), value) for label, value in field.choices]
            yield Select(
                options,
                value=field.value or field.choices[0][1],
                allow_blank=False,
                compact=True,
                id=f"field-{field.name}",
            )
        elif field.is_long:
            yield TextArea(
                field.value, id=f"field-{field.name}", compact=True, soft_wrap=True, tab_behavior="focus"
            )
        else:
            yield Input(field.value, id=f"field-{field.name}", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.set_class(self._page.okrtui.is_ascii, "-ascii")
        self.set_class(self._is_long, "-full")
        for field in self._fields:
            if field.is_many:
                chosen = [label for label, value in field.choices if value in field.value.splitlines()]
                ticks = self.query_one(f"#field-{field.name}", MilestonesField)
                ticks.show([label for label, _ in field.choices], chosen)
        if len(self._about) > LONG_ABOUT:
            self.query_one("#dialog-body").focus()
        elif self._fields:
            self.query_one(f"#field-{self._fields[0].name}").focus()
        else:
            self.query_one("#cancel" if self._is_grave else "#go").focus()

    @on(Input.Submitted)
    def go_to_what_comes_next(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @on(FieldLeft)
    def go_on_from_ticks(self, event: FieldLeft) -> None:
        event.stop()
        self.focus_next()

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        typed = {field.name: self._text_of(field) for field in self._fields if field.is_long}
        self._KEPT[self._heading] = {name: text for name, text in typed.items() if text.strip()}
        self.dismiss(None)

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Carry it out once the fields have taken in the keys before this one: a list does so a moment later."""
        self.call_after_refresh(self._carry_out)

    def _carry_out(self) -> None:
        if not self.is_attached:
            return
        texts = {field.name: self._text_of(field) for field in self._fields}
        self._tell("…")
        self._page.perform(lambda session: self._work(session, texts), self._close, self._show_trouble)

    def _text_of(self, field: FormField) -> str:
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, TextArea):
            return widget.text
        if isinstance(widget, Input):
            return widget.value
        if isinstance(widget, MilestonesField):
            return "\n".join(_values(self._field(widget), widget.done or ()))
        assert isinstance(widget, Select)
        return str(widget.value)

    def _field(self, widget: Widget) -> FormField:
        return next(field for field in self._fields if f"field-{field.name}" == widget.id)

    def _close(self, done: Done) -> None:
        self._KEPT.pop(self._heading, None)
        if self.is_attached:
            self.dismiss(None)
        if self._then:
            self._then(done)

    def _show_trouble(self, error: OkrtuiError) -> None:
        if not self.is_attached:
            self._page.warn(str(error))
            return
        self._tell(f"! {error}")
        if isinstance(error, BadInput) and any(field.name == error.field for field in self._fields):
            self.query_one(f"#field-{error.field}").focus()

    def _tell(self, text: str) -> None:
        trouble = self.query_one("#dialog-trouble", Static)
        trouble.set_class(not text, "-none")
        self.set_class(bool(text), "-troubled")
        trouble.update(Content(clean_line(text)))


def _values(field: FormField, labels: Sequence[str]) -> list[str]:
    """The values of the choices that are ticked."""
    return [value for label, value in field.choices if label in labels]
