"""Exchanging with a shared server: everybody's replica ends up the same, and only a verdict clears the outbox."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrtui.actions.session import Session
from okrtui.store.entry import Entry, read_entry, write_entry
from okrtui.store.replica import Replica
from okrtui.sync.enrolling import take_part, use_code
from okrtui.sync.receive import receive
from okrtui.sync.remote import read_token, remote_of
from okrtui.sync.rounds import run_round
from okrtui.sync.server_clock import duration
from okrtui.sync.server_exchange import await_news
from okrtui.sync.server_push import BATCH_BYTES
from tests.builders import bodies, folded_tables, rows
from tests.sync.model_server import Model
from tests.sync.sharing import commented, founded, joined, log_of, now, synced, texts, turn_clock, waiting


def assert_alike(model: Model, *paths: str) -> None:
    """All rounds done, the server and every replica hold the same entries and show the same."""
    synced(*paths, *paths)
    assert [waiting(path) for path in paths] == [[]] * len(paths)
    assert all(log_of(path) == {entry.sha for entry in model.log} for path in paths)
    assert all(folded_tables(path) == folded_tables(paths[0]) for path in paths)


def test_a_founder_hands_over_everything_and_another_one_takes_it_in(ana: str, bo: str, model: Model) -> None:
    assert model.bodies() == bodies(ana)
    assert_alike(model, ana, bo)


def test_what_each_writes_reaches_the_other(ana: str, bo: str, model: Model) -> None:
    commented(bo, "bo", "From Bo")
    commented(ana, "ana", "From Ana")
    first, second, third = synced(bo, ana, bo)
    assert (first.sent, second.sent, third.received) == (1, 1, 1)
    assert second.received == 1
    assert texts(ana) == texts(bo) == ["From Ana", "From Bo"]
    assert_alike(model, ana, bo)


def test_a_round_with_one_change_is_one_request(ana: str, model: Model) -> None:
    commented(ana, "ana", "one")
    model.requests.clear()
    synced(ana)
    assert [one.partition(" ")[0] for one in model.requests] == ["POST"]


def test_a_round_with_nothing_new_is_one_request(ana: str, model: Model) -> None:
    model.requests.clear()
    synced(ana)
    assert [one.partition(" ")[0] for one in model.requests] == ["GET"]


def test_entries_go_as_they_were_written_in_batches_of_500_and_one_mebibyte(
    local: Session, model: Model
) -> None:
    with local.writing("much") as journal:
        for number in range(600):
            journal.add(
                "comment", journal.new_id(), {"text": f"{number} " + "x" * 3500, "kind": "note"}, base=()
            )
    path = founded(local.path, model.place, model.invite("ana", founding=True))
    synced(path)
    assert model.bodies() == bodies(path)
    assert len(model.sizes) >= 2
    assert max(model.sizes) <= BATCH_BYTES
    model.sizes.clear()
    other = joined(Path(path).parent / "other", "acme", model.place, model.invite("bo"))
    assert synced(other)[0].received == len(model.log)


def test_requests_become_smaller_where_the_way_lets_no_large_ones_through(
    local: Session, model: Model
) -> None:
    model.longest = 4000
    path = founded(local.path, model.place, model.invite("ana", founding=True))
    synced(path)
    assert model.bodies() == bodies(path)
    assert max(model.sizes[-3:]) <= 4000


def test_an_entry_that_is_too_large_for_the_way_is_kept_and_told(ana: str, model: Model) -> None:
    model.longest = 100
    kept = commented(ana, "ana", "a text that is longer than a hundred bytes by far")
    assert "allow requests of 1 MiB" in run_round(ana, now).problem
    assert waiting(ana) == [kept]


def test_pages_bring_what_a_snapshot_does_not(ana: str, model: Model, tmp_path: Path) -> None:
    model.page_limit = 3
    for spoil in (
        lambda raw: raw[:-20] + b"x" * 20,
        lambda raw: raw.replace(b"Okrtui-Sha256: ", b"Okrtui-Sha256: 0"),
    ):
        model.spoil = lambda method, path, raw, spoil=spoil: (  # type: ignore[misc]
            spoil(raw) if path.endswith("snapshot") else None
        )
        path = joined(tmp_path / str(len(model.requests)), "acme", model.place, model.invite("bo"))
        synced(path)
        assert log_of(path) == log_of(ana)
    assert sum(one.endswith("/ops") and one.startswith("GET") for one in model.requests) > 4


def test_progress_goes_up_to_its_end(ana: str, model: Model, tmp_path: Path) -> None:
    path = joined(tmp_path / "bo", "acme", model.place, model.invite("bo"))
    told: list[tuple[int, int]] = []
    run_round(path, now, progress=lambda done, total: told.append((done, total)))
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("code", ["id_reuse", "forbidden", "schema", "too_large", "gap", "something_new"])
def test_a_rejected_entry_leaves_the_log_stays_readable_and_blocks_nothing(
    ana: str, bo: str, model: Model, code: str
) -> None:
    bad = commented(bo, "bo", "bad")
    model.verdicts[bad] = code
    commented(bo, "bo", "good")
    (outcome,) = synced(bo)
    assert (outcome.sent, outcome.refused, outcome.waiting) == (1, 1, 0)
    assert texts(bo) == ["good"]
    (kept,) = rows(bo, "SELECT * FROM refused")
    assert (kept["id"], kept["code"]) == (bad, code)
    assert b'"bad"' in kept["body"]
    assert_alike(model, ana, bo)


AHEAD = {
    "an hour": (timedelta(hours=1), "1 hour ahead of"),
    "ten years": (timedelta(days=3653), "10 years ahead of"),
}


@pytest.mark.parametrize("name", list(AHEAD))
def test_a_clock_that_is_ahead_is_told_and_what_it_wrote_gets_the_servers_time(
    ana: str, bo: str, model: Model, name: str
) -> None:
    span, told = AHEAD[name]
    turn_clock(datetime.now(UTC) + span)
    ids = [commented(bo, "bo", f"comment {number}") for number in range(3)]
    (outcome,) = synced(bo)
    assert told in outcome.notes[0]
    assert (outcome.sent, outcome.refused) == (3, 0)
    written = [entry for entry in model.log if entry.au == "bo"]
    assert [entry.id for entry in written] == ids
    assert [entry.n for entry in written] == sorted(entry.n for entry in written)
    assert_alike(model, ana, bo)
    commented(bo, "bo", "once more")
    assert told in synced(bo)[0].notes[0]
    turn_clock(None)
    commented(bo, "bo", "with the right time")
    assert synced(bo)[0].notes == ()
    assert_alike(model, ana, bo)


def test_a_clock_a_year_behind_needs_no_mending(ana: str, bo: str, model: Model) -> None:
    turn_clock(datetime.now(UTC) - timedelta(days=365))
    commented(bo, "bo", "from last year")
    assert synced(bo)[0].notes == ()
    turn_clock(None)
    assert_alike(model, ana, bo)


def test_a_server_that_never_likes_the_clock_is_given_up_for_now(ana: str, model: Model) -> None:
    kept = commented(ana, "ana", "one")
    model.verdicts[kept] = "clock_ahead"
    assert "keeps rejecting" in run_round(ana, now).problem
    assert waiting(ana) == [kept]
    assert texts(ana) == ["one"]
    del model.verdicts[kept]
    synced(ana)
    assert model.log[-1].id == kept


def a_copy(path: str, folder: Path) -> str:
    """The home of a replica copied, token and all."""
    folder.mkdir()
    for ending in ("", ".token"):
        shutil.copy(path + ending, folder / f"acme.okr{ending}")
    return str(folder / "acme.okr")


def test_a_copied_home_counts_as_another_device_and_loses_nothing(
    ana: str, bo: str, model: Model, tmp_path: Path
) -> None:
    both = commented(bo, "bo", "before the copy")
    clone = a_copy(bo, tmp_path / "clone")
    mine, theirs = commented(bo, "bo", "in the original"), commented(clone, "bo", "in the copy")
    synced(bo)
    (outcome,) = synced(clone)
    assert "copied from another home" in outcome.notes[0]
    assert rows(clone, "SELECT * FROM refused") == []
    assert {both, mine, theirs} <= {entry.id for entry in model.log}
    assert_alike(model, ana, bo, clone)
    commented(clone, "bo", "later")
    commented(bo, "bo", "later, too")
    assert_alike(model, ana, bo, clone)
    assert rows(ana, "SELECT * FROM oddity") == []
    assert len({entry.dev for entry in model.log if entry.au == "bo"}) == 2


def test_a_copys_entries_that_arrive_first_push_own_ones_aside_but_not_out(
    ana: str, bo: str, model: Model, tmp_path: Path
) -> None:
    clone = a_copy(bo, tmp_path / "clone")
    commented(clone, "bo", "in the copy")
    synced(clone)

    def meanwhile(method: str, path: str, raw: bytes) -> None:
        if method == "GET" and "meanwhile" not in texts(bo):
            commented(bo, "bo", "meanwhile")

    model.spoil = meanwhile
    run_round(bo, now)
    assert texts(bo) == ["in the copy", "meanwhile"]
    assert rows(bo, "SELECT * FROM oddity") == []
    assert_alike(model, ana, bo, clone)


def test_a_copys_version_of_one_change_counts_where_both_wrote_it_with_a_wrong_clock(
    ana: str, bo: str, model: Model, tmp_path: Path
) -> None:
    turn_clock(datetime.now(UTC) + timedelta(days=3))
    both = commented(bo, "bo", "before the copy")
    turn_clock(None)
    clone = a_copy(bo, tmp_path / "clone")
    synced(clone)
    assert_alike(model, ana, bo, clone)
    assert texts(bo) == ["before the copy"]
    assert [one["id"] for one in rows(bo, "SELECT id FROM refused")] == [both]


def test_a_restored_server_is_refilled_and_empties_nobody(ana: str, bo: str, model: Model) -> None:
    kept = len(model.log)
    commented(bo, "bo", "after the backup")
    commented(ana, "ana", "after the backup, too")
    synced(bo, ana, bo)
    del model.log[kept:]
    model.epoch = "epoch-2"
    waits = commented(bo, "bo", "not sent yet")
    (outcome,) = synced(bo)
    assert "brought back from a backup" in outcome.notes[0]
    assert waits in {entry.id for entry in model.log}
    assert_alike(model, ana, bo)
    assert texts(ana) == ["after the backup", "after the backup, too", "not sent yet"]


def test_an_emptied_server_empties_nobody(ana: str, bo: str, model: Model) -> None:
    commented(bo, "bo", "from Bo")
    assert_alike(model, ana, bo)
    before = log_of(ana)
    model.log.clear()
    model.epoch = "epoch-2"
    assert_alike(model, ana, bo)
    assert log_of(ana) == log_of(bo) == before


def test_what_another_side_had_is_held_and_not_taken_back_where_it_is_rejected(
    ana: str, bo: str, model: Model
) -> None:
    had = commented(bo, "bo", "others have this")
    assert_alike(model, ana, bo)
    model.log.pop()
    model.epoch, model.verdicts[had] = "epoch-2", "forbidden"
    (outcome,) = synced(bo)
    assert outcome.refused == 0
    assert "okrtui serve import" in outcome.notes[-1]
    assert texts(bo) == texts(ana) == ["others have this"]
    assert waiting(bo) == [had]
    size = len(model.sizes)
    synced(bo)
    assert len(model.sizes) == size, "it is not sent again and again"
    model.log.append(next(entry for entry in entries_of(bo) if entry.id == had))
    assert_alike(model, ana, bo)


def entries_of(path: str) -> list[Entry]:
    return [read_entry(body) for body in bodies(path)]


def test_what_was_written_here_as_somebody_else_waits_for_them(local: Session, model: Model) -> None:
    session = local
    stuck = commented(session.path, "bo", "as Bo, on Ana's machine")
    mine = commented(session.path, "ana", "as Ana")
    path = founded(session.path, model.place, model.invite("ana", founding=True))
    (outcome,) = synced(path)
    assert "as bo" in outcome.notes[0]
    assert waiting(path) == [stuck]
    assert mine in {entry.id for entry in model.log}
    assert texts(path) == ["as Ana", "as Bo, on Ana's machine"]
    model.log.append(next(entry for entry in entries_of(path) if entry.id == stuck))
    synced(path)
    assert waiting(path) == []


def test_another_ones_entry_under_an_own_id_is_neither_sent_nor_taken_away(ana: str, model: Model) -> None:
    mine = commented(ana, "ana", "mine")
    envelope = {
        **entries_of(ana)[-1]._asdict(),
        "au": "bo",
        "dev": "bo",
        "d": {"text": "copied"},
        "e": "elsewhere",
    }
    for name in ("body", "sha"):
        del envelope[name]
    receive(Replica.open(ana), [write_entry(envelope).body])
    model.verdicts[mine] = "forbidden"
    synced(ana)
    assert [entry.au for entry in entries_of(ana) if entry.id == mine] == ["bo"]


def test_a_replica_id_that_is_another_members_is_exchanged_for_a_new_one(
    ana: str, model: Model, tmp_path: Path
) -> None:
    """Bo copied Ana's file and joined with a code of his own."""
    copy = a_copy(ana, tmp_path / "bo")
    invited = use_code(model.place, model.invite("bo"), now())
    take_part(copy, invited._replace(dev="another"))
    commented(copy, "bo", "as Bo")
    synced(copy)
    assert texts(copy) == ["as Bo"]
    commented(ana, "ana", "as Ana")
    assert_alike(model, ana, copy)


