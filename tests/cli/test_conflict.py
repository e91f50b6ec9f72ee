"""`okrtui conflict`: both versions with their names, and the one that is named stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrtui.actions.objectives import edit_objective
from okrtui.cli.app import main
from okrtui.cli.thread_text import thread_lines
from okrtui.okr.errors import NotFound
from okrtui.views.thread import Update
from tests.builders import Published, a_member, a_workspace, row
from tests.copies import another_home, meet


@pytest.fixture
def torn(home: Path, tmp_path: Path) -> Published:
    """Ana and Bea gave the objective another reason each, offline."""
    made = Published(a_workspace(home))
    a_member(made.session, "bea")
    bea = another_home(made.session, tmp_path, "bea")
    edit_objective(made.session, made.objective, why="It pays")
    edit_objective(bea, made.objective, why="It is \x1b[31mkind")
    meet(made.session, bea)
    return made


def test_both_versions_are_listed_with_their_names(
    torn: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["conflict", "list"])
    told = capsys.readouterr().out
    assert "why: It pays" in told
    assert "why: It is " in told
    assert "Bea," in told
    assert "\x1b" not in told


def test_the_version_that_is_named_stands(torn: Published, capsys: pytest.CaptureFixture[str]) -> None:
    main(["conflict", "list", "--json"])
    (conflict,) = json.loads(capsys.readouterr().out)
    assert (conflict["kind"], conflict["id"], conflict["what"]) == ("objective", torn.objective, "why")
    (name,) = [one["name"] for one in conflict["versions"] if one["by"] == "Ana"]
    main(["conflict", "settle", name[-6:], "--as", "ana"])
    assert "Settled" in capsys.readouterr().err
    assert row(torn.session, "objective", torn.objective)["why"] == "It pays"
    main(["conflict", "list"])
    assert capsys.readouterr().out == "Nothing stands in conflict.\n"


@pytest.mark.parametrize("name", ["", "a", "nothing"])
def test_a_version_that_is_not_there_is_not_found(torn: Published, name: str) -> None:
    with pytest.raises(NotFound, match="conflict list"):
        main(["conflict", "settle", name])


def test_versions_are_counted_where_the_thing_is_shown(
    torn: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["show", torn.objective])
    assert "2 versions of why" in capsys.readouterr().out
    update = Update("check_in", "2026-W47", actual="24", apart=3)
    assert "CONFLICT: 3 versions that did not see each other" in "\n".join(
        thread_lines([update], "%", "unit", "UTC")
    )
