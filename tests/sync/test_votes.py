"""A meeting's vote among people on a real server: hidden until revealed, the same for everyone afterwards."""

from __future__ import annotations

import pytest

from okrtui.actions.polls import agree, cast, open_poll, reveal
from okrtui.actions.session import Session
from okrtui.okr.errors import Refused
from okrtui.views.polls import PollRow, poll
from tests.builders import rows
from tests.sync.sharing import synced
from tests.sync.test_real_server import Shared, assert_alike, shared

__all__ = ["shared"]


def seen(session: Session, id_: str) -> PollRow:
    with session.reading() as c:
        return poll(c, id_, session.now(), session.member.id)


def test_a_vote_goes_over_a_server_and_ends_alike_everywhere(shared: Shared) -> None:
    ana, bo = Session.at(shared.ana, "ana"), Session.at(shared.bo, "bo")
    key_result = rows(ana, "SELECT key_result FROM key_result_fact WHERE is_in_force = 1")[0]["key_result"]
    vote = open_poll(ana, key_result).id
    synced(shared.ana, shared.bo)
    cast(bo, vote, 2)
    cast(ana, vote, 5)
    cast(bo, vote, 3)
    with pytest.raises(Refused, match="opened this vote"):
        reveal(bo, vote)
    synced(shared.bo, shared.ana)
    assert (seen(ana, vote).voted, seen(ana, vote).ballots) == (2, ())
    reveal(ana, vote)
    agree(ana, vote, 4)
    synced(shared.ana, shared.bo)
    assert [one.confidence for one in seen(bo, vote).ballots] == [3, 5]
    assert seen(bo, vote)._replace(own=None) == seen(ana, vote)._replace(own=None)
    assert seen(bo, vote).agreed == 4
    assert_alike(shared)
