"""`okrtui checkin KR`: the week's figure, confidence, insight and next action, at once or line by line.

Plausibility questions are asked on a terminal and end with exit 4 elsewhere, with nothing saved
(domain rules, The week).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session

CONTENT = (
    "actual",
    "same",
    "by",
    "done",
    "none_done",
    "confidence",
    "insight",
    "next_action",
    "next_stands",
    "help_needed",
    "help_from",
    "evidence",
    "learning",
    "status",
    "initiative",
)
OPTION_OF = {
    "actual": "--actual (or --same, --by)",
    "milestones_done": "--done (or --none-done, --same)",
    "confidence": "--confidence",
    "insight": "--insight",
    "next_action": "--next (or --next-stands)",
}


@click.command(cls=Command)
@click.argument("ref", metavar="KR")
@click.option("--actual", metavar="N", help="The figure reached; the KR's unit may stand with it.")
@click.option("--same", is_flag=True, help="The figure is the same as last week's, on purpose.")
@click.option("--by", metavar="N", help="The figure moved by N since last week.")
@click.option(
    "--done", multiple=True, metavar="NAME", help="A milestone that is done; repeatable, name all of them."
)
@click.option("--none-done", is_flag=True, help="No milestone is done yet.")
@click.option(
    "--confidence", metavar="1-5", help="The belief that the target will be hit by the cycle's end."
)
@click.option("--insight", metavar="TEXT", help="One sentence on what the week showed.")
@click.option("--next", "next_action", metavar="TEXT", help="The next action.")
@click.option("--next-stands", is_flag=True, help="Last week's next action stands, on purpose.")
@click.option("--help-needed", metavar="TEXT", help="What would help.")
@click.option("--help-from", metavar="TEAM", help="The team that is asked.")
@click.option("--evidence", multiple=True, metavar="URL", help="A link that proves it; repeatable.")
@click.option("--learning", metavar="TEXT", help="A pattern worth keeping.")
@click.option("--status", type=click.Choice(["on_track", "at_risk", "behind"]), help="The owner's own word.")
@click.option("--initiative", metavar="REF", help="The initiative that the next action is about.")
@click.option("--on-behalf", is_flag=True, help="It is for the owner; refused where the KR is your own.")
@click.option("--week", metavar="WEEK", help="An earlier week, such as W46 or 2026-W46; it is marked late.")
@click.option("--yes", is_flag=True, help="Answer questions such as “is this right?” with yes.")
@click.option("--retract", is_flag=True, help="Take the week's check-in back; it stays readable.")
@click.option("--plain", is_flag=True, help="Ask line by line; works over any terminal and from a pipe.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    ref: str,
    on_behalf: bool,
    week: str | None,
    yes: bool,
    retract: bool,
    plain: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Check in for a KR. Again for the same week it is a revision, and both versions stay readable.

    Without options the form opens under the prompt; leaving it keeps what was typed. For a KR that isn't
    yours it is marked as made on the owner's behalf.
    """
    from okrtui.cli.naming import key_result_id

    key_result = key_result_id(invocation, ref)
    week = _week(invocation, week)
    if retract:
        from okrtui.actions.check_ins import retract as take_back

        report(take_back(invocation.session(), key_result, week=week), as_json)
        return
    is_empty = not any(given[name] for name in CONTENT)
    if plain:
        from okrtui.cli.plain_check_in import ask

        given = ask(invocation, key_result, week, given)
    elif is_empty and _opens_form(as_json):
        if on_behalf:
            _require_another_owner(invocation, key_result)
        raise click.exceptions.Exit(_open_form(invocation, key_result, week))
    fields = _fields(invocation, key_result, given)
    _require(invocation, key_result, fields)
    if on_behalf:
        _require_another_owner(invocation, key_result)
    done = _save(invocation.session(), key_result, {**fields, "week": week}, yes)
    _report(invocation, key_result, done, as_json)


def _week(invocation: Invocation, typed: str | None) -> str | None:
    if not typed:
        return None
    from okrtui.okr.weeks import parse_week, week_of
    from okrtui.views.workspace import calendar, workspace

    with invocation.reading() as c:
        return parse_week(typed, week_of(invocation.now(), calendar(workspace(c))))


def _opens_form(as_json: bool) -> bool:
    from okrtui.cli.streams import is_conversation

    return is_conversation() and not as_json


def _open_form(invocation: Invocation, key_result: str, week: str | None) -> int:
    """Open the form under the prompt, say how it ended; the exit code."""
    from okrtui.cli.streams import say
    from okrtui.screens.inline_sitting import LEFT, check_in_inline  # heavy: loaded only to be opened

    end = check_in_inline(invocation.workspace, invocation.acting_as, key_result, week)
    if end.done:
        report(end.done, as_json=False)
    elif end.code == LEFT:
        kept = "the draft is kept, the same command takes it up" if end.has_draft else "nothing was typed"
        say(f"not saved: {kept}")
    return end.code


