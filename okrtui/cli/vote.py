"""`okrtui vote`: a simultaneous vote on the confidence in a KR, from any terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report

if TYPE_CHECKING:
    from okrtui.views.polls import PollRow


@click.group(cls=Group)
def command() -> None:
    """Vote on the confidence in a KR, everybody at once.

    Votes are hidden until whoever opened the vote reveals them all. The program hides them by courtesy: who
    reads the workspace's log can read them.
    """


@command.command("open")
@click.argument("ref", metavar="KR")
@click.option("--team", metavar="TEAM", help="The team that meets; by default the objective's.")
@click.option("--week", metavar="WEEK", help="An earlier week, such as W46; by default the running one.")
@json_option
@click.pass_obj
def open_vote(invocation: Invocation, ref: str, team: str | None, week: str | None, as_json: bool) -> None:
    """Open a vote on the confidence in KR.

    It ends after 12 hours if nobody reveals it.
    """
    from okrtui.actions.polls import open_poll
    from okrtui.cli.naming import key_result_id, maybe_team

    key_result = key_result_id(invocation, ref)
    done = open_poll(invocation.session(), key_result, team=maybe_team(invocation, team) or None, week=week)
    report(done, as_json)


@command.command()
@click.argument("ref", metavar="KR")
@click.argument("confidence", metavar="1-5")
@json_option
@click.pass_obj
def cast(invocation: Invocation, ref: str, confidence: str, as_json: bool) -> None:
    """Vote on KR; voting again replaces your vote."""
    from okrtui.actions.polls import cast as cast_vote

    report(cast_vote(invocation.session(), _poll_on(invocation, ref).id, confidence), as_json)


@command.command()
@click.argument("ref", metavar="KR", required=False)
@json_option
@click.pass_obj
def show(invocation: Invocation, ref: str | None, as_json: bool) -> None:
    """Show the vote on KR, or all of the last 12 hours.

    What was voted is shown after revealing.
    """
    from okrtui.cli.streams import tell, tell_json

    found = [_poll_on(invocation, ref)] if ref else _recent(invocation)
    if as_json:
        tell_json([vote_json(one) for one in found])
        return
    for one in found:
        for line in vote_lines(one):
            tell(line)
    if not found:
        tell("no vote was held in the last 12 hours: okrtui vote open KR opens one")


@command.command()
@click.argument("ref", metavar="KR")
@json_option
@click.pass_obj
def reveal(invocation: Invocation, ref: str, as_json: bool) -> None:
    """Show everyone's votes on KR at once."""
    from okrtui.actions.polls import reveal as reveal_votes
    from okrtui.cli.streams import tell

    poll = _poll_on(invocation, ref)
    done = reveal_votes(invocation.session(), poll.id)
    shown = _poll_on(invocation, ref)
    report(done, as_json, vote=vote_json(shown))
    if not as_json:
        for line in vote_lines(shown):
            tell(line)


@command.command()
@click.argument("ref", metavar="KR")
@click.argument("confidence", metavar="1-5")
@json_option
@click.pass_obj
def agree(invocation: Invocation, ref: str, confidence: str, as_json: bool) -> None:
    """Save what the team agreed on for KR.

    It goes into the week's check-in where there is one; else the next sitting names it.
    """
    from okrtui.actions.polls import agree as agree_on

    report(agree_on(invocation.session(), _poll_on(invocation, ref).id, confidence), as_json)


@command.command()
@click.argument("ref", metavar="KR")
@json_option
@click.pass_obj
def drop(invocation: Invocation, ref: str, as_json: bool) -> None:
    """End the vote on KR; nobody sees what was voted."""
    from okrtui.actions.polls import drop as drop_vote

    report(drop_vote(invocation.session(), _poll_on(invocation, ref).id), as_json)


def vote_json(poll: PollRow) -> dict[str, Any]:
    """A vote as JSON: what was voted, and by whom, only after revealing."""
    document: dict[str, Any] = {
        "id": poll.id,
        "key_result": poll.key_result,
        "code": poll.code,
        "title": poll.title,
        "week": poll.week,
        "team": poll.team_name,
        "state": poll.state,
        "opened_by": poll.by_name,
        "at": poll.at,
        "voted": list(poll.voters),
        "own": poll.own,
        "agreed": poll.agreed,
    }
    if poll.state == "revealed":
        document["lowest"], document["highest"] = poll.lowest, poll.highest
        document["votes"] = [{"name": one.name, "confidence": one.confidence} for one in poll.ballots]
    return document


def vote_lines(poll: PollRow) -> list[str]:
    """A vote for people: two lines, and who is at the ends of the spread once it is revealed."""
    from okrtui.views.polls import COURTESY

    head = f"{poll.code}  {poll.title} · {poll.week} · {poll.state}, opened by {poll.by_name}"
    if poll.state != "revealed":
        told = f"{poll.voted} voted" + (f": {', '.join(poll.voters)}" if poll.voters else "")
        return [head, f"      {told}", *([f"      {COURTESY}"] if poll.state == "open" else [])]
    if not poll.ballots:
        return [head, "      nobody voted"]
    spread = [f"lowest {poll.lowest}: {', '.join(poll.names_at(poll.lowest))}"]
    if poll.highest != poll.lowest:
        spread.append(f"highest {poll.highest}: {', '.join(poll.names_at(poll.highest))}")
    agreed = [f"agreed {poll.agreed}"] if poll.agreed is not None else []
    return [head, f"      {' · '.join([f'{poll.voted} voted', *spread, *agreed])}"]


def _recent(invocation: Invocation) -> list[PollRow]:
    from okrtui import home
    from okrtui.views.polls import recent_polls
    from okrtui.views.workspace import acting_member

    with invocation.reading() as c:
        member = acting_member(c, invocation.acting_as, home.unix_name())
        return recent_polls(c, invocation.now(), member.id)


def _poll_on(invocation: Invocation, ref: str) -> PollRow:
    """The vote on that KR that is open or revealed.

    Raises:
        NotFound: there is none.
    """
    from okrtui import home
    from okrtui.cli.naming import key_result_id
    from okrtui.okr.errors import NotFound
    from okrtui.views.polls import poll_on
    from okrtui.views.workspace import acting_member

    key_result = key_result_id(invocation, ref)
    with invocation.reading() as c:
        member = acting_member(c, invocation.acting_as, home.unix_name())
        found = poll_on(c, key_result, invocation.now(), member.id)
    if found is None:
        raise NotFound("no vote is held on it: okrtui vote open KR opens one")
    return found
