"""A check-in asked line by line, for dumb terminals, screen readers and pipes.

What was given as an option isn't asked. On a terminal a wrong answer is asked again; from a pipe it ends the
command, and nothing is saved. On a terminal each answer is kept as a draft, so that an interruption loses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.figures_text import NOTHING, reached, signals, way
from okrtui.cli.invocation import Invocation
from okrtui.cli.streams import say
from okrtui.okr.check_in import check_milestones_done, parse_confidence
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.quantities import parse_quantity, show_quantity
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import weeks_apart

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
    if not sys.stdin.isatty():
        _ask_all(invocation, sitting, answers, {}, lambda: None)
        return answers
    draft = _drafted(sitting)
    keep = partial(_keep, invocation.path(), sitting, answers)
    if draft:
        say("A draft is there: where it is named, Enter keeps it.")
    try:
        _ask_all(invocation, sitting, answers, draft, keep)
    except (click.Abort, KeyboardInterrupt):
        is_kept = bool(draft) or answers != given
        say("\nNot saved." + (" The draft is kept: the same command takes it up." if is_kept else ""))
        raise
    return answers


def _drafted(sitting: Sitting) -> dict[str, str]:
    """What a draft holds, by field, as a person would type it; milestones by their numbers.

    Without a draft a figure that a pipeline read is proposed.
    """
    draft = sitting.draft or {"actual": sitting.reading.value if sitting.reading else ""}
    texts = {name: value for name, value in draft.items() if isinstance(value, str) and value}
    names, done = [name for name, _ in sitting.milestones], draft.get("done")
    if names and isinstance(done, list):
        texts["done"] = ", ".join(str(names.index(name) + 1) for name in done if name in names) or "0"
    return texts


def _ask_all(
    invocation: Invocation,
    sitting: Sitting,
    answers: dict[str, Any],
    draft: dict[str, str],
    keep: Callable[[], None],
) -> None:
    """Ask for what is missing, one after the other; `keep` is called after each answer."""
    if not any(answers[name] for name in ("actual", "same", "by", "done", "none_done")):
        is_milestones = sitting.line.figures.method == "milestones"
        answers |= _ask_milestones(sitting, draft) if is_milestones else _ask_actual(sitting, draft)
        keep()
    if not answers["confidence"]:
        before = (
            [f"{_when(sitting)} {sitting.last.confidence}"]
            if sitting.last and sitting.last.confidence
            else []
        )
        question = _question("Confidence 1-5", before, draft.get("confidence"))
        answers["confidence"] = _answer(
            question, lambda text: str(parse_confidence(text)), draft.get("confidence")
        )
        keep()
    if not answers["insight"]:
        question = _question("Insight", [], draft.get("insight"))
        answers["insight"] = _answer(question, _something, draft.get("insight"))
        keep()
    if not (answers["next_action"] or answers["next_stands"]):
        answers |= _ask_next(sitting, draft)
        keep()
    if not answers["help_needed"]:
        answers["help_needed"] = _ask_more("Help needed", clean_line, draft.get("help_needed"))
        keep()
    if answers["help_needed"] and not answers["help_from"]:
        answers["help_from"] = _ask_more("From which team", _team(invocation), draft.get("help_from"))
        keep()
    if not answers["evidence"]:
        links = _ask_more("Evidence link", clean_line, draft.get("evidence"))
        answers["evidence"] = tuple(links.split()) if links else ()
        keep()


def _keep(path: str, sitting: Sitting, answers: dict[str, Any]) -> None:
    """Write what is answered so far as the draft that the screens open as well."""
    from okrtui.actions.drafts import save_draft

    last = sitting.last
    said = {
        name: answers[name] or ""
        for name in ("actual", "confidence", "insight", "next_action", "help_needed")
    }
    if answers["same"] and last:
        said["actual"] = last.actual or ""
    if answers["next_stands"] and last:
        said["next_action"] = clean_line(last.next_action)
    done = list(answers["done"]) if answers["done"] or answers["none_done"] else None
    if answers["same"] and last and done is None:
        done = last.done
    more = {"help_from": answers["help_from"] or "", "evidence": " ".join(answers["evidence"] or ())}
    rest = {name: answers[name] or "" for name in ("learning", "status")}
    kept = {name: value for name, value in {**said, **more, **rest}.items() if value}
    fields = {**(sitting.draft or {}), **kept, "done": done, "same": bool(answers["same"])}
    save_draft(path, sitting.line.id, sitting.week, fields)


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


def _when(sitting: Sitting) -> str:
    """When the check-in was whose values are named: "last week", or the week where weeks were missed."""
    assert sitting.last is not None
    return "last week" if weeks_apart(sitting.last.week, sitting.week) == 1 else sitting.last.week[-3:]


def _question(name: str, hints: list[str], drafted: str | None) -> str:
    """A question with what may be answered in brackets."""
    shown = [*hints, f"draft: {clean_line(drafted)}, Enter keeps it"] if drafted else hints
    return f"{name} ({'; '.join(shown)}): " if shown else f"{name}: "


def _ask_more(name: str, read: Callable[[str], str], drafted: str | None) -> str | None:
    """Ask for what may be left out."""
    question = _question(name, ["0 for none"] if drafted else ["Enter for none"], drafted)
    answer = _answer(question, lambda text: "" if drafted and text.strip() == "0" else read(text), drafted)
    return answer or None


def _ask_actual(sitting: Sitting, draft: dict[str, str]) -> dict[str, Any]:
    unit = sitting.line.unit
    last = sitting.last.actual if sitting.last else None
    hints = [f"{_when(sitting)} {show_quantity(last, unit)}, = for the same"] if last else []
    name = f"Actual in {unit}" if unit and not last else "Actual"
    typed = _answer(
        _question(name, hints, draft.get("actual")),
        lambda text: SAME if last and text.strip() == SAME else parse_quantity(text, unit),
        draft.get("actual"),
    )
    return {"same": True} if typed == SAME else {"actual": typed}


def _ask_milestones(sitting: Sitting, draft: dict[str, str]) -> dict[str, Any]:
    names = [name for name, _ in sitting.milestones]
    before = sitting.last.done if sitting.last and sitting.last.done else []
    for number, name in enumerate(names, 1):
        say(f"  {number} {clean_line(name)}{f', done {_when(sitting)}' if name in before else ''}")
    same = ["= for the same"] if sitting.last and sitting.last.done is not None else []
    typed = _answer(
        _question("Which are done, by number or name, with commas", ["0 for none", *same], draft.get("done")),
        lambda text: SAME if same and text.strip() == SAME else "\n".join(_milestones(text, names)),
        draft.get("done"),
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


def _ask_next(sitting: Sitting, draft: dict[str, str]) -> dict[str, Any]:
    stands = bool(sitting.last and sitting.last.next_action)
    drafted = draft.get("next_action")
    typed = _answer(
        _question("Next action", ["= if it stands"] if stands else [], drafted), _something, drafted
    )
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


def _answer(question: str, read: Callable[[str], str], drafted: str | None = None) -> str:
    """One line from stdin, read until it can be used; from a pipe the first one counts.

    Nothing at all is the draft's value, where the question named one.
    """
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
            return read(typed.rstrip("\n") or drafted or "")
        except OkrtuiError as error:
            if not is_terminal:
                raise BadInput(f"{question.split('(')[0].strip(' :')}: {error}") from error
            say(str(error))
