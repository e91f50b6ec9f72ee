"""The form of one check-in: figure, confidence, insight, next action, the optional rest (Playbook, Weekly update format).

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

from okrtui.okr.check_in import missing_parts
from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import change_between, parse_quantity
from okrtui.okr.rag import rag_of, rag_word, show_score
from okrtui.okr.text import clean_line
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
TEXT_FIELDS = ("insight", "next_action", "help_needed", "evidence", "learning")
LAST_NEEDED = "next_action"
_HINTS = {
    "actual": "give the figure reached, or press = for last week's",
    "milestones_done": "tick what is done with space; Enter confirms",
    "confidence": "press 1 (unlikely) to 5 (certain)",
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

    # Filling

    def fill(self, sitting: Sitting, workspace: WorkspaceRow, is_ascii: bool) -> None:
        """Show a key result's form: its draft, else the check-in that a save would revise, else nothing typed."""
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
        self._put(self._first_values(sitting))
        self._noted = self.values()
        self._show_hints()
        self._show_figures()
        self._show_trend()
        self.scroll_home(animate=False)
        self.focus_first()

    def focus_first(self) -> None:
        """The cursor goes to the figure."""
        self._field("done" if self._is_milestones else "actual").focus()

    @staticmethod
    def _first_values(sitting: Sitting) -> dict[str, Any]:
        if sitting.draft:
            return dict(sitting.draft)
        this = sitting.this
        if this is None:
            return {}
        team = next((team.name for team in sitting.teams if team.id == this.help_from), "")
        return {
            "actual": this.actual or "",
            "done": this.done,
            "confidence": str(this.confidence or ""),
            "insight": this.insight,
            "next_action": this.next_action,
            "help_needed": this.help_needed,
            "help_from": team,
            "evidence": " ".join(this.evidence),
            "learning": this.learning,
            "status": this.status or "",
        }

    def _put(self, values: dict[str, Any]) -> None:
        assert self._sitting is not None
        done = values.get("done")
        names = [name for name, _ in self._sitting.milestones]
        self.query_one("#done", MilestonesField).show(names, done if isinstance(done, list) else None)
        self._has_same = bool(values.get("same"))
        for name in ("actual", "confidence", *TEXT_FIELDS, "help_from", "status"):
            self._field(name).typed = str(values.get(name) or "")

    # What was typed

    def values(self) -> dict[str, Any]:
        """Everything typed, by field, as a draft keeps it."""
        values: dict[str, Any] = {name: self._typed(name) for name in
                                  ("actual", "confidence", *TEXT_FIELDS, "help_from", "status")}  # fmt: skip
        return values | {"done": self.query_one("#done", MilestonesField).done, "same": self._is_same()}

    def missing(self) -> list[str]:
        """The fields that are still needed, in the order of the form."""
        assert self._sitting is not None
        return missing_parts(
            self._typed("actual"),
            self.query_one("#done", MilestonesField).done,
            int(self._typed("confidence") or 0) or None,
            self._typed("insight"),
            self._typed("next_action"),
            self._sitting.line.figures.method,
        )

    def arguments(self) -> dict[str, Any]:
        """What `check_in` is called with.

        Raises:
            BadInput: no team has the name that was typed; `field` is "help_from".
        """
        assert self._sitting is not None
        last = self._sitting.last
        stands = bool(
            last and last.next_action and self._typed("next_action") == clean_line(last.next_action)
        )
        arguments: dict[str, Any] = {
            "confidence": self._typed("confidence"),
            "insight": self._typed("insight"),
            "help_needed": self._typed("help_needed"),
            "help_from": self._team(),
            "evidence": self._typed("evidence").split(),
            "learning": self._typed("learning"),
            "status": self._typed("status"),
            "week": self._sitting.week,
        }
        arguments |= {"next_stands": True} if stands else {"next_action": self._typed("next_action")}
        if self._is_same():
            return arguments | {"same": True}
        if self._is_milestones:
            return arguments | {"done": self.query_one("#done", MilestonesField).done}
        return arguments | {"actual": self._typed("actual")}

    def _team(self) -> str:
        """The id of the team whose name begins as typed; "" where none was typed."""
        assert self._sitting is not None
        typed = self._typed("help_from").casefold()
        if not typed:
            return ""
        exact = [team for team in self._sitting.teams if team.name.casefold() == typed]
        fitting = exact or [team for team in self._sitting.teams if team.name.casefold().startswith(typed)]
        if len(fitting) == 1:
            return fitting[0].id
        known = ", ".join(team.name for team in fitting or self._sitting.teams) or "none yet"
        raise BadInput(f"help from which team? There are: {known}", field="help_from")

    def _typed(self, name: str) -> str:
        return clean_line(str(self._field(name).typed))

    def _field(self, name: str) -> Any:
        return self.query_one(f"#{name}")

    @property
    def _is_milestones(self) -> bool:
        return self._sitting is not None and self._sitting.line.figures.method == "milestones"

    def _is_same(self) -> bool:
        """Whether last week's figure was repeated on purpose and still stands."""
        last = self._sitting.last if self._sitting else None
        if not self._has_same or last is None:
            return False
        if self._is_milestones:
            return self.query_one("#done", MilestonesField).done == last.done
        return self._typed("actual") == last.actual

    # Keys of the form

    def fill_same(self) -> str:
        """Fill in last week's figure; gives the line that says why it can't, or ""."""
        last = self._sitting.last if self._sitting else None
        if last is None or (last.done if self._is_milestones else last.actual) is None:
            return "there is no earlier figure to repeat"
        self._has_same = True
        if self._is_milestones:
            names = [name for name, _ in self._sitting.milestones] if self._sitting else []
            self.query_one("#done", MilestonesField).show(names, last.done)
        else:
            self._field("actual").typed = last.actual
        self._changed()
        return ""

    def keep_next(self) -> str:
        """Fill in last week's next action; gives the line that says why it can't, or ""."""
        last = self._sitting.last if self._sitting else None
        if last is None or not last.next_action:
            return "there is no earlier next action that could stand"
        self._field("next_action").typed = last.next_action
        return ""

    def try_saving(self) -> list[str]:
        """Show from now on what is missing, go to the first such field; gives their names."""
        self._was_tried = True
        missing = self.missing()
        self._show_hints()
        self._show_figures()
        if missing:
            name = {"milestones_done": "done"}.get(missing[0], missing[0])
            self._field(name).focus()
        return missing

    def focus_field(self, name: str) -> None:
        """The cursor goes to a field of `check_in`'s."""
        wanted = {"milestones_done": "done"}.get(name, name)
        if wanted in ("actual", "done", "confidence", *TEXT_FIELDS, "help_from", "status"):
            self._field(wanted).focus()

    @on(FieldChanged)
    def follow_what_is_typed(self, event: FieldChanged) -> None:
        event.stop()
        if self.values() != self._noted:
            self._changed()

    @on(FieldLeft)
    def go_on(self, event: FieldLeft) -> None:
        event.stop()
        is_late = event.field.id not in ("actual", "done", "confidence", "insight")
        if (event.by_enter and (is_late and not self.missing())) or (
            event.field.id == "status" and event.by_enter
        ):
            self.post_message(FormFinished())
        else:
            self.screen.focus_next()

    @on(SameAsked)
    def repeat_last_week(self, event: SameAsked) -> None:
        event.stop()
        self.fill_same()

    def _changed(self) -> None:
        self._noted = self.values()
        self._show_figures()
        if self._was_tried:
            self._show_hints()
        self.post_message(FormChanged())

    # What follows as one types

    def _show_figures(self) -> None:
        sitting, workspace = self._sitting, self._workspace
        if sitting is None or workspace is None:
            return
        from okrtui.okr.scoring import score

        line, last = sitting.line, sitting.last
        done = self.query_one("#done", MilestonesField).done
        actual, trouble = self._figure()
        scored = score(line.figures, actual, done)
        rag = rag_of(scored.rounded, workspace.thresholds) if scored else None
        parts: list[tuple[str, str]] = []
        if line.unit and not self._is_milestones:
            parts.append((f"{line.unit}  ", ".muted"))
        if trouble:
            parts.append((trouble, ".warned"))
        elif scored and rag:
            parts.append((f"{show_score(scored.rounded, workspace.scale)} {rag_word(rag)}", rag_style(rag)))
            if actual is not None and last and last.actual is not None:
                parts.append((f"  {change_between(last.actual, actual)}", ".muted"))
        same = f"= as last week ({last.actual})" if last and last.actual is not None else ""
        if self._is_milestones and last and last.done is not None:
            same = f"= as last week ({len(last.done)})"
        if same and not trouble:
            parts.append((f"   {same}" if scored else same, ".faint" if scored else ".muted"))
        if self._was_tried and not trouble and {"actual", "milestones_done"}.intersection(self.missing()):
            parts = [(_HINTS["milestones_done" if self._is_milestones else "actual"], ".warned")]
        self.query_one("#actual-hint", Static).update(Content.assemble(*parts))
        shown = actual if scored else line.actual
        shown_done = done if done is not None else line.done
        self.query_one("#bar", SittingBar).show(line, shown, shown_done, rag or line.rag, self._is_ascii)

    def _figure(self) -> tuple[str | None, str]:
        """The quantity typed, and what is wrong with it."""
        typed = self._typed("actual")
        if not typed or self._is_milestones or self._sitting is None:
            return None, ""
        try:
            return parse_quantity(typed, self._sitting.line.unit), ""
        except BadInput as error:
            return None, "" if typed in ("-", "+") else str(error)

    def _show_hints(self) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        missing = self.missing() if self._was_tried else []
        last = sitting.last
        week = last.week.partition("-")[2] if last else ""
        confidence = f"last week {last.confidence}" if last and last.confidence else "1 unlikely · 5 certain"
        said = {"confidence": ("", confidence), "insight": ("", ""), "next_action": ("", "")}
        if last:
            said["insight"] = (f"{week}  ", clean_line(last.insight)) if last.insight else ("", "")
            said["next_action"] = (
                (f"{week}  ", clean_line(last.next_action)) if last.next_action else ("", "")
            )
        for name, (label, text) in said.items():
            hint = Content.assemble((label, ".faint"), (text, ".muted"))
            if name in missing:
                hint = Content.assemble((_HINTS[name], ".warned"))
            self.query_one(f"#{name}-hint", Static).update(hint)
        self.query_one("#stands").display = bool(said["next_action"][1]) and "next_action" not in missing
        self.query_one("#status-hint", Static).update(Content.assemble(("optional, your own word", ".faint")))

    def _show_trend(self) -> None:
        assert self._sitting is not None
        line = self._sitting.line
        trend = trend_content(line.trend, rag_style(line.rag), ascii_only=self._is_ascii)
        self.query_one("#trend", Static).update(Content.assemble(trend, "   ", (pace_of(line), ".muted")))
