"""Sending a message over SMTP, as text and HTML in one.

TLS is asked for unless a channel says otherwise, and a server that offers none gets no password. From the moment at
which the server wants the text until it says that it has it, nobody knows; before and after that everybody does.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import socket
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import truststore

from okrtui.delivery.channels import Channel, check_address
from okrtui.delivery.deadline import Deadline
from okrtui.delivery.failures import NotSent, Uncertain
from okrtui.delivery.message import Message
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line
from okrtui.version import __version__

SECONDS, WHOLE_SECONDS = 20.0, 120.0
"""The longest waits for one answer, and for the whole conversation."""

_READY, _TAKEN, _GO_ON = 220, 250, 354
_PASSING = range(400, 500)
_DOT = re.compile(rb"(?m)^\.")


def send_mail(channel: Channel, message: Message, now: datetime) -> None:
    """Send a message; returns once the server has taken it.

    Raises:
        NotSent: it was not taken, for certain.
        Uncertain: it was handed over and no answer came.
    """
    addresses = addresses_of(channel, message)
    written = compose(channel, message, addresses, now)
    with Deadline(WHOLE_SECONDS) as deadline:
        try:
            server = _connected(channel, deadline)
        except (OSError, smtplib.SMTPException) as error:
            raise _not_sent(channel, error) from error
        try:
            _hand_over(server, channel, addresses, written)
        finally:
            server.close()


def addresses_of(channel: Channel, message: Message) -> list[str]:
    """Whom it goes to: the recipient, else the channel's own list; raises NotSent where there is nobody."""
    if message.recipient is None:
        if not channel.to:
            raise NotSent(f"channel {channel.name} names nobody that it goes to: give it a list `to`")
        return list(channel.to)
    handle = message.recipient.handle
    address = channel.people.get(handle) or message.recipient.email
    if not address:
        raise NotSent(f"{handle} has no mail address: okrtui member edit {handle} --email gives one")
    try:
        check_address(address, handle)
    except BadInput as error:
        raise NotSent(str(error)) from error
    return [address]


def compose(channel: Channel, message: Message, addresses: list[str], now: datetime) -> bytes:
    """The mail as it goes over the wire; the same message has the same Message-ID wherever it comes from."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean_line(message.subject)[:200]
    mail["From"] = channel.sender
    mail["To"] = ", ".join(addresses)
    mail["Date"] = format_datetime(now)
    name = hashlib.sha256(" ".join((channel.name, *message.keys)).encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{name}@okrtui.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["User-Agent"] = f"okrtui/{__version__}"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail.as_bytes()


class _Conversation(smtplib.SMTP):
    """A conversation that ends when its time is over; with a context, in TLS from the first byte on."""

    def __init__(self, host: str, deadline: Deadline, context: ssl.SSLContext | None) -> None:
        self._deadline, self._context = deadline, context
        super().__init__(timeout=SECONDS)
        self._host = host  # by which STARTTLS checks the certificate

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = socket.create_connection((host, port), timeout)
        self._deadline.watch(connection)
        if self._context is None:
            return connection
        return self._context.wrap_socket(connection, server_hostname=self._host)


def _connected(channel: Channel, deadline: Deadline) -> smtplib.SMTP:
    """A connection with TLS and the login done; closed again where that fails."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    server = _Conversation(channel.host, deadline, context if channel.security == "tls" else None)
    try:
        code, said = server.connect(channel.host, channel.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, said)
        server.ehlo()
        if channel.security == "starttls":
            server.starttls(context=context)
            server.ehlo()
        if channel.user:
            server.login(channel.user, channel.password.reveal())
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, channel: Channel, addresses: list[str], written: bytes) -> None:
    try:
        _expect(channel, server.mail(channel.sender), range(250, 251))
        for address in addresses:
            _expect(channel, server.rcpt(address), range(250, 252))
        _expect(channel, server.docmd("DATA"), range(_GO_ON, _GO_ON + 1))
    except (OSError, smtplib.SMTPException) as error:
        raise _not_sent(channel, error) from error
    try:
        server.send(_DOT.sub(b"..", written) + (b"" if written.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Uncertain(f"{channel.place} took the mail and did not answer") from error
    _expect(channel, answer, range(_TAKEN, _TAKEN + 1))
    try:
        server.docmd("QUIT")
    except (OSError, smtplib.SMTPException):
        return  # it has the mail


def _expect(channel: Channel, answer: tuple[int, bytes], wanted: range) -> None:
    code, said = answer
    if code in wanted:
        return
    if code == -1:
        raise smtplib.SMTPServerDisconnected("it broke off")
    text = clean_line(said.decode("utf-8", "replace"))[:120]
    raise NotSent(f"{channel.place} refused it with {code}: {text}", code in _PASSING)


def _not_sent(channel: Channel, error: Exception) -> NotSent:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = clean_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:120]
        code = error.smtp_code
        return NotSent(f"{channel.place} refused it with {code}: {text}", code in _PASSING)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotSent(
            f"{channel.place} offers no {channel.security.upper()} or no login: {clean_line(str(error))[:120]}"
        )
    if isinstance(error, ssl.SSLError):
        reason = clean_line(getattr(error, "verify_message", "") or error.reason or "no TLS")[:120]
        return NotSent(f"{channel.place} can't be trusted ({reason})")
    text = clean_line(getattr(error, "strerror", None) or str(error)) or type(error).__name__
    return NotSent(f"{channel.place} can't be reached ({text[:120]})", is_passing=True)
