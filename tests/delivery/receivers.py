"""Real receivers on loopback: an HTTP server that answers as it is told to, and an SMTP server that keeps mails."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What a receiver answers: a status, headers and a body; `hangs` takes the body and says nothing."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"ok"
    hangs: bool = False
    breaks: bool = False
    is_endless: bool = False


class Posted(NamedTuple):
    """What was posted."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """What came in, and what is answered next; the last answer stands for all that follow."""

    def __init__(self, scheme: str, port: int) -> None:
        self.url = f"{scheme}://localhost:{port}"
        self.posted: list[Posted] = []
        self.answers: list[Answer] = [Answer()]
        self.done = threading.Event()


@contextmanager
def receiving(certificate: Path | None = None) -> Iterator[Receiver]:
    """An HTTP receiver; with a certificate it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            receiver.posted.append(Posted(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
            if answer.hangs:
                receiver.done.wait(30)
            if answer.hangs or answer.breaks:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if not answer.is_endless:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(answer.body)
                while answer.is_endless and not receiver.done.is_set():
                    self.wfile.write(b"x" * 65536)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver = Receiver("https" if certificate else "http", server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.done.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


class Sink:
    """Mails that came in, and how the server behaves."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.logins: list[str] = []
        self.replies: dict[str, list[bytes]] = {}
        self.falls_silent_after_text = False
        self.done = threading.Event()

    def reply(self, command: str, usual: bytes) -> bytes:
        """The next reply to a command that a test has set, else the usual one."""
        several = self.replies.get(command, [])
        return several.pop(0) if several else usual


@contextmanager
def mail_sink(certificate: Path | None = None, is_tls_at_once: bool = False) -> Iterator[Sink]:
    """An SMTP server; with a certificate it offers STARTTLS, or speaks TLS from the first byte on."""
    context: ssl.SSLContext | None = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):
                if context is not None and is_tls_at_once:
                    with context.wrap_socket(self.request, server_side=True) as secure:
                        _converse(secure, sink, None)
                else:
                    _converse(self.request, sink, context)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    sink = Sink(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sink
    finally:
        sink.done.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def _converse(
    connection: socket.socket, sink: Sink, context: ssl.SSLContext | None, has_greeted: bool = False
) -> None:
    """One client's whole conversation."""
    stream = connection.makefile("rwb", buffering=0)
    if not has_greeted:
        stream.write(sink.reply("connect", b"220 sink\r\n"))
    recipients: list[str] = []
    while line := stream.readline():
        word = line.split(b" ")[0].strip().upper().decode()
        usual = b"250 fine\r\n"
        if word == "EHLO":
            usual = (
                b"250-sink\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
                if context
                else b"250-sink\r\n250 AUTH PLAIN\r\n"
            )
        elif word == "STARTTLS" and context:
            stream.write(b"220 go on\r\n")
            with context.wrap_socket(connection, server_side=True) as secure:
                _converse(secure, sink, None, has_greeted=True)
            return
        elif word == "AUTH":
            sink.logins.append(line.decode().strip())
            usual = b"235 welcome\r\n"
        elif word == "RCPT":
            recipients.append(line.decode().partition("<")[2].partition(">")[0])
        elif word == "DATA":
            reply = sink.reply("DATA", b"354 go on\r\n")
            stream.write(reply)
            if not reply.startswith(b"354"):
                continue
            text = _text(stream)
            if sink.falls_silent_after_text:
                sink.done.wait(30)
                return
            reply = sink.reply("text", b"250 taken\r\n")
            if reply.startswith(b"250"):
                sink.mails.append(_mail(text))
                sink.recipients.append(list(recipients))
            usual = reply
        elif word == "QUIT":
            stream.write(b"221 bye\r\n")
            return
        stream.write(sink.reply(word, usual))


def _text(stream: Any) -> bytes:
    lines = []
    while (line := stream.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


def _mail(text: bytes) -> EmailMessage:
    mail: Message = message_from_bytes(text, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
