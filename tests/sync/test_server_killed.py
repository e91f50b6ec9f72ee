"""A client killed in the middle of rounds, two of them on one replica, a disk that fills up: nothing gets lost."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

import pytest

from okrtui import home as places
from okrtui.okr.errors import OutOfReach
from okrtui.sync.enrolling import Invited, new_replica
from okrtui.sync.remote import SERVER, Remote
from okrtui.sync.rounds import run_round
from tests.builders import rows
from tests.fault_cases import FaultCases
from tests.faults.test_disk import fill, mounted
from tests.faults.test_killed import Killer, assert_sound
from tests.sweep import sweep_size
from tests.sync.conftest import World, copied
from tests.sync.model_server import Model
from tests.sync.sharing import commented, joined, now, synced, texts, turn_clock, waiting
from tests.sync.test_server_exchange import assert_alike

KILLS = sweep_size(5, 60, 400)
LONGEST = 0.8
ROUNDS = sweep_size(6, 20, 100)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sync.test_server_killed"])
    return context


def work_on(path: str, handle: str, acknowledge: Callable[[str], object]) -> None:
    """Comment and sync without a pause; each saved comment is acknowledged."""
    for number in count():
        text = f"{os.getpid()}.{number}"
        commented(path, handle, text)
        acknowledge(text)
        run_round(path, now)


def join_again(folder: str, place: str, ws: str, token: str, acknowledge: Callable[[str], object]) -> None:
    """Take in all that the server holds, in one replica after the other."""
    for number in count():
        path = os.path.join(folder, f"{number}.okr")
        acknowledge("joining")
        os.environ["OKRTUI_HOME"] = folder
        new_replica(path, Invited(Remote(SERVER, place, ws, handle="bo", device="d"), token, "bo-dev"), now())
        assert not run_round(path, now).problem
        acknowledge(path)


def test_a_client_killed_in_the_middle_of_rounds_loses_nothing(
    ana: str,
    bo: str,
    model: Model,
    processes: ForkServerContext,
    tmp_path: Path,
    fault_cases: FaultCases,
) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    random = Random(seed)
    turn_clock(places.now())
    killer = Killer(processes, tmp_path, random)
    told: list[str] = []
    for number in range(KILLS):
        commented(ana, "ana", f"ana {number}")
        synced(ana)
        told += killer.acknowledged(work_on, bo, "bo", longest=LONGEST)
        assert_sound(bo)
        lost = set(told) - set(texts(bo))
        fault_cases.add("client killed in a round", lost=len(lost))
        assert not lost, f"kill {number}, seed {seed}"
    assert_alike(model, ana, bo)
    assert set(told) <= set(texts(ana))
    assert rows(ana, "SELECT * FROM oddity") == rows(bo, "SELECT * FROM refused") == []


def test_a_client_killed_in_its_first_download_goes_on(
    ana: str, model: Model, processes: ForkServerContext, tmp_path: Path, fault_cases: FaultCases
) -> None:
    with_more = Random(7)
    for number in range(40):
        commented(ana, "ana", f"ana {number}")
    synced(ana)
    turn_clock(places.now())
    folder = tmp_path / "many"
    folder.mkdir()
    token = next(token for token, (handle, _) in model.tokens.items() if handle == "bo")
    killer = Killer(processes, tmp_path, with_more)
    for number in range(max(2, KILLS // 5)):
        killer.acknowledged(join_again, str(folder), model.place, model.ws, token, longest=LONGEST)
        for path in map(str, folder.glob("*.okr")):
            if (folder / f"{Path(path).name}.token").exists():
                synced(path)
                assert sorted(texts(path)) == sorted(texts(ana)), number
        fault_cases.add("client killed in its first download")
        for left in [*folder.glob("*.okr*")]:
            left.unlink()


def sync_often(path: str, handle: str, environ: dict[str, str], rounds: int) -> None:
    os.environ.update(environ)
    os.environ.pop("OKRTUI_NOW", None)
    for number in range(rounds):
        commented(path, handle, f"{os.getpid()} {number}")
        problem = run_round(path, now).problem
        assert not problem or "another okrtui" in problem, problem


def test_two_processes_sync_one_replica_at_once(
    ana: str, bo: str, model: Model, processes: ForkServerContext
) -> None:
    environ = {name: os.environ[name] for name in ("OKRTUI_HOME", "LOGNAME", "TZ")}
    both = [processes.Process(target=sync_often, args=(bo, "bo", environ, ROUNDS)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
        assert one.exitcode == 0
    assert_alike(model, ana, bo)
    assert len(texts(ana)) == 2 * ROUNDS
    assert rows(ana, "SELECT * FROM oddity") == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full_between_page_and_cursor_loses_neither(
    ana: str, model: Model, world: World, small_disk: Path, fault_cases: FaultCases
) -> None:
    bo = copied(world.bo, small_disk)
    cursor = rows(bo, "SELECT * FROM cursor")
    for number in range(30):
        commented(ana, "ana", f"{number} " + "x" * 9000)
    synced(ana)
    filling = fill(small_disk)
    try:
        problem = run_round(bo, now).problem
    except OutOfReach as error:
        problem = str(error)
    assert "disk" in problem
    assert "\n" not in problem
    assert rows(bo, "SELECT * FROM cursor") == cursor
    assert texts(bo) == []
    filling.unlink()
    assert_alike(model, ana, bo)
    assert_sound(bo)
    fault_cases.add("client's disk full")


def test_a_disk_that_is_full_keeps_a_first_download_from_beginning(
    ana: str, model: Model, world: World, small_disk: Path, fault_cases: FaultCases
) -> None:
    bo = joined(small_disk / "home", "acme", model.place, model.invite("bo"))
    filling = fill(small_disk)
    try:
        problem = run_round(bo, now).problem
    except OutOfReach as error:
        problem = str(error)
    assert problem
    assert "\n" not in problem
    filling.unlink()
    assert_alike(model, ana, bo)
    fault_cases.add("client's disk full")


def test_what_the_server_took_and_this_side_could_not_note_is_sent_once_more(
    ana: str, bo: str, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Item 2: the answer to a push that was committed gets lost."""
    kept = commented(bo, "bo", "one")
    model.spoil = lambda method, path, raw: b"" if method == "POST" else None
    assert run_round(bo, now).problem
    assert model.log[-1].id == kept
    assert waiting(bo) == [kept]
    model.spoil = lambda *words: None
    assert_alike(model, ana, bo)