def test_news_are_heard_of_as_soon_as_there_are_some(ana: str, bo: str, model: Model) -> None:
    replica = Replica.open(bo)
    with replica.connected() as connection:
        remote = remote_of(connection)
    assert remote is not None
    assert not await_news(replica, remote, 0.2)
    commented(ana, "ana", "news")
    synced(ana)
    assert await_news(replica, remote, 60)
    assert texts(bo) == []


def test_the_token_lies_beside_the_replica_for_its_owner_alone(ana: str) -> None:
    assert read_token(ana)
    assert Path(f"{ana}.token").stat().st_mode & 0o777 == 0o600
    assert read_token(ana).encode() not in Path(ana).read_bytes()


def test_an_open_session_sees_what_a_round_brings(ana: str, bo: str) -> None:
    session = Session.at(bo, "bo")
    commented(ana, "ana", "news")
    synced(ana, bo)
    assert [one["text"] for one in rows(session, "SELECT text FROM comment")] == ["news"]


SPANS = {
    "45 seconds": timedelta(seconds=45),
    "1 minute": timedelta(seconds=61),
    "3 hours": timedelta(hours=3),
    "1 day": timedelta(hours=25),
    "10 years": timedelta(days=3653),
}


@pytest.mark.parametrize("told", list(SPANS))
def test_a_span_is_told_in_its_largest_unit(told: str) -> None:
    assert duration(SPANS[told]) == told
