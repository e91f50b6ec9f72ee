"""What the shells' completion and the man page need to know of the commands, read from click's own declarations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import write_command_docs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okrtui.cli.app import okrtui
from okrtui.settings import SETTINGS

METAVARS = {
    "KR": "krs",
    "CYCLE": "cycles",
    "MEMBER": "members",
    "HANDLE": "members",
    "TEAM": "teams",
    "OBJECTIVE": "objectives",
    "INITIATIVE": "initiatives",
    "DECISION": "decisions",
    "FILE": "files",
    "[FILE|REF]": "files_or_refs",
    "DIR": "dirs",
    "DIRECTORY": "dirs",
}
"""What a value's name in the help says about what it may be."""

ARGUMENTS = {
    "objective": "objectives",
    "cycle": "cycles",
    "change": "changes",
    "escalation": "escalations",
    "decision": "decisions",
    "member": "members",
    "team": "teams",
    "initiative": "initiatives",
    "workspace": "workspaces",
}
"""What a parameter's own name says about it."""

PARTICULAR = {
    "show ref": "refs",
    "comment ref": "refs",
    "initiative edit ref": "initiatives",
    "workspace use name": "workspaces",
    **{
        f"objective {verb} ref": "objectives"
        for verb in ("archive", "edit", "postpone", "publish", "resume", "show")
    },
}
"""What a parameter of one command is."""

GENERAL = ("workspace", "acting_as")
"""The parameters that every command takes."""


@dataclass(frozen=True)
class Option:
    """An option with its names and help; `kind` says what its value is: "" a flag, "text" anything, else a kind."""

    names: tuple[str, ...]
    help: str
    kind: str = ""
    metavar: str = ""


@dataclass(frozen=True)
class Told:
    """A command as it is called: the words, one line on it, what stands below it, its options and arguments."""

    words: tuple[str, ...]
    help: str
    below: list[tuple[str, str]] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that follow the program's name, a group before what is in it."""
    for path, command in write_command_docs.every_command(okrtui):
        yield path[1:], command


def every_command_told() -> list[Told]:
    """All commands, the program itself first."""
    return [_told(words, command) for words, command in every_command()]


def general_options() -> list[Option]:
    """The options that every command takes."""
    return [
        *(
            _option((), each)
            for each in okrtui.params
            if isinstance(each, click.Option) and each.name in GENERAL
        ),
        Option(("-h", "--help"), "Show this message and exit."),
    ]


def _told(words: tuple[str, ...], command: click.Command) -> Told:
    told = Told(words, command.get_short_help_str(200).rstrip("."))
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                if found is not None and not found.hidden:
                    told.below.append((name, found.get_short_help_str(100).rstrip(".")))
    if words == ("status",):
        told.options.extend(_status_options())
        return told
    for each in command.params:
        if isinstance(each, click.Option) and each.name not in GENERAL and not each.hidden:
            told.options.append(_option(words, each))
        elif isinstance(each, click.Argument):
            told.arguments.append(_kind(words, each) + ("*" if each.nargs < 0 else ""))
    return told


def _option(words: tuple[str, ...], option: click.Option) -> Option:
    names = (*option.opts, *option.secondary_opts)
    if option.is_flag:
        return Option(names, option.help or "")
    context = click.Context(okrtui)
    return Option(
        names, option.help or "", _kind(words, option), option.metavar or option.make_metavar(context)
    )


def _kind(words: tuple[str, ...], parameter: click.Parameter) -> str:
    """What a value may be: a kind of thing, "=a|b" a choice, "files", "dirs", or "text"."""
    if isinstance(parameter.type, click.Choice):
        return "=" + "|".join(str(each) for each in parameter.type.choices)
    if words in (("config", "get"), ("config", "set")) and parameter.name == "name":
        return "=" + "|".join(each.name for each in SETTINGS)
    if isinstance(parameter.type, click.Path):
        return "dirs" if not parameter.type.file_okay else "files"
    name = parameter.name or ""
    return (
        PARTICULAR.get(" ".join((*words, name)))
        or METAVARS.get((parameter.metavar or "").removesuffix("..."))
        or ARGUMENTS.get(name if parameter.metavar in (None, "REF") or name == "workspace" else "")
        or "text"
    )


def _status_options() -> Iterator[Option]:
    """The options of `okrtui status`, which is no click command: from the help that it prints."""
    from okrtui.cli.status import USAGE

    for line in USAGE.splitlines():
        names, _, text = line.strip().partition("  ")
        if names.startswith("--") and " " not in names and names != "--help":
            yield Option((names,), text.strip())


__all__ = ["Option", "Told", "every_command_told", "general_options"]
