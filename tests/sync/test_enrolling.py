"""Joining a server with a code, joining again, leaving: the code used once, the token kept, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from okrtui import home as places
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, OutOfReach, Refused
from okrtui.sync.enrolling import (
    check_slug,
    free_slug,
    leave,
    new_replica,
    replica_here,
    settle_name,
    take_part_again,
    use_code,
)
from okrtui.sync.remote import read_token
from okrtui.sync.rounds import run_round
from tests.builders import rows
from tests.sync.model_server import Model
from tests.sync.sharing import commented, joined, log_of, now, synced, texts, waiting
from tests.sync.test_server_exchange import assert_alike


def dev_of(path: str) -> str:
    return str(rows(path, "SELECT value FROM meta WHERE name = 'dev'")[0]["value"])


def test_whoever_joins_acts_as_the_one_who_was_invited_whatever_their_unix_name(bo: str) -> None:
    assert Session.at(bo).member.handle == "bo"
    assert places.unix_name() == "ana"


def test_the_server_knows_the_replica_id_that_the_new_replica_counts_under(
    ana: str, model: Model, tmp_path: Path
) -> None:
    path = joined(tmp_path / "bo", "acme", model.place, model.invite("bo"))
    _, devs = model.tokens[read_token(path)]
    assert devs == {dev_of(path)}


@pytest.mark.parametrize("code", ["", "wrong", "code-0\r\nX: y", "x" * 10_000])
def test_a_code_that_is_not_valid_is_refused_and_leaves_nothing_behind(
    home: Path, model: Model, code: str
) -> None:
    with pytest.raises(Refused) as raised:
        use_code(model.place, code, now())
    assert "\n" not in str(raised.value)
    assert not (home / "data").exists()


def test_a_short_name_that_is_taken_is_told_before_the_code_is_used(ana: str) -> None:
    with pytest.raises(BadInput, match="-w NAME"):
        check_slug("acme")
    assert free_slug("acme") == "acme-2"
    assert free_slug("other") == "other"


def test_a_replica_gets_the_name_that_its_title_makes(ana: str, model: Model, tmp_path: Path) -> None:
    path = joined(tmp_path / "bo", "at-okr-example-com", model.place, model.invite("bo"))
    os.environ["OKRTUI_HOME"] = str(tmp_path / "bo")
    token = read_token(path)
    synced(path)
    named = settle_name(path)
    assert Path(named).name == "acme.okr"
    assert sorted(one.name for one in Path(named).parent.iterdir() if "journal" not in one.name) == [
        "acme.okr",
        "acme.okr.sync",
        "acme.okr.token",
    ]
    assert read_token(named) == token
    commented(named, "bo", "under the new name")
    synced(named)


def test_a_replica_keeps_its_name_where_the_other_is_taken(ana: str, model: Model) -> None:
    path = places.replica_path("at-okr-example-com")
    new_replica(path, use_code(model.place, model.invite("bo"), now()), now())
    synced(path)
    assert settle_name(path) == path
    assert log_of(path) == log_of(ana)


def test_who_was_revoked_goes_on_as_a_new_device_and_sends_what_was_kept(
    ana: str, bo: str, model: Model
) -> None:
    os.environ["OKRTUI_HOME"] = str(Path(bo).parents[2])
    commented(bo, "bo", "before")
    synced(bo)
    before = dev_of(bo)
    model.tokens.pop(read_token(bo))
    kept = commented(bo, "bo", "while it was revoked")
    assert run_round(bo, now).is_hopeless
    assert replica_here(model.ws, "bo") == bo
    assert replica_here(model.ws, "cy") == ""
    assert replica_here("another", "bo") == ""
    take_part_again(bo, use_code(model.place, model.invite("bo"), now()), now())
    synced(bo)
    (sent,) = [entry for entry in model.log if entry.id == kept]
    assert sent.dev != before
    assert sent.n == 1
    assert_alike(model, ana, bo)
    assert texts(ana) == ["before", "while it was revoked"]


def test_leaving_keeps_the_copy_and_makes_the_server_forget_the_device(
    ana: str, bo: str, model: Model
) -> None:
    os.environ["OKRTUI_HOME"] = str(Path(bo).parents[2])
    before, token = log_of(bo), read_token(bo)
    assert leave(bo).is_forgotten
    assert token not in model.tokens
    assert not Path(f"{bo}.token").exists()
    assert log_of(bo) == before
    with pytest.raises(NotFound):
        run_round(bo, now)
    with pytest.raises(NotFound):
        leave(bo)
    kept = commented(bo, "bo", "on my own")
    assert waiting(bo) == [kept]
    assert replica_here(model.ws, "bo") == bo
    take_part_again(bo, use_code(model.place, model.invite("bo"), now()), now())
    assert_alike(model, ana, bo)
    assert texts(ana) == ["on my own"]


def test_leaving_works_while_the_server_is_away(bo: str, model: Model) -> None:
    model.spoil = lambda method, path, raw: b""
    assert not leave(bo).is_forgotten
    assert read_token(bo) == ""


def test_a_server_that_is_away_uses_no_code_up(model: Model) -> None:
    code = model.invite("bo")
    model.spoil = lambda method, path, raw: b""
    with pytest.raises(OutOfReach):
        use_code(model.place, code, now())
    assert code in model.codes
