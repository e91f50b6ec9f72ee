"""Drafts: what stands in a check-in's form outlives a lost line, and nothing else."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from okrtui.actions.drafts import drop_draft, save_draft
from okrtui.actions.session import Session
from okrtui.okr.errors import OutOfReach
from okrtui.store.replica import Replica
from tests.builders import a_workspace, rows


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


def drafts(session: Session) -> dict[tuple[str, str], object]:
    return {
        (one["key_result"], one["week"]): json.loads(one["body"])
        for one in rows(session, "SELECT * FROM draft")
    }


def test_the_last_thing_typed_for_a_key_result_and_week_is_kept(session: Session) -> None:
    for text in ("h", "ha", "hal\x1bf “é”"):
        save_draft(session.path, "k1", "2026-W47", {"insight": text, "confidence": 3})
    save_draft(session.path, "k1", "2026-W48", {"insight": ""})
    assert drafts(session) == {
        ("k1", "2026-W47"): {"insight": "hal\x1bf “é”", "confidence": 3},
        ("k1", "2026-W48"): {"insight": ""},
    }
    drop_draft(session.path, "k1", "2026-W47")
    drop_draft(session.path, "k9", "2026-W47")
    assert list(drafts(session)) == [("k1", "2026-W48")]


def test_a_draft_is_never_in_the_log_and_outlives_folding_anew(session: Session) -> None:
    before = rows(session, "SELECT id FROM entry")
    save_draft(session.path, "k1", "2026-W47", {"insight": "half"})
    Replica.open(session.path).fold_anew()
    assert rows(session, "SELECT id FROM entry") == before
    assert drafts(session) == {("k1", "2026-W47"): {"insight": "half"}}


def test_a_draft_is_saved_from_another_thread(session: Session) -> None:
    worker = threading.Thread(target=save_draft, args=(session.path, "k1", "2026-W47", {"insight": "half"}))
    worker.start()
    worker.join()
    assert len(drafts(session)) == 1


def test_a_draft_that_can_not_be_kept_says_so_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.okr"
    broken.write_bytes(b"no database" * 100)
    for deed in (
        lambda: save_draft(str(broken), "k1", "2026-W47", {}),
        lambda: drop_draft(str(broken), "k1", "2026-W47"),
    ):
        with pytest.raises(OutOfReach, match=r"can't be kept: .*broken\.okr"):
            deed()


def test_a_draft_makes_no_file_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        save_draft(str(tmp_path / "none.okr"), "k1", "2026-W47", {})
    assert list(tmp_path.iterdir()) == []
