"""Pages and completions that are made from the program's own help and tables are what the program says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "script",
    [
        "write_command_docs.py",
        "write_key_docs.py",
        "write_role_docs.py",
        "write_completions.py",
        "write_man_page.py",
    ],
)
def test_what_is_made_from_the_program_is_what_it_says(script: str) -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_the_man_page_is_set_without_a_warning() -> None:
    told = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", ROOT / "docs" / "okrtui.1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    assert "OKRs in the terminal" in told.stdout
