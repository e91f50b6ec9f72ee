"""The snippets for prompts, tmux and logins, in the shells themselves; a prompt is never broken by okrtui."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shells.shell import ROOT, Shell

SHELLS = ("bash", "zsh", "fish")
PROMPTS = ROOT / "config" / "prompt"
FILES = {"bash": "okrtui.bash", "zsh": "okrtui.zsh", "fish": "okrtui.fish"}


def program(folder: Path, script: str) -> None:
    """Put another okrtui in the shell's way, that notes each call."""
    path = folder / "bin" / "okrtui"
    path.write_text(f"#!/bin/sh\necho called >> {folder}/calls\n{script}\n")
    path.chmod(0o755)


def calls(folder: Path) -> int:
    path = folder / "calls"
    return path.read_text().count("called") if path.exists() else 0


@pytest.mark.parametrize("name", SHELLS)
def test_the_prompt_shows_what_is_due(shell: Callable[[str], Shell], workspace: Path, name: str) -> None:
    one = shell(name)
    one.run(f"source {PROMPTS}/{FILES[name]}", "[OKR ")


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize(
    "script",
    [
        "printf '%s' '%F{red}$(touch owned)`touch owned` \\w 50% due'",
        "echo trouble >&2; exit 1",
        "kill -SEGV $$",
    ],
)
def test_no_line_of_okrtui_is_run_and_no_failure_is_seen(
    shell: Callable[[str], Shell], tmp_path: Path, name: str, script: str
) -> None:
    one = shell(name)
    program(tmp_path, script)
    one.run(f"source {PROMPTS}/{FILES[name]}", "")
    one.until_quiet(0.5)
    shown = one.run("echo st''ill", "still")
    one.until_quiet(0.3)
    assert "trouble" not in shown
    assert not list(tmp_path.glob("**/owned"))
    if "due" in script:
        assert "%F{red}$(touch owned)`touch owned` \\w 50% due]" in one.shown


@pytest.mark.parametrize("name", SHELLS)
def test_a_missing_okrtui_is_not_noticed(shell: Callable[[str], Shell], tmp_path: Path, name: str) -> None:
    one = shell(name)
    (tmp_path / "bin" / "okrtui").unlink()
    one.run(f"source {PROMPTS}/{FILES[name]}", "")
    one.until_quiet(0.5)
    one.shown = ""
    one.run("echo st''ill", "still")
    one.until_quiet(0.3)
    assert "not found" not in one.shown
    assert "[" not in one.shown.replace("\x1b[", "").partition("still")[2]


@pytest.mark.parametrize("name", SHELLS)
def test_it_is_asked_again_only_after_a_command_of_its_own(
    shell: Callable[[str], Shell], tmp_path: Path, name: str
) -> None:
    one = shell(name)
    program(tmp_path, "echo OKR")
    one.run(f"source {PROMPTS}/{FILES[name]}; echo rea''dy", "ready")
    one.until("[OKR]")
    for number in range(5):
        one.run(f"echo a{number}''b", f"a{number}b")
    one.until_quiet(0.5)
    before = calls(tmp_path)
    assert before <= 2
    one.run("okrtui undo; echo do''ne", "done")
    one.until_quiet(0.5)
    assert calls(tmp_path) == before + 2


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_the_exit_code_of_the_last_command_stays(
    shell: Callable[[str], Shell], tmp_path: Path, name: str
) -> None:
    one = shell(name)
    one.run(f"source {PROMPTS}/{FILES[name]}; echo rea''dy", "ready")
    one.run("(exit 7)", "")
    one.run("echo co''de $?", "code 7")


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_the_login_banner_is_silent_without_okrtui(
    shell: Callable[[str], Shell], tmp_path: Path, name: str
) -> None:
    one = shell(name)
    (tmp_path / "bin" / "okrtui").unlink()
    shown = one.run(f"source {PROMPTS}/login.sh; echo rea''dy $?", "ready 0")
    assert "not found" not in shown


@pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux on this machine")
def test_tmux_shows_the_line_in_its_status(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    program(tmp_path, "echo OKR 3 due")
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(PROMPTS / "tmux.conf")]
    environ = {
        **os.environ,
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }
    outer = ["script", "-qfec", f"{' '.join(tmux)} new-session sleep 60", str(tmp_path / "shown")]
    with subprocess.Popen(outer, env=environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL):
        try:
            end = time.monotonic() + 30
            while not calls(tmp_path) or "OKR 3 due" not in (tmp_path / "shown").read_text(errors="replace"):
                assert time.monotonic() < end, "tmux never showed the line"
                time.sleep(0.2)
        finally:
            subprocess.run([*tmux, "kill-server"], env=environ, check=False)
