"""The wheel is what people install: it holds the program, its styles and config/, and runs from anywhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from okrtui.version import __version__

ROOT = Path(__file__).resolve().parents[1]
LOADED_BY_NAME = {"psycopg"}
"""What is imported by no file of ours: the driver that a database's address names."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    told = subprocess.run(build, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds nothing but the wheel."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    return folder / "bin" / "python"


def run(python: Path, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def files(folder: str, pattern: str) -> set[str]:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern) if path.is_file()}
    return {name for name in found if "__pycache__" not in name}


def test_the_wheel_holds_code_styles_and_all_of_config(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert files("okrtui", "*.py") <= names
    assert files("okrtui", "*.tcss") <= names
    assert {f"okrtui/{name}" for name in files("config", "*")} <= names
    assert not {name for name in names if name.startswith(("tests/", "bench/", "scripts/"))}


def test_the_wheel_brings_the_man_page_and_the_completions_where_programs_look_for_them(wheel: Path) -> None:
    data = f"okrtui-{__version__}.data/data/share"
    with zipfile.ZipFile(wheel) as archive:
        for name, made in {
            "man/man1/okrtui.1": "docs/okrtui.1",
            "bash-completion/completions/okrtui": "config/completions/okrtui.bash",
            "zsh/site-functions/_okrtui": "config/completions/_okrtui",
            "fish/vendor_completions.d/okrtui.fish": "config/completions/okrtui.fish",
        }.items():
            assert archive.read(f"{data}/{name}") == (ROOT / made).read_bytes()


def test_the_wheel_names_its_command_and_carries_its_licence(wheel: Path) -> None:
    info = f"okrtui-{__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        assert "okrtui = okrtui.main:process" in archive.read(f"{info}/entry_points.txt").decode()
        assert archive.read(f"{info}/licenses/LICENSE").decode() == (ROOT / "LICENSE").read_text()


def test_the_installed_program_tells_its_version_without_any_dependency(python: Path, tmp_path: Path) -> None:
    told = run(python, ["-m", "okrtui", "--version"], tmp_path)
    assert (told.returncode, told.stdout, told.stderr) == (0, f"okrtui {__version__}\n", "")


def test_the_installed_program_finds_its_examples(python: Path, tmp_path: Path) -> None:
    told = run(python, ["-c", "from okrtui import home; print(home.config_folder())"], tmp_path)
    assert told.returncode == 0, told.stderr
    folder = Path(told.stdout.strip())
    assert folder.is_relative_to(python.parents[1])
    assert (folder / "okrtui.toml").read_text() == (ROOT / "config" / "okrtui.toml").read_text()


def imported_by(names: Iterable[str]) -> set[str]:
    """The packages, not the standard library's and not ours, that these files import."""
    imported = set()
    for name in names:
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    return imported - sys.stdlib_module_names - {"okrtui"}


def declared_in(lines: Iterable[str]) -> set[str]:
    return {re.split(r"[>\[]", line)[0].replace("-", "_") for line in lines}


def test_every_package_that_is_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    ours, extra = (
        declared_in(project["dependencies"]),
        declared_in(project["optional-dependencies"]["server"]),
    )
    server = files("okrtui/server", "*.py")
    assert imported_by(files("okrtui", "*.py") - server) == ours
    assert imported_by(server) - ours == extra - LOADED_BY_NAME
