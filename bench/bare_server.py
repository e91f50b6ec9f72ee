"""The floor of a server: uvicorn and nothing else; `/` does nothing, `/page` reads entries' bytes and sends them.

python -m bench.bare_server PORT DATABASE WS
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from sqlalchemy import bindparam, create_engine, select

from okrtui.server.schema import ENTRY

_PAGE = (
    select(ENTRY.c.body)
    .where(ENTRY.c.ws == bindparam("ws"), ENTRY.c.seq > bindparam("after"), ENTRY.c.seq <= bindparam("last"))
    .order_by(ENTRY.c.seq)
)


def main(port: int, database: str, ws: str) -> None:
    """Serve until a signal."""
    engine = create_engine(database)

    def page(after: int, limit: int) -> bytes:
        with engine.connect() as connection:
            rows = connection.execute(_PAGE, {"ws": ws, "after": after, "last": after + limit})
            return b",".join([bytes(body) for (body,) in rows])

    async def app(
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        await receive()
        body = b"{}"
        if scope["path"] == "/page":
            asked = parse_qs(scope["query_string"].decode())
            body = await asyncio.to_thread(page, int(asked["after"][0]), int(asked["limit"][0]))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, lifespan="off", access_log=False, log_level="error", timeout_keep_alive=30)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
