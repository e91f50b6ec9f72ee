"""A group of commands whose modules are loaded only when one of them is called.

Starting one command must not pay for all others (architecture, The command line).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from okrtui.cli.invocation import Group


class LazyGroup(Group):
    """A group that finds each command in a module of its own, under the name `command`."""

    def __init__(self, *args: Any, modules: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names in the order in which a person meets them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of that name; None where there is none."""
        if cmd_name not in self.modules:
            return None
        command = import_module(f"okrtui.cli.{self.modules[cmd_name]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"okrtui.cli.{self.modules[cmd_name]}.command is no command")
        return command
