"""What the command line shows: the card with its eight fields, pages, lists, the tree, the update."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import OBJECTIVE, REPEAT, Call, check_in

HOSTILE = "Evil \x1b[31mred\x1b]52;c;aGk=\x07 \u202etitle [bold]x[/bold]"


def test_a_card_shows_all_eight_fields_and_the_updates_newest_first(acme: Call) -> None:
    check_in(acme, "21", "--insight", "Enterprise is flat", now="2026-11-10T09:00:00+01:00")
    check_in(acme, "24", "--insight", "Small accounts moved")
    card = acme("show", REPEAT).out
    labels = (
        "Objective",
        "Key result",
        "Definition",
        "Figures",
        "Owner",
        "Source",
        "Scoring",
        "RAG rules",
        "Updates",
    )
    for label in labels:
        assert f"\n{label}" in card, label
    for part in ("18 → 28 %", "Shop dashboard https://shop.example/repeat", "refreshed weekly", "0.60 AMBER"):
        assert part in card
    assert card.index("Small accounts moved") < card.index("Enterprise is flat")


def test_a_card_as_json_has_figures_as_numbers_and_its_check_ins(acme: Call) -> None:
    check_in(acme, "24.50")
    outcome = acme("show", REPEAT, "--json")
    assert '"actual": 24.50' in outcome.out
    assert outcome.document["check_ins"][0]["timeliness"] == "on_time"
    assert outcome.document["source"] == {"name": "Shop dashboard", "url": "https://shop.example/repeat"}


def test_an_objective_shows_its_score_and_where_it_comes_from(acme: Call) -> None:
    check_in(acme, "24")
    page = acme("show", OBJECTIVE).out
    assert "1/3" in page
    assert REPEAT in page
    document = acme("objective", "show", OBJECTIVE, "--json").document
    assert document["reported"] == "1/3"
    assert len(document["key_results"]) == 3


def test_an_objective_without_agreed_weights_says_published_and_not_agreed(acme: Call) -> None:
    page = acme("show", OBJECTIVE).out
    assert "draft: weights are not agreed · published 1 Oct by ana" in page
    assert "· agreed" not in page


def test_a_card_shows_all_that_is_known_about_a_bet(acme: Call) -> None:
    words = ("--hypothesis", "Queues drive callers away", "--start-criteria", "Phones ready", "--lead", "ana")
    more = ("--stop-criteria", "No effect in 3 weeks", "--url", "https://t.example/1", "--state", "running")
    acme("initiative", "add", "Call-back button", "--kr", REPEAT, *words, *more)
    card = acme("show", REPEAT).out
    assert "  Call-back button (running · led by ana)\n" in card
    for fact in (words[1], words[3], more[1], more[3]):
        assert f"{fact}\n" in card, fact


def test_on_the_percent_scale_attainment_is_in_percent_too(acme: Call) -> None:
    acme("workspace", "set", "scale", "percent")
    assert "0 RED · attainment -100" in check_in(acme, "8").err.replace("−", "-")


def test_a_list_is_found_by_its_singular_too(acme: Call) -> None:
    assert acme("list", "kr").out == acme("list", "krs").out
    refused = acme("list", "things")
    assert refused.code == 2
    assert "give one of krs, objectives" in refused.err


def test_a_team_that_is_not_there_is_answered_with_how_to_make_one(acme: Call) -> None:
    refused = check_in(acme, "24", "--help-needed", "an export", "--help-from", "Data")
    assert refused.code == 3
    assert "okrtui team add" in refused.err


@pytest.mark.parametrize(
    "kind", ["krs", "objectives", "cycles", "initiatives", "changes", "comments", "members", "teams"]
)
def test_every_list_prints_lines_and_json(acme: Call, kind: str) -> None:
    assert acme("list", kind).code == 0
    assert isinstance(acme("list", kind, "--json").document, list)


def test_the_tree_shows_objectives_and_key_results(acme: Call) -> None:
    shown = acme("tree").out
    assert OBJECTIVE in shown
    assert REPEAT in shown
    assert any(row["kind"] == "key_result" for row in acme("tree", "--json").document)


def test_an_update_has_5_lines_without_help_and_evidence_and_7_with_both(acme: Call) -> None:
    check_in(acme, "24")
    assert len(acme("update", REPEAT).out.splitlines()) == 5
    acme("team", "add", "Data")
    check_in(
        acme, "24", "--help-needed", "Event export", "--help-from", "Data", "--evidence", "https://a.example"
    )
    shown = acme("update", REPEAT).out
    assert len(shown.splitlines()) == 7
    assert "Event export (from Data)" in shown
    assert acme("update", REPEAT, "--format", "md").out.startswith("**")
    assert acme("update", REPEAT, "--json").document["confidence"] == 4


def test_a_copy_without_a_terminal_ends_with_5_and_still_prints_the_update(
    acme: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    check_in(acme, "24")
    outcome = acme("update", REPEAT, "--copy")
    assert outcome.code == 5
    assert REPEAT in outcome.out


def test_text_of_people_never_becomes_an_escape_sequence(acme: Call) -> None:
    assert acme("objective", "add", HOSTILE, "--why", HOSTILE).code == 0
    assert acme("comment", REPEAT, HOSTILE).code == 0
    check_in(acme, "24", "--insight", HOSTILE, "--next", HOSTILE, "--help-needed", HOSTILE)
    shown = "".join(
        acme(*words).out
        for words in (
            ("list", "objectives"),
            ("tree",),
            ("show", REPEAT),
            ("update", REPEAT),
            ("show", "Evil"),
        )
    )
    assert "Evil" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "[bold]x[/bold]" in shown


def run(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "okrtui", *words],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_program_runs_as_a_module_and_says_its_version(home: Path) -> None:
    outcome = run(home, "--version")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("okrtui ")


def test_a_locale_without_unicode_still_prints(acme: Call, home: Path) -> None:
    outcome = run(home, "show", REPEAT, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert outcome.returncode == 0, outcome.stderr
    assert "18 -> 28 %" in outcome.stdout


def test_the_options_for_workspace_and_member_stand_before_or_after_the_command(
    acme: Call, home: Path
) -> None:
    assert run(home, "-w", "acme", "--as", "ana", "whoami").returncode == 0
    assert run(home, "whoami", "-w", "acme", "--as", "ana").returncode == 0
    assert run(home, "-w", "nowhere", "whoami").returncode == 3


def test_the_error_of_a_process_is_one_line_without_a_traceback(home: Path) -> None:
    outcome = run(home, "show", "anything")
    assert outcome.returncode == 3
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("scale", ["unit", "percent"])
def test_status_list_and_show_give_the_same_signals_on_the_workspaces_scale(acme: Call, scale: str) -> None:
    acme("workspace", "set", "scale", scale)
    check_in(acme, "21")
    listed = {one["code"]: one for one in acme("list", "krs", "--json").document}
    told = acme("status", "--json").document["key_results"]
    assert {str(one["score"]) for one in told} & {"0.30", "30"}
    for one in told:
        for other in (listed[one["code"]], acme("show", one["code"], "--json").document):
            shared = {name: value for name, value in one.items() if value is not None and name in other}
            assert {"rag", "stale_weeks", "is_due"} <= shared.keys() or one["score"] is None
            assert {name: other[name] for name in shared} == shared
