"""Waiting for a log to grow: told at once in the same process, and in vain for no longer than asked."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from okrtui.server.log import ServerLog
from tests.server.writers import WS, Writer, found, push


def test_whoever_waits_is_told_at_once(log: ServerLog) -> None:
    found(log, "bo")
    bo = Writer("bo")
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(log.wait, WS, 3, 60.0) for _ in range(8)]
        time.sleep(0.2)
        push(log, bo, bo.comments(2))
        assert {one.result(30) for one in waiting} == {5}


def test_what_is_there_already_is_not_waited_for(log: ServerLog) -> None:
    found(log)
    begun = time.monotonic()
    assert log.wait(WS, 0, 60.0) == 2
    assert time.monotonic() - begun < 30


def test_waiting_in_vain_ends(log: ServerLog) -> None:
    found(log)
    begun = time.monotonic()
    assert log.wait(WS, 2, 0.2) == 2
    assert 0.15 < time.monotonic() - begun < 30


def test_a_listener_is_told_until_it_ends(log: ServerLog) -> None:
    found(log, "bo")
    bo, heads, told = Writer("bo"), list[int](), Event()

    def listen(head: int) -> None:
        heads.append(head)
        told.set()

    end = log.listen(WS, listen)
    push(log, bo, [bo.comment()])
    assert told.wait(30)
    end()
    push(log, bo, [bo.comment()])
    assert 5 not in heads