def _fields(invocation: Invocation, key_result: str, given: dict[str, Any]) -> dict[str, Any]:
    """The options as the action takes them: team and initiative by id, the confidence as a number."""
    from okrtui.cli.naming import initiative_id, team_id
    from okrtui.okr.check_in import parse_confidence
    from okrtui.okr.errors import BadInput

    figures = [name for name in ("actual", "same", "by") if given[name]]
    if len(figures) > 1:
        raise BadInput("give one of --actual, --same and --by", field="actual")
    if given["done"] and given["none_done"]:
        raise BadInput("give either --done or --none-done", field="milestones_done")
    if given["next_action"] and given["next_stands"]:
        raise BadInput("give either --next or --next-stands", field="next_action")
    fields = {name: given[name] for name in CONTENT if name not in ("none_done", "done")}
    fields["done"] = [] if given["none_done"] else (list(given["done"]) or None)
    if fields["confidence"] is not None:
        fields["confidence"] = parse_confidence(fields["confidence"])
    if fields["help_from"]:
        fields["help_from"] = team_id(invocation, fields["help_from"])
    if fields["initiative"]:
        fields["initiative"] = initiative_id(invocation, fields["initiative"])
    fields["evidence"] = list(fields["evidence"]) or None
    return fields


def _require(invocation: Invocation, key_result: str, fields: dict[str, Any]) -> None:
    """Refuse an incomplete check-in, naming every option that is missing."""
    from okrtui.cli.items import item
    from okrtui.okr.check_in import missing_parts
    from okrtui.okr.errors import BadInput

    with invocation.reading() as c:
        method = item(c, "key_result", key_result).get("method", "linear")
    is_repeated = fields["same"] or fields["by"]
    missing = missing_parts(
        "repeated" if is_repeated else fields["actual"],
        [] if is_repeated else fields["done"],
        fields["confidence"],
        fields["insight"],
        "stands" if fields["next_stands"] else fields["next_action"],
        method,
    )
    if missing:
        options = ", ".join(OPTION_OF[name] for name in missing)
        words = {"milestones_done": "milestones", "next_action": "next action"}
        names = ", ".join(words.get(name, name) for name in missing)
        raise BadInput(f"missing: {names}; give {options}, or --plain to be asked", field=missing[0])


def _require_another_owner(invocation: Invocation, key_result: str) -> None:
    from okrtui import home
    from okrtui.cli.items import item
    from okrtui.okr.errors import BadInput
    from okrtui.views.workspace import acting_member

    with invocation.reading() as c:
        member = acting_member(c, invocation.acting_as, home.unix_name())
        if item(c, "key_result", key_result).get("owner") == member.id:
            raise BadInput("this KR is your own: leave --on-behalf out")


def _save(session: Session, key_result: str, fields: dict[str, Any], yes: bool) -> Done:
    """Save, asking on a terminal what seems unlikely."""
    from okrtui.actions.check_ins import check_in
    from okrtui.cli.streams import is_conversation, say
    from okrtui.okr.errors import Unconfirmed

    try:
        return check_in(session, key_result, **fields, confirmed=yes)
    except Unconfirmed as unconfirmed:
        if not is_conversation():
            questions = [f"{unconfirmed} Nothing is saved: say --yes if it is."]
            raise Unconfirmed(questions) from unconfirmed
        for question in unconfirmed.questions:
            say(question)
        if not click.confirm("Save it?", default=False, err=True):
            raise Unconfirmed(["nothing is saved: type the figure again, or say --yes"]) from unconfirmed
    return check_in(session, key_result, **fields, confirmed=True)


def _report(invocation: Invocation, key_result: str, done: Done, as_json: bool) -> None:
    """Say what was saved and how it scores; as JSON the check-in as it is stored."""
    from okrtui.cli.figures_text import scored, signals
    from okrtui.cli.items import item
    from okrtui.cli.streams import say
    from okrtui.okr.rag import show_score
    from okrtui.views.json_text import Number
    from okrtui.views.lines import lines
    from okrtui.views.thread import thread_of
    from okrtui.views.workspace import workspace

    now = invocation.now()
    with invocation.reading() as c:
        scale = workspace(c).scale
        line = lines(c, now, key_results=[key_result])[0]
        saved = item(c, "check_in", done.id)
        shown = next((update for update in thread_of(c, line, now) if update.id == done.id), None)
    if not as_json:
        report(done, as_json)
        if shown and shown.week != line.last_week:
            say(f"{line.title} in {shown.week}: {scored(shown.score, shown.rag, scale)}; its latest is")
        say(f"{line.title}: {signals(line, scale)}")
        return
    worked_out: dict[str, Any] = {"change": line.change and Number(line.change.lstrip("+"))}
    if shown:
        worked_out |= {
            "score": shown.score and Number(show_score(shown.score, scale)),
            "rag": shown.rag,
            "timeliness": shown.timeliness,
        }
    report(done, as_json, **saved, **{name: value for name, value in worked_out.items() if value})
