"""Running the server: one process that takes requests until it is told to stop, and then ends what it has begun."""

from __future__ import annotations

import os
import resource
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.server.app import application
from okrtui.server.config import ServerConfig
from okrtui.server.database import place_of
from okrtui.server.hours import Sender, keeping_hours
from okrtui.server.log import ServerLog
from okrtui.server.logs import server_log, set_up_logs
from okrtui.server.patience import PatientProtocol
from okrtui.server.service import Service
from okrtui.server.whereabouts import leaving_address
from okrtui.version import __version__

KEEP_ALIVE = 30
"""Seconds that an idle connection is kept: longer than clients' pools keep theirs, or it is cut under their hands."""

_BACKLOG = 2048
_LONGEST_PEM = 1024 * 1024


def run(config: ServerConfig, log: ServerLog, tell_start: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        config: the settings.
        log: the open log.
        tell_start: called with the address that people join, once it is taken.

    Raises:
        BadInput: the TLS files can't be used.
        OutOfReach: the address can't be listened at, or not be left in the data folder.
    """
    _take_files()
    sender = Sender(config, log)
    with Listening(config, Service.start(config, log)) as listening:
        address = config.model_copy(update={"port": listening.port}).public_url
        with leaving_address(config.data_dir, address):
            tell_start(address)
            set_up_logs(config.log_level)
            where = place_of(log.database.url)
            server_log().info("start", version=__version__, url=address, database=where)
            with keeping_hours(sender, config.stop_seconds):
                listening.run()
    server_log().info("stop")


class Listening:
    """A server whose address is taken, and that can be run once.

    Attributes:
        port: where it listens.
    """

    def __init__(self, config: ServerConfig, service: Service) -> None:
        self._server = _Server(_uvicorn(config, service), service)
        self._socket = _listen(config.host, config.port)
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def run(self) -> None:
        """Serve until a signal, or `stop`."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End what is under way, then return from `run`; from any thread."""
        self._server.should_exit = True


def _take_files() -> None:
    """As many open files as the system grants: every client is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _Server(uvicorn.Server):
    """Uvicorn's server; before it waits for requests under way it lets those go that only wait."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second signal stops without waiting."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.waiting.stop()
        await super().shutdown(sockets)


def _check_tls(config: ServerConfig) -> None:
    """Raise BadInput where a TLS file can't be read or does not hold what it should."""
    for name, path, mark in (
        ("certificate", config.tls_cert, b"-----BEGIN CERTIFICATE-----"),
        ("private key", config.tls_key, b"PRIVATE KEY-----"),
    ):
        if not path:
            continue
        try:
            with open(os.path.expanduser(path), "rb") as file:
                is_there = mark in file.read(_LONGEST_PEM)
        except OSError as error:
            raise BadInput(f"the {name} {path} can't be used: {error.strerror}") from error
        if not is_there:
            raise BadInput(f"{path} holds no {name} in PEM")


def _uvicorn(config: ServerConfig, service: Service) -> uvicorn.Config:
    _check_tls(config)
    made = uvicorn.Config(
        application(service),
        host=config.host,
        port=config.port,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=list(config.trusted_proxies),
        backlog=_BACKLOG,
        limit_concurrency=config.connections,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=config.stop_seconds,
        ssl_certfile=os.path.expanduser(config.tls_cert) or None,
        ssl_keyfile=os.path.expanduser(config.tls_key) or None,
    )
    try:
        made.load()
    except (OSError, ssl.SSLError) as error:
        said = (getattr(error, "reason", None) or error.strerror or str(error)).replace("_", " ").lower()
        raise BadInput(f"{config.tls_cert} and {config.tls_key} can't be used together: {said}") from error
    return made


def _listen(host: str, port: int) -> socket.socket:
    """The socket, bound; that its address is taken is told in one line.

    It names TCP, for asyncio sends small answers at once (TCP_NODELAY) only where a socket does.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OutOfReach(f"the server can't listen at {host} port {port}: {error.strerror}") from error
    return listening
