"""Whatever a receiver answers, and however often it is run: nothing goes out behind what arrived or may have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui import home
from okrtui.actions.workspaces import create_workspace
from okrtui.delivery.channels import Channel
from okrtui.delivery.message import Message
from okrtui.delivery.secrets import Secret
from okrtui.delivery.sending import Patience, send
from tests.delivery.receivers import Answer, Receiver, receiving

ARRIVED, UNKNOWN = Answer(), (Answer(breaks=True), Answer(504))
REFUSALS = (Answer(500), Answer(503), Answer(429), Answer(404), Answer(302))
NUMBERS = count()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Receiver]]:
    """A replica and a receiver, for all cases."""
    with pytest.MonkeyPatch.context() as patch, receiving() as receiver:
        patch.setenv("OKRTUI_HOME", str(tmp_path_factory.mktemp("never-twice")))
        patch.setenv("OKRTUI_NOW", "2026-11-17T09:00:00+00:00")
        yield create_workspace("Acme", handle="ana", timezone="UTC").path, receiver


@given(
    answers=st.lists(st.sampled_from([ARRIVED, *UNKNOWN, *REFUSALS]), max_size=10),
    runs=st.integers(1, 4),
    tries=st.integers(1, 4),
)
def test_what_arrived_or_may_have_is_the_last_that_was_sent(
    place: tuple[str, Receiver], answers: list[Answer], runs: int, tries: int
) -> None:
    path, receiver = place
    receiver.posted.clear()
    receiver.answers = [*answers, ARRIVED]
    message = Message((f"digest/{next(NUMBERS)}",), "digest", "s", "t")
    channel = Channel("chat", "slack", url=Secret(f"{receiver.url}/x"))
    patience = Patience(tries=tries, sleep=lambda _: None)
    states = [send(path, message, [channel], home.now(), patience=patience)[0].state for _ in range(runs)]

    answered = [*answers, ARRIVED][: len(receiver.posted)]
    assert all(answer in REFUSALS for answer in answered[:-1])
    if answered[-1] == ARRIVED:
        first = states.index("sent")
        assert states == ["failed"] * first + ["sent"] + ["known"] * (runs - first - 1)
    elif answered[-1] in UNKNOWN:
        first = states.index("uncertain")
        assert states == ["failed"] * first + ["uncertain"] * (runs - first)
    else:
        assert states == ["failed"] * runs
