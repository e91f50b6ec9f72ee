"""A real workspace for the screens' tests, made once by the actions that people use, and copied for every test."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from okrtui.actions.check_ins import check_in
from okrtui.actions.cycles import new_cycle, publish_cycle
from okrtui.actions.key_results import add_key_result
from okrtui.actions.objectives import add_objective
from okrtui.actions.people import add_team
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace

NOW = "2026-11-17T09:00:00+00:00"
"""A Tuesday of W47; its deadline is Monday 23 November, 10:00."""

TITLES = ("Increase repeat purchase rate", "Reduce median onboarding time")


class Acme:
    """A small company with two key results, both checked in last week and due now."""

    def __init__(self, path: Path, setenv: Callable[[str, str], None]) -> None:
        self._setenv = setenv
        self.path = str(path)
        self.at("2026-10-01T08:00:00+00:00")
        self.session = create_workspace(
            "Acme", handle="nora", display_name="Nora Lind", timezone="UTC", path=self.path
        )
        add_team(self.session, "Data team")
        cycle = new_cycle(self.session, "Q4 2026", "quarter", "2026-10-01", "2026-12-31").id
        self.objective = add_objective(self.session, cycle, "Delight customers so that they return").id
        source = {"name": "Dashboard"}
        first = add_key_result(
            self.session, self.objective, TITLES[0], baseline="18", target="28", unit="%",
            due="2026-12-31", source=source, refresh="weekly", indicator="lagging", method="linear",
        )  # fmt: skip
        self.at("2026-10-01T08:00:05+00:00")
        second = add_key_result(
            self.session, self.objective, TITLES[1], baseline="9", target="4", unit="days",
            due="2026-12-31", source=source, refresh="weekly", indicator="leading", method="linear",
        )  # fmt: skip
        self.key_results = [first.id, second.id]
        publish_cycle(self.session, cycle)
        for now, figures in (
            ("2026-11-03T09:00:00+00:00", ("19", "8")),
            ("2026-11-10T09:00:00+00:00", ("21", "7")),
        ):
            self.at(now)
            for key_result, figure in zip(self.key_results, figures, strict=True):
                check_in(
                    self.session, key_result, actual=figure, confidence=3,
                    insight="Enterprise is flat", next_action="Draft the incentive",
                )  # fmt: skip
        self.at(NOW)

    def copied(self, path: Path, setenv: Callable[[str, str], None]) -> Acme:
        """The same company in a file of its own."""
        other = copy.copy(self)
        other._setenv = setenv
        other.path = str(shutil.copy(self.path, path))
        other.at(NOW)
        other.session = Session.at(other.path, "nora")
        return other

    def at(self, now: str) -> None:
        """Make it that moment."""
        self._setenv("OKRTUI_NOW", now)

    def count(self, sql: str) -> int:
        """What a counting query gives."""
        with self.session.reading() as connection:
            return int(connection.execute(sql).fetchone()[0])


@pytest.fixture(scope="session")
def built_acme(tmp_path_factory: pytest.TempPathFactory) -> Acme:
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRTUI_HOME", str(folder / "home"))
        patch.setenv("LOGNAME", "nora")
        return Acme(folder / "acme.okr", patch.setenv)


@pytest.fixture
def acme(built_acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Acme:
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOGNAME", "nora")
    monkeypatch.setenv("OKRTUI_NO_WARM_UP", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return built_acme.copied(tmp_path / "acme.okr", monkeypatch.setenv)


__all__ = ["NOW", "TITLES", "Acme", "Session", "acme", "built_acme"]
