"""`okrtui conflict`: what was written without seeing each other, side by side, and which of it is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report

if TYPE_CHECKING:
    from okrtui.views.conflicts import Conflict, Version

SHORTEST_NAME = 6


@click.group(cls=Group)
def command() -> None:
    """Show what was written apart, and settle it."""


@command.command("list")
@json_option
@click.pass_obj
def list_conflicts(invocation: Invocation, as_json: bool) -> None:
    """List what stands in conflict, every version with its name."""
    from okrtui.cli.streams import tell, tell_json
    from okrtui.views.conflicts import conflicts
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        found, zone = conflicts(c), workspace(c).timezone
    if as_json:
        tell_json([_item(one) for one in found])
        return
    for line in _lines(found, zone) if found else ["Nothing stands in conflict."]:
        tell(line)


@command.command()
@click.argument("version")
@json_option
@click.pass_obj
def settle(invocation: Invocation, version: str, as_json: bool) -> None:
    """Let one version stand, by the name that the list shows.

    What was agreed at publication is settled by a proposal that the sponsor decides.
    """
    from okrtui.actions.conflicts import settle as settle_conflict
    from okrtui.okr.errors import Ambiguous, NotFound
    from okrtui.views.conflicts import conflicts

    with invocation.reading() as c:
        fitting = [
            (one, each)
            for one in conflicts(c)
            for each in one.versions
            if len(version) >= SHORTEST_NAME and each.entry.endswith(version.lower())
        ]
    if not fitting:
        raise NotFound("there is no such version; `okrtui conflict list` shows them with their names")
    if len(fitting) > 1:
        raise Ambiguous("several versions have that name", [each.entry for _, each in fitting])
    conflict, chosen = fitting[0]
    done = settle_conflict(invocation.session(), conflict.kind, conflict.entity, conflict.field, chosen.entry)
    report(done, as_json)


def _lines(found: list[Conflict], zone: str) -> list[str]:
    from okrtui.cli.figures_text import instant
    from okrtui.okr.text import clean_line

    lines: list[str] = []
    for one in found:
        lines += ["", " ".join(word for word in (*one.about, "·", one.what) if word)]
        for version in one.versions:
            mark = "  shown now" if version.is_shown else ""
            name = version.entry[-SHORTEST_NAME:]
            lines.append(f"  {name}  {version.by}, {instant(version.at, zone)}{mark}")
            lines += [f"          {field}: {clean_line(value)}" for field, value in version.values]
        if one.is_agreed:
            lines.append("  agreed at publication: settling it proposes a change to the sponsor")
    return [*lines[1:], "", "okrtui conflict settle NAME lets one version stand."]


def _item(one: Conflict) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.entity,
        "field": one.field,
        "code": one.about[0],
        "title": one.about[1],
        "what": one.what,
        "is_agreed": one.is_agreed,
        "versions": [_version(each) for each in one.versions],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "name": version.entry,
        "by": version.by,
        "at": version.at,
        "is_shown": version.is_shown,
        "values": dict(version.values),
    }
