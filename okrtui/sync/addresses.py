"""Addresses of shared servers: as people type them, and whether the way there is safe.

A token on a plain connection can be read on the way, so plain HTTP is for this machine alone unless it is asked for.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.text import clean_line

_SCHEMES = ("http", "https")


def is_address(typed: str) -> bool:
    """Whether somebody typed a server's address rather than a directory."""
    scheme, colon, _ = typed.strip().partition("://")
    return bool(colon) and scheme.lower() in _SCHEMES


def server_address(typed: str, is_plain_allowed: bool = False) -> str:
    """A server's address without what it does not need: `https://okr.example.com`, perhaps with a path.

    Args:
        typed: what was typed.
        is_plain_allowed: whether it may be spoken to without TLS beyond this machine.

    Raises:
        BadInput: it is no address of a server.
        Refused: it is a plain one of another machine, and nobody said that this is allowed.
    """
    typed = clean_line(typed)
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError as error:
        raise _unusable(typed) from error
    host = parts.hostname or ""
    is_odd = "@" in parts.netloc or bool(parts.query or parts.fragment) or not host.isprintable()
    if parts.scheme not in _SCHEMES or not host or " " in typed or is_odd:
        raise _unusable(typed)
    shown = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
    check_way(address, is_plain_allowed)
    return address


def check_way(address: str, is_plain_allowed: bool) -> None:
    """Raise Refused where the way to a server could be listened to and nobody allowed that."""
    parts = urlsplit(address)
    if parts.scheme == "https" or is_plain_allowed or is_loopback(parts):
        return
    raise Refused(
        f"{address} is plain HTTP: whoever is on the way could read your token and your team's goals. "
        "Use its https:// address, or --plain-http where the network is trusted"
    )


def is_loopback(parts: SplitResult) -> bool:
    """Whether an address is this machine's own."""
    host = (parts.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host in an address, with its port where it has one of its own: what a person knows the server by."""
    return urlsplit(address).netloc


def _unusable(typed: str) -> BadInput:
    return BadInput(f"{typed[:80]!r} is no server's address: it looks like https://okr.example.com", "url")
