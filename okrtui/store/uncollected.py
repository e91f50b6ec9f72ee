"""Bulk work without rounds of Python's garbage collector, which take about a tenth of folding a log.

Folding makes hundreds of thousands of objects and no cycles; they go as soon as nothing refers to them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_busy = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is collected in this block, nor anywhere else meanwhile; several may overlap."""
    global _busy, _was_on
    with _lock:
        if _busy == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _busy += 1
    try:
        yield
    finally:
        with _lock:
            _busy -= 1
            if _busy == 0 and _was_on:
                gc.enable()
