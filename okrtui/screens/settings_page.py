"""Settings: a person's own from the settings' table, and the workspace's, which hold for everyone in it.

Each line is name, value and help; Enter changes one, and it holds at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from okrtui import settings
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.workspace import WorkspaceRow

NAME_WIDTH, VALUE_WIDTH = 14, 20


class SettingRow(NamedTuple):
    """One setting as it is shown: `choices` are the words it takes, () where any text may stand."""

    name: str
    value: str
    help: str
    choices: tuple[str, ...]
    is_own: bool


class Heading(NamedTuple):
    """A line that says whose the settings below it are."""

    text: str
    about: str


class SettingsPage(Page):
    """All settings in one list."""

    SCOPE = "settings"
    CSS_PATH = "settings_page.tcss"
    LISTS = True
    BINDINGS = bindings_for("settings")

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(_draw, is_selectable=_is_setting, key_of=_key, mark=mark, id="settings")
        yield Static(id="settings-about", classes="about", markup=False)

    def on_mount(self) -> None:
        self.set_header("Settings")
        self.query_one("#settings").focus()

    def reload(self) -> None:
        def fetch(connection: sqlite3.Connection) -> WorkspaceRow:
            from okrtui.views.workspace import workspace

            return workspace(connection)

        self.read(fetch, self._show)

    def why_not(self, action: str) -> str:
        return "each setting is saved when it is changed" if action == "save" else ""

    def _show(self, workspace: WorkspaceRow) -> None:
        try:
            own = own_rows(settings.read_settings())
        except settings.SettingsError as error:
            own = []
            self.warn(str(error))
        rows = [
            Heading("YOURS", settings.settings_path()),
            *own,
            Heading("", ""),
            Heading("THE WORKSPACE’S", "for everyone in it"),
            *workspace_rows(workspace),
        ]
        self.query_one("#settings", LineList).show(rows)

    @on(LineSelected)
    def tell_all_of_it(self, event: LineSelected) -> None:
        row = event.row
        about = row.help if _is_setting(row) else ""
        if about and row.choices:
            about = f"{about} One of {', '.join(row.choices)}."
        self.query_one("#settings-about", Static).update(Content.styled(about, ".muted"))

    @on(LineOpened)
    def change_opened(self, event: LineOpened) -> None:
        self._change(event.row)

    def action_open(self) -> None:
        row = self.query_one("#settings", LineList).selected_row
        if _is_setting(row):
            self._change(row)

    def action_save(self) -> None:
        """Nothing waits to be saved here."""

    def _change(self, row: SettingRow) -> None:
        choices = tuple((word, word) for word in row.choices)
        field = FormField("value", row.name, row.value, choices)
        self.okrtui.push_screen(
            FormDialog(
                self,
                f"Change {row.name}",
                (field,),
                "Save",
                lambda session, texts: _save(session, row, texts),
                about=Content.styled(row.help, ".muted"),
                then=self._apply if row.is_own else None,
            )
        )

    def _apply(self, done: Done) -> None:
        self.okrtui.take_settings()
        self.okrtui.action_redraw()
        self.reload()


def own_rows(values: Mapping[str, Any]) -> list[SettingRow]:
    """A person's own settings; keys are remapped in the file, which help shows."""
    rows = []
    for setting in settings.SETTINGS:
        if setting.type == "keys":
            continue
        choices = ("true", "false") if setting.type == "boolean" else tuple(setting.type.split("|"))
        shown = str(values[setting.name])
        if setting.type == "boolean":
            shown = shown.lower()
        rows.append(
            SettingRow(setting.name, shown, setting.help, () if setting.type == "text" else choices, True)
        )
    return rows


def workspace_rows(workspace: WorkspaceRow) -> list[SettingRow]:
    """The workspace's settings as they are typed."""
    deadline = workspace.deadline
    when = f"{deadline.get('weekday') or 'monday'} {deadline.get('time') or '10:00'}"
    texts = (
        ("name", workspace.name, "How the workspace is called.", ()),
        ("timezone", workspace.timezone, "The zone in which weeks end, such as Europe/Berlin.", ()),
        ("deadline", when, "When a check-in week ends, before the team meets.", ()),
        ("scale", workspace.scale, "Scores as 0.00–1.00 (unit) or 0–100 (percent).", ("unit", "percent")),
        ("rag.red", workspace.thresholds["red"], "The greatest score that is red.", ()),
        ("rag.amber", workspace.thresholds["amber"], "The greatest score that is amber.", ()),
        (
            "rag.green",
            workspace.thresholds["green"],
            "The greatest score that is green; above it is stretch.",
            (),
        ),
        ("rag_grace", workspace.rag_grace, "The first share of a time box in which no colour triggers.", ()),
    )
    return [SettingRow(name, value, about, choices, False) for name, value, about, choices in texts]


def _save(session: Session, row: SettingRow, texts: Mapping[str, str]) -> Done:
    from okrtui.actions.session import Done
    from okrtui.actions.workspaces import set_workspace

    if not row.is_own:
        return set_workspace(session, row.name, texts["value"])
    try:
        settings.set(row.name, texts["value"])
    except settings.SettingsError as error:
        raise BadInput(str(error), field="value") from error
    return Done(f"Set {row.name} to {clean_line(texts['value'])}")


def _draw(item: Any, width: int, is_selected: bool) -> Content:
    if isinstance(item, Heading):
        return Content.assemble((item.text, ".heading"), "  ", (clean_line(item.about), ".faint"))
    room = max(width - NAME_WIDTH - VALUE_WIDTH - 2, 0)
    return Content.assemble(
        (fit(item.name, NAME_WIDTH), ".strong" if is_selected else ""),
        " ",
        (fit(clean_line(item.value) or "–", VALUE_WIDTH), ".key"),
        " ",
        (cut(item.help, room), ".muted"),
    )


def _is_setting(item: Any) -> bool:
    return isinstance(item, SettingRow)


def _key(item: Any) -> str:
    return f"{item.is_own} {item.name}" if isinstance(item, SettingRow) else ""
