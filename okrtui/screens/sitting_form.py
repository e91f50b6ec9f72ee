"""The form of one check-in: figure, confidence, insight, next action and the rest (Playbook, Weekly update format).

Last week's words stand beside the fields; score, band, change and bar follow as one types. What is missing is said
where it is missing, and only once saving was tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Static

from okrtui.okr.quantities import show_signed
from okrtui.okr.rag import rag_word, show_score
from okrtui.okr.text import clean_line
from okrtui.screens.typed_check_in import TypedCheckIn, first_values
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.detail_strip import pace_of
from okrtui.widgets.form_fields import (
    ChoiceField,
    FieldChanged,
    FieldLeft,
    FigureField,
    LineField,
    MilestonesField,
    SameAsked,
    TextField,
)
from okrtui.widgets.sitting_bar import SittingBar
from okrtui.widgets.trend import trend_content

if TYPE_CHECKING:
    from okrtui.views.sitting import Sitting
    from okrtui.views.workspace import WorkspaceRow

CONFIDENCES = tuple((str(n), str(n)) for n in range(1, 6))
STATUSES = (("on_track", "on track"), ("at_risk", "at risk"), ("behind", "behind"))
FIELDS = (
    "actual",
    "confidence",
    "insight",
    "next_action",
    "help_needed",
    "help_from",
    "evidence",
    "learning",
    "status",
)
_HINTS = {
    "actual": "type the figure, or = for last week's",
    "milestones_done": "tick with space, then Enter",
    "confidence": "press 1–5: 5 is certain",
    "insight": "one sentence: what did the week show?",
    "next_action": "one next step, or ctrl+n: last week's stands",
}


class FormChanged(Message):
    """Something in the form was typed or chosen."""


class FormFinished(Message):
    """Enter was pressed in a late field while nothing is missing: the person is done with it."""


class SittingForm(VerticalScroll, can_focus=False):
    """The fields of one check-in."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sitting: Sitting | None = None
        self._workspace: WorkspaceRow | None = None
        self._is_ascii = False
        self._has_same = False
        self._was_tried = False
        self._noted: dict[str, Any] = {}

    def compose(self) -> Iterable[Widget]:
        yield Static(id="title", markup=False)
        yield Static(id="objective", markup=False)
        yield SittingBar(id="bar")
        with Horizontal(classes="field"):
            yield Static("Actual", classes="label", markup=False)
            yield FigureField(id="actual")
            yield MilestonesField(id="done")
            yield Static(id="actual-hint", classes="hint", markup=False)
        with Horizontal(classes="field"):
            yield Static("Confidence", classes="label", markup=False)
            yield ChoiceField(CONFIDENCES, id="confidence")
            yield Static(id="confidence-hint", classes="hint", markup=False)
        for name, label in (("insight", "Insight"), ("next_action", "Next")):
            with Horizontal(classes="field text"):
                yield Static(label, classes="label", markup=False)
                yield TextField(id=name)
            with Horizontal(classes="beneath"):
                yield Static(id=f"{name}-hint", classes="last", markup=False)
                if name == "next_action":
                    yield Static("ctrl+n it stands", id="stands", markup=False)
        with Horizontal(classes="field optional"):
            yield Static("Help", classes="label", markup=False)
            yield LineField("what you need, if anything", id="help_needed")
            yield Static("from", classes="from", markup=False)
            yield LineField("team", id="help_from")
        with Horizontal(classes="field"):
            yield Static("Evidence", classes="label", markup=False)
            yield LineField("links, separated by spaces", id="evidence")
        with Horizontal(classes="field"):
            yield Static("Learning", classes="label", markup=False)
            yield LineField("a pattern worth keeping", id="learning")
        with Horizontal(classes="field"):
            yield Static("Status", classes="label", markup=False)
            yield ChoiceField(STATUSES, id="status")
            yield Static(id="status-hint", classes="hint", markup=False)
        yield Static(id="trend", markup=False)

    # Filling and reading

    def fill(self, sitting: Sitting, workspace: WorkspaceRow, is_ascii: bool) -> None:
        """Show a key result's form, with what `first_values` gives in it."""
        self._sitting, self._workspace, self._is_ascii = sitting, workspace, is_ascii
        self._was_tried = False
        is_milestones = sitting.line.figures.method == "milestones"
        self.query_one("#actual").display = not is_milestones
        self.query_one("#done").display = is_milestones
        self.query_one("#title", Static).update(Content.assemble((sitting.line.title, ".strong")))
        self.query_one("#objective", Static).update(
            Content.assemble((sitting.line.objective_title, ".muted"))
        )
        teams = [team.name for team in sitting.teams]
        self.query_one("#help_from", LineField).suggester = SuggestFromList(teams, case_sensitive=False)
        self._put(sitting, first_values(sitting))
        self._noted = self.typed().as_draft()
        self._show_hints()
        self._show_figures()
        self._show_trend(sitting)
        self.scroll_home(animate=False)
        self.focus_first()

    def _put(self, sitting: Sitting, values: dict[str, Any]) -> None:
        done = values.get("done")
        names = [name for name, _ in sitting.milestones]
        self.query_one("#done", MilestonesField).show(names, done if isinstance(done, list) else None)
        self._has_same = bool(values.get("same"))
        for name in FIELDS:
            self._field(name).typed = str(values.get(name) or "")

    def typed(self) -> TypedCheckIn:
        """What stands in the form."""
        assert self._sitting is not None
        assert self._workspace is not None
        texts = {name: clean_line(str(self._field(name).typed)) for name in FIELDS}
        done = self.query_one("#done", MilestonesField).done
        return TypedCheckIn(self._sitting, self._workspace, texts, done, self._has_same)

    def _field(self, name: str) -> Any:
        return self.query_one(f"#{name}")

    # Keys of the form

    def focus_first(self) -> None:
        """The cursor goes to the figure; what stands there is selected, so that typing replaces it."""
        self._field("done" if self._field("done").display else "actual").focus()
        self._field("actual").select_all()

    def focus_field(self, name: str) -> None:
        """The cursor goes to the field of a check-in that has this name."""
        wanted = {"milestones_done": "done"}.get(name, name)
        if wanted in ("done", *FIELDS):
            self._field(wanted).focus()

    def fill_same(self) -> str:
        """Fill in last week's figure; gives the line that says why it can't, or ""."""
        typed = self.typed()
        last = typed.sitting.last
        if last is None or (last.done if typed.is_milestones else last.actual) is None:
            return "there is no earlier figure to repeat"
        self._has_same = True
        if typed.is_milestones:
            self.query_one("#done", MilestonesField).show(
                [name for name, _ in typed.sitting.milestones], last.done
            )
        else:
            self._field("actual").typed = last.actual
        self._changed()
        return ""

    def keep_next(self) -> str:
        """Fill in last week's next action; gives the line that says why it can't, or ""."""
        last = self.typed().sitting.last
        if last is None or not last.next_action:
            return "there is no earlier next action that could stand"
        self._field("next_action").typed = last.next_action
        return ""

    def try_saving(self) -> list[str]:
        """Show from now on what is missing, go to the first such field; gives their names."""
        self._was_tried = True
        missing = self.typed().missing()
        self._show_hints()
        self._show_figures()
        if missing:
            self.focus_field(missing[0])
        return missing

    @on(FieldChanged)
    def follow_what_is_typed(self, event: FieldChanged) -> None:
        event.stop()
        if self.typed().as_draft() != self._noted:
            self._changed()

    @on(FieldLeft)
    def go_on(self, event: FieldLeft) -> None:
        event.stop()
        is_late = event.field.id not in ("actual", "done", "confidence", "insight")
        is_last = event.field.id == "status"
        if event.by_enter and (is_last or (is_late and not self.typed().missing())):
            self.post_message(FormFinished())
        else:
            self.screen.focus_next()

    @on(SameAsked)
    def repeat_last_week(self, event: SameAsked) -> None:
        event.stop()
        self.fill_same()

    def _changed(self) -> None:
        self._noted = self.typed().as_draft()
        self._show_figures()
        if self._was_tried:
            self._show_hints()
        self.post_message(FormChanged())

    # What follows as one types

    def _show_figures(self) -> None:
        typed = self.typed()
        line = typed.sitting.line
        actual, trouble = typed.figure()
        scored, rag = typed.score()
        missing = {"actual", "milestones_done"}.intersection(typed.missing()) if self._was_tried else set()
        hint = self._figure_hint(typed, trouble)
        if missing:
            hint = Content.assemble((_HINTS[missing.pop()], ".warned"))
        self.query_one("#actual-hint").set_class(bool(trouble) and not missing, "-trouble")
        self.query_one("#actual-hint", Static).update(hint)
        shown = actual if scored else line.actual
        shown_done = typed.done if typed.done is not None else line.done
        self.query_one("#bar", SittingBar).show(line, shown, shown_done, rag or line.rag, self._is_ascii)

    @staticmethod
    def _figure_hint(typed: TypedCheckIn, trouble: str) -> Content:
        """Unit, score and band, change, and last week's figure, beside the figure."""
        scored, rag = typed.score()
        unit = "" if typed.is_milestones else typed.sitting.line.unit
        parts: list[tuple[str, str]] = [(f"{unit}  " if unit else "", ".muted")]
        if trouble:
            return Content.assemble(*parts, (trouble, ".warned"))
        if scored and rag:
            parts.append(
                (f"{show_score(scored.rounded, typed.workspace.scale)} {rag_word(rag)}", rag_style(rag))
            )
            change = "unchanged" if typed.change() == "0" else show_signed(typed.change())
            parts.append((f"  {change}".rstrip(), ".muted"))
        if typed.reading_told:
            parts.append((f"   {typed.reading_told}", ".muted"))
            return Content.assemble(*parts)
        last = typed.sitting.last
        if last and (last.done if typed.is_milestones else last.actual) is not None:
            before = f"{len(last.done or ())} done" if typed.is_milestones else last.actual
            same = f"= as {typed.last_when} ({before})"
            parts.append((f"   {same}" if scored else same, ".faint" if scored else ".muted"))
        return Content.assemble(*parts)

    def _show_hints(self) -> None:
        typed = self.typed()
        missing = typed.missing() if self._was_tried else []
        last = typed.sitting.last
        week = f"{last.week.partition('-')[2]}  " if last else ""
        confidence = (
            f"{typed.last_when} {last.confidence}" if last and last.confidence else "1 unlikely · 5 certain"
        )
        if typed.sitting.agreed is not None:
            confidence = f"your team agreed on {typed.sitting.agreed} · {confidence}"
        insight, next_action = (clean_line(last.insight), clean_line(last.next_action)) if last else ("", "")
        said = {
            "confidence": ("", confidence),
            "insight": (week, insight),
            "next_action": (week, next_action),
        }
        for name, (label, text) in said.items():
            hint = Content.assemble((label if text else "", ".faint"), (text, ".muted"))
            if name in missing:
                is_first = name == "next_action" and not next_action
                hint = Content.assemble(("one next step" if is_first else _HINTS[name], ".warned"))
            self.query_one(f"#{name}-hint", Static).update(hint)
        self.query_one("#stands").display = bool(next_action) and "next_action" not in missing
        self.query_one("#status-hint", Static).update(Content.assemble(("optional, your own word", ".faint")))

    def _show_trend(self, sitting: Sitting) -> None:
        line = sitting.line
        trend = trend_content(line.trend, rag_style(line.rag), ascii_only=self._is_ascii)
        self.query_one("#trend", Static).update(Content.assemble(trend, "   ", (pace_of(line), ".muted")))
