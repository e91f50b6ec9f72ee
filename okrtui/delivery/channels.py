"""The channels that messages go out over: one file of one's own, `channels.toml` beside `okrtui.toml`.

It holds secrets, so it belongs to the person or the server that sends; it is never part of a workspace.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from okrtui import home
from okrtui.delivery.message import KINDS
from okrtui.delivery.secrets import Secret, read_private, secret_of
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.okr.text import clean_line
from okrtui.sync.addresses import is_loopback

FILE_NAME = "channels.toml"
ENVIRONMENT = "OKRTUI_CHANNELS"
"""The variable that names another file."""

WEBHOOKS = ("mattermost", "slack", "webhook")
TYPES = (*WEBHOOKS, "smtp")
SECURITY = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TEXTS = ("type", "url", "token", "channel", "host", "security", "user", "password", "from")
_LISTS = ("to", "posts", "teams", "workspaces")
_FLAGS = ("direct", "plain")
_LONGEST_NAME = 40


class Channel(NamedTuple):
    """A place that messages go to; repr tells no secret.

    Attributes:
        name: as its owner calls it.
        type: one of TYPES.
        url: a webhook's address, which is a secret: whoever knows it can post.
        token: a bearer token for a generic webhook.
        channel: Mattermost's channel, where it is not the webhook's own.
        is_direct: in Mattermost a message for one person goes to them alone.
        host, port, security, user, password, sender, to: of an SMTP server; `to` are the addresses for messages that
            are not for one person.
        posts: the kinds of message that go here by themselves.
        teams, workspaces: names; empty for all.
        people: a member's name in that chat, or address, by handle.
        is_plain_allowed: whether it may be spoken to without TLS beyond this machine.
    """

    name: str
    type: str
    url: Secret = Secret()
    token: Secret = Secret()
    channel: str = ""
    is_direct: bool = False
    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: Secret = Secret()
    sender: str = ""
    to: tuple[str, ...] = ()
    posts: tuple[str, ...] = KINDS
    teams: tuple[str, ...] = ()
    workspaces: tuple[str, ...] = ()
    people: Mapping[str, str] = {}
    is_plain_allowed: bool = False

    @property
    def place(self) -> str:
        """Where it goes, without what is secret."""
        if self.type == "smtp":
            return f"{self.host}:{self.port}"
        return urlsplit(self.url.reveal()).netloc.rpartition("@")[2]


def channels_path(environ: Mapping[str, str] | None = None) -> str:
    """The file of channels; it need not exist."""
    environ = os.environ if environ is None else environ
    return environ.get(ENVIRONMENT, "") or os.path.join(home.config_dir(), FILE_NAME)


def read_channels(path: str = "", environ: Mapping[str, str] | None = None) -> list[Channel]:
    """The channels in a file, in its order.

    Args:
        path: the file; `channels_path` by default, where none is no channel.
        environ: the environment; the process's by default.

    Raises:
        BadInput: the file is no TOML, or a channel can't be used; the line names it and no secret.
        Refused: others can read the file, or a way can be listened to and nobody allowed that.
        OutOfReach: the file can't be read.
    """
    environ = os.environ if environ is None else environ
    where = path or channels_path(environ)
    if not path and not os.path.exists(where):
        return []
    try:
        written = tomllib.loads(read_private(where, environ))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where} is no TOML: {_place_of(error)}") from error
    return [_channel(name, table, environ) for name, table in written.items()]


def chosen(channels: Sequence[Channel], names: Iterable[str]) -> list[Channel]:
    """The channels with these names; raises NotFound."""
    by_name = {channel.name: channel for channel in channels}
    found = []
    for name in names:
        if name not in by_name:
            known = ", ".join(by_name) or f"none: describe one in {channels_path()}"
            raise NotFound(f"there is no channel {clean_line(name)[:40]!r}; there are {known}")
        found.append(by_name[name])
    return found


def fitting(
    channels: Iterable[Channel],
    kind: str,
    team: str = "",
    workspaces: Sequence[str] = (),
    is_personal: bool = False,
) -> list[Channel]:
    """The channels that messages of a kind go to by themselves.

    Args:
        channels: all that there are.
        kind: of the message.
        team: the name of the team that it is about, "" for none: then only channels for all teams.
        workspaces: the workspace's names; a channel that names workspaces takes no other's messages.
        is_personal: whether it is for one person: what is for everybody needs somebody whom mail goes to.
    """
    names = {name.casefold() for name in workspaces}
    return [
        one
        for one in channels
        if kind in one.posts
        and (is_personal or one.type != "smtp" or one.to)
        and (not one.teams or team.casefold() in {each.casefold() for each in one.teams})
        and (not one.workspaces or names & {each.casefold() for each in one.workspaces})
    ]


def _place_of(error: tomllib.TOMLDecodeError) -> str:
    """Where the fault is: the parser's own words may quote what stands there."""
    _, found, place = str(error).rpartition("(at ")
    return place.rstrip(")") if found else "at its end"


