"""A check-in asked line by line, for dumb terminals, screen readers and pipes.

What was given as an option isn't asked. On a terminal a wrong answer is asked again; from a pipe it ends the
command, and nothing is saved.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.figures_text import NOTHING, reached, signals, way
from okrtui.cli.invocation import Invocation
from okrtui.cli.streams import say
from okrtui.okr.check_in import check_milestones_done, parse_confidence
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.quantities import parse_quantity, show_quantity
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.views.sitting import Sitting

SAME = "="


def ask(invocation: Invocation, key_result: str, week: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """The options with what the answers add to them.

    Args:
        invocation: says in which workspace.
        key_result: the KR's id.
        week: the week to check in for; the running one where it is None.
        given: the options' values by their names.

    Raises:
        BadInput: an answer from a pipe can't be used.
    """
    sitting, scale = _sitting(invocation, key_result, week)
    _introduce(sitting, scale)
    answers = dict(given)
    if not any(answers[name] for name in ("actual", "same", "by", "done", "none_done")):
        answers |= (
            _ask_milestones(sitting) if sitting.line.figures.method == "milestones" else _ask_actual(sitting)
        )
    if not answers["confidence"]:
        before = f" (last week {sitting.last.confidence})" if sitting.last and sitting.last.confidence else ""
        answers["confidence"] = _answer(f"Confidence 1-5{before}: ", lambda text: str(parse_confidence(text)))
    if not answers["insight"]:
        answers["insight"] = _answer("Insight: ", _something)
    if not (answers["next_action"] or answers["next_stands"]):
        answers |= _ask_next(sitting)
    if not answers["help_needed"]:
        answers["help_needed"] = _answer("Help needed (Enter for none): ", clean_line) or None
    if answers["help_needed"] and not answers["help_from"]:
        answers["help_from"] = _answer("From which team (Enter for none): ", _team(invocation)) or None
    if not answers["evidence"]:
        link = _answer("Evidence link (Enter for none): ", clean_line)
        answers["evidence"] = (link,) if link else ()
    return answers


def _sitting(invocation: Invocation, key_result: str, week: str | None) -> tuple[Sitting, str]:
    """What stands beside the questions, and the scale on which scores are shown."""
    from okrtui.okr.weeks import week_of
    from okrtui.views.sitting import sitting
    from okrtui.views.workspace import calendar, workspace

    now = invocation.now()
    with invocation.reading() as c:
        here = workspace(c)
        return sitting(c, key_result, week or week_of(now, calendar(here)), now), here.scale


def _introduce(sitting: Sitting, scale: str) -> None:
    line = sitting.line
    say(f"{line.code}  {line.title}, {sitting.week}")
    say(f"{way(line.figures, line.unit)}, now {reached(line)} · {signals(line, scale)}")
    if sitting.last:
        say(f"{sitting.last.week}: {clean_line(sitting.last.insight) or NOTHING}")
        say(f"next was: {clean_line(sitting.last.next_action) or NOTHING}")
    if sitting.this:
        say("This week has a check-in already: yours will be a revision of it.")


def _ask_actual(sitting: Sitting) -> dict[str, Any]:
    unit = sitting.line.unit
    last = sitting.last.actual if sitting.last else None
    hint = (
        f" (last week {show_quantity(last, unit)}, = for the same)" if last else f" in {unit}" if unit else ""
    )
    typed = _answer(
        f"Actual{hint}: ", lambda text: SAME if last and text.strip() == SAME else parse_quantity(text, unit)
    )
    return {"same": True} if typed == SAME else {"actual": typed}


def _ask_milestones(sitting: Sitting) -> dict[str, Any]:
    names = [name for name, _ in sitting.milestones]
    before = sitting.last.done if sitting.last and sitting.last.done else []
    for number, name in enumerate(names, 1):
        say(f"  {number} [{'x' if name in before else ' '}] {clean_line(name)}")
    same = ", = for the same" if sitting.last and sitting.last.done is not None else ""
    typed = _answer(
        f"Which are done, by number or name, with commas (0 for none{same}): ",
        lambda text: SAME if same and text.strip() == SAME else "\n".join(_milestones(text, names)),
    )
    if typed == SAME:
        return {"same": True}
    return {"done": tuple(typed.split("\n"))} if typed else {"none_done": True}


def _milestones(text: str, names: list[str]) -> list[str]:
    if not text.strip():
        raise BadInput("say which milestones are done, or 0 for none", field="milestones_done")
    if text.strip() == "0":
        return []
    parts = [part.strip() for part in text.split(",") if part.strip()]
    named = [
        names[int(part) - 1] if part.isascii() and part.isdigit() and 1 <= int(part) <= len(names) else part
        for part in parts
    ]
    return check_milestones_done(named, names)


def _ask_next(sitting: Sitting) -> dict[str, Any]:
    stands = bool(sitting.last and sitting.last.next_action)
    typed = _answer(f"Next action{' (= if it stands)' if stands else ''}: ", _something)
    return {"next_stands": True} if stands and typed == SAME else {"next_action": typed}


def _something(text: str) -> str:
    line = clean_line(text)
    if not line:
        raise BadInput("this one is needed: write one line")
    return line


def _team(invocation: Invocation) -> Callable[[str], str]:
    from okrtui.cli.naming import team_id

    def checked(text: str) -> str:
        if text.strip():
            team_id(invocation, text.strip())
        return text.strip()

    return checked


def _answer(question: str, read: Callable[[str], str]) -> str:
    """One line from stdin, read until it can be used; from a pipe the first one counts."""
    is_terminal = sys.stdin.isatty()
    while True:
        sys.stderr.write(question)
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not is_terminal:
            sys.stderr.write("\n")
        elif not typed:
            raise click.Abort
        try:
            return read(typed.rstrip("\n"))
        except OkrtuiError as error:
            if not is_terminal:
                raise BadInput(f"{question.split('(')[0].strip(' :')}: {error}") from error
            say(str(error))
