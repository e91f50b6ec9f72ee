"""Completion as a person meets it at the TAB key of bash, zsh and fish: a shell function tells what was run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from okrtui.main import main
from tests.shells.conftest import HOSTILE_CYCLE, HOSTILE_TITLE
from tests.shells.shell import ROOT, Shell

SHELLS = ("bash", "zsh", "fish")
FILES = ROOT / "config" / "completions"
SET_UP = {
    "bash": f"source {FILES}/okrtui.bash; okrtui() {{ printf '<%s>' \"$@\"; echo ra''n; }}",
    "zsh": f"autoload -Uz compinit; compinit -u -D; source {FILES}/_okrtui;"
    " okrtui() {{ printf '<%s>' \"$@\"; echo ra''n; }}".replace("{{", "{").replace("}}", "}"),
    "fish": f"source {FILES}/okrtui.fish; function okrtui; printf '<%s>' $argv; echo ra''n; end",
}


def code_of(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["--complete", "krs", words]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    return line.partition("\t")[0]


def completed(shell: Shell, line: str, keys: str = "\t") -> str:
    """What a line with a TAB at its end runs: its words, each in angle brackets."""
    shell.run(SET_UP[shell.name] + "; echo se''t", "set")
    shell.write(line + keys)
    shell.run("", "ran")
    start = shell.shown.rindex("<", 0, shell.shown.index("<") + 1)
    return shell.shown[start : shell.shown.index("ran", start)].replace("\r", "").replace("\n", "")


LINES = {
    "okrtui checki": "<checkin>",
    "okrtui objective arch": "<objective><archive>",
    "okrtui checkin x --none-d": "<checkin><x><--none-done>",
    "okrtui checkin x --status at_": "<checkin><x><--status><at_risk>",
    "okrtui comment x y --kind wee": "<comment><x><y><--kind><weekly note>",
    "okrtui list krs --owner a": "<list><krs><--owner><ana>",
    "okrtui workspace use a": "<workspace><use><acme>",
    "okrtui -w acme list cyc": "<-w><acme><list><cycles>",
}


@pytest.mark.parametrize("name", SHELLS)
def test_words_are_completed(shell: Callable[[str], Shell], workspace: Path, name: str) -> None:
    one = shell(name)
    assert {line: completed(one, line) for line in LINES} == LINES


@pytest.mark.parametrize("name", SHELLS)
def test_a_key_result_is_completed_by_its_code(
    shell: Callable[[str], Shell], workspace: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_of("repeat", capsys)
    assert completed(shell(name), f"okrtui update {code[:3]}") == f"<update><{code}>"


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_words_of_a_title_become_the_code(
    shell: Callable[[str], Shell], workspace: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_of("repeat", capsys)
    assert completed(shell(name), "okrtui update repeat") == f"<update><{code}>"


def test_fish_completes_the_title_itself(shell: Callable[[str], Shell], workspace: Path) -> None:
    assert completed(shell("fish"), "okrtui update Increase") == "<update><Increase repeat purchase rate>"


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_a_hostile_name_is_inserted_as_it_is_and_never_run(
    shell: Callable[[str], Shell], workspace: Path, name: str, quote: str
) -> None:
    one = shell(name)
    if name == "bash":
        one.run("set +H; echo o''ff", "off")
    assert completed(one, f"okrtui tree --cycle {quote}Q9") == f"<tree><--cycle><{HOSTILE_CYCLE}>"
    assert not list(one.folder.glob("**/owned"))


@pytest.mark.parametrize("name", SHELLS)
def test_a_hostile_title_is_listed_and_never_run(
    shell: Callable[[str], Shell], workspace: Path, name: str
) -> None:
    one = shell(name)
    one.run(SET_UP[name] + "; echo se''t", "set")
    one.shown = ""
    one.write("okrtui show \t\t")
    one.until("touch owned")
    one.until_quiet()
    one.write("\x03")
    one.until_quiet()
    one.run("echo st''ill", "still")
    assert not list(one.folder.glob("**/owned"))


def test_a_hostile_title_is_one_line(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["--complete", "krs", "raise"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.partition("\t")[2] == HOSTILE_TITLE
