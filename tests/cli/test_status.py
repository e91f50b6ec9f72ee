"""`okrtui status`: in the terminal, in a prompt, at login, for scripts, and what it costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from okrtui.actions.people import add_member
from okrtui.cli import status
from okrtui.okr import zones
from okrtui.okr.text import cell_width
from tests.views.growth import Growth

W46, W47 = "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"
HEAVY = (
    "typing dataclasses fractions pathlib json argparse click tomllib asyncio re enum"
    " sqlmodel sqlalchemy textual rich msgspec platformdirs pydantic httpx"
    f"{' zoneinfo' if os.path.isdir(zones.FILES) else ''}"
)


@pytest.fixture
def growth(home: Path, monkeypatch: pytest.MonkeyPatch) -> Growth:
    """One KR due with a red week behind it, one done; an 80-cell UTF-8 pipe."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("COLUMNS", raising=False)
    growth = Growth()
    repeat = growth.a_key_result("Increase repeat purchase rate")
    growth.check_in(repeat, W46, actual="21.0", next_action="Launch it")
    days = growth.a_key_result(
        "Reduce median onboarding time", method="ladder", unit="d",
        bands=[["4", "1.0"], ["6", "0.7"], ["8", "0.3"]], baseline="9", target="4", source={"name": "Funnel"},
    )  # fmt: skip
    growth.check_in(days, W46, actual="7")
    growth.check_in(days, W47, actual="6", confidence=4)
    return growth


