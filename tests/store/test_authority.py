"""Accounts, roles and fences: what counts is how far a replica had got, not what its clock said."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from okrtui.store.authority import Authority
from okrtui.store.clock import clock_text
from okrtui.store.entry import Entry, write_entry
from okrtui.store.granting import work_out


class Log:
    """Member entries by several people; each writes on a replica of the same name."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.counters: dict[str, int] = {}
        self.write("ana", "ana", account=True, roles=["sponsor", "program_lead"], fence={})

    def write(self, by: str, whom: str, at: int | None = None, dev: str = "", **fields: Any) -> Entry:
        dev = dev or by
        fields = {"handle": whom, "fence": dict(self.counters), **fields}
        entry = self.entry(by, at, dev, "member", f"m-{whom}", fields)
        self.entries.append(entry)
        return entry

    def entry(
        self,
        by: str,
        at: int | None = None,
        dev: str = "",
        kind: str = "comment",
        entity: str = "c",
        fields: Any = None,
    ) -> Entry:
        dev = dev or by
        self.counters[dev] = n = self.counters.get(dev, 0) + 1
        moment = len(self.entries) * 1000 + n if at is None else at
        return write_entry(
            {
                "v": 1, "id": f"{dev}-{n}", "ws": "ws", "au": by, "dev": dev, "n": n, "hlc": clock_text(moment, 0),
                "base": [], "k": kind, "kv": 1, "e": entity, "d": fields or {},
            }
        )  # fmt: skip

    def authority(self) -> Authority:
        """The same in any order."""
        orders = (
            list(permutations(self.entries)) if len(self.entries) < 6 else [self.entries, self.entries[::-1]]
        )
        found = [work_out("ana", order) for order in orders]
        assert all(one == found[0] for one in found)
        return found[0]


def has_account(authority: Authority, handle: str) -> bool:
    spans = authority.accounts.get(handle)
    return bool(spans) and spans is not None and spans[-1].until is None


def test_the_creator_has_an_account_and_gives_others_theirs() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["member"])
    assert has_account(log.authority(), "ana")
    assert has_account(log.authority(), "bo")
    assert not has_account(log.authority(), "cy")


def test_nobody_gives_what_they_may_not() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["member"])
    grant = log.write("bo", "cy", account=True)
    own = log.write("bo", "bo", roles=["program_lead"])
    stranger = log.write("eve", "eve", account=True, roles=["sponsor"])
    authority = log.authority()
    assert authority.refused == {grant.sha, own.sha, stranger.sha}
    assert not has_account(authority, "cy")


def test_a_program_lead_manages_members_but_grants_no_sponsor() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"])
    log.write("bo", "cy", account=True, roles=["champion"])
    refused = log.write("bo", "di", account=True, roles=["sponsor"])
    authority = log.authority()
    assert has_account(authority, "cy")
    assert authority.refused == {refused.sha}


def test_a_sponsor_grants_the_sponsors_role_and_nothing_else() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["sponsor"])
    log.write("ana", "cy", account=True, roles=["member"])
    log.write("bo", "cy", roles=["member", "sponsor"])
    account = log.write("bo", "di", account=True)
    lead = log.write("bo", "cy", roles=["program_lead"])
    authority = log.authority()
    assert authority.is_sponsor(log.entry("cy"))
    assert authority.refused == {account.sha, lead.sha}


@pytest.mark.parametrize("at", [None, 0])
def test_beyond_the_fence_nothing_counts_whatever_its_clock_says(at: int | None) -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["member"])
    before = log.entry("bo")
    log.write("ana", "bo", account=False)
    beyond, other_device = log.entry("bo", at), log.entry("bo", at, dev="bo-2")
    authority = log.authority()
    assert [authority.is_void(one) for one in (before, beyond, other_device)] == [False, True, True]


