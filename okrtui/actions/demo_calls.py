"""What the demo's people raise by hand, and the steps that they take on what is open, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from okrtui.actions.demo_planning import RUNNING
from okrtui.actions.demo_story.called import ANSWERS, RAISED
from okrtui.actions.demo_story.shapes import Answered, Raised, Step
from okrtui.actions.demo_telling import Stage
from okrtui.actions.escalations import raise_escalation, take_step
from okrtui.okr.identity import escalation_id
from okrtui.views.workspace import workspace

Happening = tuple[datetime, Callable[[], None]]

_OBJECTIVES = frozenset(one.key for one in RUNNING)


def calls(stage: Stage) -> Iterator[Happening]:
    """Blockers and data issues with their steps, and the answers to what check-ins opened."""
    for place, raised in enumerate(RAISED):
        at = stage.times.at(raised.when)
        yield at, partial(_raise, stage, raised, at, f"raised {place}")
        for step in raised.steps:
            after = stage.times.at(step.when)
            yield after, partial(_go_on, stage, f"raised {place}", step, after)
    for answered in ANSWERS:
        for step in answered.steps:
            at = stage.times.at(step.when)
            yield at, partial(_answer, stage, answered, step, at)


def _raise(stage: Stage, raised: Raised, at: datetime, name: str) -> None:
    of = "objective" if raised.about in _OBJECTIVES else "key_result"
    made = raise_escalation(
        stage.acting(raised.by, at),
        raised.kind,
        raised.text,
        help_from=stage.ids.get(raised.help_from, ""),
        **{of: stage.ids[raised.about]},
    )
    stage.ids[name] = made.id


def _go_on(stage: Stage, name: str, step: Step, at: datetime) -> None:
    take_step(stage.acting(step.by, at), stage.ids[name], step.step, **_texts(stage, step))


def _answer(stage: Stage, answered: Answered, step: Step, at: datetime) -> None:
    """A step on what is named by kind, KR and week; what the check-ins say is folded before it is read."""
    stage.journal.fold()
    stage.unfolded.clear()
    id_ = escalation_id(
        workspace(stage.journal.connection).id,
        answered.kind,
        stage.ids[answered.key_result],
        stage.times.week(answered.week),
    )
    take_step(stage.acting(step.by, at), id_, step.step, **_texts(stage, step))


def _texts(stage: Stage, step: Step) -> dict[str, str]:
    return {name: stage.ids[text] if name == "help_from" else text for name, text in step.texts}
