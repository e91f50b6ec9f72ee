"""The server's settings: a TOML file, then `OKRTUI_SERVER_…` in the environment, then flags; the last one counts.

Everything has a default, so that `okrtui serve` starts on SQLite with nothing written at all.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo

from okrtui import home
from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.okr.weeks import Calendar, check_calendar

ENVIRONMENT = "OKRTUI_SERVER_"
FILE_NAME = "server.toml"
SYSTEM_FILE = "/etc/okrtui/server.toml"

_LISTS = ("trusted_proxies", "metrics_from")


class ServerConfig(BaseModel):
    """What an operator may set.

    Attributes:
        database: SQLAlchemy's address of the database; empty for SQLite below `data`.
        data: the folder of the server's replicas, of snapshots, and of SQLite's file.
        host, port: where it listens.
        tls_cert, tls_key: PEM files; without them a proxy does TLS.
        url: the address that people join, as the proxy shows it; empty for host and port.
        trusted_proxies: addresses whose `X-Forwarded-For` is believed.
        metrics_from: networks that may read /metrics.
        log_level: the least that is logged.
        invitation_days: how long an invitation stands.
        requests_per_second, burst: what one device, or one address without a token, may ask for.
        vain_enrolments, vain_minutes: how many wrong codes of one address in how many minutes.
        vain_per_code: how many wrong tries end an invitation.
        body_seconds: how long a request's body may take to arrive.
        longest_wait: seconds that a long poll is held at most.
        connections: how many clients may be connected at once.
        database_connections: connections that one server keeps to PostgreSQL at most.
        stop_seconds: how long a stop waits for requests under way.
        channels: the file of channels that it posts to by itself; empty for the usual one.
        remind_at, digest_at: when it does, as "friday 14:00" in each workspace's own zone; empty for never.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    database: str = ""
    data: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8720
    tls_cert: str = ""
    tls_key: str = ""
    url: str = ""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    invitation_days: Annotated[int, Field(ge=1, le=365)] = 7
    requests_per_second: Annotated[float, Field(gt=0)] = 20.0
    burst: Annotated[int, Field(ge=1)] = 120
    vain_enrolments: Annotated[int, Field(ge=1)] = 10
    vain_minutes: Annotated[int, Field(ge=1)] = 15
    vain_per_code: Annotated[int, Field(ge=1)] = 5
    body_seconds: Annotated[float, Field(gt=0)] = 30.0
    longest_wait: Annotated[float, Field(ge=0, le=300)] = 25.0
    connections: Annotated[int, Field(ge=10)] = 4000
    database_connections: Annotated[int, Field(ge=1, le=200)] = 20
    stop_seconds: Annotated[int, Field(ge=1)] = 10
    channels: str = ""
    remind_at: str = ""
    digest_at: str = ""

    @field_validator("metrics_from")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            ipaddress.ip_network(one)
        return value

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it begins with https:// (or http://)")
        return value.rstrip("/")

    @field_validator("remind_at", "digest_at")
    @classmethod
    def _is_hour(cls, value: str) -> str:
        if value:
            weekday, _, time = value.partition(" ")
            try:
                check_calendar(Calendar("UTC", weekday, time))
            except BadInput as error:
                raise ValueError('it is a weekday and a time, such as "friday 14:00"') from error
        return value

    @model_validator(mode="after")
    def _has_both_tls_files(self) -> ServerConfig:
        if bool(self.tls_cert) != bool(self.tls_key):
            raise ValueError("tls_cert and tls_key belong together: give both or none")
        return self

    @property
    def data_dir(self) -> str:
        """The absolute folder of what the server keeps on disk."""
        return os.path.abspath(os.path.expanduser(self.data or os.path.join(home.data_dir(), "server")))

    @property
    def database_url(self) -> str:
        """The database's address; SQLite's file below the data folder where none is set."""
        return self.database or f"sqlite:///{os.path.join(self.data_dir, 'server.db')}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the log lies in SQLite: then one process serves it, and no other."""
        return self.database_url.startswith("sqlite")

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read along: by TLS, or because it all stays on this machine."""
        return self.public_url.startswith("https://") or self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def public_url(self) -> str:
        """The address that people join."""
        if self.url:
            return self.url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls_cert else 'http'}://{host}:{self.port}"


def read_config(
    flags: Mapping[str, Any], environ: Mapping[str, str] | None = None, file: str | None = None
) -> ServerConfig:
    """The settings that count.

    Args:
        flags: what the command line says; None and "" say nothing.
        environ: the environment; the process's by default.
        file: a TOML file that must be there; else the first of the usual places that is.

    Raises:
        BadInput: the file, a variable or a flag holds what can't be; the line names it.
        OutOfReach: the file can't be read.
    """
    environ = os.environ if environ is None else environ
    path = file or environ.get(f"{ENVIRONMENT}CONFIG", "") or _usual_file()
    given = {**(_read_file(path) if path else {}), **_of_environment(environ)}
    given |= {name: value for name, value in flags.items() if value not in (None, "")}
    try:
        return ServerConfig.model_validate(given)
    except ValidationError as error:
        raise BadInput(_line_of(error, path)) from error


def _usual_file() -> str:
    own = os.path.join(home.config_dir(), FILE_NAME)
    return next((path for path in (own, SYSTEM_FILE) if os.path.isfile(path)), "")


def _read_file(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise OutOfReach(f"{path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is no TOML: {error}") from error


def _of_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in ServerConfig.model_fields:
        value = environ.get(ENVIRONMENT + name.upper(), "")
        if value:
            given[name] = [one.strip() for one in value.split(",")] if name in _LISTS else value
    return given


def _line_of(error: ValidationError, path: str) -> str:
    """The first thing that is wrong, without the value, which may be a password."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        message = f"there is no such setting; {path or 'the examples'} may be of another version"
    elif first["type"] == "value_error":
        message = first["msg"].removeprefix("Value error, ")
    else:
        message = _what_it_is(ServerConfig.model_fields[name])
    return f"the server's setting {name}: {message}" if name else message


def _what_it_is(field: FieldInfo) -> str:
    """What a setting can be: "a whole number from 0 to 65535"."""
    if get_origin(field.annotation) is Literal:
        return f"one of {', '.join(get_args(field.annotation))}"
    bounds: dict[str, Any] = {}
    for one in field.metadata:
        bounds |= {name: getattr(one, name) for name in ("ge", "gt", "le") if hasattr(one, name)}
    kinds: dict[Any, str] = {int: "a whole number", float: "a number", str: "a text"}
    kind = kinds.get(field.annotation, "a list of texts")
    if "le" in bounds:
        return f"{kind} from {bounds['ge']} to {bounds['le']}"
    if "gt" in bounds:
        return f"{kind} above {bounds['gt']}"
    return f"{kind} of at least {bounds['ge']}" if bounds else kind
