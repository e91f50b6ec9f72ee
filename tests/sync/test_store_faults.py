"""A shared directory that is unmounted, read-only or full, and clients killed at work on it: nothing gets lost."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

import pytest

from okrtui import home as places
from okrtui.actions.session import Session
from okrtui.sync.rounds import run_round
from tests.fault_cases import FaultCases
from tests.faults.test_disk import fill, mounted
from tests.faults.test_killed import Killer, assert_sound
from tests.sweep import sweep_size
from tests.sync.people import Person, Team, a_folder

TIMES = sweep_size(2, 10, 60)
KILLS = sweep_size(3, 30, 200)
TURNS = sweep_size(4, 20, 120)
LONGEST = 0.5


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sync.test_store_faults"])
    return context


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    """A team whose directory is a mount of its own, on a disk of 4 MB."""
    with a_folder() as folder:
        team = Team(folder)
        disk = folder / "disk"
        disk.mkdir()
        mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk))
        subprocess.run(["cp", "-a", str(team.store), str(disk)], check=True)
        subprocess.run(["rm", "-r", str(team.store)], check=True)
        team.store.mkdir()
        mount(team)
        yield team
        unmount(team)
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def mount(team: Team) -> None:
    mounted("--bind", str(team.folder / "disk" / "store"), str(team.store))


def unmount(team: Team) -> None:
    subprocess.run(["umount", "--lazy", str(team.store)], check=True)


@contextmanager
def unmounted(team: Team) -> Iterator[None]:
    unmount(team)
    try:
        yield
    finally:
        mount(team)


@contextmanager
def read_only(team: Team) -> Iterator[None]:
    mounted("-o", "remount,ro,bind", str(team.store))
    try:
        yield
    finally:
        mounted("-o", "remount,rw,bind", str(team.store))


@contextmanager
def full(team: Team) -> Iterator[None]:
    filling = fill(team.folder / "disk")
    try:
        yield
    finally:
        filling.unlink()


@pytest.mark.parametrize("fault", [unmounted, read_only, full])
def test_a_directory_that_can_not_be_used_is_one_line_and_everything_goes_once_it_can(
    team: Team, fault: Callable[[Team], AbstractContextManager[None]], fault_cases: FaultCases
) -> None:
    bo = team.joins("bo")
    team.ana.syncs()
    for number in range(TIMES):
        with fault(team):
            text = f"{number} " + "x" * 5000
            team.ana.comments(text)
            done = team.ana.rounds()
            assert done.problem
            assert "\n" not in done.problem
            assert done.waiting == 1
        team.ana.syncs()
        bo.syncs()
        lost = {text} - set(bo.texts())
        fault_cases.add(f"shared directory {fault.__name__.replace('_', '-')}", lost=len(lost))
        assert not lost
    assert_same(team.ana, bo)


def assert_same(*people: Person) -> None:
    """After a round of each, and one more, all show the same, nothing waits and nothing is odd."""
    for person in (*people, *people):
        assert person.syncs().waiting == 0
    assert all(person.tables() == people[0].tables() for person in people)
    for person in people:
        assert person.notices() == {}
        assert_sound(person.path)


def work_on(path: str, handle: str, acknowledge: Callable[[str], object]) -> None:
    """Comment and sync without a pause; each saved comment is acknowledged."""
    session = Session.at(path, handle)
    for number in count():
        text = f"{os.getpid()}.{number}"
        with session.writing("a comment") as journal:
            journal.add("comment", journal.new_id(), {"text": text, "kind": "note"}, base=())
        acknowledge(text)
        run_round(path, places.now)


def test_a_client_killed_in_the_middle_of_rounds_loses_nothing(
    team: Team, processes: ForkServerContext, tmp_path: Path, fault_cases: FaultCases
) -> None:
    bo = team.joins("bo")
    killer = Killer(processes, tmp_path, Random(3))
    told: set[str] = set()
    for number in range(KILLS):
        team.ana.comments(f"ana {number}")
        team.ana.syncs()
        told |= set(killer.acknowledged(work_on, bo.path, "bo", longest=LONGEST))
        lost = told - set(bo.texts())
        fault_cases.add("client killed in a round with a directory", lost=len(lost))
        assert not lost
        assert_sound(bo.path)
    assert_same(bo, team.ana)
    assert told <= set(team.ana.texts())


def test_a_directory_that_comes_and_goes_while_one_works_loses_nothing(
    team: Team, fault_cases: FaultCases
) -> None:
    bo = team.joins("bo")
    team.ana.syncs()
    over, told = threading.Event(), []

    def work() -> None:
        while not over.is_set():
            told.append(f"ana {len(told)}")
            team.ana.comments(told[-1])
            problem = team.ana.rounds().problem
            assert "\n" not in problem

    working = threading.Thread(target=work)
    working.start()
    chance = Random(5)
    for number in range(TURNS):
        with (unmounted, read_only, full)[number % 3](team):
            over.wait(chance.random() * 0.05)
        over.wait(chance.random() * 0.05)
    over.set()
    working.join()
    assert_same(team.ana, bo)
    lost = set(told) - set(bo.texts())
    fault_cases.add("shared directory taken away in the middle", TURNS, len(lost))
    assert not lost
