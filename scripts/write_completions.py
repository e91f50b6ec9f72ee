"""Write `config/completions/`: what bash, zsh and fish complete after `okrtui`, taken from the program's commands.

The shells' code stands in `scripts/completions/`; the table of commands in it is made here. `--check` writes nothing
and fails where a file is not what the program says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from command_model import Option, Told, every_command_told, general_options

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "scripts" / "completions"
FOLDER = ROOT / "config" / "completions"
MARK = "@TABLE@\n"


def quoted(text: str, shell: str) -> str:
    """A text as one word of the shell."""
    if shell == "fish":
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "'\\''") + "'"


def array(shell: str, name: str, values: Iterable[str]) -> str:
    """A line that sets an array."""
    words = " ".join(quoted(value, shell) for value in values)
    return f"set {name} {words}" if shell == "fish" else f"{name}=({words})"


def facts(told: Told, shell: str, general: list[Option]) -> list[str]:
    """The lines that set what one command has: what stands below it, its flags, its options' values, its arguments.

    In bash a flag stands alone, elsewhere its help stands beside it.
    """
    options = [*told.options, *general]
    has_help = shell != "bash"
    pairs = [(name, option.help) for option in options for name in option.names]
    flags = [word for name, text in pairs for word in ((name, text) if has_help else (name,))]
    valued = [
        word for option in options if option.kind for name in option.names for word in (name, option.kind)
    ]
    below = [word for name, text in told.below for word in ((name, text) if has_help else (name,))]
    found = {"below": below, "flags": flags, "valued": valued, "arguments": told.arguments}
    return [array(shell, name, values) for name, values in found.items() if values]


def table(shell: str) -> str:
    """The cases of all commands."""
    general = general_options()
    lines: list[str] = []
    for told in every_command_told():
        name = quoted(" ".join(told.words), shell)
        lines.append(f"        case {name}" if shell == "fish" else f"    {name})")
        lines += [f"{' ' * (12 if shell == 'fish' else 8)}{line}" for line in facts(told, shell, general)]
        lines += [] if shell == "fish" else ["        ;;"]
    return "".join(f"{line}\n" for line in lines)


def main(argv: list[str]) -> int:
    stale = []
    for shell, name in (("bash", "okrtui.bash"), ("zsh", "_okrtui"), ("fish", "okrtui.fish")):
        text = (TEMPLATES / name).read_text(encoding="utf-8").replace(MARK, table(shell))
        path = FOLDER / name
        if "--check" not in argv:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(
            f"config/completions: {', '.join(stale)} stale: run scripts/write_completions.py", file=sys.stderr
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
