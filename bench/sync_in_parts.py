"""`okrtui sync` in this process, telling as JSON what its milliseconds were spent on.

Importing counts where it is not within another import; the exchange over HTTP holds making the client; SQLite holds
all transactions with what is done in them, waiting for the disk included. The interpreter's own start is not in it.
"""

from __future__ import annotations

import builtins
import json
import sys
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

spent: dict[str, float] = {"importing": 0.0, "HTTP": 0.0, "SQLite": 0.0}
_within: list[str] = []


def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; its time goes to `name`, without what is counted elsewhere within it."""

    @wraps(function)
    def run(*words: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        before = sum(spent.values())
        _within.append(name)
        try:
            return function(*words, **named)
        finally:
            _within.pop()
            inner = sum(spent.values()) - before
            spent[name] += (time.perf_counter() - begun) * 1000 - inner

    return run


def importing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The import function; only the outermost import is timed."""
    timed = counted("importing", function)

    def run(*words: Any, **named: Any) -> Any:
        return function(*words, **named) if _within[-1:] == ["importing"] else timed(*words, **named)

    return run


def main() -> None:
    """Sync, then tell."""
    builtins.__import__ = importing(builtins.__import__)
    from okrtui.main import main as okrtui
    from okrtui.store.replica import Replica
    from okrtui.sync.server_client import ServerClient

    ServerClient._ask = counted("HTTP", ServerClient._ask)  # type: ignore[method-assign]
    Replica.open = counted("SQLite", Replica.open)  # type: ignore[method-assign]
    entered = Replica.connected

    def connected(replica: Replica) -> Any:
        return _Counted(entered(replica))

    Replica.connected = connected  # type: ignore[method-assign]
    code = okrtui(["sync"])
    print(json.dumps(spent))
    sys.exit(code)


class _Counted:
    """A transaction, timed from its beginning to its end."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._begun = 0.0
        self._before = 0.0

    def __enter__(self) -> Any:
        self._begun, self._before = time.perf_counter(), sum(spent.values())
        return self._inner.__enter__()

    def __exit__(self, *error: Any) -> Any:
        try:
            return self._inner.__exit__(*error)
        finally:
            inner = sum(spent.values()) - self._before
            spent["SQLite"] += (time.perf_counter() - self._begun) * 1000 - inner


if __name__ == "__main__":
    main()
