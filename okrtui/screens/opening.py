"""Opening pages: each is imported when it is first opened, for the first paint waits for none of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar

from textual.app import App

from okrtui.screens.page import Page

T = TypeVar("T")


class OpensPages(App[T]):
    """An app with a stack of pages."""

    def go_back(self) -> None:
        """Back to the page beneath; the lowest one stays."""
        if any(isinstance(page, Page) for page in self.screen_stack[:-1]):
            self.pop_screen()

    def open_card(self, key_result: str) -> None:
        """The card of a key result, by its id."""
        self._open("card", "KeyResultCardPage", key_result)

    def open_objective(self, objective: str) -> None:
        """The page of an objective, by its id."""
        self._open("objective", "ObjectivePage", objective)

    def open_tree(self) -> None:
        """All objectives and key results."""
        self._open("all_okrs", "AllOkrsPage")

    def open_team(self, team: str | None = None) -> None:
        """The week of a team, by its id; without one of the person's own."""
        self._open("team", "TeamPage", *([team] if team else []))

    def open_decisions(self, key_result: str = "", objective: str = "") -> None:
        """The decision log, or what was decided on one key result or objective, by its id."""
        self._open(
            "decisions", "DecisionsPage", *([key_result, objective] if key_result or objective else [])
        )

    def open_monthly_review(self, team: str | None = None) -> None:
        """The monthly review of a team with those below it, by its id; without one of all."""
        self._open("monthly", "MonthlyReviewPage", *([team] if team else []))

    def open_adoption(self, team: str = "") -> None:
        """The signals of adoption, of all or of one team with those below it."""
        self._open("adoption", "AdoptionPage", *([team] if team else []))

    def open_alignment(self, cycle: str | None = None) -> None:
        """Orphans, gaps and overlaps of a cycle by its id; without one of all open cycles."""
        self._open("alignment", "AlignmentPage", cycle or "")

    def open_writing(self, objective: str | None = None) -> None:
        """Write a new objective, or edit one by its id."""
        self._open("writing", "WritingPage", objective)

    def open_import(self, paths: Sequence[str] = ()) -> None:
        """The preview of an import; without paths it asks for a file."""
        self._open("import_preview", "ImportPreviewPage", tuple(paths))

    def open_help(self) -> None:
        """The keys of the page that is shown."""
        page = self.screen
        if isinstance(page, Page) and page.SCOPE != "help":
            self._open("help", "HelpPage", page)

    def open_settings(self) -> None:
        """Theme, keys and the other settings."""
        self._open("settings_page", "SettingsPage")

    def open_sync(self) -> None:
        """How the exchange with others stands."""
        self._open("sync_page", "SyncPage")

    def open_conflicts(self) -> None:
        """What was written without seeing each other."""
        self._open("conflicts", "ConflictsPage")

    def open_sitting(self, key_result: str | None = None) -> None:
        """The sitting, beginning with this key result or with the first that is due."""
        self._open("sitting", "SittingPage", key_result)

    def open_inbox(self, key_result: str = "") -> None:
        """What waits for whoever is at work, or what is escalated about one key result, by its id."""
        self._open("inbox", "InboxPage", *([key_result] if key_result else []))

    def open_meeting(self, team: str) -> None:
        """The check-in meeting of a team, by its id: a new one, or the one that runs on this machine."""
        self._open("meeting", "MeetingPage", team)

    def open_vote(self, poll: str) -> None:
        """A vote on confidence, by its id."""
        self._open("vote", "VotePage", poll)

    def _open(self, module: str, page: str, *arguments: Any) -> None:
        if not arguments and type(self.screen).__name__ == page:
            return
        make: Callable[..., Page] = getattr(import_module(f"okrtui.screens.{module}"), page)
        self.push_screen(make(*arguments))
