"""What can go wrong between here and a shared server, each as an error with one calm line."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import NoReturn

from okrtui.okr.errors import NotFound, Refused
from okrtui.okr.text import clean_line
from okrtui.sync.answers import Said, Unavailable, read_answer
from okrtui.sync.bare_httpx import httpx

LONGEST_TEXT = 300
CUT = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
"""A connection that ended before the answer did."""


class EpochChanged(Exception):
    """The server's log began anew, or was brought back from a backup; `epoch` is its name now."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


class Revoked(Refused):
    """The server does not know this device's token, or no longer."""


class NotFounded(Refused):
    """The first push did not make the workspace: the server did not take its first entry."""


class Founds(Refused):
    """The code founds a workspace, and there is none for it here; it was not used up."""


class BatchTooLarge(Exception):
    """Somebody on the way takes no request as large as this."""


def raise_refusal(response: httpx.Response, body: bytes, host: str, has_token: bool) -> NoReturn:
    """Raise what an answer means that is not the one that was asked for."""
    status = response.status_code
    if response.is_redirect or response.is_success or "json" not in response.headers.get("content-type", ""):
        _raise_page(response, host)
    said = read_answer(body, Said, host)
    if status == httpx.codes.CONFLICT and said.code == "epoch" and said.epoch:
        raise EpochChanged(said.epoch)
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise BatchTooLarge
    if status == httpx.codes.UNAUTHORIZED and has_token and said.code:
        raise Revoked(_revoked_line(host))
    text = clean_line(said.text)[:LONGEST_TEXT] or f"status {status}"
    if said.code == "not_founded":
        raise NotFounded(f"{host} did not take the workspace: {text}")
    if said.code == "founds":
        raise Founds(f"{host} refused: {text}")
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE) or status >= 500:
        raise Unavailable(f"{host} is busy or in trouble: {text}", retry_after(response.headers))
    if status == httpx.codes.NOT_FOUND:
        raise NotFound(f"{host} does not have it: {text}")
    raise Refused(f"{host} refused: {text}")


def _raise_page(response: httpx.Response, host: str) -> NoReturn:
    """Raise what an answer means that is none of okrtui's, but of something before it or in its place."""
    status = response.status_code
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise BatchTooLarge
    if response.is_redirect:
        target = clean_line(response.headers.get("location", ""))[:80]
        raise Unavailable(f"{host} sends okrtui elsewhere ({target}): is there a login page before it?")
    if response.is_success:
        raise Unavailable(f"{host} answers with a web page: is there a login page or a proxy before it?")
    raise Unavailable(
        f"{host} answers with status {status} and no word of okrtui's", retry_after(response.headers)
    )


def failure_line(host: str, error: Exception) -> str:
    """The line for a connection that failed, or never came about."""
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return f"{host} can't be reached: no answer to a call"
    if isinstance(error, httpx.TimeoutException):
        return f"{host} does not answer: it is tried again"
    if isinstance(error, httpx.ConnectError):
        return f"{host} can't be reached ({_reason(error)})"
    if isinstance(error, CUT):
        return f"{host} broke off in the middle: it is tried again"
    return f"{host} can't be spoken to ({_reason(error)})"


def _reason(error: Exception) -> str:
    """What the system says, without its number."""
    text = clean_line(str(error)) or type(error).__name__
    return (text.partition("] ")[2] or text)[:120]


def _revoked_line(host: str) -> str:
    return (
        f"{host} does not know this device any more: ask for a new invitation and run "
        "`okrtui join URL CODE`; what you have written stays here and goes then"
    )


def retry_after(headers: httpx.Headers) -> float:
    """The seconds that a server asks to be left alone for, said as such or as a date; 0 where it doesn't say."""
    text = headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return float(text[:6])
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, until.timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
