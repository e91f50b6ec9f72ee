"""Sending a message over channels: claimed first, tried again where that helps, and told for what it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.delivery.channels import Channel
from okrtui.delivery.failures import NotSent, Uncertain
from okrtui.delivery.ledger import Ledger, Line, LocalLedger, told_state
from okrtui.delivery.message import CLAIMED, FAILED, KNOWN, SENT, UNCERTAIN, Delivered, Message
from okrtui.okr.text import clean_line
from okrtui.sync.backoff import Backoff


class Patience(NamedTuple):
    """How long a message is tried.

    Attributes:
        tries: at most so many.
        first, longest: seconds of the shortest and the longest wait between two.
        sleep: waits.
    """

    tries: int = 4
    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep


USUAL = Patience()


def send(
    path: str,
    message: Message,
    channels: Sequence[Channel],
    now: datetime,
    is_again: bool = False,
    patience: Patience = USUAL,
) -> list[Delivered]:
    """Send a message from the replica at `path`, over each channel once and never again.

    Args:
        path: the replica, whose local tables say what went out.
        message: what to send.
        channels: over which.
        now: an aware instant.
        is_again: send it although it may have arrived, or did: somebody asked for it.
        patience: how long it is tried.

    Raises:
        OutOfReach: the replica can't be written; nothing was sent that is not claimed.
    """
    return deliver(LocalLedger(path), message, channels, now, is_again, patience)


def deliver(
    ledger: Ledger,
    message: Message,
    channels: Sequence[Channel],
    now: datetime,
    is_again: bool = False,
    patience: Patience = USUAL,
) -> list[Delivered]:
    """As `send`, with the claims kept in a ledger of one's own."""
    return [_over(ledger, message, channel, now, is_again, patience) for channel in channels]


def keys_on(message: Message, channel: Channel) -> list[str]:
    """The keys by which a ledger knows a message on a channel."""
    return [f"{key}@{channel.name}" for key in message.keys]


def _over(
    ledger: Ledger, message: Message, channel: Channel, now: datetime, is_again: bool, patience: Patience
) -> Delivered:
    keys = keys_on(message, channel)
    recipient = message.recipient.handle if message.recipient else ""
    claim = ledger.claim(keys, channel.name, recipient, now, is_again)
    if not claim.is_granted:
        assert claim.line is not None
        return _known(claim.line, now)
    state, problem, tries = CLAIMED, "", 0
    try:
        state, problem, tries = _tried(channel, message, now, patience)
    finally:
        if state != CLAIMED:
            ledger.settle(keys, state, problem, tries, now)
    return Delivered(keys[0], channel.name, recipient, state, problem)


def _known(line: Line, now: datetime) -> Delivered:
    """What is said of a message that is not sent, for the ledger has it already."""
    state = told_state(line, now)
    if state == UNCERTAIN:
        problem = line.problem or "the okrtui that was sending it ended in between"
        return Delivered(line.key, line.channel, line.recipient, UNCERTAIN, problem)
    problem = "another okrtui is sending it now" if state == CLAIMED else ""
    return Delivered(line.key, line.channel, line.recipient, KNOWN, problem)


def _tried(channel: Channel, message: Message, now: datetime, patience: Patience) -> tuple[str, str, int]:
    """The state, the problem and how many tries it took."""
    waits = Backoff(patience.first, patience.longest)
    for number in range(1, patience.tries + 1):
        try:
            _send_once(channel, message, now)
        except Uncertain as doubt:
            return UNCERTAIN, _line(doubt), number
        except NotSent as failure:
            wait = waits.failed(failure.seconds)
            is_last = number == patience.tries or not failure.is_passing
            if is_last or failure.seconds > patience.longest:
                return FAILED, _line(failure), number
            patience.sleep(wait)
        else:
            return SENT, "", number
    raise AssertionError("a patience has at least one try")


def _send_once(channel: Channel, message: Message, now: datetime) -> None:
    # What speaks over networks is loaded only when something is sent.
    if channel.type == "smtp":
        from okrtui.delivery.mail import send_mail

        send_mail(channel, message, now)
        return
    from okrtui.delivery.webhook import post

    post(channel, message)


def _line(error: Exception) -> str:
    return clean_line(str(error))[:300]
