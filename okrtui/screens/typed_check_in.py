"""What stands in the sitting's form, judged by the rules as one types: score, band, change, what is missing
(domain rules, §§2 and 3); and what is then saved or posted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from okrtui.okr.check_in import missing_parts
from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import change_between, parse_quantity
from okrtui.okr.rag import rag_of, rag_word, show_score
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import weeks_apart
from okrtui.views.values import show_date

if TYPE_CHECKING:
    from okrtui.okr.scoring import Score
    from okrtui.okr.update import UpdateFacts
    from okrtui.views.sitting import Sitting
    from okrtui.views.workspace import WorkspaceRow


class TypedCheckIn(NamedTuple):
    """A form's content.

    Attributes:
        sitting: whose form it is.
        workspace: for its thresholds and scale.
        texts: what was typed, by the fields of a check-in; `help_from` is a team's name as typed.
        done: the milestones ticked, None while they weren't touched.
        same: whether last week's figure was asked for.
    """

    sitting: Sitting
    workspace: WorkspaceRow
    texts: dict[str, str]
    done: list[str] | None
    same: bool

    @property
    def is_milestones(self) -> bool:
        """Whether milestones are ticked in place of a figure."""
        return self.sitting.line.figures.method == "milestones"

    @property
    def last_when(self) -> str:
        """When the check-in was that stands beside the fields: "last week", or the week where weeks were missed."""
        last = self.sitting.last
        if last is None:
            return ""
        return "last week" if weeks_apart(last.week, self.sitting.week) == 1 else last.week.partition("-")[2]

    @property
    def reading_told(self) -> str:
        """Where the figure that stands there was read, "" where it was typed."""
        reading = self.sitting.reading
        if reading is None or self.is_milestones or self.texts["actual"] != reading.value:
            return ""
        return " ".join(
            filter(None, ["read", show_date(reading.at), reading.source and f"in {reading.source}"])
        )

    @property
    def is_same(self) -> bool:
        """Whether last week's figure was repeated on purpose and still stands."""
        last = self.sitting.last
        if not self.same or last is None:
            return False
        return self.done == last.done if self.is_milestones else self.texts["actual"] == last.actual

    @property
    def next_stands(self) -> bool:
        """Whether last week's next action stands, word for word."""
        last = self.sitting.last
        return bool(last and last.next_action and self.texts["next_action"] == clean_line(last.next_action))

    def as_draft(self) -> dict[str, Any]:
        """The form's content as a draft keeps it."""
        return {**self.texts, "done": self.done, "same": self.is_same}

    def figure(self) -> tuple[str | None, str]:
        """The quantity typed, None while there is none, and what is wrong with it in one line, else ""."""
        typed = self.texts["actual"]
        if not typed or self.is_milestones:
            return None, ""
        try:
            return parse_quantity(typed, self.sitting.line.unit), ""
        except BadInput as error:
            return None, "" if typed in ("-", "+") else str(error)

    def score(self) -> tuple[Score | None, str | None]:
        """The score that saving would give, and its band."""
        from okrtui.okr.scoring import score

        scored = score(self.sitting.line.figures, self.figure()[0], self.done)
        return scored, rag_of(scored.rounded, self.workspace.thresholds) if scored else None

    def change(self) -> str:
        """How far the figure moves since last week, signed; "" where that can't be told."""
        last, actual = self.sitting.last, self.figure()[0]
        return change_between(last.actual, actual) if actual and last and last.actual is not None else ""

    def missing(self) -> list[str]:
        """The fields that are still needed, in the order of the form."""
        return missing_parts(
            self.texts["actual"],
            self.done,
            int(self.texts["confidence"] or 0) or None,
            self.texts["insight"],
            self.texts["next_action"],
            self.sitting.line.figures.method,
        )

    def arguments(self) -> dict[str, Any]:
        """What the action `check_in` is called with.

        Raises:
            BadInput: no single team has the name that was typed; `field` is "help_from".
        """
        given: dict[str, Any] = {
            name: self.texts[name] for name in ("confidence", "insight", "help_needed", "learning", "status")
        }
        given |= {
            "help_from": self._team(),
            "evidence": self.texts["evidence"].split(),
            "week": self.sitting.week,
        }
        given |= {"next_stands": True} if self.next_stands else {"next_action": self.texts["next_action"]}
        if self.is_same:
            return given | {"same": True}
        return given | ({"done": self.done} if self.is_milestones else {"actual": self.texts["actual"]})

    def facts(self, base: UpdateFacts) -> UpdateFacts:
        """The facts of the update that would be posted; `base` tells those of what was saved before."""
        scored, rag = self.score()
        actual, _ = self.figure()
        names = [name for name, _ in self.sitting.milestones]
        attainment = scored.attainment if scored and scored.attainment != scored.rounded else None
        return base._replace(
            week=self.sitting.week,
            actual=actual or "",
            change=self.change(),
            milestones_done=sum(name in names for name in self.done) if self.done is not None else None,
            score=show_score(scored.rounded, self.workspace.scale) if scored else "",
            attainment=show_score(attainment, self.workspace.scale) if attainment else "",
            rag=rag_word(rag) if rag else "",
            is_unverified=base.is_unverified and not self.texts["evidence"],
            confidence=int(self.texts["confidence"] or 0) or None,
            pace="",
            stale_weeks=0,
            declared=self.texts["status"],
            insight=self.texts["insight"],
            next_action=self.texts["next_action"],
            help_needed=self.texts["help_needed"],
            help_from=self.texts["help_from"],
            evidence=self.texts["evidence"].split(),
        )

    def _team(self) -> str:
        """The id of the team whose name begins as typed; "" where none was typed."""
        typed = self.texts["help_from"].casefold()
        if not typed:
            return ""
        teams = self.sitting.teams
        exact = [team for team in teams if team.name.casefold() == typed]
        fitting = exact or [team for team in teams if team.name.casefold().startswith(typed)]
        if len(fitting) == 1:
            return fitting[0].id
        known = ", ".join(team.name for team in fitting or teams) or "none yet"
        raise BadInput(f"help from which team? There are: {known}", field="help_from")


def first_values(sitting: Sitting) -> dict[str, Any]:
    """What a form opens with: its draft, else the check-in that a save would revise, else what a pipeline read."""
    if sitting.draft:
        return dict(sitting.draft)
    this = sitting.this
    if this is None:
        return {"actual": sitting.reading.value} if sitting.reading else {}
    return {
        "actual": this.actual or "",
        "done": this.done,
        "confidence": str(this.confidence or ""),
        "insight": this.insight,
        "next_action": this.next_action,
        "help_needed": this.help_needed,
        "help_from": next((team.name for team in sitting.teams if team.id == this.help_from), ""),
        "evidence": " ".join(this.evidence),
        "learning": this.learning,
        "status": this.status or "",
        "same": "actual" in this.repeats,
    }