def shown(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    assert status.run(list(argv)) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def test_the_head_and_one_line_a_key_result_fit_80_cells(
    growth: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    head, due, done = shown(capsys)
    assert head == "Q4 2026 · W47 · 1 due by Mon 10:00"
    assert due.startswith(" R  Increase repeat purch")
    assert due.endswith("due")
    assert "28 %" in due
    assert "21.0" in due
    assert "0.30 ▼" in due
    assert done.startswith(" G  Reduce median onboard")
    assert done.endswith("done")
    assert all(cell_width(line) <= 80 for line in (head, due, done))


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 200])
def test_titles_are_cut_and_figures_never(
    growth: Growth, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, due, done = shown(capsys)
    assert cell_width(due) <= max(columns, 30)
    assert "21.0" in due
    assert "0.70" in done


def test_overdue_and_stale_stand_at_the_end(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    growth.at("2026-12-01T09:00:00+00:00")
    head, due, done = shown(capsys)
    assert "2 due by Mon 10:00 (2 overdue)" in head
    assert due.endswith("overdue 2 wk")
    assert done.endswith("overdue")


def test_a_week_that_was_skipped_stays_open_beside_the_one_that_is_done(
    growth: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    growth.at(W46)
    late = growth.a_key_result("Lift 30-day expansion")
    growth.check_in(late, W47, actual="19")
    head, *rows = shown(capsys)
    assert head.endswith("1 due by Mon 10:00 (1 overdue)")
    assert next(row for row in rows if "Lift" in row).endswith("done, W46 open")


def test_a_pipe_has_no_colours(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in "".join(shown(capsys))


@pytest.mark.parametrize(("no_color", "has_colours"), [("", True), ("1", False)])
def test_a_terminal_has_colours_unless_no_color_says_otherwise(
    growth: Growth,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    no_color: str,
    has_colours: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    out = "".join(shown(capsys))
    assert ("\x1b[1;38;5;208mR\x1b[0m" in out) is has_colours


def test_a_locale_without_utf_8_gets_ascii(
    growth: Growth, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    owner = growth.a_member("monetization", "Monetization Manager of All")
    growth.a_key_result("Lift expansion", unit="thousand euros a month", owner=owner)
    for form in ((), ("--line",), ("--plain",), ("--banner",)):
        assert "\n".join(shown(capsys, *form)).isascii()


def test_a_line_for_the_prompt(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--line") == ["OKR 1 due · 1 red"]


def a_streak(growth: Growth) -> None:
    """The red one is red again a week later."""
    growth.check_in(growth_key_result(growth), W47, actual="20")


def growth_key_result(growth: Growth) -> str:
    with growth.reading() as c:
        (found,) = c.execute("SELECT id FROM key_result WHERE title LIKE 'Increase%'").fetchone()
    return str(found)


def test_red_for_two_weeks_stands_in_every_form_with_its_clock(
    growth: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    a_streak(growth)
    growth.at("2026-11-18T11:00:00+00:00")
    told = "1 red for 2 weeks: huddle within 22 h (champion)"
    assert shown(capsys)[0].startswith(f"Q4 2026 · W47 · {told} · all done")
    assert shown(capsys, "--line") == ["OKR all done · 1 red · huddle within 22 h"]
    assert shown(capsys, "--plain")[0].startswith(f"Q4 2026 · W47 · {told}")
    head, waits = shown(capsys, "--banner")
    assert told in head
    assert waits == "Red for 2 weeks: Increase repeat purchase rate (okrtui inbox)"
    (streak,) = json.loads("\n".join(shown(capsys, "--json")))["red_streaks"]
    assert (streak["kind"], streak["turn"]["step"]) == ("red_streak", "huddle")
    growth.at("2026-11-20T11:00:00+00:00")
    assert shown(capsys, "--line") == ["OKR all done · 1 red · decide overdue by 26 h"]
    with growth.reading() as c:
        (week,) = c.execute("SELECT week FROM escalation_fact WHERE kind = 'red_streak'").fetchone()
    about = {"kind": "red_streak", "key_result": growth_key_result(growth), "week": week}
    growth.add("answer", **about, step="answered", revised_bet="SMB", at="2026-11-20T11:00:00+00:00")
    assert shown(capsys, "--line") == ["OKR all done · 1 red · 1 for 2 weeks"]
    assert shown(capsys)[0] == "Q4 2026 · W47 · all done until Mon 10:00 · 1 red for 2 weeks"
    assert shown(capsys, "--banner") == []


def test_another_ones_streak_stands_in_the_line_of_whose_turn_it_is(
    growth: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    add_member(growth.session, "bo", "Bo", roles=["program_lead"], account=True)
    a_streak(growth)
    assert shown(capsys, "--as", "bo", "--line") == ["OKR none yet · huddle within 48 h"]
    assert "1 red for 2 weeks: huddle within 48 h" in shown(capsys, "--as", "bo")[0]
    growth.at("2026-11-20T11:00:00+00:00")
    assert shown(capsys, "--as", "bo", "--line") == ["OKR none yet"]


def test_the_line_says_when_all_is_done(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    growth.at("2027-01-20T09:00:00+00:00")
    assert shown(capsys, "--line")[0].startswith("OKR all done")
    assert shown(capsys, "--banner") == []


def test_a_banner_names_what_is_due(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--banner") == [
        "Growth · Q4 2026 · W47 · 1 due by Mon 10:00",
        "To check in: Increase repeat purchase rate (okrtui)",
    ]


def test_plain_is_one_fact_a_column(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    _, names, due, _ = shown(capsys, "--plain")
    told = dict(zip(names.split("\t"), due.split("\t"), strict=True))
    assert told == {
        "title": "Increase repeat purchase rate",
        "owner": "Ana",
        "rag": "red",
        "score": "0.30",
        "actual": "21.0",
        "from": "18",
        "to": "28",
        "unit": "%",
        "pace": "behind -0.22",
        "confidence": "3",
        "last_week": "2026-W46",
        "state": "due",
    }


def test_json_has_the_interchange_names_and_numbers_as_typed(
    growth: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads("\n".join(shown(capsys, "--json")), parse_float=lambda text: f"number {text}")
    assert (document["workspace"], document["week"], document["due"], document["overdue"]) == (
        "Growth", "2026-W47", 1, 0,
    )  # fmt: skip
    first = document["key_results"][0]
    assert (first["actual"], first["score"], first["baseline"]) == ("number 21.0", "number 0.30", 18)
    assert (first["rag"], first["pace"], first["stale_weeks"]) == ("red", "behind", 0)
    assert first["check_in"]["week"] == "2026-W46"
    assert first["check_in"]["next_action"] == "Launch it"


def test_the_workspaces_scale_counts(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    from okrtui.actions.workspaces import set_workspace

    set_workspace(growth.session, "scale", "percent")
    assert " 30 ▼" in shown(capsys)[1]


def test_hostile_titles_stay_on_their_line(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    growth.a_key_result("Own \x1b]0;the\x07 title\nand \x1b[2J a line\u202e more")
    lines = shown(capsys)
    assert len(lines) == 4
    for form in ((), ("--plain",), ("--json",), ("--banner",), ("--line",)):
        assert not {"\x1b", "\x07", "\u202e"} & set("\n".join(shown(capsys, *form)))


def test_all_lists_everyones_with_their_owner(growth: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    ben = growth.a_member("ben", "Ben Okri", account=True)
    growth.a_key_result("Lift 30-day expansion", owner=ben)
    assert not any("Ben Okri" in line for line in shown(capsys))
    (his,) = (line for line in shown(capsys, "--all") if "Ben Okri" in line)
    assert "Lift 30-day" in his


def test_another_workspace_and_another_person_can_be_asked_for(
    growth: Growth, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    growth.a_member("ben", "Ben", account=True)
    assert "no key results yet" in shown(capsys, "-w", "growth", "--as=ben")[1]
    monkeypatch.setenv("OKRTUI_AS", "ben")
    assert shown(capsys, "--line") == ["OKR none yet"]
    monkeypatch.setenv("OKRTUI_WORKSPACE", "elsewhere")
    assert status.run([]) == 3


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--team"], 2),
        (["--team", "Nobody"], 3),
        (["--team", "-", "--all"], 2),
        (["--week", "W46"], 2),
        (["--team", "-", "--week", "W48"], 2),
        (["--nonsense"], 2),
        (["extra"], 2),
        (["-w"], 2),
        (["--line", "--json"], 2),
        (["--all=yes"], 2),
        (["-w", "../etc"], 2),
        (["-w", "elsewhere"], 3),
        (["--as", "nobody"], 4),
    ],
)
def test_what_can_not_be_done_is_one_line_and_an_exit_code(
    growth: Growth, capsys: pytest.CaptureFixture[str], argv: list[str], code: int
) -> None:
    assert status.run(argv) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == (0 if "--line" in argv[:1] and code != 2 else 1)


def test_without_a_workspace_a_prompt_stays_clean(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("--line", "--banner"):
        assert status.run([form]) == 3
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", "")
    assert status.run([]) == 3
    assert "okrtui init" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"rubbish" * 100])
def test_a_broken_workspace_is_told_without_a_traceback(
    growth: Growth, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    Path(growth.path).write_bytes(content)
    assert status.run([]) == 5
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert status.run(["--line"]) == 5
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("OKR ?\n", "")


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    out = "\n".join(shown(capsys, "--help"))
    for option in ("--all", "--line", "--banner", "--plain", "--json", "--workspace", "--as"):
        assert option in out


@pytest.mark.parametrize("form", ["", "--line", "--all", "--plain", "--banner"])
def test_nothing_heavy_is_imported_on_the_way(growth: Growth, form: str) -> None:
    growth.a_key_result(
        "Größer werden", method="milestones", milestones=[{"name": "Entwurf"}], owner=growth.ana
    )
    growth.a_key_result(
        "Keep the error budget", method="range", unit="%", limits={"floor": "90", "low": "95"}
    )
    a_streak(growth)
    script = (
        "import sys; from okrtui import main; main._hurry(); code = main.main(['status', *sys.argv[1:]]);"
        f"heavy = sorted(set('{HEAVY}'.split()) & set(sys.modules)); print(code, *heavy, file=sys.stderr)"
    )
    called = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script, *filter(None, [form])],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        cwd=Path(status.__file__).parents[2],
    )
    assert called.stderr.strip() == "0"
    assert called.stdout