def test_who_returns_counts_again_and_what_lay_between_stays_void() -> None:
    log = Log()
    log.write("ana", "bo", account=True)
    log.write("ana", "bo", account=False)
    between = log.entry("bo")
    log.write("ana", "bo", account=True)
    after, new_device = log.entry("bo"), log.entry("bo", dev="bo-2")
    authority = log.authority()
    assert [authority.is_void(one) for one in (between, after, new_device)] == [True, False, False]


def test_a_grant_written_beyond_the_fence_of_its_giver_is_void_even_back_dated() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"], at=1000)
    log.write("ana", "bo", account=False, at=3000)
    back_dated = log.write("bo", "eve", account=True, roles=["member"], at=2000)
    authority = log.authority()
    assert back_dated.sha in authority.refused
    assert not has_account(authority, "eve")


def test_a_role_that_was_taken_gives_no_rights_to_back_dated_entries() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"], at=1000)
    log.write("ana", "bo", roles=["member"], at=3000)
    back_dated = log.write("bo", "eve", account=True, roles=["member"], at=2000)
    assert back_dated.sha in log.authority().refused


def test_what_was_granted_before_the_fence_stays() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"])
    log.write("bo", "cy", account=True)
    log.write("ana", "bo", account=False, roles=[])
    assert has_account(log.authority(), "cy")


def test_of_two_that_take_each_others_account_the_one_nearer_the_root_counts() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"])
    log.write("bo", "cy", account=True, roles=["program_lead"])
    fence = dict(log.counters)
    log.write("cy", "bo", account=False, fence=fence, at=90_000)
    log.write("bo", "cy", account=False, fence=fence, at=95_000)
    authority = log.authority()
    assert has_account(authority, "bo")
    assert not has_account(authority, "cy")


def test_of_two_equally_near_the_root_the_earlier_stamp_counts() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"])
    log.write("ana", "cy", account=True, roles=["program_lead"])
    fence = dict(log.counters)
    log.write("cy", "bo", account=False, fence=fence, at=90_000)
    log.write("bo", "cy", account=False, fence=fence, at=95_000)
    authority = log.authority()
    assert has_account(authority, "cy")
    assert not has_account(authority, "bo")


def test_who_gives_up_their_own_account_is_taken_at_their_word() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["program_lead"])
    given_up = log.write("bo", "bo", account=False)
    authority = log.authority()
    assert not has_account(authority, "bo")
    assert not authority.is_void(given_up)
    assert authority.is_void(log.entry("bo"))


def test_a_handle_is_not_taken_over_by_a_back_dated_entry() -> None:
    log = Log()
    log.write("ana", "bo", account=True, roles=["sponsor"], at=5000)
    log.write("ana", "eve", account=True, at=6000)
    log.entries.append(log.entry("eve", 10, "eve", "member", "m-bo", {"handle": "eve"}))
    authority = log.authority()
    assert authority.is_sponsor(log.entry("bo"))
    assert not authority.is_sponsor(log.entry("eve"))


def test_who_was_alone_was_alone_until_the_fence_of_the_first_gift() -> None:
    log = Log()
    alone = log.entry("ana")
    log.write("ana", "bo", account=True)
    together, elsewhere = log.entry("ana"), log.entry("ana", dev="ana-2")
    log.write("ana", "bo", account=False)
    alone_again = log.entry("ana")
    authority = log.authority()
    said = [authority.is_alone(one) for one in (alone, together, elsewhere, alone_again)]
    assert said == [True, False, False, True]
    assert not authority.is_alone(log.entry("stranger"))


def test_a_sponsor_is_one_from_the_grant_to_the_fence() -> None:
    log = Log()
    log.write("ana", "bo", account=True)
    before = log.entry("bo")
    log.write("ana", "bo", roles=["sponsor"])
    during = log.entry("bo")
    log.write("ana", "bo", roles=[])
    after = log.entry("bo", at=0)
    authority = log.authority()
    assert [authority.is_sponsor(one) for one in (before, during, after)] == [False, True, False]
