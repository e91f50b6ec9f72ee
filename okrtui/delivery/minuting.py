"""The minutes of a meeting as a message, and posting them at the meeting's end (Playbook, publish notes in the OKR
space).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from okrtui.delivery.channels import channels_path, fitting, read_channels
from okrtui.delivery.message import Message
from okrtui.delivery.sending import USUAL, Patience, send
from okrtui.okr.errors import NotFound, OutOfReach
from okrtui.okr.markdown import plain
from okrtui.views.connect import connect
from okrtui.views.reviews import ReviewRow, find_review, reviews

LAST = "last"


def review_to_post(c: sqlite3.Connection, ref: str = LAST, team: str | None = None) -> ReviewRow:
    """The review whose minutes are meant.

    Args:
        c: a connection to the replica.
        ref: its id, the end of it, or "last".
        team: a team's id: of "last" the last one of that team.

    Raises:
        NotFound: there is none, or none with minutes.
        Ambiguous: several ids end so.
    """
    found = [find_review(c, ref)] if ref != LAST else [one for one in reviews(c, team=team) if one.notes][:1]
    if not found or not found[0].notes:
        raise NotFound("there are no minutes to post: okrtui meet TEAM --end, or a review's end, writes them")
    return found[0]


def minutes_message(review: ReviewRow) -> Message:
    """The message that tells a review's minutes; once they are saved they don't change, so neither does its key."""
    name = " · ".join(
        part for part in (review.team_name, f"minutes, {review.kind} review", review.week) if part
    )
    return Message(
        keys=(f"minutes/{review.id[-12:]}",),
        kind="minutes",
        subject=name,
        text=plain(review.notes) + "\n",
        markdown=review.notes,
        data={
            "review": review.id,
            "kind": review.kind,
            "week": review.week,
            "team": review.team_name,
            "attendees": list(review.attendees),
        },
        team=review.team_name,
    )


def post_minutes(
    path: str,
    now: datetime,
    team: str | None = None,
    workspaces: Sequence[str] = (),
    patience: Patience = USUAL,
) -> str:
    """Post a team's last minutes over every channel that takes them; one line that says where they are now.

    Args:
        path: the replica.
        now: an aware instant.
        team: the team's id.
        workspaces: the workspace's names.
        patience: how long it is tried.

    Raises:
        NotFound: there are no minutes, or no channel takes them.
        OutOfReach: they did not arrive everywhere, or nobody knows.
    """
    with closing(connect(path)) as c:
        message = minutes_message(review_to_post(c, team=team))
    channels = fitting(read_channels(), "minutes", message.team, workspaces)
    if not channels:
        raise NotFound(f"no channel takes minutes: describe one in {channels_path()}, see okrtui post --help")
    told = send(path, message, channels, now, patience=patience)
    amiss = [one for one in told if not one.is_well]
    if amiss:
        raise OutOfReach(
            f"{amiss[0].channel}: {amiss[0].state}, {amiss[0].problem}; see okrtui post --failed"
        )
    sent = ", ".join(one.channel for one in told if one.state == "sent")
    return f"Minutes posted to {sent}" if sent else "The minutes had been posted before"
