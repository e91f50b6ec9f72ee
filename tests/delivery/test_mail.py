from __future__ import annotations

from pathlib import Path

import pytest

from okrtui import home
from okrtui.delivery import mail
from okrtui.delivery.channels import Channel
from okrtui.delivery.message import Delivered, Message, Recipient
from okrtui.delivery.secrets import Secret
from okrtui.delivery.sending import Patience, send
from tests.delivery.receivers import Sink, mail_sink

BEN = Recipient("ben", "Ben", "ben@acme.test")
MESSAGE = Message(
    ("reminder/2026-W47/check_in/ben",),
    "reminder",
    "Zwei Check-ins für W47",
    "Größe\n.\n..dots\n<b>",
    html="<p>Größe</p>",
    recipient=BEN,
)


def a_channel(sink: Sink, **more: object) -> Channel:
    return Channel(
        "mail", "smtp", host="localhost", port=sink.port, security="none", sender="okr@acme.test"
    )._replace(**more)


def sent(path: str, channel: Channel, **more: object) -> Delivered:
    patience = Patience(sleep=lambda _: None)
    return send(path, MESSAGE._replace(**more), [channel], home.now(), patience=patience)[0]


def test_a_person_gets_one_mail_as_text_and_html(path: str, sink: Sink) -> None:
    assert sent(path, a_channel(sink)).state == "sent"
    assert sent(path, a_channel(sink)).state == "known"
    (got,) = sink.mails
    assert sink.recipients == [["ben@acme.test"]]
    assert (got["subject"], got["from"], got["to"]) == (MESSAGE.subject, "okr@acme.test", "ben@acme.test")
    assert got["auto-submitted"] == "auto-generated"
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().splitlines() == [MESSAGE.html]


def test_a_list_of_addresses_gets_what_is_for_everybody(path: str, sink: Sink) -> None:
    channel = a_channel(sink, to=("a@acme.test", "b@acme.test"))
    assert sent(path, channel, recipient=None).state == "sent"
    assert sink.recipients == [["a@acme.test", "b@acme.test"]]


@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        (BEN._replace(email=""), "ben has no mail address"),
        (BEN._replace(email="x@y\r\nBcc: all@evil.test"), "no mail address"),
        (BEN._replace(email="a@b.test, c@d.test"), "no mail address"),
        (None, "names nobody"),
    ],
)
def test_an_address_that_is_none_gets_nothing(
    path: str, sink: Sink, recipient: Recipient | None, said: str
) -> None:
    told = sent(path, a_channel(sink), recipient=recipient)
    assert told.state == "failed"
    assert said in told.problem
    assert sink.mails == []


def test_a_subject_adds_no_header(path: str, sink: Sink) -> None:
    sent(path, a_channel(sink), subject="Hello\r\nBcc: all@evil.test\n\nbody")
    assert sink.mails[0]["subject"] == "Hello Bcc: all@evil.test body"
    assert sink.mails[0]["bcc"] is None


@pytest.mark.parametrize("command", ["connect", "MAIL", "RCPT", "DATA", "text"])
def test_what_passes_is_tried_again_and_arrives_once(path: str, sink: Sink, command: str) -> None:
    sink.replies[command] = [b"451 later\r\n"]
    assert sent(path, a_channel(sink)).state == "sent"
    assert len(sink.mails) == 1


def test_a_refusal_is_told_and_not_tried_again(path: str, sink: Sink) -> None:
    sink.replies["RCPT"] = [b"550 no such\x1b[31m user\r\n"]
    told = sent(path, a_channel(sink))
    assert told.state == "failed"
    assert told.problem.endswith("refused it with 550: no such[31m user")


def test_silence_after_the_text_is_uncertain(path: str, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    sink.falls_silent_after_text = True
    assert sent(path, a_channel(sink)).state == "uncertain"
    sink.falls_silent_after_text = False
    assert sent(path, a_channel(sink)).state == "uncertain"
    assert sink.mails == []


def test_a_server_without_tls_gets_neither_password_nor_mail(path: str, sink: Sink) -> None:
    channel = a_channel(sink, security="starttls", user="okr", password=Secret("secret"))
    told = sent(path, channel)
    assert told.state == "failed"
    assert "STARTTLS" in told.problem
    assert sink.logins == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(
    path: str, certificate: Path, security: str
) -> None:
    with mail_sink(certificate, security == "tls") as sink:
        told = sent(path, a_channel(sink, security=security))
        assert told.state == "failed"
        assert "can't be trusted" in told.problem
        assert sink.mails == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_one_that_is_vouched_for_gets_login_and_mail(
    path: str, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_sink(certificate, security == "tls") as sink:
        channel = a_channel(sink, security=security, user="okr", password=Secret("secret"))
        assert sent(path, channel).state == "sent"
        assert len(sink.mails) == 1
        assert sink.logins[0].startswith("AUTH PLAIN")
