"""`okrtui update KR`: the five to seven lines that are posted after a check-in (Playbook, Weekly update)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation

if TYPE_CHECKING:
    from okrtui.okr.update import UpdateFacts

FIGURES = ("baseline", "actual", "target", "change", "score", "attainment")
NAMES = {
    "key_result": "title",
    "objective": "objective_title",
    "is_unverified": "unverified",
    "declared": "status",
}


@click.command(cls=Command)
@click.argument("ref", metavar="KR")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "json"]),
    default="text",
    show_default=True,
    help="Plain text, Markdown or JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--week", metavar="WEEK", help="An earlier week's, such as W46.")
@click.option("--copy", is_flag=True, help="Send it to the terminal's clipboard as well.")
@click.pass_obj
def command(invocation: Invocation, ref: str, form: str, as_json: bool, week: str | None, copy: bool) -> None:
    """Print a KR's update, ready to post.

    Five to seven lines: figures, score, insight, next action, help needed and evidence.
    """
    from okrtui.cli.naming import key_result_id
    from okrtui.cli.streams import say, tell
    from okrtui.okr.update import update_lines, update_markdown
    from okrtui.okr.weeks import parse_week, week_of
    from okrtui.views.json_text import to_json
    from okrtui.views.updates import update_facts
    from okrtui.views.workspace import calendar, workspace

    key_result = key_result_id(invocation, ref)
    now = invocation.now()
    with invocation.reading() as c:
        which = parse_week(week, week_of(now, calendar(workspace(c)))) if week else None
        facts = update_facts(c, key_result, now, which)
    if as_json or form == "json":
        text = to_json({"key_result": key_result, **_document(facts)})
    else:
        text = update_markdown(facts) if form == "md" else "\n".join(update_lines(facts))
    tell(text.rstrip("\n"))
    if copy:
        from okrtui.cli.clipboard import copy as copy_text

        say(copy_text(text.rstrip("\n") + "\n"))


def _document(facts: UpdateFacts) -> dict[str, Any]:
    """The facts as JSON, quantities as numbers, without what is empty."""
    from okrtui.okr.quantities import is_quantity
    from okrtui.okr.update import update_lines
    from okrtui.views.json_text import Number

    document: dict[str, Any] = {}
    for name, value in facts._asdict().items():
        if name == "milestones_done" and value == 0:
            document[name] = value
        elif value not in ("", None, (), [], False, 0):
            signed = value.lstrip("+") if name == "change" else value
            is_number = name in FIGURES and isinstance(signed, str) and is_quantity(signed)
            document[NAMES.get(name, name)] = Number(signed) if is_number else value
    if facts.rag:
        document["rag"] = facts.rag.lower()
    return {**document, "lines": update_lines(facts)}
