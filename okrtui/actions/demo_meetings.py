"""What the demo's people decide, raise and answer, and the reviews that they hold, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from okrtui.actions.decisions import close_action, decide, rule
from okrtui.actions.demo_planning import RUNNING
from okrtui.actions.demo_story.decided import DECISIONS, REVIEWS
from okrtui.actions.demo_story.events import BETS
from okrtui.actions.demo_story.shapes import Decided, Held, Step
from okrtui.actions.demo_telling import Stage
from okrtui.actions.reviews import save_review

Happening = tuple[datetime, Callable[[], None]]

_OBJECTIVES = frozenset(one.key for one in RUNNING)
_BETS = frozenset(one.key for one in BETS)


def meetings(stage: Stage) -> Iterator[Happening]:
    """Decisions with what became of them, and reviews."""
    for decided in DECISIONS:
        at = stage.times.at(decided.when)
        yield at, partial(_decide, stage, decided, at)
        for step in decided.steps:
            after = stage.times.at(step.when)
            yield after, partial(_go_on, stage, decided, step, after)
    for held in REVIEWS:
        at = stage.times.at(held.when)
        yield at, partial(_hold, stage, held, at)


def _decide(stage: Stage, decided: Decided, at: datetime) -> None:
    made = decide(
        stage.acting(decided.by, at),
        decided.text,
        evidence=decided.evidence,
        owner=stage.ids[decided.owner],
        due=stage.times.last_day(decided.due),
        kind=decided.kind,
        change=decided.change,
        key_results=[stage.ids[one] for one in decided.about if one not in _OBJECTIVES | _BETS],
        objectives=[stage.ids[one] for one in decided.about if one in _OBJECTIVES],
        initiatives=[stage.ids[one] for one in decided.about if one in _BETS],
    )
    stage.ids[decided.key] = made.id


def _go_on(stage: Stage, decided: Decided, step: Step, at: datetime) -> None:
    session, text = stage.acting(step.by, at), dict(step.texts).get("text", "")
    if step.step == "done":
        close_action(session, stage.ids[decided.key], text)
    else:
        rule(session, stage.ids[decided.key], step.step, text)


def _hold(stage: Stage, held: Held, at: datetime) -> None:
    save_review(
        stage.acting(held.by, at),
        held.kind,
        team=stage.ids[held.team],
        attendees=[stage.ids[one] for one in held.attendees],
        notes=held.notes,
        learnings=held.learnings,
        decisions=[stage.ids[one] for one in held.decisions],
    )
