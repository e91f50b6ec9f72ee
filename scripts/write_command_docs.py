"""Write `docs/commands.md`: the help of every command, taken from the program itself.

`--check` writes nothing and fails where the page is not what the program says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okrtui.cli.app import okrtui

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
HEAD = """# Commands

This page is made from the program's own help by `scripts/write_command_docs.py`: change it there.

Data goes to stdout, words to stderr. `--json` uses the names of the interchange format. A KR is named by the
start of its short code or by words of its title.
"""
COLUMNS = 100


def every_command(
    command: click.Command, path: tuple[str, ...] = ("okrtui",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it, a group before what is in it."""
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command, info_name=path[-1]) as context:
            names = command.list_commands(context)
            found = [(name, command.get_command(context, name)) for name in names]
        for name, below in found:
            if below is not None:
                yield from every_command(below, (*path, name))


def help_of(path: tuple[str, ...], command: click.Command) -> str:
    """A command's help as the program prints it in a terminal of a hundred columns."""
    settings = dict(okrtui.context_settings)
    settings["terminal_width"] = COLUMNS
    context = click.Context(command, info_name=" ".join(path), **settings)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for path, command in every_command(okrtui):
        parts.append(
            f"{'#' * min(len(path) + 1, 4)} `{' '.join(path)}`\n\n```text\n{help_of(path, command)}\n```\n"
        )
    return "\n".join(parts)


def main(argv: list[str]) -> int:
    text = page()
    if "--check" in argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE} is not what the program says: run scripts/write_command_docs.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
