"""What the shells' completion asks the program for: light, silent, and never in the way of what is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ONBOARDING, PARTNERS, REPEAT, Call

HEAVY = (
    "argparse click tomllib asyncio dataclasses typing pathlib platformdirs fractions rich textual sqlmodel"
    " sqlalchemy pydantic httpx json"
)


def titles(acme: Call, kind: str, typed: str = "") -> dict[str, str]:
    out = acme("--complete", kind, typed).out
    return {value: title for value, _, title in (line.partition("\t") for line in out.splitlines())}


def test_all_open_key_results_are_offered_by_their_codes(acme: Call) -> None:
    offered = titles(acme, "krs")
    assert sorted(offered.values()) == sorted([REPEAT, ONBOARDING, PARTNERS])
    assert all(acme("show", code).code == 0 for code in offered)


@pytest.mark.parametrize("typed", ["repeat", "PURCHASE rate", "incr"])
def test_words_of_a_title_offer_its_code(acme: Call, typed: str) -> None:
    assert list(titles(acme, "krs", typed).values()) == [REPEAT]


def test_a_start_of_a_code_comes_before_words_of_titles(acme: Call) -> None:
    code = next(code for code, title in titles(acme, "krs").items() if title == REPEAT)
    assert list(titles(acme, "krs", code[:4])) == [code]


def test_what_is_closed_is_offered_where_nothing_open_fits(acme: Call) -> None:
    for phase in ("review", "close"):
        assert acme("cycle", phase, "2026 Q4").code == 0
    acme("cycle", "new", "2027 Q1", "--kind", "quarter")
    acme("objective", "add", "Grow", "--cycle", "2027 Q1")
    acme("kr", "add", "Grow", "--title", "Increase leads", "--baseline", "1", "--target", "9")
    assert list(titles(acme, "krs").values()) == ["Increase leads"]
    assert list(titles(acme, "krs", "repeat").values()) == [REPEAT]
    assert list(titles(acme, "cycles")) == ["2027 Q1"]
    assert list(titles(acme, "cycles", "2026")) == ["2026 Q4"]


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("workspaces", {"acme": ""}),
        ("members", {"ana": ""}),
        ("cycles", {"2026 Q4": "active"}),
        ("changes", {}),
        ("initiatives", {}),
    ],
)
def test_each_kind_is_offered_by_what_names_it(acme: Call, kind: str, offered: dict[str, str]) -> None:
    assert titles(acme, kind) == offered


def test_an_open_proposal_is_offered_by_its_key_result(acme: Call) -> None:
    assert acme("change", "propose", REPEAT, "--target", "30", "--reason", "it works").code == 0
    assert list(titles(acme, "changes").values()) == [REPEAT]


def test_decisions_are_offered_while_they_wait_or_are_to_be_done(acme: Call) -> None:
    assert titles(acme, "decisions") == {}
    for text in ("Stop the ads", "Move two people"):
        needed = ("--evidence", "e", "--owner", "ana", "--due", "2026-12-01")
        assert acme("decide", text, *needed).code == 0
    assert acme("decision", "done", "stop", "--outcome", "Nobody missed them").code == 0
    assert list(titles(acme, "decisions").values()) == ["Move two people"]
    assert list(titles(acme, "decisions", "stop").values()) == ["Stop the ads"]


@pytest.mark.parametrize(
    ("words", "code"), [(("krs", ""), 3), (("nonsense", ""), 3), ((), 3), (("workspaces", ""), 0)]
)
def test_without_a_workspace_it_is_silent(okrtui: Call, words: tuple[str, ...], code: int) -> None:
    assert okrtui("--complete", *words) == (code, "", "")


@pytest.mark.parametrize("broken", [b"", b"no database at all" * 100])
def test_a_broken_workspace_is_no_noise(acme: Call, home: Path, broken: bytes) -> None:
    (home / "data" / "workspaces" / "acme.okr").write_bytes(broken)
    assert acme("--complete", "krs", "x") == (5, "", "")


def test_an_unknown_kind_is_bad_input(acme: Call) -> None:
    assert acme("--complete", "nonsense", "") == (2, "", "")


@pytest.mark.parametrize("kind", ["krs", "cycles", "workspaces"])
def test_it_imports_nothing_heavy(acme: Call, kind: str) -> None:
    script = (
        "import sys; from okrtui.main import main; code = main(['--complete', *sys.argv[1:], '']);"
        f"heavy = sorted(set('{HEAVY}'.split()) & set(sys.modules)); print(code, *heavy, file=sys.stderr)"
    )
    called = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script, kind],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        cwd=Path(__file__).parents[2],
    )
    assert (called.stderr.strip(), bool(called.stdout)) == ("0", True)


def test_the_folder_of_shipped_files_holds_completions_and_prompts(okrtui: Call) -> None:
    shipped = Path(okrtui("config", "path", "--shipped").out.strip())
    assert (shipped / "completions" / "okrtui.bash").is_file()
    assert (shipped / "prompt" / "tmux.conf").is_file()
