"""Moving a workspace with its history: to a directory, to a server, and from one to the other."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.store.outbox import put_back
from okrtui.store.replica import Replica
from okrtui.sync import rounds as rounds_module
from okrtui.sync.enrolling import new_replica, use_code
from okrtui.sync.layout import lay_out, read_store
from okrtui.sync.moving import missing_there, move_to_server, move_to_store
from okrtui.sync.remote import STORE, bind, read_token, remote_of, write_token
from okrtui.sync.rounds import Outcome, own_turn, run_round, turn
from okrtui.sync.store_marks import bind_store
from tests.builders import bodies, folded_tables
from tests.sync.model_server import Model, serving
from tests.sync.sharing import commented, joined, log_of, now, synced, texts, waiting
from tests.sync.test_server_exchange import assert_alike


def kind_of(path: str) -> str:
    with Replica.open(path).connected() as connection:
        remote = remote_of(connection)
    return remote.kind if remote else ""


def another_replica(source: str, path: Path, handle: str) -> str:
    """A replica of somebody else with everything in it, in the same shared directory."""
    Replica.create(str(path), now())
    with Replica.open(source).connected() as connection:
        remote = remote_of(connection)
    assert remote is not None
    with Replica.open(str(path)).connected() as connection:
        connection.execute("INSERT INTO meta (name, value) VALUES ('ws', ?)", (remote.ws,))
        bind_store(connection, read_store(remote.place), handle)
    synced(str(path))
    return str(path)


def test_a_local_workspace_goes_to_a_server_byte_by_byte(local: Session, model: Model) -> None:
    before = bodies(local.path)
    move_to_server(local.path, model.place, model.invite("ana", founding=True), now())
    (outcome,) = synced(local.path)
    assert model.bodies() == before == bodies(local.path)
    assert outcome.sent == len(before)
    assert missing_there(local.path) == 0


def test_a_local_workspace_goes_to_a_directory_and_on_to_a_server_and_back(
    local: Session, model: Model, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    assert move_to_store(local.path, store, "ana", trust="directory").is_laid_out
    synced(local.path)
    bo = another_replica(local.path, tmp_path / "bo.okr", "bo")
    commented(bo, "bo", "Bo in the directory")
    synced(bo, local.path)

    move_to_server(local.path, model.place, model.invite("ana", founding=True), now())
    synced(local.path)
    assert missing_there(local.path) == 1
    move_to_server(bo, model.place, model.invite("bo"), now())
    assert_alike(model, local.path, bo)
    assert missing_there(local.path) == missing_there(bo) == 0
    commented(bo, "bo", "Bo on the server")
    assert_alike(model, local.path, bo)

    assert not move_to_store(local.path, store, "ana").is_laid_out
    assert not move_to_store(bo, store, "bo").is_laid_out
    assert model.tokens == {}
    assert read_token(bo) == ""
    synced(local.path, bo, local.path)
    assert log_of(local.path) == log_of(bo) == {entry.sha for entry in model.log}
    assert folded_tables(local.path) == folded_tables(bo)
    assert texts(local.path) == ["Bo in the directory", "Bo on the server"]
    assert waiting(local.path) == waiting(bo) == []


def test_a_workspace_goes_from_one_server_to_another(ana: str, bo: str, model: Model) -> None:
    commented(bo, "bo", "From Bo")
    synced(bo, ana)
    with serving() as other:
        move_to_server(ana, other.place, other.invite("ana", founding=True), now())
        synced(ana)
        move_to_server(bo, other.place, other.invite("bo"), now())
        assert_alike(other, ana, bo)
    assert model.tokens == {}


def test_a_code_for_somebody_else_or_another_workspace_changes_nothing(local: Session, model: Model) -> None:
    with pytest.raises(Refused, match="invite ana --found"):
        move_to_server(local.path, model.place, model.invite("bo", founding=True), now())
    model.ws = "another"
    with pytest.raises(Refused, match="another workspace"):
        move_to_server(local.path, model.place, model.invite("ana"), now())
    assert kind_of(local.path) == ""
    assert model.tokens == {}, "the device that was enrolled in vain is forgotten again"
    assert read_token(local.path) == ""


def test_whoever_works_here_can_not_be_exchanged_by_moving(bo: str, model: Model) -> None:
    with serving() as other:
        other.ws = model.ws
        with pytest.raises(Refused, match="here works bo"):
            move_to_server(bo, other.place, other.invite("ana"), now())
    assert read_token(bo) in model.tokens


def test_where_it_is_already_it_is_not_moved(ana: str, model: Model, tmp_path: Path) -> None:
    code = model.invite("ana")
    with pytest.raises(BadInput, match="already"):
        move_to_server(ana, f"{model.place}/", code, now())
    assert code in model.codes
    move_to_store(ana, str(tmp_path / "store"), "ana")
    with pytest.raises(BadInput, match="already"):
        move_to_store(ana, str(tmp_path / "store"), "ana")


def test_what_waits_while_it_is_moved_goes_to_the_new_place(ana: str, model: Model, tmp_path: Path) -> None:
    kept = commented(ana, "ana", "not sent yet")
    move_to_store(ana, str(tmp_path / "store"), "ana")
    synced(ana)
    assert waiting(ana) == []
    assert kept.encode() in next((tmp_path / "store").rglob("*.okrlog")).read_bytes()
    assert kind_of(ana) == STORE


def test_a_store_is_laid_out_by_the_creator_alone(bo: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="laid out by ana"):
        move_to_store(bo, str(tmp_path / "store"), "bo")
    assert not (tmp_path / "store").exists()


def test_another_workspaces_directory_is_refused(ana: str, tmp_path: Path) -> None:
    lay_out(str(tmp_path / "store"), "another", "ana")
    with pytest.raises(Refused, match="another workspace"):
        move_to_store(ana, str(tmp_path / "store"), "ana")


def test_nothing_is_moved_before_there_is_something(home: Path, model: Model, tmp_path: Path) -> None:
    path = str(tmp_path / "empty.okr")
    new_replica(path, use_code(model.place, model.invite("bo"), now()), now())
    with pytest.raises(BadInput, match="okrtui sync"):
        move_to_store(path, str(tmp_path / "store"), "bo")


def test_a_directory_that_goes_away_in_the_middle_is_moved_from_all_the_same(
    local: Session, model: Model, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    move_to_store(local.path, str(store), "ana")
    synced(local.path)
    store.rename(tmp_path / "gone")
    assert run_round(local.path, now).problem
    move_to_server(local.path, model.place, model.invite("ana", founding=True), now())
    assert_alike(model, local.path)


def test_a_third_one_joins_where_it_was_moved_to(ana: str, bo: str, tmp_path: Path) -> None:
    with serving() as other:
        move_to_server(ana, other.place, other.invite("ana", founding=True), now())
        synced(ana)
        path = joined(tmp_path / "third", "acme", other.place, other.invite("bo"))
        assert_alike(other, ana, path)


def test_a_round_that_waited_for_its_turn_goes_to_where_the_workspace_was_moved(
    ana: str, model: Model
) -> None:
    kept = commented(ana, "ana", "one")
    rounds: list[Outcome] = []
    with serving() as other:
        code, before = other.invite("ana", founding=True), len(model.requests)
        invited = use_code(other.place, code, now())
        with own_turn(ana):
            waits = threading.Thread(target=lambda: rounds.append(run_round(ana, now)))
            waits.start()
            time.sleep(0.5)
            with Replica.open(ana).connected() as connection:
                bind(connection, invited.remote._replace(ws=model.ws))
                put_back(connection)
            write_token(ana, invited.token)
        waits.join(30)
        assert rounds[0].problem == ""
        assert kept in {entry.id for entry in other.log}
        assert len(model.requests) == before, "nothing went to the old server"


def test_nothing_is_moved_in_the_middle_of_a_round(
    ana: str, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_module, "TURN_SECONDS", 0.1)
    with turn(ana) as is_ours:
        assert is_ours
        with pytest.raises(OutOfReach, match="try again"):
            move_to_store(ana, str(tmp_path / "store"), "ana")
    assert kind_of(ana) == "server"
