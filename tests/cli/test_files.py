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


def test_scores_in_a_table_stand_on_the_workspaces_scale(acme: Call) -> None:
    check_in(acme, "24")
    assert ",0.60,0.60,amber" in acme("export", "--format", "csv").out
    acme("workspace", "set", "scale", "percent")
    assert ",60,60,amber" in acme("export", "--format", "csv").out


@pytest.mark.parametrize(
    ("form", "part"), [("md", "Objective: " + OBJECTIVE), ("csv", REPEAT), ("json", '"format": "okrtui"')]
)
def test_every_format_holds_the_okrs(acme: Call, form: str, part: str) -> None:
    assert part in acme("export", "--format", form).out


def test_a_dry_run_says_what_would_change_and_changes_nothing(okrtui: Call, good: str) -> None:
    okrtui("init", "Acme")
    outcome = okrtui("import", "--dry-run", good)
    assert outcome.code == 0, outcome
    assert "2 KRs" in outcome.err
    assert okrtui("list", "krs", "--json").document == []


def test_a_dry_run_shows_the_key_results_as_they_were_read(okrtui: Call, good: str) -> None:
    okrtui("init", "Acme")
    told = okrtui("import", "--dry-run", good).err
    assert "Reduce median first response\n      9 → 3 h · by 15 Dec 2026 · Support lead · Helpdesk\n" in told
    assert "61 → 85 % · by 15 Dec 2026 · Bo · Helpdesk" in told


def test_after_an_import_of_drafts_the_way_to_publish_them_is_named(okrtui: Call, good: str) -> None:
    okrtui("init", "Acme")
    assert "okrtui cycle publish" in okrtui("import", good).err
    assert "okrtui cycle publish" not in okrtui("import", good).err


def test_several_files_are_linted_at_once(okrtui: Call, good: str, bad: str) -> None:
    outcome = okrtui("lint", good, bad)
    assert (outcome.code, "bad.md:1" in outcome.out) == (4, True)
    assert okrtui("lint", good, good).code == 0


def test_an_import_reads_figures_dates_owners_and_sources_and_twice_changes_nothing(
    okrtui: Call, good: str
) -> None:
    okrtui("init", "Acme")
    okrtui("cycle", "new", "2026 Q4")
    assert okrtui("import", good, "--cycle", "2026 Q4", "--owner", "Bo=ana").code == 0
    found = {each["title"]: each for each in okrtui("list", "krs", "--json").document}
    assert len(found) == 2
    faster = next(each for title, each in found.items() if "first response" in title)
    assert (faster["baseline"], faster["target"], faster["unit"]) == (9, 3, "h")
    assert faster["due"] == "2026-12-15"
    assert faster["source"] == {"name": "Helpdesk"}
    assert "Nothing new" in okrtui("import", good, "--cycle", "2026 Q4", "--owner", "Bo=ana").err
    assert len(okrtui("list", "krs", "--json").document) == 2


def test_lines_that_cannot_be_read_are_named_by_file_and_line(okrtui: Call, tmp_path: Path) -> None:
    file = tmp_path / "half.md"
    file.write_text(
        GOOD.replace("9 h to 3 h", "9 h to soon").replace("by Dec 15. Owner: Bo", "by Dec 45. Owner: Bo")
    )
    okrtui("init", "Acme")
    outcome = okrtui("import", "--dry-run", str(file), "--json")
    assert outcome.document["unread"], outcome
    assert all(each["line"] for each in outcome.document["unread"])


def test_an_export_becomes_the_workspace_of_an_empty_home_and_exports_the_same_bytes(
    acme: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_in(acme, "23")
    check_in(acme, "24.50")
    acme("change", "propose", REPEAT, "--target", "30", "--reason", "A new market")
    acme("change", "approve", REPEAT)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert acme("export", "-o", str(first)).code == 0
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path / "another"))
    assert acme("import", str(first)).code == 0
    assert acme("export", "-o", str(second)).code == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_bad_figure_in_a_document_names_its_place_and_imports_nothing(acme: Call, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    before = acme("export").out
    file.write_text(before.replace('"target": 28', '"target": NaN', 1))
    outcome = acme("import", str(file))
    assert outcome.code == 2
    assert "target" in outcome.err
    file.write_text(before.replace('"baseline": 18', '"baseline": 28', 1))
    assert acme("import", str(file), "--update").code == 2
    assert acme("export").out == before


THEIRS = "Goal Title;KR Title;Starting Value;Target Value\nShorten the wait;Reduce first response;9,5;3\n"


def test_others_tables_come_in_with_a_map_and_the_dry_run_says_how_they_are_read(
    acme: Call, tmp_path: Path
) -> None:
    table, stated = tmp_path / "theirs.csv", tmp_path / "map.toml"
    table.write_text(THEIRS, encoding="utf-8")
    stated.write_text('[constants]\ncycle = "2026 Q4"\nunit = "h"\n', encoding="utf-8")
    dry = acme("import", str(table), "--map", str(stated), "--dry-run")
    assert dry.code == 0, dry
    assert "a row is a KR; Goal Title → objective" in dry.err
    plan = acme("import", str(table), "--map", str(stated), "--json").document
    assert plan["additions"] == {"objectives": 1, "key_results": 1, "agreements": 1}
    assert plan["tables"][0]["columns"]["target"] == "Target Value"
    assert "Shorten the wait" in acme("export", "--format", "csv").out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--delimiter", "%"), "no delimiter"),
        (("--decimal", ";"), "no decimal mark"),
        (("--map", "/nowhere.toml"), "can't be read"),
        (("--decimal", "."), "column Starting Value (baseline)"),
    ],
)
def test_what_was_stated_wrongly_ends_with_2(
    acme: Call, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    table = tmp_path / "theirs.csv"
    table.write_text(THEIRS, encoding="utf-8")
    outcome = acme("import", str(table), "--cycle", "2026 Q4", *options)
    assert outcome.code == 2
    assert told in outcome.err


def test_a_pipe_sees_no_bar(acme: Call, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    lines = "".join(f"Shorten the wait,Reduce step {n},2026 Q4,9,3\n" for n in range(300))
    table.write_text("objective,title,cycle,baseline,target\n" + lines, encoding="utf-8")
    outcome = acme("import", str(table))
    assert outcome.code == 0, outcome
    assert "\r" not in outcome.err
    assert "%" not in outcome.err
