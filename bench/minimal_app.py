"""The floor of the first screen: the least that Textual can show, one table of twenty rows."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Minimal(App[None]):
    """A table and nothing else."""

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("title", "actual", "score")
        for number in range(20):
            table.add_row(f"row {number}", "18", "0.30")


if __name__ == "__main__":
    Minimal().run()
