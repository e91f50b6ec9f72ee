"""What a process does until it is killed: deeds one after the other, each acknowledged by a line once it is done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import count
from random import Random

from okrtui.actions.imports import ImportOptions, carry_out, plan_import
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.screens.draft_keeper import PAUSE, DraftKeeper
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import a_check_in
from tests.store.histories import History

Acknowledge = Callable[[str], object]

KEY_RESULTS_OF_A_FILE = 5


def save(path: str, key_result: str, acknowledge: Acknowledge) -> None:
    """Check in again and again; the revision's id is acknowledged."""
    session = Session.at(path, "ana")
    for number in count():
        done = a_check_in(
            session, key_result, str(20 + number % 7), insight=f"insight {number}", confirmed=True
        )
        acknowledge(done.id)


def take_in(path: str, folder: str, acknowledge: Acknowledge) -> None:
    """Import one file after the other; the objective's title is acknowledged."""
    session = Session.at(path, "ana")
    for number in count():
        file = os.path.join(folder, f"{number}.md")
        with open(file, "w", encoding="utf-8") as text:
            text.write(f"Objective: Win back region {number} from slow carriers\n")
            for line in range(KEY_RESULTS_OF_A_FILE):
                text.write(
                    f"- KR {line + 1}: Reduce delivery time {number}.{line} from 6 days to 3 days by Dec 31.\n"
                )
        carry_out(plan_import(session, [file], ImportOptions()))
        acknowledge(f"Win back region {number} from slow carriers")


def fold(path: str, seed: int, acknowledge: Acknowledge) -> None:
    """Take a random history in, batch by batch, folding all anew in between; each entry's hash is acknowledged."""
    random = Random(seed)
    entries = History(random, steps=200).entries
    random.shuffle(entries)
    replica = Replica.open(path)
    while True:
        for start in range(0, len(entries), 7):
            batch = entries[start : start + 7]
            receive(replica, [entry.body for entry in batch])
            for entry in batch:
                acknowledge(entry.sha)
            replica.fold_anew()


def make(slug: str, acknowledge: Acknowledge) -> None:
    """Make one workspace after the other; the short name is acknowledged."""
    for number in count():
        create_workspace(f"{slug} {number}", handle="ana", timezone="UTC")
        acknowledge(f"{slug}-{number}")


def type_text(path: str, key_result: str, acknowledge: Acknowledge) -> None:
    """Type without a pause, kept as the sitting keeps it; what stands in the field and when is acknowledged."""
    keeper = DraftKeeper(path, acknowledge)
    due = 0.0
    for number in count():
        keeper.note(key_result, "2026-W47", {"insight": f"word {number}"})
        acknowledge(f"{number} {time.monotonic()}")
        due = due or time.monotonic() + PAUSE
        if time.monotonic() >= due:
            keeper.write()
            due = 0.0
        time.sleep(0.004)
