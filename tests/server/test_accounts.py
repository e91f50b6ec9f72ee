"""Accounts: invitations, devices and their tokens, on either database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from okrtui.okr.errors import NotFound, Refused
from okrtui.server.accounts import Accounts, Founds
from okrtui.server.credentials import new_code, new_token, plain_code, sha_of
from okrtui.server.invitations import Invitations, Limits, TooManyTries, WrongCode
from okrtui.server.log import ServerLog

DEV, OTHER = (f"0199c1a2-0000-7000-8000-00000000000{n}" for n in (1, 2))
TABLES = ("invitation", "device", "device_replica", "attempt")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 17, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(log: ServerLog, clock: Clock) -> Accounts:
    limits = Limits(per_address=4, minutes=15, per_code=3)
    return Accounts(log.database, clock, Invitations(log.database, clock, limits))


def free(*_: str) -> bool:
    return True


def enroll(accounts: Accounts, code: str, dev: str = DEV, address: str = "192.0.2.1") -> Any:
    return accounts.enroll(code, "laptop", dev, address, free)


def test_a_code_gives_a_device_whose_token_tells_who_it_is(accounts: Accounts) -> None:
    token, device = enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    assert (device.ws, device.handle, device.name, device.replicas) == ("ws", "bob", "laptop", {DEV})
    told = accounts.who(token)
    assert told is not None
    assert told.id == device.id


def test_a_code_works_once(accounts: Accounts) -> None:
    code = accounts.invitations.invite("ws", "bob", 7)
    enroll(accounts, code)
    with pytest.raises(WrongCode):
        enroll(accounts, code, OTHER)


def test_a_code_may_be_typed_in_capitals_without_hyphens_and_with_letters_that_look_alike(
    accounts: Accounts,
) -> None:
    code = accounts.invitations.invite("ws", "bob", 7)
    typed = code.upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert enroll(accounts, typed).device.handle == "bob"


@pytest.mark.parametrize("typed", ["", "x", "okrtui", "ü" * 30, "-" * 30, "'; DROP TABLE device; --"])
def test_what_can_be_no_code_is_wrong(accounts: Accounts, typed: str) -> None:
    with pytest.raises(WrongCode):
        enroll(accounts, typed)


def test_a_code_ends_after_its_days(accounts: Accounts, clock: Clock) -> None:
    codes = [accounts.invitations.invite("ws", "bob", 2) for _ in range(2)]
    clock.move(days=2)
    enroll(accounts, codes[0])
    clock.move(seconds=1)
    with pytest.raises(WrongCode):
        enroll(accounts, codes[1], OTHER)


def test_a_code_ends_after_so_many_vain_tries_on_it_from_wherever_they_come(accounts: Accounts) -> None:
    code = accounts.invitations.invite("ws", "bob", 7)
    wrong = code[:5] + new_code()[5:]
    for n in range(3):
        with pytest.raises(WrongCode):
            enroll(accounts, wrong, address=f"192.0.2.{n}")
    with pytest.raises(WrongCode):
        enroll(accounts, code, address="192.0.2.99")


def test_an_address_that_is_wrong_too_often_has_to_wait_and_others_have_not(
    accounts: Accounts, clock: Clock
) -> None:
    code = accounts.invitations.invite("ws", "bob", 7)
    for _ in range(4):
        with pytest.raises(WrongCode):
            enroll(accounts, new_code())
        clock.move(minutes=1)
    with pytest.raises(TooManyTries) as refused:
        enroll(accounts, code)
    assert refused.value.seconds == 11 * 60
    assert enroll(accounts, code, address="192.0.2.2").device.handle == "bob"
    clock.move(minutes=12)
    enroll(accounts, accounts.invitations.invite("ws", "cid", 7), OTHER)


def test_a_revoked_token_counts_for_nothing_at_once(accounts: Accounts) -> None:
    token, device = enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    accounts.revoke(device.id)
    assert accounts.who(token) is None
    assert accounts.device(device.id).revoked_at


@pytest.mark.parametrize("token", ["", "okrtui_", "' OR 1=1", "\ud800", "x" * 5000])
def test_what_is_no_token_is_nobody(accounts: Accounts, token: str) -> None:
    enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    assert accounts.who(token) is None


def test_codes_and_tokens_stand_nowhere_in_the_database(accounts: Accounts, log: ServerLog) -> None:
    code, unused = (accounts.invitations.invite("ws", "bob", 7) for _ in range(2))
    token = enroll(accounts, code).token
    with pytest.raises(WrongCode):
        enroll(accounts, unused[:5] + new_code()[5:])
    with log.database.reading() as connection:
        kept = [tuple(row) for table in TABLES for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert sha_of(token) in repr(kept)
    assert sha_of(code) in repr(kept)
    for secret in (token, code, unused):
        assert secret not in repr(kept)
        assert secret[6:20] not in repr(kept)


def test_tokens_have_256_bits_and_codes_125_beside_their_name() -> None:
    assert len(new_token().removeprefix("okrtui_")) == 43
    assert {len(new_code()) for _ in range(50)} == {35}
    assert len({new_code() for _ in range(1000)}) == len({new_token() for _ in range(1000)}) == 1000


def test_a_code_is_read_as_it_was_made() -> None:
    for code in (new_code() for _ in range(200)):
        assert plain_code(code) == code


def test_nobody_gets_a_replica_id_of_another_member(accounts: Accounts) -> None:
    enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    with pytest.raises(Refused, match="another member"):
        enroll(accounts, accounts.invitations.invite("ws", "eve", 7))
    eve = enroll(accounts, accounts.invitations.invite("ws", "eve", 7), OTHER).device
    with pytest.raises(Refused, match="another member"):
        accounts.bind_replica(eve, DEV, free)


def test_nobody_gets_a_replica_id_that_another_member_wrote_with(accounts: Accounts) -> None:
    code = accounts.invitations.invite("ws", "eve", 7)
    with pytest.raises(Refused, match="another member"):
        accounts.enroll(code, "laptop", DEV, "192.0.2.1", lambda *_: False)


def test_ones_own_devices_may_share_a_replica_id_and_bind_further_ones(accounts: Accounts) -> None:
    enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    again = enroll(accounts, accounts.invitations.invite("ws", "bob", 7)).device
    accounts.bind_replica(again, OTHER, free)
    accounts.bind_replica(accounts.device(again.id), OTHER, free)
    assert accounts.device(again.id).replicas == {DEV, OTHER}


def test_the_code_of_a_refused_replica_is_not_used_up(accounts: Accounts) -> None:
    enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    code = accounts.invitations.invite("ws", "eve", 7)
    with pytest.raises(Refused):
        enroll(accounts, code)
    assert enroll(accounts, code, OTHER).device.handle == "eve"


def test_a_founding_code_waits_for_a_device_that_may_found_and_is_no_vain_try(accounts: Accounts) -> None:
    code = accounts.invitations.invite("", "ana", 7)
    for _ in range(5):
        with pytest.raises(Founds):
            accounts.enroll(code, "laptop", DEV, "192.0.2.1", free, may_found=False)
    assert accounts.devices() == []
    assert enroll(accounts, code).device.is_founder
    joining = accounts.invitations.invite("ws", "bob", 7)
    assert accounts.enroll(joining, "laptop", OTHER, "192.0.2.1", free, may_found=False).device.ws == "ws"


def test_others_write_while_it_is_asked_who_signed_with_a_replica_id_before(accounts: Accounts) -> None:
    """Who asks may wait for a push, and the push for the database: the two must not wait for each other."""
    code = accounts.invitations.invite("ws", "bob", 7)
    pool = ThreadPoolExecutor(1)

    def is_free(*_: str) -> bool:
        pool.submit(accounts.invitations.invite, "ws", "cy", 7).result(10)
        return True

    _, device = accounts.enroll(code, "laptop", DEV, "192.0.2.1", is_free)
    accounts.bind_replica(device, OTHER, is_free)
    assert accounts.device(device.id).replicas == {DEV, OTHER}
    pool.shutdown()


def test_one_device_alone_claims_a_workspace(accounts: Accounts) -> None:
    first, second = (
        enroll(accounts, accounts.invitations.invite("", "ana", 7), dev).device for dev in (DEV, OTHER)
    )
    assert first.is_founder
    assert first.ws == ""
    assert accounts.claim(first, "ws")
    assert not accounts.claim(second, "ws")
    assert not accounts.claim(first, "another")
    accounts.release(accounts.device(first.id))
    assert accounts.claim(second, "ws")


def test_when_a_device_was_last_seen_is_known_to_some_minutes(accounts: Accounts, clock: Clock) -> None:
    token, device = enroll(accounts, accounts.invitations.invite("ws", "bob", 7))
    accounts.who(token)
    seen = accounts.device(device.id).last_seen
    clock.move(minutes=4)
    accounts.who(token)
    assert accounts.device(device.id).last_seen == seen
    clock.move(minutes=2)
    accounts.who(token)
    assert accounts.device(device.id).last_seen > seen


def test_the_servers_own_replica_counts_on(accounts: Accounts) -> None:
    device = enroll(accounts, accounts.invitations.invite("ws", "bob", 7)).device
    several = [accounts.servers_replica(device) for _ in range(3)]
    assert len({dev for dev, _ in several}) == 1
    assert [n for _, n in several] == [1, 2, 3]
    assert several[0][0] != DEV


def test_a_device_that_is_not_there_is_not_found(accounts: Accounts) -> None:
    with pytest.raises(NotFound):
        accounts.device("none")
