"""Every command has its help, stands in the docs, and loads nothing that it doesn't need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from okrtui.cli.app import MODULES, okrtui
from okrtui.cli.lazy import LazyGroup
from scripts.write_command_docs import every_command, page

COMMANDS = list(every_command(okrtui))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_a_command_has_help_and_so_has_each_of_its_options(
    path: tuple[str, ...], command: click.Command
) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_a_commands_line_in_the_overview_is_whole(path: tuple[str, ...], command: click.Command) -> None:
    assert not command.get_short_help_str(limit=62).endswith("..."), command.help


def test_every_command_stands_in_the_docs_as_the_program_says_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/write_command_docs.py"


def test_the_group_knows_every_module_it_names() -> None:
    assert isinstance(okrtui, LazyGroup)
    with click.Context(okrtui) as context:
        assert all(okrtui.get_command(context, name) is not None for name in MODULES)


def test_one_command_loads_no_other_and_nothing_heavy() -> None:
    watch = (
        "import sys\nfrom okrtui.main import main\nmain(['config', 'path'])\n"
        "heavy = ('sqlmodel', 'textual', 'rich')\n"
        "loaded = [m for m in sys.modules if m.startswith('okrtui.cli.') or m in heavy]\n"
        "print(sorted(loaded), file=sys.stderr)"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", watch], capture_output=True, text=True, check=True, timeout=60
    )
    assert "okrtui.cli.config" in outcome.stderr
    for other in ("okrtui.cli.kr'", "okrtui.cli.checkin", "sqlmodel", "textual", "rich"):
        assert other not in outcome.stderr
