"""Files in and out: lint with its exit codes, import all or nothing, export the same bytes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import OBJECTIVE, REPEAT, Call, check_in

GOOD = """Objective: Shorten the wait for first answers

- KR 1: Reduce median first response from 9 h to 3 h by Dec 15. Owner: Support lead. Source: Helpdesk
- KR 2: Increase answers within a day from 61% to 85% by Dec 15. Owner: Bo. Source: Helpdesk

Initiatives (bets): night shift trial; better macros
"""
BAD = """Objective: Launch support portal 2.0

- KR 1: Hold 4 trainings
- KR 2: Publish the handbook
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "good.md"
    file.write_text(GOOD, encoding="utf-8")
    return str(file)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "bad.md"
    file.write_text(BAD, encoding="utf-8")
    return str(file)


def test_lint_ends_with_0_on_a_good_file_without_any_workspace(okrtui: Call, good: str) -> None:
    outcome = okrtui("lint", good)
    assert outcome.code == 0, outcome
    assert "0 errors" in outcome.err


def test_lint_ends_with_4_and_says_where_what_and_how_to_mend_it(okrtui: Call, bad: str) -> None:
    outcome = okrtui("lint", bad)
    assert outcome.code == 4
    for part in (f"{bad}:1  O-PROJECT", f"{bad}:3  K-ACTIVITY", f"{bad}:4  K-OWNER", "K-SOURCE", "K-MEASURE"):
        assert part in outcome.out
    for finding in okrtui("lint", bad, "--json").document:
        assert finding["where"].startswith(bad)
        assert all(finding[name] for name in ("code", "severity", "message", "remedy"))


def test_lint_reads_stdin(okrtui: Call) -> None:
    assert okrtui("lint", "-", typed=BAD).code == 4


def test_lint_ends_with_0_where_there_are_only_warnings(acme: Call) -> None:
    outcome = acme("lint", REPEAT)
    assert outcome.code == 0
    assert "K-CONTRIBUTES" in outcome.out
    assert acme("lint", OBJECTIVE).code == 0
    assert acme("lint").code == 0


def test_a_file_without_an_okr_is_bad_input(okrtui: Call, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("Buy milk\n", encoding="utf-8")
    outcome = okrtui("lint", str(file))
    assert outcome.code == 2
    assert "Objective:" in outcome.err


def test_two_exports_are_the_same_bytes_and_readable_by_their_owner_alone(acme: Call, tmp_path: Path) -> None:
    check_in(acme, "24.50")
    file = tmp_path / "acme.json"
    assert acme("export", "-o", str(file)).code == 0
    assert acme("export").out == file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert '"actual": 24.50' in file.read_text(encoding="utf-8")


def test_an_export_says_that_scores_are_not_for_appraisal(acme: Call) -> None:
    assert "not for pay or appraisal" in acme("export").err


@pytest.mark.parametrize(
    ("form", "part"), [("md", "Objective: " + OBJECTIVE), ("csv", REPEAT), ("json", '"format": "okrtui"')]
)
def test_every_format_holds_the_okrs(acme: Call, form: str, part: str) -> None:
    assert part in acme("export", "--format", form).out
