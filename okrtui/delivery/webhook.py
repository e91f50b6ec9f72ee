"""Posting to incoming webhooks: Mattermost's, Slack's, and any that takes JSON.

Every wait has an end, no redirect is followed, and of an answer no more is read than tells whether it is one. The
address is a secret: lines name the host alone.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import truststore

from okrtui.delivery.channels import Channel
from okrtui.delivery.deadline import Deadline
from okrtui.delivery.failures import NotSent, Uncertain
from okrtui.delivery.message import Message
from okrtui.okr.text import clean_line
from okrtui.sync.server_failures import retry_after
from okrtui.version import __version__
from okrtui.views.json_text import to_json

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 20.0, 30.0
LONGEST_ANSWER = 64 * 1024
LONGEST_MATTERMOST = 16_000
LONGEST_SLACK = 12_000
"""Characters of a message; both cut or refuse what is much longer."""

_LOCAL = ("all://localhost", "all://*.localhost", "all://127.0.0.1", "all://[::1]")
_BEFORE_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
)
"""What ends a request before its whole body was handed over: nobody can have taken it for one."""

_PASSING = (429, 500, 502, 503)
_GATEWAY_TIMEOUT = 504
_SLACK_MEANS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def post(channel: Channel, message: Message) -> None:
    """Post a message; returns once the other side has taken it.

    Raises:
        NotSent: it was not taken, for certain.
        Uncertain: it was handed over and no answer came.
    """
    for name in ("httpx", "httpcore"):  # their log lines hold whole addresses
        logging.getLogger(name).setLevel(logging.WARNING)
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.keys[0]}
    if channel.token:
        headers["Authorization"] = f"Bearer {channel.token.reveal()}"
    content = payload(channel, message).encode()
    try:
        with (
            Deadline(WHOLE_SECONDS) as deadline,
            _client(channel) as client,
            client.stream(
                "POST",
                channel.url.reveal(),
                content=content,
                headers=headers,
                extensions={"trace": _watching(deadline)},
            ) as response,
        ):
            _judge(channel.place, response)
    except _BEFORE_SENT as error:
        raise NotSent(
            f"{channel.place} can't be reached ({_reason(error, channel)})", is_passing=True
        ) from error
    except httpx.TimeoutException as error:
        raise Uncertain(f"{channel.place} took the message and did not answer") from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise Uncertain(f"{channel.place} broke off before it answered") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise NotSent(f"the address of channel {channel.name} can't be used") from error


def payload(channel: Channel, message: Message) -> str:
    """The JSON that is posted."""
    if channel.type == "webhook":
        return to_json(_document(message))
    if channel.type == "slack":
        # Plain text alone: Slack's markup has no way to escape a star or a tilde.
        text = _cut(message.text, LONGEST_SLACK).translate(_SLACK_MEANS)
        return json.dumps({"text": text, "mrkdwn": False, "parse": "none", "unfurl_links": False})
    posted: dict[str, Any] = {"text": _cut(message.markdown or message.text, LONGEST_MATTERMOST)}
    if channel.is_direct and message.recipient:
        handle = message.recipient.handle
        posted["channel"] = f"@{channel.people.get(handle, handle)}"
    elif channel.channel:
        posted["channel"] = channel.channel
    return json.dumps(posted)


def _document(message: Message) -> dict[str, Any]:
    recipient = message.recipient
    document: dict[str, Any] = {
        "format": "okrtui-message",
        "version": 1,
        "kind": message.kind,
        "key": message.keys[0],
        "subject": message.subject,
        "text": message.text,
        "markdown": message.markdown,
    }
    if recipient:
        document["recipient"] = {"handle": recipient.handle, "name": recipient.name}
    if message.team:
        document["team"] = message.team
    return {**document, "data": dict(message.data)}


def _judge(place: str, response: httpx.Response) -> None:
    """Whether an answer says that the message was taken; raises what it says else."""
    status = response.status_code
    if response.is_success:
        if "html" in response.headers.get("content-type", ""):
            raise NotSent(f"{place} answers with a web page: is there a login page before it?")
        _read_out(response)
        return
    if status == _GATEWAY_TIMEOUT:
        raise Uncertain(f"what stands before {place} did not wait for its answer (status {status})")
    if response.is_redirect:
        raise NotSent(f"{place} sends okrtui elsewhere (status {status}): give the address itself")
    said = clean_line(_read_out(response).decode("utf-8", "replace"))[:120]
    is_page = "html" in response.headers.get("content-type", "") or not said
    line = f"{place} refused it with status {status}{'' if is_page else f': {said}'}"
    raise NotSent(line, status in _PASSING, retry_after(response.headers))


def _read_out(response: httpx.Response) -> bytes:
    """The first of an answer's body; whoever sends without an end is not listened to any longer."""
    read = b""
    try:
        for part in response.iter_raw():
            read += part
            if len(read) > LONGEST_ANSWER:
                break
    except (httpx.HTTPError, httpx.StreamError, OSError):
        pass  # the status has said it
    return read[:LONGEST_ANSWER]


def _watching(deadline: Deadline) -> Callable[[str, Mapping[str, Any]], None]:
    """What httpx tells of its steps, for the one that connects."""

    def note(step: str, told: Mapping[str, Any]) -> None:
        if step == "connection.connect_tcp.complete":
            deadline.watch(told["return_value"].get_extra_info("socket"))

    return note


def _client(channel: Channel) -> httpx.Client:
    is_secure = channel.url.reveal().startswith("https:")
    return httpx.Client(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_secure else False,
        follow_redirects=False,
        mounts=dict.fromkeys(_LOCAL),
        timeout=httpx.Timeout(CONNECT_SECONDS, read=READ_SECONDS, write=CONNECT_SECONDS),
        headers={"User-Agent": f"okrtui/{__version__}", "Accept-Encoding": "identity"},
    )


def _reason(error: Exception, channel: Channel) -> str:
    """What the system says, without its number, and never the address."""
    text = clean_line(str(error)) or type(error).__name__
    text = (text.partition("] ")[2] or text)[:120]
    return text if channel.url.reveal() not in text else type(error).__name__


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2].rstrip()} …"
