"""Write `docs/okrtui.1`, the man page: the help of every command, taken from the program itself.

`--check` writes nothing and fails where the page is not what the program says.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from command_model import Option, Told, every_command, every_command_told, general_options

PAGE = Path(__file__).resolve().parent.parent / "docs" / "okrtui.1"

ENVIRONMENT = (
    (
        "OKRTUI_HOME",
        "A folder that holds settings, workspaces and the log, in place of the platform's folders.",
    ),
    ("OKRTUI_WORKSPACE", "The workspace that is meant, by its short name."),
    ("OKRTUI_AS", "The member to act as, by handle; else LOGNAME or USER."),
    ("OKRTUI_NOW", "The time that counts (RFC 3339), for scripts and tests."),
    ("VISUAL, EDITOR", "The editor for long text."),
    ("NO_COLOR", "Where it is set and not empty, no colours are used."),
)
FILES = (
    ("~/.config/okrtui/okrtui.toml", "Settings; okrtui config path names the file on this machine."),
    ("~/.local/share/okrtui/workspaces/NAME.okr", "A workspace."),
    ("~/.local/state/okrtui/okrtui.log", "Faults of the program."),
)
EXIT_CODES = (
    ("0", "done"),
    ("1", "a fault of okrtui"),
    ("2", "bad input"),
    ("3", "not found or ambiguous"),
    ("4", "refused, or a question that nobody confirmed; errors found by lint"),
    ("5", "a file or store out of reach"),
    ("130", "interrupted, or left without saving"),
)


def escaped(text: str) -> str:
    """A text as troff prints it."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("“", "\\(lq").replace("”", "\\(rq")
    plain = plain.replace("’", "\\(cq").replace("…", "...").replace("–", "\\(en").replace("→", "\\(->")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def labelled(label: str, text: str) -> list[str]:
    """A paragraph with its label hanging."""
    return [".TP", f"\\fB{escaped(label)}\\fR", escaped(text or "…")]


def option_lines(option: Option) -> list[str]:
    """One option, with the name of its value."""
    names = ", ".join(option.names) + (f" {option.metavar}" if option.metavar else "")
    return labelled(names, option.help)


def usage(words: tuple[str, ...], command: click.Command) -> str:
    """How a command is called, in one line."""
    context = click.Context(command, info_name=" ".join(("okrtui", *words)))
    return " ".join((context.command_path, *command.collect_usage_pieces(context)))


def command_lines(told: Told, command: click.Command) -> list[str]:
    """The section of one command: usage, what it does, its own options."""
    lines = [f'.SS "{escaped(" ".join(told.words))}"', escaped(usage(told.words, command))]
    for paragraph in (command.help or "").replace("\b", "").split("\n\n"):
        lines += [".PP", escaped(" ".join(paragraph.split()))]
    for option in told.options:
        lines += option_lines(option)
    return lines


def page() -> str:
    """The whole page."""
    commands = dict(every_command())
    told = every_command_told()
    main, *others = told
    first, *more = (commands[main.words].help or "").split("\n\n")
    lines = ['.TH OKRTUI 1 "" "okrtui" "User Commands"', ".SH NAME", "okrtui \\- OKRs in the terminal"]
    lines += [".SH SYNOPSIS", "\\fBokrtui\\fR [\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGS\\fR]]"]
    lines += [".SH DESCRIPTION", escaped(" ".join(first.split()))]
    for paragraph in more:
        if "Exit codes:" not in paragraph:
            lines += [".PP", escaped(" ".join(paragraph.split()))]
    lines += [
        ".PP",
        escaped("Data goes to stdout, words to stderr. These options stand before or after any command:"),
    ]
    for option in general_options():
        lines += option_lines(option)
    lines.append(".SH COMMANDS")
    for each in others:
        lines += command_lines(each, commands[each.words])
    for heading, pairs in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES), ("EXIT STATUS", EXIT_CODES)):
        lines.append(f'.SH "{heading}"')
        for label, text in pairs:
            lines += labelled(label, text)
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    text = page()
    if "--check" not in argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE} is not what the program says: run scripts/write_man_page.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