def _channel(name: str, table: Any, environ: Mapping[str, str]) -> Channel:
    if not isinstance(table, dict):
        raise BadInput(
            f"channels are tables: write [{clean_line(name)[:_LONGEST_NAME]}] above what belongs to it"
        )
    if clean_line(name) != name or not 0 < len(name) <= _LONGEST_NAME or "@" in name:
        raise BadInput(
            f"a channel's name has 1–{_LONGEST_NAME} characters and no @: {clean_line(name)[:60]!r}"
        )
    _check_types(name, table)
    type_ = table.get("type", "")
    if type_ not in TYPES:
        raise BadInput(f"channel {name}: type is one of {', '.join(TYPES)}")
    posts = tuple(table.get("posts", KINDS))
    if not set(posts) <= set(KINDS):
        raise BadInput(f"channel {name}: posts are of {', '.join(KINDS)}")
    common = Channel(
        name=name,
        type=type_,
        posts=posts,
        teams=tuple(table.get("teams", ())),
        workspaces=tuple(table.get("workspaces", ())),
        people=dict(table.get("people", {})),
        is_plain_allowed=table.get("plain", False),
    )
    return _smtp(common, table, environ) if type_ == "smtp" else _webhook(common, table, environ)


def _check_types(name: str, table: Mapping[str, Any]) -> None:
    """BadInput for a setting that there is not, or whose value is of another type; the value is not told."""
    for key, value in table.items():
        if key in _TEXTS:
            fits = isinstance(value, str) and (value.isprintable() and bool(value))
        elif key in _LISTS:
            fits = isinstance(value, list) and all(
                isinstance(one, str) and one.isprintable() for one in value
            )
        elif key in _FLAGS:
            fits = isinstance(value, bool)
        elif key == "port":
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536
        elif key == "people":
            fits = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        else:
            known = ", ".join((*_TEXTS, *_LISTS, *_FLAGS, "port", "people"))
            raise BadInput(f"channel {name}: there is no setting {clean_line(key)[:40]!r}; there are {known}")
        if not fits:
            raise BadInput(f"channel {name}: the value of {key} can't be used")


def _webhook(common: Channel, table: Mapping[str, Any], environ: Mapping[str, str]) -> Channel:
    if not table.get("url"):
        raise BadInput(f"channel {common.name}: it needs the webhook's url")
    url = secret_of(table["url"], f"channel {common.name}: url", environ)
    try:
        parts = urlsplit(url.reveal())
        is_address = parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in url.reveal()
        is_address = is_address and (parts.port is None or parts.port > 0)
    except ValueError:
        is_address = False
    if not is_address:
        raise BadInput(f"channel {common.name}: url is no address that begins with https://")
    if parts.scheme == "http" and not common.is_plain_allowed and not is_loopback(parts):
        raise _plain(common.name)
    token = table.get("token")
    return common._replace(
        url=url,
        token=secret_of(token, f"channel {common.name}: token", environ) if token else Secret(),
        channel=table.get("channel", ""),
        is_direct=table.get("direct", False),
    )


def _smtp(common: Channel, table: Mapping[str, Any], environ: Mapping[str, str]) -> Channel:
    security = table.get("security", "starttls")
    if security not in SECURITY:
        raise BadInput(f"channel {common.name}: security is one of {', '.join(SECURITY)}")
    if not table.get("host") or not table.get("from"):
        raise BadInput(f"channel {common.name}: it needs host and from")
    host = table["host"]
    if (
        security == "none"
        and not common.is_plain_allowed
        and not is_loopback(urlsplit(f"//{_bracketed(host)}"))
    ):
        raise _plain(common.name)
    for address in (table["from"], *table.get("to", ())):
        check_address(address, f"channel {common.name}")
    password = table.get("password")
    return common._replace(
        host=host,
        port=table.get("port", _PORTS[security]),
        security=security,
        user=table.get("user", ""),
        password=secret_of(password, f"channel {common.name}: password", environ) if password else Secret(),
        sender=table["from"],
        to=tuple(table.get("to", ())),
    )


def check_address(address: str, what: str) -> None:
    """Raise BadInput where a text is no bare mail address: `name@host` in ASCII, nothing around it."""
    name, at, host = address.rpartition("@")
    is_odd = any(not sign.isprintable() or sign in ' <>,;:()[]"\\' for sign in address)
    if not (name and at and host) or "@" in name or is_odd or not address.isascii() or len(address) > 254:
        raise BadInput(f"{what}: {clean_line(address)[:80]!r} is no mail address such as ana@example.com")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _plain(name: str) -> Refused:
    return Refused(
        f"channel {name} is not encrypted: whoever is on the way could read along, and post in your name. "
        "Use TLS, or set plain = true where the network is trusted"
    )
