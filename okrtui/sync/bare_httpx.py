"""httpx without its own command line, which imports rich and pygments: a round at a prompt has no use for them."""

from __future__ import annotations

import sys

_COMMAND_LINE = "httpx._main"

if _COMMAND_LINE in sys.modules:
    import httpx
else:
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]  # is what says "there is none"
    import httpx

    del sys.modules[_COMMAND_LINE]

__all__ = ["httpx"]
