"""The table of rooms holds: every module stands in it, every contract can fail, light modules stay light."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "okrtui"
MAY_IMPORT_ALL = {"cli", "main", "__main__", "version", "__init__"}
HEAVY = (
    "typing",
    "dataclasses",
    "fractions",
    "pathlib",
    "json",
    "argparse",
    "click",
    "tomllib",
    "enum",
    "re",
)


def contracts() -> list[dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return list(project["tool"]["importlinter"]["contracts"])


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_module_of_the_program_stands_in_the_table() -> None:
    parts = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    held = {
        module.removeprefix("okrtui.") for contract in contracts() for module in contract["source_modules"]
    }
    assert parts - MAY_IMPORT_ALL == held


def test_each_contract_is_broken_by_each_import_that_it_forbids_of_ours(tmp_path: Path) -> None:
    """In a copy of the bare rooms, each source imports every room that its contract forbids."""
    rooms = {module for c in contracts() for module in c["source_modules"] + c["forbidden_modules"]}
    for room in {room for room in rooms if room.startswith("okrtui.")}:
        path = tmp_path / room.replace(".", "/")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".py").touch()
    (tmp_path / "okrtui" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert f"{len(contracts())} kept, 0 broken" in lint_imports(tmp_path).stdout

    for contract in contracts():
        for source in contract["source_modules"]:
            path = tmp_path / (source.replace(".", "/") + ".py")
            with path.open("a") as file:
                file.writelines(f"import {name}\n" for name in contract["forbidden_modules"])
    told = lint_imports(tmp_path)
    assert told.returncode == 1
    for contract in contracts():
        for source in contract["source_modules"]:
            for name in contract["forbidden_modules"]:
                assert f"{source} -> {name} (" in told.stdout, (contract["name"], source, name)
    assert f"0 kept, {len(contracts())} broken" in told.stdout


@pytest.mark.parametrize("module", ["okrtui.home", "okrtui.settings", "okrtui.main"])
def test_what_stands_in_a_prompt_imports_nothing_heavy(module: str) -> None:
    command = f"import sys; before = set(sys.modules); import {module}; print(*(set(sys.modules) - before))"
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {command}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(told.stdout.split()) & set(HEAVY)
