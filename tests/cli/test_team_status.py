"""`okrtui status --team` in each of its forms, and `okrtui tree --gaps`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from okrtui.cli import status
from okrtui.okr.text import cell_width
from tests.cli.conftest import Call
from tests.cli.test_status import HEAVY
from tests.views.growth import Growth

W46, W47 = "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"


@pytest.fixture
def crew(growth: Growth, monkeypatch: pytest.MonkeyPatch) -> Growth:
    """A crew of Ana and Ben, hers checked in and turned red, his waiting for a week."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("COLUMNS", raising=False)
    team = growth.add("team", name="Crew")
    growth.edit("objective", growth.objective, team=team)
    ben = growth.a_member("ben", "Ben")
    hers = growth.a_key_result("Increase repeat purchase rate")
    his = growth.a_key_result("Lift expansion", owner=ben)
    growth.check_in(his, "2026-11-03T09:00:00+00:00", actual="26")
    growth.check_in(hers, W46, actual="24")
    growth.check_in(hers, W47, actual="19", help_needed="An export")
    return growth


@pytest.fixture
def growth(home: object) -> Growth:
    return Growth()


def shown(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    assert status.run(["--team", "crew", *argv]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def test_the_head_then_people_with_their_lines_then_what_to_look_at(
    crew: Growth, capsys: pytest.CaptureFixture[str]
) -> None:
    head, ben, his, ana, hers, *notes = shown(capsys)
    assert head.startswith("Crew · W47 · 1 of 2 checked in (50 %, goal 90) · R 1 G 1 · 1 stale · ")
    assert ben == "Ben · not checked in · 1 week behind"
    assert "Lift expansion" in his
    assert (ana, "Increase repeat" in hers) == ("Ana · checked in", True)
    assert [note.partition(":")[0] for note in notes[:3]] == ["turned red", "stale", "help asked for"]
    assert any("root cause, revised bet, help request (Ana)" in note for note in notes)


@pytest.mark.parametrize("columns", [30, 60, 80, 200])
def test_no_line_is_longer_than_the_terminal(
    crew: Growth, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert all(cell_width(line) <= columns for line in shown(capsys))


def test_an_earlier_week_is_told_as_it_ended(crew: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    head, *rest = shown(capsys, "--week", "46")
    assert head == "Crew · W46 · 1 of 2 checked in (50 %, goal 90) · A 1 G 1 · 1 stale"
    assert any(" 24 " in line for line in rest)
    (line,) = shown(capsys, "--week", "46", "--line")
    assert line == "Crew 1/2 50 %"


def test_the_other_forms(crew: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = shown(capsys, "--line")
    assert line.startswith("Crew 1/2 50 % · 1 red · ")
    head, missing = shown(capsys, "--banner")
    assert (head.startswith("Crew · W47"), missing) == (True, "To check in: Ben")
    _, names, his, hers = shown(capsys, "--plain")
    assert names.split("\t")[-3:] == ["checked_in", "turned", "confidence_falling"]
    assert his.split("\t")[-3:] == ["no", "-", "-"]
    assert hers.split("\t")[-3:] == ["complete", "red", "-"]


def test_json_lists_who_has_and_has_not_checked_in(crew: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads("\n".join(shown(capsys, "--json")))
    assert [one["handle"] for one in told["checked_in"]] == ["ana"]
    assert [(one["handle"], one["weeks_behind"]) for one in told["not_checked_in"]] == [("ben", 1)]
    assert (told["completion"], told["goal"], told["rag"]["red"]) == (50, 90, 1)
    ids = {line["title"]: line["id"] for line in told["key_results"]}
    assert told["turned_red"] == told["help_asked"] == [ids["Increase repeat purchase rate"]]
    assert told["stale"] == [ids["Lift expansion"]]
    assert told["confidence_falling"] == []
    assert told["escalations"][0]["holder"] == "kr_owner"
    assert "appraisal" in told["notice"]


def test_a_hostile_team_name_does_nothing(crew: Growth, capsys: pytest.CaptureFixture[str]) -> None:
    crew.add("team", name="Crew\x1b[31m' OR 1=1 --")
    assert status.run(["--team", "Crew\x1b[31m' OR 1=1 --"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert status.run(["--team", "x' OR '1'='1"]) == 3


@pytest.mark.parametrize("form", ["", "--line", "--plain", "--banner"])
def test_a_prompt_imports_next_to_nothing(crew: Growth, form: str) -> None:
    script = (
        "import sys; from okrtui.main import _hurry; _hurry()\n"
        "from okrtui.cli import status\ncode = status.run(['--team', 'Crew', *sys.argv[1:]])\n"
        f"heavy = sorted(set('{HEAVY}'.split()) & set(sys.modules)); print(code, *heavy, file=sys.stderr)"
    )
    called = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script, *filter(None, [form])],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(status.__file__).parents[2],
    )
    assert called.stderr.strip() == "0"
    assert called.stdout


def test_gaps_are_listed_for_people_and_scripts(crew: Growth, okrtui: Call) -> None:
    below = crew.add("team", name="Below", parent=_id(crew, "Crew"))
    crew.a_key_result("Loose", objective=crew.an_objective("Drift", team=below))
    found = json.loads(okrtui("tree", "--gaps", "--json").out)
    assert [one["title"] for one in found["orphans"]] == ["Loose"]
    assert {one["title"] for one in found["gaps"]} == {"Increase repeat purchase rate", "Lift expansion"}
    told = okrtui("tree", "--gaps", "--team", "below").out
    assert "Contribute to nothing" in told
    assert "Moved by nobody" not in told
    assert okrtui("tree", "--team", "below").code == 2
    assert okrtui("tree", "--gaps", "--team", "-").code == 2
    assert okrtui("tree", "--gaps", "--team", "").code == 3


def _id(growth: Growth, name: str) -> str:
    with growth.reading() as c:
        return str(c.execute("SELECT id FROM team WHERE name = ?", (name,)).fetchone()[0])
