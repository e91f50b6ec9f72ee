"""Servers that answer a byte at a time, so that no single wait is ever too long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from okrtui import home
from okrtui.delivery import mail, webhook
from okrtui.delivery.channels import Channel
from okrtui.delivery.message import Delivered
from okrtui.delivery.secrets import Secret
from okrtui.delivery.sending import Patience, send
from tests.delivery.test_mail import MESSAGE


@contextmanager
def dripping(first: bytes) -> Iterator[int]:
    """A server that takes whatever comes, says `first`, and then a byte every twentieth of a second; its port."""
    is_over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(first)
            while not is_over.wait(0.05):
                connection.sendall(b"x")

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            is_over.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def sent(path: str, channel: Channel) -> tuple[Delivered, float]:
    begun = time.monotonic()
    told = send(path, MESSAGE, [channel], home.now(), patience=Patience(tries=1))[0]
    return told, time.monotonic() - begun


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX-Header: "])
def test_a_webhook_that_drips_is_hung_up_on(path: str, monkeypatch: pytest.MonkeyPatch, first: bytes) -> None:
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.5)
    with dripping(first) as port:
        told, seconds = sent(path, Channel("chat", "slack", url=Secret(f"http://localhost:{port}/x")))
    assert told.state == "uncertain"
    assert seconds < 10


def test_a_server_that_drips_its_greeting_gets_no_mail(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "WHOLE_SECONDS", 0.5)
    with dripping(b"220 ") as port:
        channel = Channel("mail", "smtp", host="localhost", port=port, security="none", sender="a@b.test")
        told, seconds = sent(path, channel)
    assert told.state == "failed"
    assert seconds < 10
