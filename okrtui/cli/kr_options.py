"""The options that define a KR, and what they say as the fields of a KR (domain rules, Things and Scores)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from okrtui.cli.invocation import Invocation
from okrtui.okr.errors import BadInput
from okrtui.okr.kinds import METHODS
from okrtui.okr.quantities import is_quantity, parse_quantity

F = TypeVar("F", bound=Callable[..., Any])

LIMITS = ("floor", "low", "high", "ceiling")
PLAIN = (
    "title",
    "method",
    "baseline",
    "target",
    "direction",
    "unit",
    "refresh",
    "weight",
    "definition",
    "metric",
)

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--title", help="What it measures, as a change: Increase repeat purchase rate."),
    click.option(
        "--method", type=click.Choice(METHODS), help="How it is scored; linear where it isn't given."
    ),
    click.option("--baseline", metavar="N", help="Where it starts."),
    click.option("--target", metavar="N", help="Where it should end."),
    click.option("--unit", metavar="TEXT", help="Such as %, days or ms."),
    click.option("--direction", type=click.Choice(["up", "down"]), help="Which way is better, for a ladder."),
    click.option(
        "--band", "bands", multiple=True, metavar="BOUND=SCORE", help="A ladder's band, best first."
    ),
    click.option(
        "--milestone", "milestones", multiple=True, metavar="NAME[=WEIGHT]", help="A milestone, in order."
    ),
    click.option("--floor", metavar="N", help="Range: at or below it the score is 0."),
    click.option("--low", metavar="N", help="Range: from here on the score is 1."),
    click.option("--high", metavar="N", help="Range: up to here the score is 1."),
    click.option("--ceiling", metavar="N", help="Range: at or above it the score is 0."),
    click.option("--due", metavar="DATE", help="By when; needed to publish."),
    click.option("--owner", metavar="MEMBER", help="The one who answers for it."),
    click.option(
        "--collaborator", "collaborators", multiple=True, metavar="MEMBER", help="Who helps; repeatable."
    ),
    click.option("--source", metavar="NAME", help="The source of truth."),
    click.option("--source-url", metavar="URL", help="Its link."),
    click.option("--refresh", metavar="TEXT", help="How often the source is fresh, such as weekly."),
    click.option("--weight", metavar="N", help="Its weight in the objective's score."),
    click.option("--leading", "indicator", flag_value="leading", help="It moves first."),
    click.option("--lagging", "indicator", flag_value="lagging", help="It moves last."),
    click.option("--definition", metavar="TEXT", help="What exactly is counted, with the formula."),
    click.option("--metric", metavar="NAME", help="The metric's name."),
    click.option(
        "--contributes-to", "above", multiple=True, metavar="KR", help="The KR above that it moves."
    ),
    click.option("--how", "hows", multiple=True, metavar="TEXT", help="How it moves it, one for each link."),
    click.option("--divergence/--no-divergence", default=None, help="It serves no KR above, on purpose."),
)


def key_result_options(function: F) -> F:
    """Add every option that defines a KR."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def fields_of(
    invocation: Invocation, given: dict[str, Any], now: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The fields of a KR that the options name, with members and KRs by their ids.

    Args:
        invocation: says in which workspace.
        given: the options' values by their names.
        now: the KR as it stands, whose parts of a structure stay where only others are given.

    Raises:
        BadInput: an option's text can't be read; NotFound: nobody or nothing has that name.
    """
    from okrtui.cli.naming import date_typed, key_result_id, maybe_member, member_id

    unit = given.get("unit") or (now or {}).get("unit") or ""
    fields: dict[str, Any] = {name: given[name] for name in PLAIN if given.get(name) is not None}
    for name in ("indicator", "divergence"):
        if given.get(name) is not None:
            fields[name] = given[name]
    if given.get("due") is not None:
        fields["due"] = date_typed(given["due"], "due")
    if given.get("owner") is not None:
        fields["owner"] = maybe_member(invocation, given["owner"])
    if given.get("collaborators"):
        fields["collaborators"] = [member_id(invocation, ref) for ref in given["collaborators"]]
    if given.get("bands"):
        fields["bands"] = [_band(text, unit) for text in given["bands"]]
    if given.get("milestones"):
        fields["milestones"] = [_milestone(text) for text in given["milestones"]]
    fields.update(_structures(given, now or {}, unit))
    if given.get("hows") and not given.get("above"):
        raise BadInput("--how says how a link works: give --contributes-to KR with it")
    if given.get("above"):
        ids = [key_result_id(invocation, ref) for ref in given["above"]]
        fields["contributes_to"] = _links(ids, given.get("hows") or ())
    return fields


def words_of(ref: str, given: dict[str, Any]) -> str:
    """The options as words of a command line, with a reason to fill in: `k7f3 --target 30 --reason "…"`."""
    from shlex import quote

    from okrtui.okr.text import clean_line

    flags = {
        "bands": "band",
        "milestones": "milestone",
        "collaborators": "collaborator",
        "above": "contributes-to",
    }
    words = [quote(clean_line(ref))]
    for name, value in given.items():
        if name == "indicator" and value:
            words.append(f"--{value}")
        elif isinstance(value, bool):
            words.append(f"--{'' if value else 'no-'}{name}")
        else:
            flag = flags.get(name, name.removesuffix("s") if name == "hows" else name.replace("_", "-"))
            texts = value if isinstance(value, tuple) else () if value is None else (value,)
            words.extend(f"--{flag} {quote(clean_line(text))}" for text in texts)
    return " ".join([*words, '--reason "…"'])


def _structures(given: dict[str, Any], now: dict[str, Any], unit: str) -> dict[str, Any]:
    """Source and limits, whose parts are options of their own."""
    fields: dict[str, Any] = {}
    source = {"name": given.get("source"), "url": given.get("source_url")}
    if any(part is not None for part in source.values()):
        merged = {
            **(now.get("source") or {}),
            **{name: part for name, part in source.items() if part is not None},
        }
        fields["source"] = {name: part for name, part in merged.items() if part}
    limits = {name: parse_quantity(given[name], unit) for name in LIMITS if given.get(name)}
    if limits:
        kept = {name: str(value) for name, value in (now.get("limits") or {}).items() if value is not None}
        fields["limits"] = {**kept, **limits}
    return fields


def _band(text: str, unit: str) -> list[str]:
    bound, equals, score = text.partition("=")
    if not equals:
        raise BadInput(f"{text!r} is no band: write it as BOUND=SCORE, such as 4=1.0", field="bands")
    return [parse_quantity(bound, unit), parse_quantity(score)]


def _milestone(text: str) -> dict[str, str]:
    """A milestone; what follows its last = is the weight where it is a number."""
    name, equals, weight = text.rpartition("=")
    if equals and is_quantity(weight.strip()):
        return {"name": name.strip(), "weight": weight.strip()}
    return {"name": text.strip()}


def _links(ids: Sequence[str], hows: Sequence[str]) -> list[dict[str, str]]:
    if len(hows) > len(ids):
        raise BadInput("there are more --how than --contributes-to: give one for each link")
    links = []
    for at, id_ in enumerate(ids):
        link = {"key_result": id_}
        if at < len(hows) and hows[at]:
            link["how"] = hows[at]
        links.append(link)
    return links
