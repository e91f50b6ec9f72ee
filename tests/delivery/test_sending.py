from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui import home
from okrtui.delivery import webhook
from okrtui.delivery.channels import Channel
from okrtui.delivery.ledger import LONGEST_SENDING, LocalLedger
from okrtui.delivery.message import Delivered, Message, Recipient
from okrtui.delivery.secrets import Secret
from okrtui.delivery.sending import Patience, send
from tests.delivery.receivers import Answer, Receiver, receiving

SECRET = "hooks/very-secret"
MESSAGE = Message(("digest/acme/2026-W47",), "digest", "Acme W47", "All *well*", "**All** well", "<p>All</p>")


def a_channel(receiver: Receiver, type_: str = "mattermost", **more: object) -> Channel:
    return Channel("chat", type_, url=Secret(f"{receiver.url}/{SECRET}"))._replace(**more)


class Waits:
    """A patience that notes its waits and does not wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    @property
    def patience(self) -> Patience:
        return Patience(sleep=self.seconds.append)


def sent(path: str, channel: Channel, waits: Waits | None = None, **more: object) -> Delivered:
    patience = (waits or Waits()).patience
    return send(path, MESSAGE._replace(**more), [channel], home.now(), patience=patience)[0]


def test_a_message_goes_out_once_and_a_second_run_sends_none(path: str, receiver: Receiver) -> None:
    assert sent(path, a_channel(receiver)).state == "sent"
    again = sent(path, a_channel(receiver))
    assert (again.state, again.is_well) == ("known", True)
    assert len(receiver.posted) == 1
    assert receiver.posted[0].path == f"/{SECRET}"
    assert receiver.posted[0].headers["idempotency-key"] == MESSAGE.keys[0]


def test_a_second_channel_gets_its_own(path: str, receiver: Receiver) -> None:
    other = a_channel(receiver)._replace(name="other")
    told = send(path, MESSAGE, [a_channel(receiver), other], home.now())
    assert [one.state for one in told] == ["sent", "sent"]
    assert len(receiver.posted) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_passes_is_tried_again_and_arrives_once(path: str, receiver: Receiver, status: int) -> None:
    receiver.answers = [Answer(status), Answer()]
    assert sent(path, a_channel(receiver)).state == "sent"
    assert len(receiver.posted) == 2
    (line,) = LocalLedger(path).lines()
    assert (line.state, line.tries) == ("sent", 2)


def test_a_server_that_asks_for_time_gets_it(path: str, receiver: Receiver) -> None:
    receiver.answers = [Answer(429, (("Retry-After", "7"),)), Answer()]
    waits = Waits()
    assert sent(path, a_channel(receiver), waits).state == "sent"
    assert 7 <= waits.seconds[0] <= 8


def test_one_that_asks_for_an_hour_is_left_alone(path: str, receiver: Receiver) -> None:
    receiver.answers = [Answer(503, (("Retry-After", "3600"),))]
    waits = Waits()
    assert sent(path, a_channel(receiver), waits).state == "failed"
    assert waits.seconds == []
    assert len(receiver.posted) == 1


def test_what_failed_for_certain_is_told_in_one_line_and_sent_by_the_next_run(
    path: str, receiver: Receiver
) -> None:
    receiver.answers = [Answer(500, body=b"database\x1b[31m down\n")]
    told = sent(path, a_channel(receiver))
    assert told.state == "failed"
    assert told.problem.endswith("refused it with status 500: database[31m down")
    assert len(receiver.posted) == 4
    receiver.answers = [Answer()]
    assert sent(path, a_channel(receiver)).state == "sent"
    assert sent(path, a_channel(receiver)).state == "known"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(404), "status 404"),
        (Answer(302, (("Location", "https://elsewhere.test/"),)), "sends okrtui elsewhere"),
        (Answer(200, (("Content-Type", "text/html"),), b"<form>"), "login page"),
    ],
)
def test_what_is_not_taken_is_not_tried_again_in_vain(
    path: str, receiver: Receiver, answer: Answer, said: str
) -> None:
    receiver.answers = [answer]
    told = sent(path, a_channel(receiver))
    assert told.state == "failed"
    assert said in told.problem
    assert len(receiver.posted) == 1


def test_nobody_at_the_address_is_tried_again_and_then_told(path: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = Secret(f"http://localhost:{closed.getsockname()[1]}/{SECRET}")
        waits = Waits()
        told = sent(path, Channel("chat", "mattermost", url=url), waits)
    assert told.state == "failed"
    assert "can't be reached" in told.problem
    assert SECRET not in told.problem
    assert len(waits.seconds) == 3


@pytest.mark.parametrize("answer", [Answer(hangs=True), Answer(breaks=True), Answer(504)])
def test_what_may_have_arrived_is_not_sent_again_until_somebody_asks(
    path: str, receiver: Receiver, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READ_SECONDS", 0.3)
    receiver.answers = [answer]
    told = sent(path, a_channel(receiver))
    assert (told.state, told.is_well) == ("uncertain", False)
    receiver.answers = [Answer()]
    assert sent(path, a_channel(receiver)).state == "uncertain"
    assert len(receiver.posted) == 1
    again = send(path, MESSAGE, [a_channel(receiver)], home.now(), is_again=True)
    assert again[0].state == "sent"
    assert len(receiver.posted) == 2


def test_an_answer_without_end_is_not_read_to_its_end(path: str, receiver: Receiver) -> None:
    receiver.answers = [Answer(is_endless=True)]
    begun = time.monotonic()
    assert sent(path, a_channel(receiver)).state == "sent"
    assert time.monotonic() - begun < 10


def test_a_process_that_is_killed_in_between_leaves_it_uncertain(path: str, receiver: Receiver) -> None:
    receiver.answers = [Answer(hangs=True)]
    program = (
        "import sys; from okrtui import home; from okrtui.delivery.channels import Channel;"
        "from okrtui.delivery.secrets import Secret; from okrtui.delivery.sending import send;"
        "from tests.delivery.test_sending import MESSAGE;"
        f"send({path!r}, MESSAGE, [Channel('chat', 'mattermost', url=Secret({receiver.url!r}))], home.now())"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2])
    try:
        for _ in range(400):
            if receiver.posted or process.poll() is not None:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    finally:
        process.wait(20)
    assert len(receiver.posted) == 1
    now = home.now()
    (soon,) = send(path, MESSAGE, [a_channel(receiver)], now)
    assert (soon.state, soon.problem) == ("known", "another okrtui is sending it now")
    (late,) = send(path, MESSAGE, [a_channel(receiver)], now + LONGEST_SENDING + timedelta(seconds=1))
    assert (late.state, late.problem) == ("uncertain", "the okrtui that was sending it ended in between")
    assert len(receiver.posted) == 1


def test_of_many_at_once_one_sends(path: str, receiver: Receiver) -> None:
    states: list[str] = []
    threads = [
        threading.Thread(target=lambda: states.append(sent(path, a_channel(receiver)).state))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(states) == ["known"] * 5 + ["sent"]
    assert len(receiver.posted) == 1


def test_a_reminder_is_claimed_for_all_that_it_reminds_of_or_for_nothing(
    path: str, receiver: Receiver
) -> None:
    both = MESSAGE._replace(keys=("a", "b"))
    assert send(path, both, [a_channel(receiver)], home.now())[0].state == "sent"
    assert sent(path, a_channel(receiver), keys=("b", "c")).state == "known"
    assert [line.key for line in LocalLedger(path).lines()] == ["a@chat", "b@chat"]


def test_a_certificate_that_nobody_vouches_for_gets_no_message(path: str, certificate: Path) -> None:
    with receiving(certificate) as receiver:
        told = sent(path, a_channel(receiver))
        assert told.state == "failed"
        assert "certificate" in told.problem.lower()
        assert receiver.posted == []


def test_one_that_is_vouched_for_does(path: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(certificate) as receiver:
        assert sent(path, a_channel(receiver)).state == "sent"
        assert len(receiver.posted) == 1


def test_no_log_tells_the_address(path: str, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    channel = a_channel(receiver, token=Secret("token-of-mine"))
    sent(path, channel)
    assert SECRET not in caplog.text
    assert SECRET not in repr(channel)
    assert "token-of-mine" not in caplog.text + repr(channel)


def test_each_type_gets_its_own_form(path: str, receiver: Receiver) -> None:
    ana = Recipient("ana", "Ana")
    told = {
        type_: Channel(type_, type_, url=Secret(receiver.url), is_direct=True, people={"ana": "ana.b"})
        for type_ in ("mattermost", "slack", "webhook")
    }
    message = MESSAGE._replace(text="<!here> & @all", recipient=ana, data={"week": "2026-W47"})
    send(path, message, list(told.values()), home.now())
    mattermost, slack, generic = (posted.document for posted in receiver.posted)
    assert mattermost == {"text": "**All** well", "channel": "@ana.b"}
    assert slack["text"] == "&lt;!here&gt; &amp; @all"
    assert slack["mrkdwn"] is False
    assert generic["recipient"] == {"handle": "ana", "name": "Ana"}
    assert generic["data"] == {"week": "2026-W47"}


def test_a_generic_webhook_gets_its_token(path: str, receiver: Receiver) -> None:
    sent(path, a_channel(receiver, "webhook", token=Secret("t-1")))
    assert receiver.posted[0].headers["authorization"] == "Bearer t-1"
