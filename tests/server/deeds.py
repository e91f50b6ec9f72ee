"""What a server's process does until it is killed: pushes, each acknowledged by a line once it was answered."""

from __future__ import annotations

import time
from random import Random

from okrtui.okr.errors import OutOfReach
from okrtui.server.log import ServerLog
from tests.server.writers import NOW, WS, Writer, push, verdicts

LARGEST = 40
PATIENCE = 60.0


def next_batch(writer: Writer, random: Random) -> list[bytes]:
    """Some comments."""
    return [one.body for one in writer.comments(1 + random.randrange(LARGEST))]


def push_until_killed(url: str, folder: str, handle: str, dev: str, told: str) -> None:
    """Push one batch after the other; a line `first last` is written before each, `ok` once it was answered."""
    log = ServerLog(url, folder, now=lambda: NOW)
    writer, random = Writer(handle, dev), Random(dev)
    with open(told, "w", encoding="utf-8", buffering=1) as file:
        while True:
            bodies = next_batch(writer, random)
            file.write(f"{writer.n - len(bodies) + 1} {writer.n}\n")
            answer = log.push(WS, handle, {dev}, bodies)
            assert set(verdicts(answer)) == {"accepted"}
            file.write("ok\n")


def push_in_spite_of_all(log: ServerLog, writer: Writer, batches: int) -> int:
    """Push so many batches, each again until it is answered; gives how often that took another try."""
    random, tries = Random(writer.dev), 0
    for _ in range(batches):
        entries = writer.comments(1 + random.randrange(LARGEST))
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = push(log, writer, entries)
            except OutOfReach:
                assert time.monotonic() < end, "the database stays away"
                tries += 1
                time.sleep(0.02)
            else:
                assert set(verdicts(answer)) <= {"accepted", "duplicate"}
                break
    return tries
